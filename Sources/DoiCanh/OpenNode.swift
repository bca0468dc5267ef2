// SPDX-License-Identifier: Apache-2.0

import Backups
import Content
import Database
import Foundation
import Identity
import Kernel
import Product
import Simulation
import Web

/// A node opened by a command that does not serve.
struct OpenNode {
    let configuration: Configuration
    let folder: DataFolder
    let platform: Platform

    /// `alone` for what may not happen beside a server on the same database file.
    init(_ node: Node, alone: Bool) async throws {
        let configuration = try node.configuration()
        // What works beside a server works on a node that is there: opening would make an empty one.
        if !alone { try configuration.database.refuseMissing() }
        let database = try await configuration.database.open(alone: alone)
        try self.init(configuration, database: database, simulation: try await SimulationMark.read(database))
    }

    init(_ configuration: Configuration, database: any Database, simulation: SimulationMark? = nil) throws {
        self.configuration = configuration
        folder = try DataFolder(configuration.data)
        platform = try Platform(
            database: database, content: try Content.embedded.overlaid(by: "\(folder.path)/content"),
            secret: try Secret(file: "\(folder.path)/identity.key"), folder: folder, web: configuration.web,
            signing: configuration.signing, exchange: configuration.exchange, simulation: simulation, now: { Date() },
            newID: { UUIDv7.string() })
    }

    var backups: BackupService {
        BackupService(database: platform.database, folder: folder, now: platform.now, newID: platform.newID)
    }

    func close() async { await platform.database.close() }
}

extension Terminal {
    /// A sentence in the language of the terminal.
    static func words(_ key: String, _ slots: [String: String] = [:]) -> String {
        languages.compactMap { try? Content.embedded.words($0).fill(key, slots) }.joined(separator: " / ")
    }
}
