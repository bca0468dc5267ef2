// SPDX-License-Identifier: Apache-2.0

import Kernel
import Web

/// What became of a unit that is no more, told to somebody who asks where it went.
struct UnitFate: Sendable {
    let heading: String
    /// "Từ ngày 01/07/2025, toàn bộ xã Yên Hòa thuộc"
    let sentence: String
    let heirs: [UnitPage.Kin]
    /// How an address there is written now; one for each heir.
    let address: String, hasAddress: Bool
    let companionsTitle: String, companions: [UnitPage.Kin], hasCompanions: Bool

    init(of unit: AdministrativeUnit, words: UnitWords) {
        let history = words.history
        let rows = history.successors(of: unit.id)
        let direct = rows.compactMap { row in history.unit(row.new).map { (unit: $0, row: row) } }
        let day = words.date(unit.validTo.map { $0 + 1 } ?? words.today)
        heading = Self.heading(unit, history.heirs(of: unit.id).filter { $0.id != unit.id }, day: day, words)
        heirs = direct.map { UnitPage.Kin($0.unit, $0.row, words: words) }
        sentence =
            direct.isEmpty
            ? words.text("units.unit.abolished")
            : words.text(
                rows.count == 1 ? "units.fate.whole" : "units.fate.parts",
                ["name": words.inSentence(unit), "day": day])
        let only = rows.count == 1 && unit.level == .commune ? direct.first?.unit : nil
        address = only.map(words.full) ?? ""
        hasAddress = only != nil
        let others = only.map { heir in
            history.predecessors(of: heir.id).filter { $0.old != unit.id }.compactMap { row in
                history.unit(row.old).map { UnitPage.Kin($0, row, words: words) }
            }
        }
        companions = others ?? []
        hasCompanions = !companions.isEmpty
        companionsTitle = only.map { words.text("units.fate.companions", ["name": words.inSentence($0)]) } ?? ""
    }

    /// The answer itself: "Xã Yên Hòa nay thuộc xã Yên Mô".
    private static func heading(
        _ unit: AdministrativeUnit, _ heirs: [AdministrativeUnit], day: String, _ words: UnitWords
    ) -> String {
        guard let heir = heirs.first else {
            return words.text("units.fate.gone", ["name": unit.name, "day": day])
        }
        guard heirs.count == 1 else {
            return words.text(
                "units.fate.divided", ["name": unit.name, "count": words.formats.number(heirs.count)])
        }
        if heir.name == unit.name { return words.text("units.fate.before", ["name": unit.name, "day": day]) }
        let isRenamed = words.history.predecessors(of: heir.id).count == 1
        return words.text(
            isRenamed ? "units.fate.renamed" : "units.fate.joined",
            ["name": unit.name, "heir": words.inSentence(heir)])
    }
}
