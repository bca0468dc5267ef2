// SPDX-License-Identifier: Apache-2.0

import Agencies
import ArgumentParser
import Identity
import Kernel
import Product
import Web

/// `doicanh users`: accounts and posts, where nobody can sign in yet or somebody no longer can. Whoever may run this may
/// read the data folder, so no other permission is asked; every change is in the ledger all the same.
struct Users: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Open, close and recover accounts, and give posts.",
        discussion: """
            Works while the node serves. No password is ever typed here: a new or locked-out person gets a one-time \
            code with which they choose their own within a day.
            """,
        subcommands: [List.self, Add.self, Reset.self, Disable.self, Enable.self, UserPosts.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List accounts with their state and posts; ends with 1 when nothing is found.",
            discussion: discussion(
                "Columns are separated by tabs: user name, name, state, posts as role@agency.",
                examples: "users list", "users list trần thị lan"))

        @OptionGroup var node: Node
        @Argument(help: "Words of the name, a user name or a personal identifier.") var words: [String] = []
        @Option(help: "How many at most.") var limit = 1000

        func run() async throws {
            let lines = try await node.withPlatform { platform in
                let found = try await platform.identity.accounts(
                    matching: words.joined(separator: " "), limit: limit, by: .system)
                var lines: [String] = []
                for entry in found { lines.append(try await line(entry, platform)) }
                return lines
            }
            for line in lines { Terminal.say(line) }
            if lines.isEmpty { throw ExitCode(1) }
        }

        private func line(_ entry: IdentityService.Entry, _ platform: Platform) async throws -> String {
            var posts: [String] = []
            for post in entry.posts {
                let agency = try await platform.agencies.find(ID<Agency>(post.agency.rawValue))
                posts.append("\(post.role)@\(agency?.organID.description ?? post.agency.rawValue)")
            }
            let account = entry.account
            return [account.username ?? "-", account.name, account.status.rawValue, posts.joined(separator: " ")]
                .joined(separator: "\t")
        }
    }

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Open an account and print the code with which its owner sets a password.",
            discussion: discussion(examples: "users add lan --name \"Trần Thị Lan\""))

        @OptionGroup var node: Node
        @Argument(help: "The name to sign in with.") var username: String
        @Option(help: "The person's full name.") var name: String
        @Option(help: "The 12-digit personal identifier, for a resident.") var identifier: String?

        func run() async throws {
            try await node.withPlatform { platform in
                let person = NewPerson(name: name, username: username, identifier: identifier)
                try await platform.sayCode(for: try await platform.identity.open(person, by: .system))
            }
        }
    }

    struct Reset: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print a one-time code with which the owner sets a new password within a day.",
            discussion: discussion(
                "The old password works until then. Make sure that you talk to the owner.", examples: "users reset lan")
        )

        @OptionGroup var node: Node
        @Argument(help: "The account's user name, or personal identifier.") var username: String
        @Flag(help: "Switch one-time codes off as well, for somebody who lost phone and paper.") var secondFactor =
            false

        func run() async throws {
            try await node.withAccount(username) { platform, account in
                try await platform.sayCode(for: account, alsoSecondFactor: secondFactor)
            }
        }
    }

    struct Disable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Close an account and end its sessions at once.",
            discussion: discussion(examples: "users disable lan"))

        @OptionGroup var node: Node
        @Argument(help: "The account's user name, or personal identifier.") var username: String

        func run() async throws {
            try await node.withAccount(username) { try await $0.identity.set(.disabled, of: $1.id, by: .system) }
        }
    }

    struct Enable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Open a closed account again.", discussion: discussion(examples: "users enable lan"))

        @OptionGroup var node: Node
        @Argument(help: "The account's user name, or personal identifier.") var username: String

        func run() async throws {
            try await node.withAccount(username) { try await $0.identity.set(.active, of: $1.id, by: .system) }
        }
    }
}

/// `doicanh users post`: which role somebody holds where.
struct UserPosts: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "post", abstract: "Give and end posts, and show what roles there are.",
        subcommands: [Give.self, End.self, Roles.self])

    struct Give: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Give an account a role at an agency; operators hold theirs on the whole node.",
            discussion: discussion(
                examples: "users post give lan desk_clerk --at H42.19.05", "users post give hung operator"))

        @OptionGroup var node: Node
        @OptionGroup var post: NamedPost
        @Option(help: "The last day (2026-12-31); without it, until it is ended.") var until: String?

        func run() async throws {
            let lastDay = try until.map { text in
                guard let day = Day(text) else { throw ValidationError("\(text) is not a day such as 2026-12-31.") }
                return day
            }
            try await node.withAccount(post.username) { platform, account in
                try await platform.identity.assign(
                    post.role, at: try await platform.place(post.at), to: account.id, until: lastDay, by: .system)
            }
        }
    }

    struct End: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "End a post now; the next request of whoever held it no longer has its rights.",
            discussion: discussion(examples: "users post end lan desk_clerk --at H42.19.05"))

        @OptionGroup var node: Node
        @OptionGroup var post: NamedPost

        func run() async throws {
            try await node.withAccount(post.username) { platform, account in
                let place = try await platform.place(post.at)
                let held = try await platform.identity.posts(of: account.id)
                    .filter { $0.role == post.role && $0.agency == place }
                guard !held.isEmpty else { throw IdentityProblem.noSuchPost }
                for post in held { try await platform.identity.end(post.id, by: .system) }
            }
        }
    }

    struct Roles: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show each role of roles.json and the permissions it gives.",
            discussion: discussion(examples: "users post roles"))

        @OptionGroup var node: Node

        func run() async throws {
            try await node.withPlatform { platform in
                for role in platform.identity.roles.all {
                    let permissions = role.permissions.map(\.rawValue).sorted().joined(separator: " ")
                    let names = Terminal.languages.map(role.name).joined(separator: " / ")
                    Terminal.say("\(role.key)\t\(names)\t\(permissions)")
                }
            }
        }
    }

    struct NamedPost: ParsableArguments {
        @Argument(help: "The account's user name, or personal identifier.") var username: String
        @Argument(help: "The role, as 'users post roles' shows it.") var role: String
        @Option(help: "The identifier of the agency (H42.19.05); without it, the whole node.") var at: String?
    }
}

extension Platform {
    /// The agency with this identifier (`H42.19.05`).
    func agency(_ organID: String) async throws -> Agency {
        guard let agency = try await agencies.find(try OrganID(organID)) else { throw IdentityProblem.noSuchAgency }
        return agency
    }

    fileprivate func place(_ organID: String?) async throws -> Place {
        guard let organID else { return .everywhere }
        return try await agency(organID).place
    }

    /// Says the code, who it is for and where to use it.
    fileprivate func sayCode(for account: Account, alsoSecondFactor: Bool = false) async throws {
        let code = try await identity.issueRecovery(
            for: account.id, alsoSecondFactor: alsoSecondFactor, by: .system)
        Terminal.say(code)
        Terminal.tell(
            "users.code", ["name": account.name, "address": "\(web.publicURL)/session/recovery"])
    }
}

extension Node {
    /// Opens the node beside a server that may be running, does `work` and closes it again.
    func withPlatform<T>(_ work: (Platform) async throws -> T) async throws -> T {
        try configuration().database.refuseMissing()
        let opened = try await OpenNode(self, alone: false)
        let result = try await work(opened.platform)
        await opened.close()
        return result
    }

    fileprivate func withAccount(
        _ login: String, _ work: (Platform, Account) async throws -> Void
    ) async throws {
        try await withPlatform { try await work($0, try await $0.identity.account(login: login)) }
    }
}
