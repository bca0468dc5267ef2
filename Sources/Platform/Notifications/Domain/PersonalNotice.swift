// SPDX-License-Identifier: Apache-2.0

package import Foundation
package import Kernel

/// Something a person should know of an affair of theirs (thông báo): what happened, and where to look.
package struct PersonalNotice: Sendable, Equatable {
    package let id: ID<PersonalNotice>
    package let account: ID<Account>
    package let at: Date
    package let words: Words
    /// The page it leads to.
    package let path: String
    package let readAt: Date?

    /// An account of Identity, which this service does not need to know.
    package enum Account {}

    /// What is said, in both languages: which one is read is decided when it is.
    package struct Words: Sendable, Equatable {
        private let title: [Language: String]
        private let text: [Language: String]

        /// Asks for the title and the text in each language.
        package init(_ say: (Language) -> (title: String, text: String)) {
            let said = Language.allCases.map { ($0, say($0)) }
            title = Dictionary(uniqueKeysWithValues: said.map { ($0.0, $0.1.title) })
            text = Dictionary(uniqueKeysWithValues: said.map { ($0.0, $0.1.text) })
        }

        package func title(_ language: Language) -> String { title[language] ?? "" }
        package func text(_ language: Language) -> String { text[language] ?? "" }
    }
}

/// How a person is reached outside these pages.
package struct Reachability: Sendable, Equatable {
    /// The address that the person has confirmed, with the language they read.
    package var address: String?
    /// One they gave and have not confirmed yet.
    package var pending: String?
    package var language: Language
    /// They want letters; without it notices stand on the pages only.
    package var isOn: Bool

    /// Where letters go now.
    package var target: String? { isOn ? address : nil }
}

/// What is wrong about an address or its confirmation.
package enum NoticeProblem: Problem, Equatable {
    case badAddress
    case tooManyLetters
    /// The link was used before, is too old, or was never ours.
    case badLink
    case noMailHere
    case notFound

    package var code: String {
        switch self {
        case .badAddress: "notifications.bad_address"
        case .tooManyLetters: "notifications.too_many_letters"
        case .badLink: "notifications.bad_link"
        case .noMailHere: "notifications.no_mail_here"
        case .notFound: "notifications.not_found"
        }
    }

    package var kind: ProblemKind {
        switch self {
        case .badAddress, .badLink: .invalid
        case .tooManyLetters: .tooMany
        case .noMailHere: .conflict
        case .notFound: .notFound
        }
    }

    package var field: String? { self == .badAddress || self == .tooManyLetters ? "address" : nil }
}
