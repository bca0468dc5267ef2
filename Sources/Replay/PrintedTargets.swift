// SPDX-License-Identifier: Apache-2.0

import Agencies
import Identity
import Indicators
import Kernel
import Product

/// The targets that are printed in the sources of the figures, each set on the day on which it was said, by the ministry that
/// said it and for the country, as it was said. What nobody printed, the replay does not set.
struct PrintedTargets: Sendable {
    private struct Setting: Sendable {
        let day: Day
        let draft: TargetDraft
    }

    private let platform: Platform
    private let setter: Actor
    /// The earliest first.
    private var waiting: [Setting]

    /// Opens the account of whoever sets them at the ministry.
    init(by ministry: String, in platform: Platform) async throws {
        guard let agency = try await platform.agencies.find(OrganID(ministry)) else {
            throw TargetProblem.noSuchOwner
        }
        let account = try await platform.identity.open(NewPerson(name: "Người giao chỉ tiêu mô phỏng"), by: .system)
        let place = Place(rawValue: agency.id.rawValue)
        let post = try await platform.identity.assign("head", at: place, to: account.id, by: .system)
        guard let actor = platform.identity.actor(in: post) else { throw IdentityProblem.noSuchRole }
        (self.platform, setter) = (platform, actor)
        let figures = Dictionary(try await platform.figures.all().map { ($0.figure.code, $0.figure) }) { $1 }
        waiting = platform.indicators.catalogue.indicators.flatMap { indicator in
            indicator.targets.compactMap { target in
                figures[target.figure].map { figure in
                    var draft = TargetDraft()
                    (draft.indicator, draft.period) = (indicator.id, target.period.description)
                    (draft.value, draft.owner) = ("\(target.value)", agency.id.rawValue)
                    draft.basis = "“\(figure.source.title)”, \(figure.source.day) (\(figure.code))"
                    return Setting(day: figure.source.day, draft: draft)
                }
            }
        }.sorted { $0.day < $1.day }
    }

    /// What opening the account left in the ledger.
    static var beginnings: Happenings {
        var happenings = Happenings()
        happenings.happened("identity.account_opened")
        happenings.happened("identity.post_assigned")
        return happenings
    }

    /// The day of the next one.
    var next: Day? { waiting.first?.day }

    /// Sets those of a day.
    mutating func set(of day: Day) async throws -> Happenings {
        var happenings = Happenings()
        while let setting = waiting.first, setting.day <= day {
            waiting.removeFirst()
            try await platform.targets.set(setting.draft, by: setter)
            happenings.happened("indicators.target_set")
        }
        return happenings
    }
}
