// SPDX-License-Identifier: Apache-2.0

package import Database

/// What backups need: all bytes of one moment, whichever way they are kept.
extension FileService {
    /// The table whose rows are bytes of files: left out of a backup, because the bytes are in it as files.
    package static let tableOfBytes = "file_chunk"

    /// Gives out every file that the transaction sees, first itself, then its pieces.
    package func export(
        in db: any Connection, file begin: (StoredFile) throws -> Void, piece take: ([UInt8]) throws -> Void
    ) throws {
        let store = FileStore(db: db)
        try store.each { file, upload in
            var number = 0
            do {
                var piece = try self.piece(number, of: file, upload: upload, in: db)
                try begin(file)
                while !piece.isEmpty {
                    try take(piece)
                    number += 1
                    piece = try self.piece(number, of: file, upload: upload, in: db)
                }
            } catch FileProblem.notFound where number == 0 {
                // Entered a moment ago and not yet under its name, or collected since: nobody refers to it.
                guard try !store.isReferred(file.hash) else { throw FileProblem.notFound(file.hash) }
            }
        }
    }

    /// Puts the bytes of a file back whose row the transaction has loaded.
    package func restore(_ hash: String, in db: any Connection, next: () throws -> [UInt8]?) throws {
        guard let (file, upload) = try FileStore(db: db).find(hash) else { throw FileProblem.notFound(hash) }
        guard file.size <= Self.small else {
            return try repository.restore(file, upload: upload, in: db, next: next)
        }
        var bytes: [UInt8] = []
        while let piece = try next() { bytes += piece }
        try FileStore(db: db).add(bytes, 0, of: upload)
    }
}
