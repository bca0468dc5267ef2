// SPDX-License-Identifier: Apache-2.0

package import Foundation
package import Kernel

/// Something wrong in a public place that a resident shows an agency (phản ánh hiện trường).
package struct SceneReport: Equatable, Sendable {
    package enum Status: String, Sendable, CaseIterable { case submitted, accepted, declined }

    /// Who decided, when, and for a refusal why.
    package struct Decision: Equatable, Sendable {
        package let by: String
        package let at: Date
        package let reason: String
    }

    package let id: ID<SceneReport>
    package let agency: Place
    /// The resident's account.
    package let reporter: String
    /// The account that sent it for the reporter, with their consent; nil when the reporter did.
    package let sentBy: String?
    /// Where it is, in the reporter's words.
    package let location: String
    package let text: String
    package let submittedAt: Date
    package private(set) var status: Status
    package private(set) var decision: Decision?

    /// How much a person may write, in characters: longer texts are complaints, which have a procedure of their own.
    package static let textLimit = 2000
    package static let locationLimit = 200

    /// A new report from what a resident typed.
    package init(
        id: ID<SceneReport>, agency: Place, reporter: String, sentBy: String? = nil, location: String, text: String,
        at time: Date
    ) throws(SceneReportProblem) {
        guard !location.isEmpty else { throw .blankLocation }
        guard location.count <= Self.locationLimit else { throw .longLocation }
        guard !text.isEmpty else { throw .blankText }
        guard text.count <= Self.textLimit else { throw .longText }
        self.init(
            id: id, agency: agency, reporter: reporter, sentBy: sentBy, location: location, text: text,
            submittedAt: time, status: .submitted, decision: nil)
    }

    /// A stored report.
    init(
        id: ID<SceneReport>, agency: Place, reporter: String, sentBy: String?, location: String, text: String,
        submittedAt: Date, status: Status, decision: Decision?
    ) {
        self.id = id
        self.agency = agency
        self.reporter = reporter
        self.sentBy = sentBy
        self.location = location
        self.text = text
        self.submittedAt = submittedAt
        self.status = status
        self.decision = decision
    }

    /// Whether it is theirs: they sent it, or somebody sent it for them.
    package func isOf(_ actor: Actor) -> Bool { people.contains(actor.id) }

    /// The accounts of those whose it is.
    var people: Set<String> { Set([reporter, sentBy].compactMap(\.self)) }

    package mutating func accept(by actor: String, at time: Date) throws(SceneReportProblem) {
        try decide(.accepted, Decision(by: actor, at: time, reason: ""))
    }

    /// A refusal always tells the resident why.
    package mutating func decline(because reason: String, by actor: String, at time: Date) throws(SceneReportProblem) {
        guard !reason.isEmpty else { throw .blankReason }
        guard reason.count <= Self.textLimit else { throw .longReason }
        try decide(.declined, Decision(by: actor, at: time, reason: reason))
    }

    private mutating func decide(_ next: Status, _ decision: Decision) throws(SceneReportProblem) {
        guard status == .submitted else { throw .alreadyDecided }
        status = next
        self.decision = decision
    }
}

package enum SceneReportProblem: Problem, Equatable, CaseIterable {
    /// The one it is sent for has not consented, or no longer does.
    case noConsent
    case notFound, noSuchAgency, blankLocation, longLocation, blankText, longText, blankReason, longReason
    /// Another official was quicker; nothing is overwritten.
    case alreadyDecided

    package var code: String {
        switch self {
        case .noConsent: "petitions.no_consent"
        case .notFound: "petitions.not_found"
        case .noSuchAgency: "petitions.no_such_agency"
        case .blankLocation: "petitions.blank_location"
        case .longLocation: "petitions.long_location"
        case .blankText: "petitions.blank_text"
        case .longText: "petitions.long_text"
        case .blankReason: "petitions.blank_reason"
        case .longReason: "petitions.long_reason"
        case .alreadyDecided: "petitions.already_decided"
        }
    }

    package var kind: ProblemKind {
        switch self {
        case .notFound: .notFound
        case .alreadyDecided: .conflict
        default: .invalid
        }
    }

    package var field: String? {
        switch self {
        case .noConsent: "person"
        case .noSuchAgency: "agency"
        case .blankLocation, .longLocation: "location"
        case .blankText, .longText: "text"
        case .blankReason, .longReason: "reason"
        case .notFound, .alreadyDecided: nil
        }
    }

    package var slots: [String: String] {
        switch self {
        case .longLocation: ["limit": "\(SceneReport.locationLimit)"]
        case .longText, .longReason: ["limit": "\(SceneReport.textLimit)"]
        default: [:]
        }
    }
}
