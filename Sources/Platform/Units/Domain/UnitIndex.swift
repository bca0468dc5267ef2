// SPDX-License-Identifier: Apache-2.0

import Kernel
import Search

/// One unit found, with what is needed to tell it from others of its name.
package struct UnitFinding: Sendable {
    package let unit: AdministrativeUnit
    /// The units above it, from the top, in the tree of its time.
    package let ancestors: [AdministrativeUnit]
    /// For a former unit: what it became, to the units of the newest tree.
    package let heirs: [AdministrativeUnit]

    package init(unit: AdministrativeUnit, ancestors: [AdministrativeUnit], heirs: [AdministrativeUnit]) {
        (self.unit, self.ancestors, self.heirs) = (unit, ancestors, heirs)
    }
}

/// Every unit, present and former, by the words of its name, its kind and the names above it, and for a former unit also
/// of the province it lies in now, because people mix old and new. Made once for each version.
package struct UnitIndex: Sendable {
    private typealias Word = UnitQuery.Word

    private let history: UnitHistory
    private let names: [[Word]]
    private let above: [[Int32]]
    private let places: [UnitID: Int32]
    private let postings: [String: [Int32]]
    private let vocabulary: [String]
    /// The words of each kind: `["thi", "tran"]`.
    private let kinds: [String: [String]]

    package init(_ history: UnitHistory) {
        self.history = history
        names = history.units.map { VietnameseText.words($0.shortName).map(Word.init) }
        places = Dictionary(
            history.units.enumerated().map { ($1.id, Int32($0)) }, uniquingKeysWith: { first, _ in first })
        let places = places
        let trees = history.turningDays.map { history.tree(on: $0) }
        above = history.units.map { unit in
            // The tree of the unit's last day, or the newest.
            let tree = trees.last { unit.isValid(on: $0.since) } ?? trees[0]
            return tree.ancestors(of: unit.code).compactMap { places[$0.id] }
        }
        let names = names
        let words = history.units.indices.map { Self.words(of: history.units[$0], names[$0]) }
        var nowIn: [Int32: Int32] = [:]
        var postings: [String: [Int32]] = [:]
        for (place, unit) in history.units.enumerated() {
            var around = [Int32(place)] + above[place]
            if unit.validTo != nil {
                let province = above[place].first ?? Int32(place)
                if nowIn[province] == nil {
                    nowIn[province] = history.heirs(of: history.units[Int(province)].id).first.flatMap { places[$0.id] }
                }
                around.append(nowIn[province] ?? province)
            }
            for word in Set(around.flatMap { words[Int($0)] }) { postings[word, default: []].append(Int32(place)) }
        }
        self.postings = postings
        vocabulary = postings.keys.sorted()
        kinds = Dictionary(
            Set(history.units.map(\.kind)).map { ($0, VietnameseText.words(VietnameseText.folded($0))) },
            uniquingKeysWith: { first, _ in first })
    }

    /// The best findings first. All words must be found in the unit's name, its kind or the names above it; the last may
    /// be unfinished.
    package func find(_ text: String, limit: Int = 20) -> [UnitFinding] {
        let words = UnitQuery(text).words
        guard !words.isEmpty else { return [] }
        let found = words.enumerated().map { index, word in
            places(of: word.folded, canGoOn: index == words.count - 1 && (index > 0 || word.folded.utf8.count > 1))
        }
        // The rarest word first: the words of the kinds stand at nearly every unit.
        let byLength = found.sorted { $0.count < $1.count }
        let candidates = byLength.dropFirst().reduce(byLength[0], Self.intersection)
        let ranked = candidates.map { (place: $0, score: score(Int($0), for: words)) }
            .sorted { ($1.score, $0.place) < ($0.score, $1.place) }
        return ranked.prefix(limit).map { finding(Int($0.place)) }
    }

    private func finding(_ place: Int) -> UnitFinding {
        let unit = history.units[place]
        return UnitFinding(
            unit: unit, ancestors: above[place].map { history.units[Int($0)] },
            heirs: unit.validTo == nil ? [] : history.heirs(of: unit.id).filter { $0.id != unit.id })
    }
}

// MARK: what is found

extension UnitIndex {
    /// The words of the name and the kind; a province also goes by its first letters (HN, HCM).
    private static func words(of unit: AdministrativeUnit, _ name: [Word]) -> [String] {
        let words = name.map(\.folded) + VietnameseText.words(VietnameseText.folded(unit.kind))
        return unit.level == .province ? words + [initials(of: name)] : words
    }

    private static func initials(of name: [Word]) -> String { String(name.compactMap(\.folded.first)) }

    private func places(of folded: String, canGoOn: Bool) -> [Int32] {
        var found = postings[folded] ?? []
        for kind in UnitQuery.kinds(abbreviatedBy: folded) {
            let whole = kind.map { postings[$0] ?? [] }.reduce(nil) { Self.intersection($0 ?? $1, $1) } ?? []
            found = Self.union(found, whole)
        }
        guard canGoOn else { return found }
        var index = firstWord(from: folded)
        while index < vocabulary.count, vocabulary[index].hasPrefix(folded) {
            found = Self.union(found, postings[vocabulary[index]] ?? [])
            index += 1
        }
        return found
    }

    private func firstWord(from prefix: String) -> Int {
        var low = 0
        var high = vocabulary.count
        while low < high {
            let middle = (low + high) / 2
            if vocabulary[middle] < prefix { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Of two sorted lists, the shorter one first.
    private static func intersection(_ left: [Int32], _ right: [Int32]) -> [Int32] {
        if left.count < right.count / 16 { return left.filter { contains($0, right) } }
        var both: [Int32] = []
        var (i, j) = (0, 0)
        while i < left.count, j < right.count {
            if left[i] == right[j] {
                both.append(left[i])
                (i, j) = (i + 1, j + 1)
            } else if left[i] < right[j] {
                i += 1
            } else {
                j += 1
            }
        }
        return both
    }

    private static func contains(_ place: Int32, _ sorted: [Int32]) -> Bool {
        var (low, high) = (0, sorted.count)
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle] < place { low = middle + 1 } else { high = middle }
        }
        return low < sorted.count && sorted[low] == place
    }

    private static func union(_ left: [Int32], _ right: [Int32]) -> [Int32] {
        guard !left.isEmpty else { return right }
        guard !right.isEmpty else { return left }
        var all: [Int32] = []
        all.reserveCapacity(left.count + right.count)
        var (i, j) = (0, 0)
        while i < left.count || j < right.count {
            if j == right.count || (i < left.count && left[i] < right[j]) {
                all.append(left[i])
                i += 1
            } else {
                if i < left.count, left[i] == right[j] { i += 1 }
                all.append(right[j])
                j += 1
            }
        }
        return all
    }
}

// MARK: what comes first

extension UnitIndex {
    /// The whole name beats a part of it; then the letters as typed, the kind, the present, the higher level.
    private func score(_ place: Int, for query: [Word]) -> Int {
        let unit = history.units[place]
        let name = names[place]
        let kind = kinds[unit.kind] ?? []
        var best = 0
        for start in query.indices {
            best = max(best, score(name, in: query, from: start, kind: kind))
        }
        let level = unit.level == .province ? 60 : unit.level == .district ? 20 : 0
        let isProvinceShort =
            unit.level == .province && query.contains { $0.folded == Self.initials(of: name) }
        return best + level + (isProvinceShort ? 500 : 0) + (unit.validTo == nil ? 30 : 0)
    }

    private func score(_ name: [Word], in query: [Word], from start: Int, kind: [String]) -> Int {
        var matched = 0
        var likeness = 0
        var isFinished = true
        for (own, typed) in zip(name, query[start...]) {
            let same = typed.likeness(to: own)
            let isBegun = same == 0 && own.folded.hasPrefix(typed.folded) && typed == query.last
            guard same > 0 || isBegun else { break }
            matched += 1
            likeness += same
            isFinished = same > 0
        }
        guard matched > 0 else { return 0 }
        let before = query[..<start].map(\.folded)
        let kindWords = Self.words(before, endingWith: kind)
        let leading = before.count - kindWords
        let whole = matched == name.count ? (isFinished ? 1000 : 300) : 0
        return whole + matched * 20 + likeness * 40 / matched + (kindWords > 0 ? 50 : 0) - leading * 60
            - (name.count - matched) * 10
    }

    /// How many of the last words say the kind, in full or in short; 0 when they say something else.
    private static func words(_ before: [String], endingWith kind: [String]) -> Int {
        guard let last = before.last else { return 0 }
        if UnitQuery.kinds(abbreviatedBy: last).contains(kind) { return 1 }
        return before.suffix(kind.count).elementsEqual(kind) ? kind.count : 0
    }
}
