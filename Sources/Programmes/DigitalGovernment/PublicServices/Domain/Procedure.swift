// SPDX-License-Identifier: Apache-2.0

package import Casework
package import Kernel
package import Signatures

/// An administrative procedure (thủ tục hành chính): what a person may ask for, of whom, how long it takes and what it costs.
///
/// One content file each, `PublicServices/procedures/<code>.json`, which a province may replace. What a file says carries
/// its `Basis`; a page marks what nobody has confirmed.
package struct Procedure: Sendable, Equatable, Decodable {
    /// Where a statement comes from.
    package struct Basis: Sendable, Equatable, Decodable {
        package let source: String

        package init(_ source: String) { self.source = source }

        package init(from decoder: any Decoder) throws {
            self.init(try decoder.singleValueContainer().decode(String.self))
        }

        /// No source says so; a province has to confirm it.
        package var isUnverified: Bool { source == "unverified" }
    }

    /// A text in both languages.
    package struct Words: Sendable, Equatable, Decodable {
        package let vi: String
        package let en: String

        package subscript(_ language: Language) -> String { language == .vi ? vi : en }
    }

    /// How much of it happens on the screen (Decree 42/2022): before 2022 levels 1–2, 3 and 4.
    package enum ServiceLevel: String, Sendable, Decodable { case informational, partial, full }

    /// Who has to come in person, and that is why a procedure is not fully online.
    package enum Presence: String, Sendable, Decodable {
        case none, once
        case bothParties = "both_parties"
    }

    package enum Level: String, Sendable, Decodable { case commune, province }
    package enum Authority: String, Sendable, Decodable { case committee, police }
    package enum Applicant: String, Sendable, Decodable { case resident, organisation }
    package enum Channel: String, Sendable, Decodable { case desk, online, post }

    /// What it is about; in the order in which the catalogue lists them.
    package enum Field: String, Sendable, Decodable, CaseIterable {
        case civilStatus = "civil_status"
        case linked, residence
        case identityPapers = "identity_papers"
        case certification
        case householdBusiness = "household_business"
        case socialProtection = "social_protection"
        case construction, land, adoption, judicial, driving
    }

    package struct Service: Sendable, Equatable, Decodable {
        package let level: ServiceLevel
        package let basis: Basis
    }

    package struct Outcome: Sendable, Equatable, Decodable {
        package let vi: String
        package let en: String
        package let basis: Basis
        /// The questions whose answers stand on the paper; all of them where this is not said.
        package let prints: [String]?
        /// Whose signatures it needs, in this order; the seal of the agency alone where this is not said.
        package let signatures: [Signatory.Kind]?

        package subscript(_ language: Language) -> String { language == .vi ? vi : en }
    }

    /// A sentence for people, with its source.
    package struct Statement: Sendable, Equatable, Decodable {
        package let text: Words
        package let basis: Basis
        /// What it means for the clock, where a sentence about time can be counted.
        package let limit: TimeLimit?
    }

    /// Somebody named in the form whose affair it is too: the questions that ask for their number and name.
    package struct Party: Sendable, Equatable, Decodable {
        package let identifier: String
        package let name: String
    }

    /// The national code, `1.001193`.
    package let code: String
    /// A dossier keeps the version it was received under.
    package let version: Int
    package let validFrom: String
    package let name: Words
    /// What people call it.
    package let also: [String]
    package let field: Field
    package let levels: [Level]
    package let authority: Authority
    package let applicants: [Applicant]
    package let channels: [Channel]
    package let presence: Presence
    /// Those who each have to say themselves that they want it, such as bride and groom; nil where one person asks.
    package let parties: [Party]?
    /// The name of the national register in which it is entered, or whose keeper decides it; nil where an office here does
    /// all of it.
    package let register: String?
    package let service: Service
    package let result: Outcome
    /// Nil where no source says how long it takes.
    package let time: Statement?
    package let fee: Fee?

    /// Whether the page has to say that somebody still has to confirm a part of it.
    package var hasUnverified: Bool {
        ([service.basis, result.basis] + [time?.basis, fee?.basis].compactMap(\.self)).contains(where: \.isUnverified)
    }

    private enum CodingKeys: String, CodingKey {
        case code, version, name, also, field, levels, authority, applicants, channels, presence, parties, register
        case service, result, time, fee
        case validFrom = "valid_from"
    }
}
