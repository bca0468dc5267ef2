// SPDX-License-Identifier: Apache-2.0

import Forms
import Kernel
import Testing

/// A slip of the pen in the fixture's file.
struct Slip: Sendable, CustomTestStringConvertible {
    let piece: String, other: String
    /// The line on which the slip is, and a word of the reason.
    let line: Int, reason: String

    init(_ piece: String, _ other: String, line: Int, _ reason: String) {
        (self.piece, self.other, self.line, self.reason) = (piece, other, line, reason)
    }

    var testDescription: String { "\(piece) written as \(other)" }

    static let all: [Slip] = [
        Slip("\"version\": 3,", "\"version\": 3", line: 4, "character"),
        Slip("\"name\": \"everything\"", "\"name\": \"other\"", line: 2, "not named after"),
        Slip("\"version\": 3", "\"version\": 0", line: 3, "begin with 1"),
        Slip("\"type\": \"phone\"", "\"type\": \"telephone\"", line: 25, "telephone"),
        Slip("\"type\": \"phone\", ", "", line: 25, "type"),
        Slip("\"required\": false", "\"requird\": false", line: 26, "requird"),
        Slip("\"required\": false", "\"required\": \"no\"", line: 26, "Bool"),
        Slip("\"id\": \"email\"", "\"id\": \"phone\"", line: 26, "taken"),
        Slip("\"id\": \"email\"", "\"id\": \"E-Mail\"", line: 26, "small letters"),
        Slip("\"name\": \"spouse\"", "\"name\": \"check\"", line: 42, "taken"),
        Slip("\"when\": {\"var\": \"married\"}", "\"when\": {\"var\": \"maried\"}", line: 44, "maried"),
        Slip("\"when\": {\"var\": \"married\"}", "\"when\": {\"vor\": \"married\"}", line: 44, "vor"),
        Slip("\"when\": {\"var\": \"married\"}", "\"when\": {\"var\": \"copies\"}", line: 44, "not asked before"),
        Slip("\"max\": 3, \"item\"", "\"max\": 99, \"item\"", line: 56, "entries"),
        Slip("\"decimals\": 2", "\"decimals\": 3", line: 70, "0, 1 or 2"),
        Slip("\"value\": \"post\"", "\"value\": \"desk\"", line: 75, "different"),
        Slip("\"field\": \"born\"", "\"field\": \"phone\"", line: 17, "no question phone"),
        Slip("\"en\": \"Contact\"", "\"en\": \"\"", line: 23, "empty"),
        Slip("\"megabytes\": 1,", "\"megabytes\": 900,", line: 89, "1 to 20"),
        Slip("\"not_after\": \"today\"", "\"not_after\": \"tomorrow\"", line: 13, "today"),
        Slip("{\"var\": \"copies\"}, 8000", "{\"var\": \"copys\"}, 8000", line: 95, "copys"),
    ]
}

@Suite("Form definition")
struct FormDefinitionTests {
    @Test("a broken file is refused with its line and the reason", arguments: Slip.all)
    func broken(slip: Slip) throws {
        let json = FormFixture.json(slip.piece, slip.other)
        #expect(json != FormFixture.json)
        let problem = #expect(throws: ContentProblem.self) {
            try FormDefinition(file: "Test/forms/everything.json", json)
        }
        #expect(problem?.line == slip.line, "\(problem?.reason ?? "")")
        #expect(problem?.reason.contains(slip.reason) == true, "\(problem?.reason ?? "")")
        #expect(problem?.file == "Test/forms/everything.json")
    }

    @Test("the forms of one module are found by their names")
    func all() throws {
        let content = [
            "Test/forms/everything.json": FormFixture.json, "Test/test.vi.json": "{}", "Other/forms/x.json": "no",
        ]
        #expect(try FormDefinition.all(of: "Test", in: content).keys.sorted() == ["everything"])
    }

    @Test("a shelf reads what the product ships when it is asked for, and an office's own at once")
    func shelf() throws {
        let (path, slip) = ("Test/forms/everything.json", "{")
        let shipped = try FormShelf(of: "Test", in: [path: FormFixture.json], replaced: [:])
        #expect(shipped["everything"]?.name == "everything" && shipped["nothing"] == nil)
        #expect(try FormShelf(of: "Test", in: [path: slip], replaced: [:])["everything"] == nil)
        let problem = #expect(throws: ContentProblem.self) {
            try FormShelf(of: "Test", in: [path: slip], replaced: [path: slip])
        }
        #expect(problem?.file == path)
    }
}
