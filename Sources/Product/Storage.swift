// SPDX-License-Identifier: Apache-2.0

package import Database
import Foundation
import PostgresDatabase
import SQLiteDatabase

/// Where the product keeps what it knows, chosen by one setting: the path of a file, or a `postgres://` URL.
package enum Storage: Sendable, Equatable {
    case file(String)
    case server(url: String, replica: String?)

    /// Throws `DatabaseProblem.refused` for an URL of another kind, and for a replica beside a file.
    package init(_ setting: String, replica: String? = nil) throws {
        if ["postgres://", "postgresql://"].contains(where: setting.hasPrefix) {
            self = .server(url: setting, replica: replica)
        } else if setting.isEmpty || setting.contains("://") {
            throw DatabaseProblem.refused("the database must be the path of a file or a postgres:// URL")
        } else if replica != nil {
            throw DatabaseProblem.refused("a replica goes with a postgres:// database, not with a file")
        } else {
            self = .file(setting)
        }
    }

    /// Opens it; a file and its folder are made when they are missing. The server, and whoever replaces the data, wants a
    /// file `alone`; a server of databases is made for many.
    package func open(alone: Bool = false) async throws -> any Database {
        switch self {
        case .file(let path):
            let folder = URL(filePath: path).deletingLastPathComponent()
            do {
                try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            } catch {
                throw DatabaseProblem.refused(
                    "the folder \(folder.path()) cannot be made: \(error.localizedDescription)")
            }
            return try SQLiteDatabase(path: path, alone: alone)
        case .server(let url, let replica):
            return try await PostgresDatabase(PostgresSettings(url: url, replica: replica))
        }
    }

    /// For the operator's eyes: an URL without its password.
    package var redacted: String {
        switch self {
        case .file(let path): path
        case .server(let url, _): Self.redacted(url)
        }
    }

    private static func redacted(_ url: String) -> String {
        guard var parts = URLComponents(string: url) else { return "postgres://…" }
        if parts.password != nil { parts.password = "***" }
        parts.queryItems = parts.queryItems?.map {
            $0.name.contains("password") ? URLQueryItem(name: $0.name, value: "***") : $0
        }
        return parts.string ?? "postgres://…"
    }
}
