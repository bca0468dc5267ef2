// SPDX-License-Identifier: Apache-2.0

import Database
import Files
import Foundation

extension BackupService {
    /// Makes this empty node the one that was backed up. The whole backup is checked before anything is written; the rows
    /// come in one transaction. The schema becomes that of the backup; `migrate` brings it up to date afterwards.
    @discardableResult
    package func restore(
        _ path: String, key: BackupKey, progress: @escaping @Sendable (Int) -> Void = { _ in }
    ) async throws -> BackupHeader {
        let header = try Self.check(path, key: key, progress: progress)
        let known = Set(migrations.map(\.name))
        if let stranger = header.migrations.first(where: { !known.contains($0) }) {
            throw BackupProblem.newer(stranger)
        }
        try await refuseUnlessEmpty()
        let then = Set(header.migrations)
        try await database.migrate(migrations.filter { then.contains($0.name) }, now: now)
        try await database.write { connection in
            let reader = try BackupReader(path, key)
            try connection.loading { try load(reader, connection, progress) }
        }
        return header
    }

    private func refuseUnlessEmpty() async throws {
        if let table = try await database.read({ try $0.tables() }).first {
            throw BackupProblem.targetNotEmpty(table.name)
        }
        if let paper = papers.papers().first { throw BackupProblem.targetNotEmpty(paper) }
    }

    private func load(_ reader: BackupReader, _ connection: any Connection, _ progress: (Int) -> Void) throws {
        let tables = Dictionary(uniqueKeysWithValues: try connection.tables().map { ($0.name, $0) })
        var loader: TableLoader?
        while let record = try reader.next() {
            if case .row(let values) = record {
                try loader?.add(values)
            } else {
                try loader?.flush()
                loader = nil
            }
            switch record {
            case .table(let name, let columns):
                guard let table = tables[name], !Self.leftOut.contains(name) else {
                    throw BackupProblem.inconsistent("the table \(name)")
                }
                loader = try TableLoader(connection, table, columns)
            case .file(let hash, _): try files.restore(hash, in: connection) { try reader.piece() }
            case .paper(let path):
                var bytes: [UInt8] = []
                while let piece = try reader.piece() { bytes += piece }
                try papers.write(path, bytes)
            case .row, .bytes, .header, .end: break
            }
            if reader.records % 1000 == 0 { progress(reader.records) }
        }
    }
}
