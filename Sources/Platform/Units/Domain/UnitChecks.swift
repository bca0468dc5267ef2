// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kernel

/// What must hold of all units and successions together. Throws the first mistake with its file, line and reason.
struct UnitChecks {
    let draft: UnitDraft
    private let versions: [String: [(unit: AdministrativeUnit, source: UnitDraft.Source)]]

    static func checkUnits(of draft: UnitDraft) throws(ContentProblem) {
        let checks = UnitChecks(draft)
        try checks.eachUnit()
        try checks.validity()
        try checks.parents()
    }

    /// After the units themselves passed.
    static func checkSuccessions(of draft: UnitDraft) throws(ContentProblem) {
        try UnitChecks(draft).successions()
    }

    private init(_ draft: UnitDraft) {
        self.draft = draft
        versions = Dictionary(grouping: draft.units, by: \.unit.code).mapValues { versions in
            versions.sorted { $0.unit.validFrom < $1.unit.validFrom }
        }
    }

    private func eachUnit() throws(ContentProblem) {
        let days = Set(draft.changes.map(\.day)).union([.beginning])
        for (unit, source) in draft.units {
            guard !unit.code.isEmpty, unit.code.utf8.count <= 8, unit.code.utf8.allSatisfy({ (48...57).contains($0) })
            else {
                throw source.mistake("the code \(unit.code) is not a number of up to eight digits")
            }
            guard !unit.kind.isEmpty, unit.name.hasPrefix(unit.kind + " ") else {
                throw source.mistake("the name \(unit.name) does not begin with its kind \(unit.kind)")
            }
            guard unit.name == unit.name.precomposedStringWithCanonicalMapping else {
                throw source.mistake("the name \(unit.name) is not in Unicode normal form C")
            }
            if let end = unit.validTo, end < unit.validFrom {
                throw source.mistake("\(unit.code) ends on \(end), before it begins on \(unit.validFrom)")
            }
            guard days.contains(unit.validFrom), unit.validTo.map({ days.contains($0 + 1) }) ?? true else {
                throw source.mistake("no legal basis is given for the day on which \(unit.code) begins or ends")
            }
        }
    }

    private func validity() throws(ContentProblem) {
        for versions in versions.values {
            for (earlier, later) in zip(versions, versions.dropFirst()) {
                let last = max(earlier.source.line, later.source.line) == earlier.source.line ? earlier : later
                if earlier.unit.validFrom == later.unit.validFrom {
                    throw last.source.mistake("\(later.unit.code) valid from \(later.unit.validFrom) stands twice")
                }
                guard let end = earlier.unit.validTo, end < later.unit.validFrom else {
                    throw last.source.mistake("two units with the code \(later.unit.code) are valid at the same time")
                }
            }
        }
    }

    private func parents() throws(ContentProblem) {
        for (unit, source) in draft.units {
            guard let code = unit.parentCode else {
                guard unit.level == .province else { throw source.mistake("\(unit.name) has no parent") }
                continue
            }
            guard let parents = versions[code] else {
                throw source.mistake("the parent \(code) of \(unit.code) is missing")
            }
            try refuseCycle(through: unit, source)
            guard parents.allSatisfy({ $0.unit.level < unit.level || !overlaps($0.unit, unit) }) else {
                throw source.mistake("a \(unit.level.rawValue) cannot be under \(code), which is not above it")
            }
            guard covers(parents.map(\.unit), unit) else {
                throw source.mistake("the parent \(code) of \(unit.code) is not valid all the time \(unit.code) is")
            }
        }
    }

    private func refuseCycle(through unit: AdministrativeUnit, _ source: UnitDraft.Source) throws(ContentProblem) {
        var path = [unit.code]
        var parent = unit.parentCode
        while let code = parent {
            guard !path.contains(code) else {
                throw source.mistake("the parents run in a circle: \((path + [code]).joined(separator: " → "))")
            }
            path.append(code)
            parent = versions[code]?.first { overlaps($0.unit, unit) }?.unit.parentCode
        }
    }

    private func overlaps(_ left: AdministrativeUnit, _ right: AdministrativeUnit) -> Bool {
        (left.validTo.map { right.validFrom <= $0 } ?? true) && (right.validTo.map { left.validFrom <= $0 } ?? true)
    }

    /// `parents` are sorted by time.
    private func covers(_ parents: [AdministrativeUnit], _ child: AdministrativeUnit) -> Bool {
        var next = child.validFrom
        for parent in parents where parent.validFrom <= next {
            guard let end = parent.validTo else { return true }
            if let childEnd = child.validTo, childEnd <= end { return true }
            if end >= next { next = end + 1 }
        }
        return false
    }

    private func successions() throws(ContentProblem) {
        let units = Dictionary(draft.units.map { ($0.unit.id, $0.unit) }, uniquingKeysWith: { first, _ in first })
        for (succession, source) in draft.successions {
            guard let old = units[succession.old] else { throw source.mistake("there is no unit \(succession.old)") }
            guard let new = units[succession.new] else { throw source.mistake("there is no unit \(succession.new)") }
            guard let end = old.validTo, end + 1 == new.validFrom else {
                throw source.mistake("\(succession.new) does not begin on the day after \(succession.old) ends")
            }
        }
        try extents()
        let succeeded = Set(draft.successions.map(\.succession.old))
        for (unit, source) in draft.units where unit.validTo != nil && unit.level != .district {
            guard succeeded.contains(unit.id) else {
                throw source.mistake("\(unit.name) (\(unit.code)) ends and has no successor")
            }
        }
    }

    private func extents() throws(ContentProblem) {
        for parts in Dictionary(grouping: draft.successions, by: \.succession.old).values {
            let source = parts[parts.count - 1].source
            let code = parts[0].succession.old.code
            guard Set(parts.map(\.succession.new)).count == parts.count else {
                throw source.mistake("a succession of \(code) stands twice")
            }
            let wholes = parts.count { $0.succession.extent == .whole }
            guard wholes == 0 || parts.count == 1 else {
                throw source.mistake("\(code) goes whole into one unit and also into another")
            }
            let mains = parts.count { $0.succession.isMain }
            guard mains == (wholes == 0 ? 1 : 0) else {
                throw source.mistake("\(code) is divided: exactly one part must be the main part")
            }
        }
    }
}
