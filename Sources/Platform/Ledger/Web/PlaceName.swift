// SPDX-License-Identifier: Apache-2.0

package import Kernel

/// How people call an agency or a unit: the module that knows the names gives it.
package typealias PlaceName = @Sendable (_ place: String, _ language: Language) async throws -> String

/// Who did something, as the person whose data they read should know them: name and post at that time.
package typealias ReaderName = @Sendable (_ reading: AccessRecord, _ language: Language) async throws -> String?
