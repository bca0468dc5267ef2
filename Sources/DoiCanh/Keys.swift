// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Database
import Foundation
import Kernel
import Ledger
import Product

struct Keys: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make, list, rotate and revoke the keys this node signs with.",
        discussion: "Private keys stay in files of the data folder, mode 0600. Every change is an event of the ledger.",
        subcommands: [List.self, Make.self, Rotate.self, Revoke.self, Export.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show the register of keys, oldest first.",
            discussion: discussion(examples: "keys list"))
        @OptionGroup var node: Node

        func run() async throws {
            try await node.withKeys { service in
                for key in try await service.all() {
                    Terminal.say("\(key.id)  \(span(key))  \(service.isHere(key) ? "private key here" : "")")
                }
            }
        }

        private func span(_ key: NodeKey) -> String {
            let until =
                key.revokedAt.map { "revoked \($0.formatted(.iso8601))" }
                ?? key.validUntil.map { "until \($0.formatted(.iso8601))" } ?? "in use"
            return "from \(key.validFrom.formatted(.iso8601))  \(until)"
        }
    }

    struct Make: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make one more key, for a process with a data folder of its own.",
            discussion: discussion(examples: "keys make --data /var/lib/doicanh-2"))
        @OptionGroup var node: Node

        func run() async throws {
            try await node.withKeys { Terminal.say(try await $0.make(by: .system).id) }
        }
    }

    struct Rotate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a key that takes the place of the one in use; a running server follows at once.",
            discussion: discussion(examples: "keys rotate"))
        @OptionGroup var node: Node

        func run() async throws {
            try await node.withKeys { Terminal.say(try await $0.rotate(by: .system).id) }
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Declare a key lost or stolen: from now on nothing it signs counts.",
            discussion: discussion(examples: "keys revoke KEY --reason \"The disk was stolen.\""))
        @OptionGroup var node: Node

        @Argument(help: "The key's id.")
        var key: String

        @Option(help: "Why; it is public for ever.")
        var reason: String

        func run() async throws {
            try await node.withKeys { try await $0.revoke(key, reason: reason, by: .system) }
        }
    }

    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print a public key as PEM, for openssl.",
            discussion: discussion(examples: "keys export > node.pem"))
        @OptionGroup var node: Node

        @Argument(help: "The key's id; without it, the newest.")
        var key: String?

        func run() async throws {
            try await node.withKeys { service in
                let all = try await service.all()
                guard let found = key.map({ id in all.first { $0.id == id } }) ?? all.last else {
                    throw LedgerProblem.noSuchKey
                }
                Terminal.say(found.pem)
            }
        }
    }
}

extension Node {
    /// Opens the node's key register for one command.
    fileprivate func withKeys(_ body: (KeyService) async throws -> Void) async throws {
        let configuration = try configuration()
        try configuration.database.refuseMissing()
        let database = try await configuration.database.open()
        try await body(
            KeyService(
                database: database, folder: URL(filePath: "\(configuration.data)/keys"), now: { Date() },
                newID: { UUIDv7.string() }))
        await database.close()
    }
}
