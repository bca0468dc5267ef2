// SPDX-License-Identifier: Apache-2.0

package import Kernel

/// Papers that an agency issues: printed, signed, kept, and confirmed to whoever holds one.
package enum Rendering {
    /// Declare an issued document void.
    package static let revoke: Permission = "rendering.revoke"
    /// Sign the papers of an agency with a key of one's own.
    package static let sign: Permission = "rendering.sign"
}
