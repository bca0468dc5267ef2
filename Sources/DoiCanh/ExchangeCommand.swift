// SPDX-License-Identifier: Apache-2.0

import Agencies
import ArgumentParser
import Exchange
import Foundation
import Kernel
import Product

/// `doicanh exchange`: this node among its neighbours. Whoever may run this may read the data folder, so no other permission
/// is asked; every change is in the ledger all the same.
struct ExchangeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "exchange", abstract: "Keep the certificates and the directory by which nodes find each other.",
        discussion: discussion(
            """
            A node asks with `request`, the authority answers with `enrol`, the node takes the answer in with `accept`. \
            Private keys lie in the folder exchange/ of the data folder, mode 0600, and are in every backup.
            """,
            examples: "exchange authority init --name \"UBND tỉnh Ninh Bình\"",
            "exchange request ninh-binh > ninh-binh.csr",
            "exchange enrol ninh-binh.csr --address exchange.ninhbinh.gov.vn:8443 --agency H42 > ninh-binh.crt",
            "exchange accept ninh-binh.crt", "exchange directory publish directory.json",
            "exchange directory import directory.json"),
        subcommands: [
            AuthorityCommand.self, Request.self, Enrol.self, Renew.self, Revoke.self, Host.self, Accept.self,
            DirectoryCommand.self, Send.self, Status.self, Report.self, Refused.self,
        ])

    struct AuthorityCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "authority", abstract: "Be the authority that vouches for nodes.",
            subcommands: [Begin.self, Renew.self, Import.self])

        struct Import: AsyncParsableCommand {
            static let configuration = CommandConfiguration(
                abstract: "Be an authority that was made elsewhere, such as a province's own; prints its name.",
                discussion: discussion(
                    """
                    The key is P-256 in PEM and is kept with mode 0600. The chain holds who vouches for it, up to the root. \
                    Where the authority is here, a newer certificate of the same key takes its place, without the key.
                    """,
                    examples: "exchange authority import --certificate ca.pem --key ca.key",
                    "exchange authority import --certificate ca.pem --key ca.key --chain root.pem",
                    "exchange authority import --certificate newer.pem --chain root.pem"))

            @OptionGroup var node: Node
            @Option(help: "Its certificate (PEM).", completion: .file()) var certificate: String
            @Option(help: "Its private key (PEM); not for a newer certificate.", completion: .file()) var key: String?
            @Option(help: "The certificates above it (PEM), the root last.", completion: .file()) var chain: String?

            func run() async throws {
                let (certificate, key) = (try Enrol.read(certificate), try key.map(Enrol.read))
                let chain = try chain.map(Enrol.read) ?? ""
                try await node.withPlatform {
                    Terminal.say(
                        try await $0.exchangeAuthority.take(
                            certificate: certificate, key: key, chain: chain, by: .system))
                }
            }
        }

        struct Renew: AsyncParsableCommand {
            static let configuration = CommandConfiguration(
                abstract: "Make a new certificate for the authority's key, before the last ends; prints its last day.",
                discussion: discussion(
                    "Nodes take it in with the next directory. What was signed before stays good.",
                    examples: "exchange authority renew", "exchange authority renew --years 10"))

            @OptionGroup var node: Node
            @Option(help: "For how many years from now.") var years = AuthorityService.yearsOfAuthority

            func run() async throws {
                try await node.withPlatform {
                    Terminal.say("\(Day(try await $0.exchangeAuthority.renewAuthority(years: years, by: .system)))")
                }
            }
        }

        struct Begin: AsyncParsableCommand {
            static let configuration = CommandConfiguration(
                commandName: "init", abstract: "Make the authority's key and certificate in this data folder.",
                discussion: discussion(examples: "exchange authority init --name \"UBND tỉnh Ninh Bình\""))

            @OptionGroup var node: Node
            @Option(help: "What the authority is called; it stands in every certificate.") var name: String

            func run() async throws {
                try await node.withPlatform { try await $0.exchangeAuthority.begin(named: name, by: .system) }
            }
        }
    }

    struct Request: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a key for this node and print the request that the authority answers.",
            discussion: discussion(
                "It says which kinds of message this node understands. Asked again before the answer came, it is for the same key.",
                examples: "exchange request ninh-binh > ninh-binh.csr"))

        @OptionGroup var node: Node
        @Argument(help: "What this node is called among the others: ninh-binh.") var name: String

        func run() async throws {
            try await node.withPlatform {
                Terminal.say(try $0.exchangeDirectory.request(as: name, offering: $0.reception.kinds))
            }
        }
    }

    struct Enrol: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Vouch for a new node, and print the certificates it takes in.",
            discussion: discussion(
                examples: "exchange enrol ninh-binh.csr --address exchange.ninhbinh.gov.vn:8443 --agency H42"))

        @OptionGroup var node: Node
        @Argument(help: "The node's request (PEM).", completion: .file()) var file: String
        @Option(help: "Where its neighbours reach it: host and port.") var address: String
        @Option(help: "The identifier of an agency it speaks for; may be given again.") var agency: [String] = []
        @Option(help: "How many days the certificate is good for.") var days = AuthorityService.daysOfNode

        func run() async throws {
            let request = try Self.read(file)
            try await node.withPlatform {
                Terminal.say(
                    try await $0.exchangeAuthority.enrol(
                        request, at: address, agencies: agency, days: days, by: .system))
            }
        }

        static func read(_ file: String) throws -> String {
            try String(contentsOf: URL(filePath: file), encoding: .utf8)
        }
    }

    struct Renew: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Vouch for one more key of a known node, and print the certificates it takes in.",
            discussion: discussion(examples: "exchange renew ninh-binh.csr > ninh-binh.crt"))

        @OptionGroup var node: Node
        @Argument(help: "The node's request (PEM).", completion: .file()) var file: String
        @Option(help: "Where it is reached from now on, if that changed.") var address: String?
        @Option(help: "How many days the certificate is good for.") var days = AuthorityService.daysOfNode

        func run() async throws {
            let request = try Enrol.read(file)
            try await node.withPlatform {
                Terminal.say(try await $0.exchangeAuthority.renew(request, at: address, days: days, by: .system))
            }
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Declare the keys of a node lost or stolen; it counts with the next directory.",
            discussion: discussion(examples: "exchange revoke ninh-binh --reason \"The disk was stolen.\""))

        @OptionGroup var node: Node
        @Argument(help: "The node.") var name: String
        @Option(help: "Why; every node reads it.") var reason: String

        func run() async throws {
            try await node.withPlatform { try await $0.exchangeAuthority.revoke(name, reason: reason, by: .system) }
        }
    }

    struct Host: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let a node speak for agencies; it counts with the next directory.",
            discussion: discussion(
                "With --below, for all of today's register below an identifier.",
                examples: "exchange host yen-mo H42.77 H42.78", "exchange host ninh-binh --below H42"))

        @OptionGroup var node: Node
        @Argument(help: "The node.") var name: String
        @Argument(help: "The identifiers of the agencies.") var agencies: [String] = []
        @Option(help: "All agencies below this identifier.") var below: String?

        func validate() throws {
            if agencies.isEmpty, below == nil { throw ValidationError("Agencies, or --below.") }
        }

        func run() async throws {
            try await node.withPlatform { platform in
                var hosted = agencies
                if let above = try below.map(OrganID.init)?.levels {
                    hosted += try await platform.agencies.list().map(\.organID)
                        .filter { $0.levels.count > above.count && $0.levels.starts(with: above) }
                        .map(\.description)
                }
                try await platform.exchangeAuthority.host(hosted, at: name, by: .system)
            }
        }
    }

    struct Accept: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take in what the authority answered, and trust that authority from now on.",
            discussion: discussion(examples: "exchange accept ninh-binh.crt"))

        @OptionGroup var node: Node
        @Argument(help: "The certificates (PEM).", completion: .file()) var file: String

        func run() async throws {
            let answer = try Enrol.read(file)
            try await node.withPlatform { Terminal.say(try await $0.exchangeDirectory.accept(answer, by: .system)) }
        }
    }
}

extension ExchangeCommand {
    struct DirectoryCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "directory", abstract: "Publish, take in and show the directory of nodes and agencies.",
            subcommands: [Publish.self, Import.self, Show.self], defaultSubcommand: Show.self)

        struct Publish: AsyncParsableCommand {
            static let configuration = CommandConfiguration(
                abstract: "Sign the next version of the directory, and write it and its signature beside it.",
                discussion: discussion(
                    "The signature is FILE.p7s: openssl cms -verify -binary -inform DER checks it.",
                    examples: "exchange directory publish directory.json --days 30"))

            @OptionGroup var node: Node
            @Argument(help: "The file to write.", completion: .file()) var file: String
            @Option(help: "After how many days a copy is past its day.") var days = AuthorityService.daysOfDirectory

            func run() async throws {
                try await node.withPlatform { platform in
                    let stored = try await platform.exchangeAuthority.publish(days: days, by: .system)
                    try Data(stored.paper.bytes).write(to: URL(filePath: file), options: .atomic)
                    try Data(stored.paper.signature).write(to: URL(filePath: file + ".p7s"), options: .atomic)
                    Terminal.say("\(stored.directory.version)\t\(stored.directory.validUntil)\t\(stored.paper.digest)")
                }
            }
        }

        struct Import: AsyncParsableCommand {
            static let configuration = CommandConfiguration(
                abstract: "Take a directory in that the authority published: FILE and FILE.p7s.",
                discussion: discussion(examples: "exchange directory import directory.json"))

            @OptionGroup var node: Node
            @Argument(help: "The directory.", completion: .file()) var file: String

            func run() async throws {
                let paper = SignedPaper(
                    bytes: [UInt8](try Data(contentsOf: URL(filePath: file))),
                    signature: [UInt8](try Data(contentsOf: URL(filePath: file + ".p7s"))))
                try await node.withPlatform { _ = try await $0.exchangeDirectory.take(paper, by: .system) }
            }
        }

        struct Show: AsyncParsableCommand {
            static let configuration = CommandConfiguration(
                abstract: "Show who is reached where; ends with 1 when the directory is past its day or missing.",
                discussion: discussion(
                    "Columns are separated by tabs: agency, its last day, node, address, name.",
                    examples: "exchange directory show"))

            @OptionGroup var node: Node

            func run() async throws {
                let (stored, freshness) = try await node.withPlatform { platform in
                    let stored = try await platform.exchangeDirectory.newest()
                    return (stored, stored.map { platform.exchangeDirectory.freshness(of: $0.directory) })
                }
                guard let directory = stored?.directory else { throw ExitCode(1) }
                for entry in directory.agencies {
                    let address = directory.node(entry.node)?.address ?? ""
                    Terminal.say(
                        [entry.organID, entry.validTo ?? "", entry.node, address, entry.name].joined(separator: "\t"))
                }
                guard freshness == .fresh else {
                    Terminal.warn(Terminal.words("exchange.command.stale", ["since": "\(directory.validUntil)"]))
                    throw ExitCode(1)
                }
            }
        }
    }
}
