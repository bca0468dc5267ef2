// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Kernel
import Payments
import Product

/// `doicanh payments`: what comes from the bank.
struct PaymentsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "payments", abstract: "Enter bank statements.", subcommands: [Import.self])

    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Enter a bank statement: pays bills nobody told of, leaves the rest to the cashier.",
            discussion: discussion(
                "CSV with account,transaction,date,amount,memo; entering it again changes nothing.",
                examples: "payments import sao-ke-2026-07-08.csv",
                "payments import tien-di-dong.csv --provider mobile-money"))

        @OptionGroup var node: Node

        @Argument(help: "The statement (CSV, UTF-8).")
        var file: String

        @Option(help: "Whose statement it is: bank or mobile-money.")
        var provider = BankProvider.id

        func validate() throws {
            guard [BankProvider.id, MobileMoneyProvider.id].contains(provider) else {
                throw ValidationError("The provider is \(BankProvider.id) or \(MobileMoneyProvider.id).")
            }
        }

        func run() async throws {
            guard let data = FileManager.default.contents(atPath: file),
                let text = String(validating: data, as: UTF8.self)
            else { throw NoStatement(file: file) }
            let statement = try StatementFile(text, name: file)
            let opened = try await OpenNode(node, alone: false)
            let outcome = try await Progress.during(Terminal.words("payments.command.entering")) { _ in
                try await opened.platform.payments.enter(statement, from: provider, by: .system)
            }
            await opened.close()
            Terminal.say(
                Terminal.words(
                    "payments.command.entered",
                    [
                        "lines": "\(outcome.lines)", "new": "\(outcome.new)", "applied": "\(outcome.applied)",
                        "unmatched": "\(outcome.unmatched)", "refunds": "\(outcome.paidOut)",
                    ]))
        }
    }

    private struct NoStatement: Problem {
        let file: String
        let code = "payments.no_statement"
        let kind = ProblemKind.notFound
        var slots: [String: String] { ["file": file] }
    }
}
