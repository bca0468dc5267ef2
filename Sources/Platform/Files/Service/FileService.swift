// SPDX-License-Identifier: Apache-2.0

import Crypto
package import Database
package import Foundation
package import Kernel

/// Files of people and offices, for the modules: take the bytes first, then name them in the transaction of the change
/// they belong to. Who may attach and read what is for the module to ask: it knows the case.
///
///     let file = try await files.receive(request.body.map { Array(buffer: $0) })
///     try await database.write { connection in
///         …
///         try files.attach(file, named: "giấy khai sinh.pdf", to: dossier.id.rawValue, in: connection)
///     }
package struct FileService: Sendable {
    let database: any Database
    let repository: any FileRepository
    let scanner: any VirusScanner
    let now: Now
    let newID: NewID

    /// How long bytes may wait for the transaction that names them.
    package static let grace: TimeInterval = 24 * 3600

    package init(
        database: any Database, repository: any FileRepository, scanner: any VirusScanner = NoScanner(),
        now: @escaping Now, newID: @escaping NewID
    ) {
        self.database = database
        self.repository = repository
        self.scanner = scanner
        self.now = now
        self.newID = newID
    }

    /// Takes the bytes. When this returns they are on disk and nobody refers to them yet; unless somebody does so within
    /// `grace`, they are removed. Throws `FileProblem` for what is empty, too large or of a kind that is not taken.
    package func receive<Bytes: AsyncSequence>(
        _ bytes: Bytes, limits: FileLimits = FileLimits()
    ) async throws -> StoredFile where Bytes.Element == [UInt8] {
        let upload = try await repository.begin(newID())
        do {
            var tally = Tally(limits)
            for try await piece in bytes {
                try tally.add(piece)
                try await upload.append(piece)
            }
            let file = try tally.file()
            try await upload.finish()
            // Entered before it gets its name: see `forgetOne`, which removes in the opposite order.
            let held = try await database.write { [id = upload.id, time = now()] in
                try FileStore(db: $0).remember(file, upload: id, at: time)
            }
            try await upload.keep(file, held: held)
            return file
        } catch {
            await upload.discard()
            throw error
        }
    }

    /// Names the bytes in the caller's transaction. Attaching the same file to the same subject twice is once.
    package func attach(
        _ file: StoredFile, named name: String, to subject: String, in connection: any Connection
    ) throws {
        guard try FileStore(db: connection).find(file.hash) != nil else { throw FileProblem.notFound(file.hash) }
        try FileStore(db: connection).refer(to: file.hash, from: subject, named: name, at: now())
    }

    /// A file that is here, by its hash; nil when it is not.
    package func find(_ hash: String) async throws -> StoredFile? {
        try await database.read { try FileStore(db: $0).find(hash)?.file }
    }

    /// Lets go of a file in the caller's transaction; its bytes go when nobody refers to them any more.
    package func release(_ hash: String, from subject: String, in connection: any Connection) throws {
        try FileStore(db: connection).release(hash, from: subject)
    }

    package func attachments(of subject: String) -> Query<[Attachment]> { FileStore.attached(to: subject) }

    package func attachments(of subject: String, in connection: any Connection) throws -> [Attachment] {
        try connection.ask(attachments(of: subject))
    }

    /// The bytes, piece by piece, as fast as they are taken. Ends with `FileProblem.damaged` when they are not those that
    /// were sent.
    package func contents(_ hash: String) async throws -> AsyncThrowingStream<[UInt8], any Error> {
        guard let (file, upload) = try await database.read({ try FileStore(db: $0).find(hash) }) else {
            throw FileProblem.notFound(hash)
        }
        let reading = Reading(file: file)
        return AsyncThrowingStream { [repository] in
            let piece = try await repository.piece(await reading.next(), of: file, upload: upload)
            return try await reading.check(piece)
        }
    }

    /// Removes what nobody refers to and what uploads left. Returns how many files went. Run by one process at a time.
    @discardableResult
    package func collect() async throws -> Int {
        let before = now().addingTimeInterval(-Self.grace)
        try await forgetUploads(before: before)
        var count = 0
        while try await forgetOne(before: before) { count += 1 }
        try await database.write { [repository] in try repository.sweep(before: before, in: $0) }
        return count
    }

    private func forgetOne(before time: Date) async throws -> Bool {
        try await database.write { [repository] connection in
            guard let (file, upload) = try FileStore(db: connection).forgetOne(before: time) else { return false }
            try repository.remove(file, upload: upload, in: connection)
            return true
        }
    }
}

/// Where a download is, and the hash of what has gone by.
private actor Reading {
    private let file: StoredFile
    private var number = 0
    private var hasher = SHA256()

    init(file: StoredFile) { self.file = file }

    func next() -> Int {
        defer { number += 1 }
        return number
    }

    func check(_ piece: [UInt8]) throws(FileProblem) -> [UInt8]? {
        guard piece.isEmpty else {
            hasher.update(data: piece)
            return piece
        }
        guard hasher.finalize().map({ String(format: "%02x", $0) }).joined() == file.hash else {
            throw .damaged(file.hash)
        }
        return nil
    }
}
