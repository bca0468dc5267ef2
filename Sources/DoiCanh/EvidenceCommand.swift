// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Exchange
import Foundation
import Kernel
import Product

/// `doicanh evidence`: what stands in a dispute about a message.
struct EvidenceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evidence", abstract: "Hand out and verify evidence of a message between agencies.",
        subcommands: [Export.self, Verify.self])

    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write what this node holds about a message and one of its receivers into one zip file.",
            discussion: discussion(
                "An outsider verifies it with openssl alone: verify.txt in it says how.",
                examples: "evidence export 0197f3c2-… H42 bang-chung.zip"))

        @OptionGroup var node: Node
        @Argument(help: "The id of the message.") var message: String
        @Argument(help: "The identifier of the receiver.") var receiver: String
        @Argument(help: "The file to make. Nothing is overwritten.", completion: .file()) var file: String

        func run() async throws {
            try await node.withPlatform {
                try await $0.evidence.write(ID(message), receiver, to: URL(filePath: file), by: .system)
            }
        }
    }

    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say whether a packet of evidence holds, or exactly why not; ends with 1 when it does not.",
            discussion: discussion(
                "Needs no node: everything is in the file.", examples: "evidence verify bang-chung.zip",
                "evidence verify bang-chung.zip --authority 4aa7d9…"))

        @Argument(help: "The packet.", completion: .file()) var file: String
        @Option(help: "SHA-256 of the certificate of the authority, as it has published it.") var authority: String?

        func run() async throws {
            let report = try EvidenceCheck.run(URL(filePath: file), authority: authority)
            if let envelope = report.envelope {
                Terminal.say(
                    [envelope.id.rawValue, envelope.sender.organID, "\(envelope.createdAt)"].joined(separator: "\t"))
            }
            for note in report.notes {
                Terminal.say(
                    [note.state.rawValue, note.receiver ?? "", "\(note.at)", note.node].joined(separator: "\t"))
            }
            for (name, time) in report.stamped.sorted(by: { $0.key < $1.key }) {
                Terminal.tell(
                    "evidence.stamped",
                    ["name": name, "time": "\(Moment(time))", "authority": report.timestampAuthority])
            }
            for finding in report.findings { Terminal.tell(finding.key, finding.slots) }
            guard report.isValid else { throw ExitCode(1) }
            Terminal.tell("evidence.valid", ["authority": report.authority])
        }
    }
}
