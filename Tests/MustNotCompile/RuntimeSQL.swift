// SPDX-License-Identifier: Apache-2.0

// A text made at run time cannot become SQL.
// expect: cannot convert value of type 'String' to expected argument type 'StaticString'
import Database

func injected(name: String) -> SQL { SQL(stringLiteral: "SELECT code FROM unit WHERE name = '" + name + "'") }
