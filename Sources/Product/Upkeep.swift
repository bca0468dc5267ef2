// SPDX-License-Identifier: Apache-2.0

import Agencies
package import Backups
import Content
import ContentRegister
package import Database
package import Files
import Foundation
import Identity
import Indicators
import Jobs
package import Kernel
import Ledger
import Logging
import PublicServices
package import Rendering
import Signatures
import Units

/// What operators do with a node beside serving it.
extension Platform {
    /// The units and the agencies that ship with the product, unless they are there, and the published figures.
    package func loadUnits() async throws {
        try await units.load(try UnitFiles(content: content.files), by: .system)
        try await agencies.load(try AgencyFiles(content: content.files), by: .system)
        try await loadFigures()
    }

    /// Enters the published figures of the content that are not known yet, or read otherwise than before.
    package func loadFigures() async throws {
        try await figures.load(try FigureFiles(content: content.files), by: .system)
    }

    /// Writes down which services the catalogue offers, and at which level, where that changed since the last start.
    @discardableResult
    package func recordServices() async throws -> Int {
        try await ServiceRegister(database: database, now: now, newID: newID).record(catalogue)
    }

    /// Writes down which content files the office has replaced, or taken back, since the last start.
    @discardableResult
    package func recordContent() async throws -> [String] {
        try await ContentRegister(database: database, now: now, newID: newID).record(content.replaced)
    }

    var jobs: JobService {
        JobService(database: database, schedules: Modules.schedules(self), now: now, newID: newID)
    }

    package var sealService: SealService {
        SealService(database: database, seals: seals, now: now, newID: newID)
    }

    package var paperTrial: PaperTrial { PaperTrial(views: views, renderer: renderer, signer: seals) }

    /// Whether the whole ledger agrees with what was sealed and signed.
    package func isLedgerSound(_ progress: @escaping @Sendable (Int, Int) -> Void) async throws -> Bool {
        try await Verification(database: database, progress: { progress(Int($0), Int($1)) }).run().findings.isEmpty
    }
}

extension FileService {
    /// Attached files: a folder beside an SQLite database, rows of PostgreSQL.
    package init(database: any Database, folder: DataFolder, now: @escaping Now, newID: @escaping NewID) {
        let repository: any FileRepository =
            database.dialect == .sqlite ? FileFolder(folder.url.appending(path: "files")) : FileChunks(database)
        self.init(database: database, repository: repository, now: now, newID: newID)
    }
}

extension WeasyPrint {
    /// The renderer with the worker and the style sheet that are content.
    convenience init(content: Content) {
        self.init(
            script: content.files["Rendering/worker.py"] ?? "",
            assets: ["/assets/paper.css": content.assets["paper.css"] ?? ""], logger: Logger(label: "rendering"))
    }
}

extension BackupService {
    /// Backups of the whole product.
    package init(database: any Database, folder: DataFolder, now: @escaping Now, newID: @escaping NewID) {
        self.init(
            database: database, files: FileService(database: database, folder: folder, now: now, newID: newID),
            folder: folder.url, migrations: Modules.migrations, now: now,
            position: { connection in
                let newest = try connection.rows("SELECT coalesce(max(size), 0) AS size FROM ledger_head")
                return try newest.first?.int("size") ?? 0
            })
    }
}
