// SPDX-License-Identifier: Apache-2.0

package import Foundation
package import Kernel

/// A file that comes in pieces over a connection that breaks: what has arrived stays, and its sender goes on from there.
package struct ResumableUpload: Sendable, Equatable {
    package let id: ID<ResumableUpload>
    /// Whoever sends it; to anybody else it is not there.
    package let owner: String
    /// As its sender calls it.
    package let name: String
    /// Bytes that will come.
    package let size: Int
    /// Bytes that have come.
    package let received: Int
    package let begunAt: Date

    package var isWhole: Bool { received == size }

    /// Every piece but the last has so many bytes.
    package static let pieceSize = 256 << 10

    /// How many bytes the next piece has.
    var nextPiece: Int { min(Self.pieceSize, size - received) }
}
