// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Database
import Foundation
import Hummingbird
import Identity
import Kernel
import Product
import SQLiteDatabase

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Serve the pages and the interfaces.")

    @Option(help: "The folder that holds the database and the files.")
    var data = "data"

    @Option(help: "The port to listen on.")
    var port = 8080

    func run() async throws {
        try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: true)
        let database = try SQLiteDatabase(path: "\(data)/doicanh.sqlite")
        let platform = try Platform(
            database: database, secret: try Secret(file: "\(data)/identity.key"), now: { Date() },
            newID: { UUIDv7.string() })
        try await platform.migrate()
        let application = Application(
            router: try platform.router(), configuration: .init(address: .hostname("127.0.0.1", port: port)))
        try await application.runService()
    }
}
