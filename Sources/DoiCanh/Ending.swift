// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Content
import Database
import Foundation
import Kernel
import Product
import Web

/// How a command that failed ends: one sentence on standard error, and an exit code that scripts can tell apart.
enum Ending {
    static func of(_ error: any Error) -> Never {
        guard let problem = told(error) else { DoiCanh.exit(withError: error) }
        tell(problem)
        DoiCanh.exit(withError: ExitCode(code(problem.kind)))
    }

    /// Says what went wrong, for a command that chooses its own exit code.
    static func tell(_ error: any Error) {
        let sentences = told(error).map(sentences) ?? ["\(error)"]
        for sentence in sentences {
            // Reasons from libraries come in several lines.
            Terminal.warn("doicanh: " + sentence.split(whereSeparator: \.isWhitespace).joined(separator: " "))
        }
    }

    /// People at a page are spared the reason why a database is refused; the operator needs it.
    private static func told(_ error: any Error) -> (any Problem)? {
        switch error as? DatabaseProblem {
        case .refused(let reason): ConfigurationProblem.database(reason: reason)
        case .unavailable(let reason): ConfigurationProblem.databaseAway(reason: reason)
        default: error as? any Problem
        }
    }

    /// The numbers of sysexits(3).
    private static func code(_ kind: ProblemKind) -> Int32 {
        switch kind {
        case .invalid: 78
        case .unauthenticated, .forbidden: 77
        case .notFound: 66
        case .conflict: 73
        case .tooLarge: 65
        case .tooMany: 75
        case .unavailable: 69
        case .fault: 70
        }
    }

    private static func sentences(for problem: any Problem) -> [String] {
        Terminal.languages.compactMap { language in
            (try? Content.embedded.words(language))?.sentence(for: problem)
        }
    }
}

/// The person at the terminal.
enum Terminal {
    /// What the environment asks for; both where it asks for nothing, because both kinds of people look after servers.
    static let languages: [Language] = {
        let environment = ProcessInfo.processInfo.environment
        let name = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty } ?? "C"
        if name.hasPrefix("vi") { return [.vi] }
        return name.hasPrefix("C") || name.hasPrefix("POSIX") ? [.vi, .en] : [.en]
    }()

    /// Says the sentence under `key` in each language.
    static func tell(_ key: String, _ slots: [String: String] = [:]) {
        for language in languages {
            if let words = try? Content.embedded.words(language) { say(words.fill(key, slots)) }
        }
    }

    static func warn(_ line: String) { FileHandle.standardError.write(Data((line + "\n").utf8)) }

    static func say(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }
}
