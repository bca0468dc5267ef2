// SPDX-License-Identifier: Apache-2.0

package import Foundation
package import Kernel

/// A form that somebody has begun and not sent: kept on the server, so that it can go on at another device.
package struct Draft: Sendable, Equatable {
    package let id: ID<Draft>
    /// The `FormHost.kind` it was begun for.
    package let kind: String
    /// Names the form to its host, such as a procedure's code.
    package let key: String
    /// Of the form, when it was last saved.
    package var version: Int
    /// The account that fills it in: nobody else sees it.
    package let owner: String
    /// The agency it is meant for, where the module asked before it began.
    package let place: Place?
    package var answers: Answers
    /// Grows with each saving, so that two devices cannot overwrite each other unseen.
    package var revision: Int
    package let begunAt: Date
    package var savedAt: Date

    /// Where it is filled in.
    package var path: String { "/drafts/\(id)" }

    /// As a list shows it: without its answers.
    package struct Entry: Sendable, Equatable {
        package let id: ID<Draft>
        package let kind: String, key: String
        package let savedAt: Date

        package var path: String { "/drafts/\(id)" }
    }

    package var entry: Entry { Entry(id: id, kind: kind, key: key, savedAt: savedAt) }
}

package enum DraftProblem: Problem, Equatable {
    case notFound
    /// It was saved elsewhere since this page was shown.
    case changedMeanwhile
    /// It was sent already; the path leads to what became of it.
    case submitted(path: String)
    /// No host answers to its kind any more, or the host has no such form.
    case noForm
    /// An office may not have several drafts without end.
    case tooMany(limit: Int)
    case tooLarge

    package var code: String {
        switch self {
        case .notFound: "forms.draft_not_found"
        case .changedMeanwhile: "forms.changed_meanwhile"
        case .submitted: "forms.already_submitted"
        case .noForm: "forms.no_form"
        case .tooMany: "forms.too_many_drafts"
        case .tooLarge: "forms.draft_too_large"
        }
    }

    package var kind: ProblemKind {
        switch self {
        case .notFound, .noForm: .notFound
        case .changedMeanwhile, .submitted, .tooMany: .conflict
        case .tooLarge: .tooLarge
        }
    }

    package var slots: [String: String] {
        if case .tooMany(let limit) = self { ["limit": "\(limit)"] } else { [:] }
    }
}
