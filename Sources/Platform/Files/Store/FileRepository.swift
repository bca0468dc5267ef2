// SPDX-License-Identifier: Apache-2.0

package import Database
package import Foundation

/// Where the bytes of files are: a folder beside an SQLite file, rows of PostgreSQL where several processes serve.
///
/// Bytes come and go in pieces of `pieceSize`, so memory holds one piece of each file that is under way.
package protocol FileRepository: Sendable {
    /// Takes bytes whose name is not known before the last of them.
    func begin(_ id: String) async throws -> any Upload

    /// Piece `number` of a file; empty after the last.
    func piece(_ number: Int, of file: StoredFile, upload: String) async throws -> [UInt8]

    /// The same inside an open transaction.
    func piece(_ number: Int, of file: StoredFile, upload: String, in db: any Connection) throws -> [UInt8]

    /// Puts a file back in the transaction that loads its row; `next` gives its pieces, then nil.
    func restore(
        _ file: StoredFile, upload: String, in db: any Connection, next: () throws -> [UInt8]?) throws

    /// Removes the bytes in the transaction that forgets the file: whoever sends the same bytes again waits for its end.
    func remove(_ file: StoredFile, upload: String, in db: any Connection) throws

    /// Removes what uploads left that began before `time` and never ended.
    func sweep(before time: Date, in db: any Connection) throws
}

extension FileRepository {
    package static var pieceSize: Int { 512 << 10 }
}

/// Bytes on their way in.
package protocol Upload: Sendable {
    var id: String { get }

    func append(_ bytes: [UInt8]) async throws

    /// When this returns, all bytes are on disk.
    func finish() async throws

    /// Gives the bytes their name; `upload` is the one that the register says holds them, this or an earlier one.
    func keep(_ file: StoredFile, held upload: String) async throws

    func discard() async
}
