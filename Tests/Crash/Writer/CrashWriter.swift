// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Database
import Foundation
import Jobs
import Kernel
import Ledger
import Logging
import Product

/// Writes through the real adapters, ledger, sealer and outbox, and says what it was told, line by line, so that
/// `Tests/Crash/run` can kill it at any moment and hold the database to its word afterwards.
@main
struct CrashWriter: AsyncParsableCommand {
    static let configuration = CommandConfiguration(subcommands: [Prepare.self, Write.self, Check.self])
}

struct Target: ParsableArguments {
    @Argument(help: "A file or a postgres:// URL.")
    var database: String

    @Argument(help: "The folder of the ledger's keys.")
    var keys: String

    func open(alone: Bool = false) async throws -> any Database { try await Storage(database).open(alone: alone) }

    func sealer(_ database: any Database) throws -> (sealer: Sealer, keys: KeyService) {
        try FileManager.default.createDirectory(atPath: keys, withIntermediateDirectories: true)
        let keys = KeyService(
            database: database, folder: URL(filePath: keys), now: { Date() }, newID: { UUIDv7.string() })
        let sealer = Sealer(
            database: database, keys: keys, now: { Date() }, bell: SealBell(), logger: Logger(label: "crash"))
        return (sealer, keys)
    }
}

struct Prepare: AsyncParsableCommand {
    @OptionGroup var target: Target

    func run() async throws {
        let database = try await target.open()
        try await database.migrate(LedgerMigrations.all + JobsMigrations.all + Deeds.migrations)
        try await target.sealer(database).keys.ensure()
        await database.close()
    }
}

/// Writes until it is killed.
struct Write: AsyncParsableCommand {
    @OptionGroup var target: Target

    @Option var writers = 4

    func run() async throws {
        let database = try await target.open(alone: true)
        let sealer = try target.sealer(database).sealer
        let post = PostOffice(
            database: database, couriers: [Teller()], now: { Date() }, chance: { Double.random(in: 0..<1) })
        await withTaskGroup(of: Void.self) { group in
            for writer in 0..<writers { group.addTask { await write("w\(writer)", database) } }
            group.addTask { await untilKilled { try await sealer.seal() } }
            group.addTask { await untilKilled { try await post.deliver() } }
        }
    }

    private func write(_ writer: String, _ database: any Database) async {
        while true {
            let request = UUIDv7.string()
            do {
                try await database.write { try Deeds(db: $0).add(request, by: writer) }
                say("acked \(request)")
            } catch DatabaseProblem.commitUnknown {
                say("unknown \(request)")
            } catch {
                say("refused \(request) \(error)")
                try? await Task.sleep(for: .milliseconds(20))
            }
        }
    }

    /// The database may be away for a while; that ends nothing.
    private func untilKilled(_ work: () async throws -> Int) async {
        while true {
            let done = (try? await work()) ?? 0
            if done == 0 { try? await Task.sleep(for: .milliseconds(20)) }
        }
    }
}

/// A courier that tells what it was given.
private struct Teller: Courier {
    let kind = "crash"

    func deliver(_ message: OutgoingMessage) async throws { say("delivered \(message.id)") }
}

/// One line, in one system call: what was said before the kill has left the process.
private func say(_ line: String) {
    let bytes = Array((line + "\n").utf8)
    _ = Foundation.write(STDOUT_FILENO, bytes, bytes.count)
}
