// SPDX-License-Identifier: Apache-2.0

import Kernel
import Web

/// Agencies as sentences and links, in one language.
struct AgencyWords {
    let strings: Strings
    let formats: Formats
    let today: Day

    func name(_ agency: Agency) -> String { agency.name(in: strings.language) }

    func link(_ agency: Agency) -> Link { Link(name(agency), "/agencies/\(agency.id)") }

    func isFormer(_ agency: Agency) -> Bool { agency.validTo.map { $0 < today } ?? false }

    func kind(_ kind: Agency.Kind) -> String { strings["agencies.kind.\(kind.rawValue)"] }

    /// "từ ngày 01/03/2025", "đến hết ngày 28/02/2025".
    func validity(_ agency: Agency) -> String {
        let slots = ["from": formats.date(agency.validFrom), "to": formats.date(agency.validTo ?? today)]
        return switch (agency.validFrom == .beginning, agency.validTo == nil) {
        case (true, true): strings["agencies.valid.always"]
        case (false, true): strings.fill("agencies.valid.since", slots)
        case (true, false): strings.fill("agencies.valid.until", slots)
        case (false, false): strings.fill("agencies.valid.between", slots)
        }
    }

    /// The law, and how far the statement is to be trusted: "Nghị định 43/2025/NĐ-CP · theo nguồn thứ cấp".
    func basis(_ basis: String) -> String {
        let trust = strings["agencies.trust.\(Trust(basis: basis).rawValue)"]
        return [Trust.law(in: basis), trust].filter { !$0.isEmpty }.joined(separator: " · ")
    }
}

extension Agency {
    static func mock(_ name: String, id: String = "g14", from: Day = .beginning, to: Day? = nil) -> Agency {
        Agency(
            id: ID(id), organID: OrganID.mock, kind: .ministry, name: name, englishName: name, validFrom: from,
            validTo: to, basis: "Nghị định 43/2025/NĐ-CP (second-hand)")
    }
}

extension OrganID {
    static let mock: OrganID = {
        guard let id = try? OrganID("G14") else { preconditionFailure("G14 is an identifier") }
        return id
    }()
}

extension AgencyWords {
    static let mock = AgencyWords(strings: .mock, formats: Formats(.vi), today: Day("2026-07-15") ?? .beginning)
}
