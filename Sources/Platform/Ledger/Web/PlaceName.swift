// SPDX-License-Identifier: Apache-2.0

package import Kernel

/// How people call an agency or a unit: the module that knows the names gives it.
package typealias PlaceName = @Sendable (_ place: String, _ language: Language) async throws -> String
