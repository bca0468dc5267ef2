// SPDX-License-Identifier: Apache-2.0

import Foundation
import Web

/// Between the fields of a page and an answer as it was typed, which nobody has checked yet.
extension AnswerKind {
    /// What was typed at `name`; null where nothing was. Files do not come this way.
    func typed(_ name: String, in form: Form) -> JSONValue {
        switch self {
        case .date, .partialDate: Self.date(name, in: form)
        case .yesNo:
            switch form.text(name) {
            case "yes": .bool(true)
            case "no": .bool(false)
            case let text: text.isEmpty ? .null : .string(text)
            }
        case .choices: .array(form.all(name).filter { !$0.isEmpty }.map(JSONValue.string))
        case .unit: Self.unit(name, in: form)
        case .address: Self.address(name, in: form)
        case .attachment: .null
        default: form.text(name).isEmpty ? .null : .string(form.text(name).replacing("\r\n", with: "\n"))
        }
    }

    /// The fields in which an answer is shown again.
    func fields(_ name: String, for value: JSONValue) -> [String: [String]] {
        switch self {
        case .date, .partialDate:
            let parts = (value.string ?? "").split(separator: "-").map { String(Int($0) ?? 0) }
            return zip(["-year", "-month", "-day"], parts).reduce(into: [:]) { $0[name + $1.0] = [$1.1] }
        case .yesNo: return value.bool.map { [name: [$0 ? "yes" : "no"]] } ?? [:]
        case .choices: return [name: value.array?.compactMap(\.string) ?? []]
        case .unit: return Self.unitKey(value).map { [name: [$0]] } ?? [:]
        case .address:
            let unit = Self.unitKey(value["unit"]).map { ["\(name)-unit": [$0]] } ?? [:]
            return unit.merging(["\(name)-line": [value["line"].string ?? ""]]) { $1 }
        case .attachment: return [:]
        case .number, .money: return value.number.map { [name: [Self.digits($0)]] } ?? [:]
        default: return value.string.map { [name: [$0]] } ?? [:]
        }
    }

    /// What is added to a question's name for the fields it is asked in.
    static let fieldParts = ["", "-day", "-month", "-year", "-search", "-unit", "-unit-search", "-line"]

    /// Where a unit is sought: the field in which its name is typed.
    static func searchField(_ name: String) -> String { "\(name)-search" }

    private static func date(_ name: String, in form: Form) -> JSONValue {
        let parts = ["year", "month", "day"].map { form.text("\(name)-\($0)") }
        guard parts.contains(where: { !$0.isEmpty }) else { return .null }
        // A part left out at the end makes the date less exact; one left out before another makes it none.
        let given = parts.prefix { !$0.isEmpty }
        guard parts.dropFirst(given.count).allSatisfy(\.isEmpty) else { return .string(parts.joined(separator: "/")) }
        return .string(given.map { $0.count < 2 ? "0\($0)" : $0 }.joined(separator: "-"))
    }

    private static func unit(_ name: String, in form: Form) -> JSONValue {
        let (chosen, sought) = (form.text(name), form.text(searchField(name)))
        return chosen.isEmpty ? (sought.isEmpty ? .null : .object(["sought": .string(sought)])) : .string(chosen)
    }

    private static func address(_ name: String, in form: Form) -> JSONValue {
        let (unit, line) = (Self.unit("\(name)-unit", in: form), form.text("\(name)-line"))
        guard unit != .null || !line.isEmpty else { return .null }
        return .object(["unit": unit, "line": .string(line)])
    }

    private static func unitKey(_ value: JSONValue) -> String? {
        guard let code = value["code"].string, let from = value["from"].string else { return nil }
        return "\(code)@\(from)"
    }

    private static func digits(_ number: Double) -> String {
        Int(exactly: number).map(String.init) ?? "\(number)".replacing(".", with: ",")
    }
}
