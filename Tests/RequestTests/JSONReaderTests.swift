// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Web

@Suite("JSON from strangers")
struct JSONReaderTests {
    @Test("ten megabytes of brackets are refused, not followed")
    func deep() {
        let data = Data(repeating: UInt8(ascii: "["), count: 10 << 20)
        #expect(throws: JSONProblem.tooDeep) { try JSONReader.read([String].self, from: data) }
    }

    @Test("brackets inside texts do not count, escaped quotes do not end a text")
    func texts() throws {
        let text = String(repeating: "[{", count: 100) + "\\\"["
        #expect(try JSONReader.read([String].self, from: Data("[\"\(text)\"]".utf8)).count == 1)
    }

    @Test("as deep as allowed, and one deeper")
    func edge() throws {
        func nested(_ depth: Int) -> Data {
            Data((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
        }
        #expect(JSONReader.nesting(of: nested(JSONReader.depth)) == JSONReader.depth)
        #expect(throws: JSONProblem.malformed) { try JSONReader.read([String].self, from: nested(JSONReader.depth)) }
        #expect(throws: JSONProblem.tooDeep) { try JSONReader.read([String].self, from: nested(JSONReader.depth + 1)) }
    }

    @Test("broken documents are refused", arguments: ["", "{", "nul", "[1,]", "\"\u{0}", "{\"a\":1}"])
    func broken(text: String) {
        #expect(throws: JSONProblem.malformed) { try JSONReader.read([String].self, from: Data(text.utf8)) }
    }
}
