// SPDX-License-Identifier: Apache-2.0

import Foundation
import Hummingbird
import Kernel
import Units
import Web

/// Which numbers of an indicator a page shows: `/indicators/dossiers_on_time?per=quarter&at=2020-Q3&unit=83@0001-01-01&view=as-was`.
struct SeriesAddress: Sendable {
    enum Where: Hashable, Sendable {
        case country, unit(UnitID), agency(String)

        var unit: UnitID? { if case .unit(let id) = self { id } else { nil } }
        var agency: String? { if case .agency(let id) = self { id } else { nil } }
    }

    let indicator: String
    var kind: Period.Kind
    /// The period that is taken apart; the last that is over unless told.
    var period: Period?
    var place: Where = .country
    var view: UnitView = .asWas

    /// Without what it does not know how to read. Units are told by the month.
    init(_ request: Request, of indicator: Indicator) throws {
        let asked = Period(try request.typed("at"))
        let kinds = indicator.periods
        self.indicator = indicator.id
        kind = kinds[0]
        if let typed = Period.Kind(rawValue: try request.typed("per")) ?? asked?.kind, kinds.contains(typed) {
            kind = typed
        }
        period = asked?.kind == kind ? asked : nil
        view = UnitView(rawValue: try request.typed("view")) ?? .asWas
        let agency = try request.typed("place")
        if let unit = UnitID(typed: try request.typed("unit")) {
            place = .unit(unit)
        } else if !agency.isEmpty {
            place = .agency(agency)
        }
        if place.unit != nil, !kind.isOfMonths, let months = kinds.first(where: \.isOfMonths) {
            (kind, period) = (months, nil)
        }
    }

    init(indicator: String, kind: Period.Kind) { (self.indicator, self.kind) = (indicator, kind) }

    var href: String { "/indicators/\(indicator)?\(query)" }
    var fileHref: String { "/indicators/\(indicator)/csv?\(query)" }
    var rankingHref: String { "/indicators/\(indicator)/ranking?\(query)" }

    private var query: String {
        var parts = ["per=\(kind.rawValue)"]
        if let period { parts.append("at=\(period)") }
        switch place {
        case .country: break
        case .unit(let id): parts.append("unit=\(id)")
        case .agency(let id): parts.append("place=\(id.inQuery)")
        }
        if view != .asWas { parts.append("view=\(view.rawValue)") }
        return parts.joined(separator: "&")
    }

    /// The same with something else.
    func with<Value>(_ part: WritableKeyPath<Self, Value>, _ value: Value) -> Self {
        var other = self
        other[keyPath: part] = value
        return other
    }
}

extension String {
    /// As a value in the query of an address.
    var inQuery: String { addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "" }
}

extension UnitID {
    /// Nil unless it is written as `83@0001-01-01`.
    package init?(typed text: String) {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, parts[0].allSatisfy({ $0.isASCII && $0.isNumber }),
            let day = Day(parts[1])
        else { return nil }
        self.init(String(parts[0]), from: day)
    }
}

extension Period.Kind {
    /// Whether months make it.
    package var isOfMonths: Bool { self != .day && self != .week }
}
