// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Content
import Database
import Exchange
import Files
import Foundation
import Kernel
import Product

/// What an operator does with messages from the terminal: to try the line, and to see where something hangs.
extension ExchangeCommand {
    struct Send: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Send files from an agency of this node; a running server takes them there.",
            discussion: discussion(
                "Prints the id of the message.", examples: "exchange send H42 --to G06 --to H42.77 bao-cao.pdf"))

        @OptionGroup var node: Node
        @Argument(help: "The identifier of the sender.") var sender: String
        @Argument(help: "The files; the first is the content, the others are attached to it.", completion: .file())
        var files: [String]
        @Option(help: "The identifier of a receiver; may be given again.") var to: [String]
        @Flag(help: "Each file is a message of its own; prints one id a line.") var each = false
        @Option(help: "How urgent, as the axis counts: 0 ordinary to 4.") var priority = 0

        func validate() throws {
            guard Envelope.Priority(rawValue: priority) != nil, !files.isEmpty else {
                throw ValidationError("Priorities are 0 to 4, and there is at least one file.")
            }
        }

        func run() async throws {
            try await node.withPlatform { platform in
                var parts: [Letter.File] = []
                for file in files { parts.append(try await keep(file, platform)) }
                for letter in each ? parts.map({ [$0] }) : [parts] {
                    Terminal.say(try await send(letter, platform).rawValue)
                }
            }
        }

        private func send(_ parts: [Letter.File], _ platform: Platform) async throws -> ID<Envelope> {
            let letter = Letter(
                kind: "file", priority: Envelope.Priority(rawValue: priority) ?? .ordinary, from: sender, to: to,
                payload: parts[0], attachments: Array(parts.dropFirst()))
            let correspondence = platform.correspondence
            let sealed = try await correspondence.seal(letter)
            try await platform.database.write { try correspondence.send(sealed, by: .system, in: $0) }
            return sealed.envelope.id
        }

        private func keep(_ path: String, _ platform: Platform) async throws -> Letter.File {
            let handle = try FileHandle(forReadingFrom: URL(filePath: path))
            let pieces = AsyncThrowingStream<[UInt8], any Error> {
                try handle.read(upToCount: 1 << 20).flatMap { $0.isEmpty ? nil : [UInt8]($0) }
            }
            let stored = try await platform.files.receive(
                pieces, limits: FileLimits(bytes: 4 << 30, kinds: Set(MediaKind.allCases)))
            return Letter.File(stored, named: URL(filePath: path).lastPathComponent, type: stored.kind.rawValue)
        }
    }

    struct Status: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show how it goes with this node and its neighbours, or how far a message has come.",
            discussion: discussion(
                """
                Of the neighbours, columns separated by tabs: node, address, waiting, oldest, given up, last reached, last \
                came, its directory, certificate's last day. Of a message: receiver, state, since when, node. Ends with 1 \
                while somebody should look at something, or a receiver has not answered.
                """,
                examples: "exchange status", "exchange status 0197f3c2-…"))

        @OptionGroup var node: Node
        @Argument(help: "The id of a message.") var message: String?

        func run() async throws {
            guard let message else { return try await showNeighbours() }
            let deliveries = try await node.withPlatform { try await $0.correspondence.deliveries(of: ID(message)) }
            guard !deliveries.isEmpty else { throw ExchangeProblem.noSuchMessage(message) }
            for delivery in deliveries {
                Terminal.say(
                    [delivery.receiver, delivery.state?.rawValue ?? "–", "\(Moment(delivery.at))", delivery.node]
                        .joined(separator: "\t"))
            }
            if deliveries.contains(where: { $0.state == nil }) { throw ExitCode(1) }
        }

        private func showNeighbours() async throws {
            let (status, now) = try await node.withPlatform { (try await $0.neighbours.status(for: .system), $0.now()) }
            if let own = status.own {
                Terminal.say(
                    Self.line(
                        own.node, "", own.queue, nil, directory: own.directory, until: own.certificateUntil))
            }
            for neighbour in status.neighbours {
                Terminal.say(
                    Self.line(
                        neighbour.node, neighbour.address, neighbour.queue, neighbour.contact,
                        directory: neighbour.contact.directory, until: neighbour.certificateUntil))
            }
            for (node, warning) in status.warnings {
                for language in Terminal.languages {
                    Terminal.warn("\(node): \(warning.text(try Content.embedded.words(language), at: now))")
                }
            }
            if !status.warnings.isEmpty { throw ExitCode(1) }
        }

        private static func line(
            _ node: String, _ address: String, _ queue: ExchangeStatus.Queue, _ contact: Contact?, directory: Int64?,
            until: Date?
        ) -> String {
            func time(_ date: Date?) -> String { date.map { "\(Moment($0))" } ?? "" }
            return [
                node, address, "\(queue.waiting)", time(queue.oldest), "\(queue.dead)", time(contact?.reachedAt),
                time(contact?.cameAt), directory.map { "\($0)" } ?? "", until.map { "\(Day($0))" } ?? "",
            ].joined(separator: "\t")
        }
    }

    struct Report: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say for an agency of this node how far a message has come: 02, 03, 04, 05, 06, 15 or 16.",
            discussion: discussion(examples: "exchange report 0197f3c2-… H42 03"))

        @OptionGroup var node: Node
        @Argument(help: "The id of the message.") var message: String
        @Argument(help: "The identifier of the receiver.") var receiver: String
        @Argument(help: "The state.") var state: String
        @Option(help: "A remark for the sender.") var words: String?

        func run() async throws {
            guard let state = DeliveryState(rawValue: state) else { throw ValidationError("No such state.") }
            try await node.withPlatform {
                _ = try await $0.correspondence.report(
                    state, of: ID(message), for: receiver, words: words, by: .system)
            }
        }
    }

    struct Refused: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show the messages this node did not take, the newest first.",
            discussion: discussion(
                "Columns are separated by tabs: last time, how often, reason, the id it gave itself, its SHA-256.",
                examples: "exchange refused"))

        @OptionGroup var node: Node

        func run() async throws {
            for refused in try await node.withPlatform({ try await $0.reception.refused(for: .system) }) {
                Terminal.say(
                    [
                        "\(Moment(refused.lastAt))", "\(refused.times)", refused.reason.rawValue, refused.message,
                        refused.sha256,
                    ].joined(separator: "\t"))
            }
        }
    }
}
