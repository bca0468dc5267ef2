// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Content
import Foundation
import Product
import Web

struct Doctor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print the settings in force, and look for what is wrong.",
        discussion: discussion(
            "Changes nothing. Passwords are never printed. Exit code 1 when something needs mending.",
            examples: "doctor", "doctor --data /var/lib/doicanh"))

    @OptionGroup var node: Node

    func run() async throws {
        let configuration = try node.configuration()
        let words = try Content.embedded.words(Terminal.languages[0])
        Terminal.say(words["doctor.settings"])
        print(
            settings: [("data", configuration.data, "")]
                + configuration.effective.map {
                    ($0.setting.rawValue, $0.value, $0.source == .standard ? "" : "(\($0.source))")
                })
        Terminal.say("\n" + words["doctor.checks"])
        let findings = await Examination(configuration).findings()
        for finding in findings {
            Terminal.say("  \(Self.sign(finding.verdict)) \(words["doctor.\(finding.check)"]): \(finding.detail)")
        }
        let isIll = findings.contains { $0.verdict == .bad }
        Terminal.say("\n" + words[isIll ? "doctor.ill" : "doctor.well"])
        if isIll { throw ExitCode(1) }
    }

    private func print(settings: [(name: String, value: String, source: String)]) {
        let width = settings.map(\.name.count).max() ?? 0
        for setting in settings {
            let name = setting.name.padding(toLength: width, withPad: " ", startingAt: 0)
            Terminal.say("  \(name)  \(setting.value) \(setting.source)")
        }
    }

    private static func sign(_ verdict: Examination.Verdict) -> String {
        switch verdict {
        case .good: "✓"
        case .warning: "▲"
        case .bad: "✗"
        }
    }
}
