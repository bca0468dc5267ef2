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

    /// Files up to this size are rows of the database whatever holds the larger ones: a name in a folder that outlives a loss
    /// of power takes five flushes, a row none of its own. See docs/decisions/0010-small-files-are-rows.md.
    package static let small = 128 << 10

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
        var (tally, beginning) = (Tally(limits), [UInt8]())
        var pieces = bytes.makeAsyncIterator()
        while tally.size <= Self.small, let piece = try await pieces.next() {
            try tally.add(piece)
            beginning += piece
        }
        guard tally.size > Self.small else {
            let file = SmallFile(bytes: beginning, stored: try tally.file())
            try await database.write { try keep(file, in: $0) }
            return file.stored
        }
        let upload = try await repository.begin(newID())
        do {
            try await upload.append(beginning)
            while let piece = try await pieces.next() {
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

    /// As for one, of several that are there already: the small ones in one transaction. In their order.
    package func receive(all files: [[UInt8]], limits: FileLimits = FileLimits()) async throws -> [StoredFile] {
        let small = try files.map { $0.count <= Self.small ? try SmallFile($0, limits: limits) : nil }
        if small.contains(where: { $0 != nil }) {
            try await database.write { try keep(small.compactMap(\.self), in: $0) }
        }
        var stored: [StoredFile] = []
        for (bytes, small) in zip(files, small) {
            if let small {
                stored.append(small.stored)
            } else {
                stored.append(try await receive(AsyncStream(whole: bytes), limits: limits))
            }
        }
        return stored
    }

    /// Keeps a small file in the caller's transaction: a row, on disk when that is.
    package func keep(_ file: SmallFile, in db: any Connection) throws { try keep([file], in: db) }

    private func keep(_ files: [SmallFile], in db: any Connection) throws {
        // In one order, so that two who keep the same files do not wait for each other.
        let files = files.sorted { $0.stored.hash < $1.stored.hash }.map { (file: $0, upload: newID()) }
        let held = try db.ask(all: files.map { FileStore.remembering($0.file.stored, upload: $0.upload, at: now()) })
        for ((file, upload), held) in zip(files, held) where held == upload {
            try FileStore(db: db).add(file.bytes, 0, of: upload)
        }
    }

    /// Piece `number` of a file; empty after the last. Small files of former times lie where large ones do.
    func piece(_ number: Int, of file: StoredFile, upload: String, in db: any Connection) throws -> [UInt8] {
        if file.size <= Self.small {
            if number > 0 { return [] }
            if let bytes = try FileStore(db: db).chunk(0, of: upload) { return bytes }
        }
        return try repository.piece(number, of: file, upload: upload, in: db)
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
        try await database.read { try find(hash, in: $0) }
    }

    package func find(_ hash: String, in db: any Connection) throws -> StoredFile? {
        let found = try db.ask(file(hash))
        return found
    }

    package func file(_ hash: String) -> Query<StoredFile?> { FileStore.file(hash).map { $0?.file } }

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
        let (found, whole) = try await database.read { db in
            (try FileStore(db: db).find(hash), try small(hash, in: db))
        }
        guard let (file, upload) = found else { throw FileProblem.notFound(hash) }
        if let whole { return AsyncThrowingStream(whole: whole) }
        let reading = Reading(file: file)
        return AsyncThrowingStream { [repository] in
            let piece = try await repository.piece(await reading.next(), of: file, upload: upload)
            return try await reading.check(piece)
        }
    }

    /// The bytes of several files, in their order: of small ones with one question.
    package func contents(all hashes: [String]) async throws -> [[UInt8]] {
        let small = try await database.read { try self.small(hashes, in: $0) }
        var contents: [[UInt8]] = []
        for (hash, bytes) in zip(hashes, small) {
            if let bytes {
                contents.append(bytes)
            } else {
                contents.append(try await self.contents(hash).reduce(into: []) { $0 += $1 })
            }
        }
        return contents
    }

    /// The bytes of a small file; nil when it is not here, or not small.
    package func small(_ hash: String, in db: any Connection) throws -> [UInt8]? { try small([hash], in: db)[0] }

    /// As for one, with one question for all.
    package func small(_ hashes: [String], in db: any Connection) throws -> [[UInt8]?] {
        try zip(hashes, db.ask(all: hashes.map(FileStore.whole))).map { hash, found in
            guard let (file, upload, row) = found, file.size <= Self.small else { return nil }
            let bytes = try row ?? piece(0, of: file, upload: upload, in: db)
            guard SHA256.hash(data: bytes).hex == hash else { throw FileProblem.damaged(hash) }
            return bytes
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
            if file.size <= Self.small { try FileStore(db: connection).removeChunks(of: upload) }
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
        guard hasher.finalize().hex == file.hash else { throw .damaged(file.hash) }
        return nil
    }
}
