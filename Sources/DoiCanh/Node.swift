// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Ledger
import Product

/// The options every command shares: which node it is about.
struct Node: ParsableArguments {
    @Option(help: "The folder that holds the database, the keys and doicanh.json (or DOICANH_DATA).")
    var data = ProcessInfo.processInfo.environment["DOICANH_DATA"] ?? "data"

    @Option(help: "The database: a file or a postgres:// address.")
    var database: String?

    /// `more` are the options of one command.
    func configuration(_ more: [Setting: String?] = [:]) throws -> Configuration {
        let given = more.merging([.database: database]) { own, _ in own }.compactMapValues(\.self)
        return try Configuration(data: data, commandLine: given)
    }
}

extension Storage {
    /// For commands that look at what is there: opening would make an empty database.
    func refuseMissing() throws {
        if case .file(let path) = self, !FileManager.default.fileExists(atPath: path) {
            throw LedgerProblem.noDatabase(path)
        }
    }
}
