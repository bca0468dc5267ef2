// SPDX-License-Identifier: Apache-2.0

import Forms
import Foundation
import Testing

/// One case of the public test suite (jsonlogic.com/tests.json).
struct JSONLogicCase: Sendable, CustomTestStringConvertible {
    let rule: JSONValue, data: JSONValue, result: JSONValue

    var testDescription: String {
        let texts = [rule, data, result].map { value in
            (try? JSONEncoder().encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? "?"
        }
        return "\(texts[0]) on \(texts[1]) is \(texts[2])"
    }

    static let all: [JSONLogicCase] = {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "jsonlogic.json")
        let items = (try? JSONDecoder().decode([JSONValue].self, from: Data(contentsOf: file))) ?? []
        return items.compactMap(\.array).map { JSONLogicCase(rule: $0[0], data: $0[1], result: $0[2]) }
    }()
}

@Suite("JSONLogic")
struct JSONLogicTests {
    private func value(_ json: String) throws -> JSONValue {
        try JSONDecoder().decode(JSONValue.self, from: Data(json.utf8))
    }

    private func result(_ rule: String, _ data: String = "{}") throws -> JSONValue {
        try JSONLogic(value(rule)).value(for: value(data))
    }

    @Test("the public suite is there as a whole")
    func count() { #expect(JSONLogicCase.all.count == 275) }

    @Test("the public suite", arguments: JSONLogicCase.all)
    func publicSuite(item: JSONLogicCase) throws {
        #expect(try JSONLogic(item.rule).value(for: item.data) == item.result)
    }

    @Test("days can be subtracted, and years counted to the day")
    func calendar() throws {
        let data = #"{"born": "2026-05-01", "today": "2026-07-01", "father": "2004-07-02"}"#
        #expect(try result(#"{"-": [{"days": {"var": "today"}}, {"days": {"var": "born"}}]}"#, data) == .number(61))
        #expect(try result(#"{"years": [{"var": "father"}, {"var": "today"}]}"#, data) == .number(21))
        #expect(try result(#"{"years": ["2004-07-01", {"var": "today"}]}"#, data) == .number(22))
        #expect(try result(#"{"days": "31/12/2026"}"#) == .null)
        #expect(try result(#"{"years": ["2004", "2026-07-01"]}"#) == .null)
    }

    @Test("what is no number is null")
    func noNumber() throws {
        #expect(try result(#"{"/": [1, 0]}"#) == .null)
        #expect(try result(#"{"+": ["x", 1]}"#) == .null)
        #expect(try result(#"{"-": [{"var": "nothing.at.all"}, 1]}"#) == .number(-1))
        #expect(try result(#"{">": ["x", 1]}"#) == .bool(false))
    }

    @Test("places in a text may lie anywhere", arguments: ["1e300", "-1e300", "\"x\"", "null"])
    func substring(place: String) throws {
        _ = try result("{\"substr\": [\"abc\", \(place), \(place)]}")
    }

    @Test("a rule with an operator that there is not is refused before it is evaluated")
    func unknown() throws {
        let rule = try value(#"{"if": [false, {"delete": ["/"]}]}"#)
        #expect(throws: JSONLogicProblem.unknownOperator("delete")) { try JSONLogic(rule) }
    }

    @Test("a rule that nests too deep is refused")
    func depth() throws {
        var rule = JSONValue.bool(true)
        for _ in 0..<JSONLogic.depth { rule = .object(["!": .array([rule])]) }
        #expect(throws: JSONLogicProblem.tooDeep) { try JSONLogic(rule) }
    }

    @Test("loops in loops end, and so do texts that grow")
    func steps() throws {
        let many = "[" + (0..<60).map(String.init).joined(separator: ",") + "]"
        let loops = "{\"map\": [\(many), {\"map\": [\(many), {\"map\": [\(many), 1]}]}]}"
        #expect(throws: JSONLogicProblem.tooManySteps) { try result(loops) }
        let growing = """
            {"reduce": [\(many), {"cat": [{"var": "accumulator"}, {"var": "accumulator"}]}, "0123456789abcdef"]}
            """
        #expect(throws: JSONLogicProblem.tooManySteps) { try result(growing) }
    }

    @Test("a rule tells which answers it reads, but not what its loops read in their items")
    func variables() throws {
        let rule = try JSONLogic(
            value(
                #"""
                {"and": [{"==": [{"var": "a.b"}, 1]}, {"missing": ["c", "d.e"]}, {"var": ["f", {"var": "g"}]},
                    {"some": [{"var": "children"}, {">": [{"var": "age"}, 1]}]}]}
                """#))
        #expect(rule.variables == ["a", "c", "d", "f", "g", "children"])
    }
}
