// SPDX-License-Identifier: Apache-2.0

import Crypto
import Database
import Foundation
import Kernel

/// Reads a backup from its beginning, and holds it to its own totals.
final class BackupReader {
    let header: BackupHeader
    private let input: SealedReader
    private var totals = BackupTotals()
    private var table = ""
    private var looked: Record?
    private(set) var records = 0

    init(_ path: String, _ key: BackupKey) throws {
        guard let handle = FileHandle(forReadingAtPath: path) else { throw BackupProblem.unreadable(path) }
        input = try SealedReader(handle, path: path, key: key)
        guard case .header(let header) = try Record.next(from: input) else {
            throw BackupProblem.inconsistent("no header")
        }
        self.header = header
    }

    /// The next record; nil after the totals, which must be those of what was read.
    func next() throws -> Record? {
        let record = try looked ?? Record.next(from: input)
        looked = nil
        records += 1
        switch record {
        case .table(let name, _):
            table = name
            totals.rows[name] = 0
        case .row: totals.rows[table, default: 0] += 1
        case .file: totals.files += 1
        case .paper: totals.papers += 1
        case .end(let written):
            guard written == totals, try input.isAtEnd else { throw BackupProblem.inconsistent("its totals") }
            return nil
        case .header, .bytes: break
        }
        return record
    }

    /// The bytes that belong to the record just read, one piece at a time; nil after the last.
    func piece() throws -> [UInt8]? {
        let record = try looked ?? Record.next(from: input)
        guard case .bytes(let bytes) = record else {
            looked = record
            return nil
        }
        looked = nil
        records += 1
        return bytes
    }
}

extension BackupService {
    /// Reads a whole backup and checks every seal, every total and the hash of every file, changing nothing.
    package static func check(
        _ path: String, key: BackupKey, progress: (Int) -> Void = { _ in }
    ) throws -> BackupHeader {
        let reader = try BackupReader(path, key)
        while let record = try reader.next() {
            switch record {
            case .file(let hash, let size): try check(reader, hash, size)
            case .paper(let path):
                try PaperFolder(root: URL(filePath: "/")).admit(path)
                while try reader.piece() != nil {}
            case .bytes, .header, .end: throw BackupProblem.inconsistent("an entry in the wrong place")
            case .table, .row: break
            }
            if reader.records % 1000 == 0 { progress(reader.records) }
        }
        return reader.header
    }

    private static func check(_ reader: BackupReader, _ hash: String, _ size: Int) throws {
        var hasher = SHA256()
        var count = 0
        while let piece = try reader.piece() {
            hasher.update(data: piece)
            count += piece.count
        }
        guard count == size, hasher.finalize().hex == hash else {
            throw BackupProblem.inconsistent("the file \(hash)")
        }
    }
}
