// SPDX-License-Identifier: Apache-2.0

package import Agencies
package import Casework
import Forms
package import Kernel
package import Units

/// Finds the desk a dossier goes to, as people name it: by the commune as it is now or was before, with its province, with
/// marks or without.
package struct DeskFinder: Sendable {
    /// So many fit on a phone without getting lost.
    static let limit = 8

    let agencies: AgencyService
    let units: UnitService
    let cases: CaseService

    package init(agencies: AgencyService, units: UnitService, cases: CaseService) {
        self.agencies = agencies
        self.units = units
        self.cases = cases
    }

    /// A desk, with what tells it from others of its name.
    package struct Desk: Sendable, Equatable {
        package let id: ID<Agency>
        package let name: Procedure.Words
        /// "Xã Yên Mô, Tỉnh Ninh Bình"; "" for a desk that serves no one unit.
        package let area: String
    }

    /// What somebody can choose from.
    package struct Offer: Sendable, Equatable {
        package let desks: [Desk]
        /// What is chosen unless they choose something else.
        package let usual: ID<Agency>?
        /// There are more than are shown.
        package let hasMore: Bool
    }

    /// Before anybody has typed: all desks of a small node, of a large one those of the home commune and of the last
    /// dossier.
    package func offer(to actor: Actor) async throws -> Offer {
        async let all = agencies.list(kind: .serviceDesk, limit: Self.limit + 1)
        let usual = try await usual(for: actor)
        let first = try await all
        let hasMore = first.count > Self.limit
        let shown = hasMore ? usual : first
        let chosen = usual.first ?? (shown.count == 1 ? shown[0] : nil)
        return Offer(desks: try await named(shown), usual: chosen?.id, hasMore: hasMore)
    }

    /// The desks that `text` may mean, those of the communes it names first.
    package func find(_ text: String) async throws -> Offer {
        let places = try await units.find(text, limit: 30).flatMap { found in
            found.unit.validTo == nil ? [found.unit.id] : found.heirs.map(\.id)
        }
        let serving = try await agencies.list(kind: .serviceDesk, serving: places.distinct())
        let named = try await agencies.find(text, kind: .serviceDesk, limit: Self.limit + 1)
        let found = (serving + named).distinct()
        return Offer(
            desks: try await self.named(Array(found.prefix(Self.limit))),
            usual: found.count == 1 ? found[0].id : nil, hasMore: found.count > Self.limit)
    }

    /// The desk with this id, if it takes dossiers today.
    func desk(_ id: ID<Agency>) async throws -> Agency? {
        guard let agency = try await agencies.find(id), agency.isDesk(on: agencies.today) else { return nil }
        return agency
    }

    /// The desk with this identifier (mã định danh), if it takes dossiers today.
    func desk(organID: String) async throws -> Agency? {
        guard let id = try? OrganID(organID), let agency = try await agencies.find(id),
            agency.isDesk(on: agencies.today)
        else { return nil }
        return agency
    }

    /// The desk of the commune that the person last named as their home, then the one they last wrote to.
    private func usual(for actor: Actor) async throws -> [Agency] {
        guard let last = try await cases.newest(of: actor, kind: Dossiers.kind, limit: 1).first else { return [] }
        async let used = agencies.find(ID(last.desk.rawValue))
        var desks: [Agency] = []
        let form = try SubmittedForm(json: try await cases.content(of: last.id, for: actor))
        let code = form.answers["applicant_home"]["unit"]["code"].string
        if let code, let home = try await units.history().unit(code, on: agencies.today) {
            desks = try await agencies.list(kind: .serviceDesk, serving: [home.id])
        }
        if let used = try await used, used.isDesk(on: agencies.today) { desks.append(used) }
        return desks.distinct()
    }

    private func named(_ desks: [Agency]) async throws -> [Desk] {
        let history = try await units.history()
        return desks.map { desk in
            let unit = desk.unit.flatMap(history.unit)
            return Desk(
                id: desk.id, name: .init(vi: desk.name, en: desk.englishName),
                area: unit.map { history.fullName(of: $0, on: agencies.today) } ?? "")
        }
    }
}

extension Agency {
    fileprivate func isDesk(on day: Day) -> Bool { kind == .serviceDesk && isValid(on: day) }
}

extension Array where Element: Hashable {
    /// Each once, where it stands first.
    fileprivate func distinct() -> [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
