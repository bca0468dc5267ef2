// SPDX-License-Identifier: Apache-2.0

import Foundation
import Identity
package import Kernel
package import Units
import Web

/// What the answers are checked against beside the form.
package struct FormSetting: Sendable {
    package let today: Day
    package let units: UnitHistory

    package init(today: Day, units: UnitHistory) { (self.today, self.units) = (today, units) }
}

extension AnswerKind {
    /// The answer as it is kept, from what was typed, sent by a program or kept before.
    func checked(_ value: JSONValue, in setting: FormSetting) throws(AnswerFlaw) -> JSONValue {
        switch self {
        case .text(let limit), .longText(let limit): try Self.text(value, upTo: limit)
        case .identifier: try Self.identifier(value)
        case .date(let bounds): try Self.date(value, bounds, isPartial: false, on: setting.today)
        case .partialDate(let bounds): try Self.date(value, bounds, isPartial: true, on: setting.today)
        case .number(let range, let decimals): try Self.number(value, range, decimals: decimals)
        case .money(let range): try Self.number(value, range, decimals: 0)
        case .phone: try Self.phone(value)
        case .email: try Self.email(value)
        case .yesNo: .bool(try Self.unwrap(value.bool, or: .badChoice))
        case .choice(let options): try Self.choice(value, options)
        case .choices(let options): try Self.choices(value, options)
        case .unit(let kinds): try Self.unit(value, kinds, in: setting)
        case .address: try Self.address(value, in: setting)
        case .attachment(let files): try Self.files(value, files)
        }
    }

    private static func unwrap<T>(_ value: T?, or flaw: AnswerFlaw = .wrongKind) throws(AnswerFlaw) -> T {
        guard let value else { throw flaw }
        return value
    }

    private static func text(_ value: JSONValue, upTo limit: Int) throws(AnswerFlaw) -> JSONValue {
        let text = try unwrap(value.string)
        guard text.count <= limit else { throw .tooLong(limit: limit) }
        return value
    }

    private static func identifier(_ value: JSONValue) throws(AnswerFlaw) -> JSONValue {
        let typed = try unwrap(value.string)
        do { return .string(try PersonalIdentifier(typed).digits) } catch { throw .badIdentifier }
    }

    private static func date(
        _ value: JSONValue, _ bounds: Bounds, isPartial: Bool, on today: Day
    ) throws(AnswerFlaw) -> JSONValue {
        let text = try unwrap(value.string)
        let date = try unwrap(PartialDate(text), or: isPartial ? .badPartialDate : .badDate)
        guard isPartial || date.isWhole else { throw .badDate }
        let (earliest, latest) = (bounds.notBefore.day(today: today), bounds.notAfter.day(today: today))
        guard date.last >= earliest else { throw .tooEarly(earliest) }
        guard date.first <= latest else { throw .tooLate(latest) }
        return .string(text)
    }

    private static func number(
        _ value: JSONValue, _ range: ClosedRange<Double>, decimals: Int
    ) throws(AnswerFlaw) -> JSONValue {
        let number: Double
        if let given = value.number {
            number = given
        } else {
            number = try unwrap(NumberText.read(try unwrap(value.string)), or: .badNumber)
        }
        guard number.isFinite else { throw .badNumber }
        let scaled = number * (decimals == 0 ? 1 : decimals == 1 ? 10 : 100)
        guard abs(scaled - scaled.rounded()) < 1e-6 else {
            throw decimals == 0 ? .notWhole : .tooManyDecimals(decimals)
        }
        guard number >= range.lowerBound else { throw .tooSmall(range.lowerBound) }
        guard number <= range.upperBound else { throw .tooLarge(range.upperBound) }
        return .number(number)
    }

    private static func phone(_ value: JSONValue) throws(AnswerFlaw) -> JSONValue {
        let typed = try unwrap(value.string).filter { !" .-()".contains($0) }
        let national = typed.hasPrefix("+84") ? "0" + typed.dropFirst(3) : typed
        guard national.wholeMatch(of: Pattern.phone) != nil else { throw .badPhone }
        return .string(national)
    }

    private static func email(_ value: JSONValue) throws(AnswerFlaw) -> JSONValue {
        let typed = try unwrap(value.string)
        guard typed.utf8.count <= 254, typed.wholeMatch(of: Pattern.email) != nil else { throw .badEmail }
        return value
    }

    private static func choice(_ value: JSONValue, _ options: [Option]) throws(AnswerFlaw) -> JSONValue {
        let chosen = try unwrap(value.string)
        guard options.contains(where: { $0.value == chosen }) else { throw .badChoice }
        return value
    }

    private static func choices(_ value: JSONValue, _ options: [Option]) throws(AnswerFlaw) -> JSONValue {
        let items = try unwrap(value.array)
        let chosen = Set(items.compactMap(\.string))
        guard chosen.count == items.count, chosen.isSubset(of: options.map(\.value)) else { throw .badChoice }
        return .array(options.filter { chosen.contains($0.value) }.map { .string($0.value) })
    }

    private static func files(_ value: JSONValue, _ files: Files) throws(AnswerFlaw) -> JSONValue {
        let items = try unwrap(value.array)
        guard value.files.count == items.count else { throw .wrongKind }
        guard items.count <= files.max else { throw .tooManyFiles(files.max) }
        return value
    }
}

// MARK: units

extension AnswerKind {
    private static func address(_ value: JSONValue, in setting: FormSetting) throws(AnswerFlaw) -> JSONValue {
        let line = try unwrap(value["line"].string)
        guard !value["unit"].isBlank else { throw .unitNotChosen }
        let unit = try unit(value["unit"], Units(levels: [.commune], takesFormer: false), in: setting)
        guard !line.isEmpty else { throw .lineMissing }
        guard line.count <= 200 else { throw .tooLong(limit: 200) }
        return .object(["unit": unit, "line": .string(line)])
    }

    private static func unit(
        _ value: JSONValue, _ kinds: Units, in setting: FormSetting
    ) throws(AnswerFlaw) -> JSONValue {
        guard value["sought"] == .null else { throw .unitNotChosen }
        let id = try unwrap(UnitID(answer: value))
        guard let unit = setting.units.unit(id), kinds.takes(unit, on: setting.today) else { throw .unknownUnit }
        return .object([
            "code": .string(id.code), "from": .string(id.validFrom.description),
            "name": .string(setting.units.fullName(of: unit, on: setting.today)),
        ])
    }
}

extension AnswerKind.Units {
    /// Whether a unit may be chosen.
    package func takes(_ unit: AdministrativeUnit, on today: Day) -> Bool {
        levels.contains(unit.level) && (takesFormer ? unit.validFrom <= today : unit.isValid(on: today))
    }
}

extension UnitID {
    /// From `14701@2025-07-01`, or from an answer that is kept.
    init?(answer value: JSONValue) {
        let parts = value.string?.split(separator: "@").map(String.init)
        guard let code = parts?.first ?? value["code"].string,
            let from = Day((parts?.count == 2 ? parts?[1] : value["from"].string) ?? "")
        else { return nil }
        self.init(code, from: from)
    }
}

extension UnitHistory {
    /// "Xã Yên Mô, Tỉnh Ninh Bình": with the units above it, as they were while it was.
    package func fullName(of unit: AdministrativeUnit, on today: Day) -> String {
        let day = unit.validTo ?? today
        var names = [unit.name]
        var above = unit.parentCode
        while let parent = above.flatMap({ self.unit($0, on: day) }), names.count < 4 {
            names.append(parent.name)
            above = parent.parentCode
        }
        return names.joined(separator: ", ")
    }
}
