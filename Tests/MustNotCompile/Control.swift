// SPDX-License-Identifier: Apache-2.0

// Compiles: shows that the files beside it are refused for their own mistake.
import Database

func control(name: String) -> SQL { "SELECT code FROM unit WHERE name = \(name)" }
