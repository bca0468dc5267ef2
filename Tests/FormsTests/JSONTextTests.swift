// SPDX-License-Identifier: Apache-2.0

import Forms
import Foundation
import Testing

@Suite("JSON as forms are stored")
struct JSONTextTests {
    /// Any value, with everything that has to be escaped among its letters.
    private static func any(_ depth: Int = 0) -> JSONValue {
        switch Int.random(in: 0..<(depth < 4 ? 6 : 4)) {
        case 0: .null
        case 1: .bool(.random())
        case 2: .number(numbers.randomElement() ?? .random(in: -1e9...1e9))
        case 3: .string(text())
        case 4: .array((0..<Int.random(in: 0..<4)).map { _ in any(depth + 1) })
        default:
            .object(
                (0..<Int.random(in: 0..<4)).reduce(into: [:]) { members, _ in members[text()] = any(depth + 1) })
        }
    }

    private static let numbers = [0, -1, 8000, 0.1, -2.5e-7, 1e21, 123_456_789_012, -0.333_333_333_333]
    private static let letters = [
        "a", "\"", "\\", "/", "\n", "\u{0}", "\u{1F}", "\u{7F}", "ễ", "e\u{0302}\u{0303}", "𠀋", "{", ",",
    ]

    private static func text() -> String {
        (0..<Int.random(in: 0..<6)).map { _ in letters.randomElement() ?? "" }.joined()
    }

    @Test("what is written is read again, by Foundation too, and what Foundation writes is read")
    func agrees() throws {
        for _ in 0..<2_000 {
            let value = Self.any()
            #expect(try JSONValue(json: value.json) == value)
            #expect(try JSONDecoder().decode(JSONValue.self, from: Data(value.json.utf8)) == value)
            let theirs = String(decoding: try JSONEncoder().encode(value), as: UTF8.self)
            #expect(try JSONValue(json: theirs) == value)
        }
    }

    @Test("one value has one text")
    func canonical() throws {
        let items: [JSONValue] = [.string("Bến Tre\u{1}\"/"), .null, .bool(true)]
        let value = JSONValue.object(["b": .number(8000), "a": .array(items)])
        #expect(value.json == #"{"a":["Bến Tre\u0001\"/",null,true],"b":8000}"#)
        let spaced = " { \"b\" : 8e3 ,\n\"a\":[ \"B\\u1ebfn Tre\\u0001\\\"\\/\", null , true ] }\t"
        #expect(try JSONValue(json: spaced) == value)
        #expect(try JSONValue(json: #""\ud840\udc0b""#) == .string("𠀋"))
        #expect(try JSONValue(json: #"{"a":1,"a":2}"#) == .object(["a": .number(1)]))
        #expect(JSONValue.number(.nan).json == "null")
    }

    private static let wrong = [
        "", " ", "{", "}", "[1", "[1,]", "[,1]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}", "'a'", "\"a", "\"\\x\"",
        "\"\\u12\"", "\"\\ud840\"", "\"\\ud840\\u0041\"", "\"\\udc0b\"", "\"\n\"", "01", "-", "1.", ".5", "1e", "+1",
        "tru", "nul", "nan", "1 2", "[1] x", "1e999", "\"\\u００４１\"",
        String(repeating: "[", count: 65) + String(repeating: "]", count: 65),
        String(repeating: "[", count: 100_000),
    ]

    @Test("what is no JSON is refused", arguments: wrong)
    func refused(text: String) {
        #expect(throws: JSONTextProblem.self) { try JSONValue(json: text) }
    }

    @Test("whatever bytes come, it is a value or a refusal")
    func hostile() {
        for _ in 0..<2_000 {
            var bytes = Array(Self.any().json.utf8)
            for _ in 0..<Int.random(in: 1...3) where !bytes.isEmpty {
                bytes[Int.random(in: bytes.indices)] = .random(in: 0...255)
            }
            let text = String(decoding: bytes.prefix(Int.random(in: 0...bytes.count)), as: UTF8.self)
            let ours = try? JSONValue(json: text)
            let theirs = try? JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
            // Foundation takes other liberties than we do; what both take they read alike.
            if let ours, let theirs { #expect(ours == theirs, "\(text)") }
        }
    }
}
