// SPDX-License-Identifier: Apache-2.0

import Agencies
import ArgumentParser
import Backups
import Foundation
import Identity
import Kernel
import Product
import Rendering
import Signatures

/// `doicanh seals`: with whose signature this node signs documents. Whoever may run this may read the data folder, so no
/// other permission is asked; every change is in the ledger all the same.
struct Seals: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Take in and list the certificates with which documents are signed.",
        discussion: "Private keys lie in the folder seals/ of the data folder, mode 0600, and are in every backup.",
        subcommands: [List.self, Take.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List whose signature this node can make, until when; ends with 1 when there is none.",
            discussion: discussion(
                "Columns are separated by tabs: whose, the name in the certificate, its last day, its SHA-256.",
                examples: "seals list"))

        @OptionGroup var node: Node

        func run() async throws {
            let seals = try await node.withPlatform { try $0.sealService.all() }
            for seal in seals {
                Terminal.say(
                    [seal.signatory.name, seal.subject, "\(Day(seal.validUntil))", seal.fingerprint]
                        .joined(separator: "\t"))
            }
            if seals.isEmpty { throw ExitCode(1) }
        }
    }

    struct Take: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Take a key and its certificates out of a PKCS #12 file; a running server uses them after its next start.",
            discussion: discussion(
                "Asks for the file's passphrase, or reads it from a file or a pipe.",
                examples: "seals take seal.p12 --agency H42.19.05",
                "seals take tuan.p12 --official tuan --passphrase-file tuan.txt"))

        @OptionGroup var node: Node
        @Argument(help: "The PKCS #12 file.", completion: .file()) var file: String
        @Option(help: "The identifier of the agency whose seal it is (H42.19.05).") var agency: String?
        @Option(help: "The user name of the official whose signature it is.") var official: String?
        @Option(help: "A file with the passphrase in its first line, readable by its owner only.", completion: .file())
        var passphraseFile: String?

        func validate() throws {
            guard (agency == nil) != (official == nil) else {
                throw ValidationError("Give either --agency or --official.")
            }
        }

        func run() async throws {
            let bytes = [UInt8](try Data(contentsOf: URL(filePath: file)))
            let passphrase =
                try passphraseFile.map(BackupKey.passphrase(file:))
                ?? Terminal.secret(Terminal.words("seals.passphrase"))
            try await node.withPlatform { platform in
                let seal = try await platform.sealService.take(
                    bytes, passphrase: passphrase, for: try await signatory(platform), by: .system)
                Terminal.say("\(seal.signatory.name)\t\(seal.subject)\t\(Day(seal.validUntil))\t\(seal.fingerprint)")
            }
        }

        private func signatory(_ platform: Platform) async throws -> Signatory {
            if let official { return .official(try await platform.identity.account(login: official).id.rawValue) }
            return .agency(try await platform.agency(agency ?? "").place)
        }
    }
}
