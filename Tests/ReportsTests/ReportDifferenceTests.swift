// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Reports

@Suite("Report difference")
struct ReportDifferenceTests {
    private func report(_ rows: [(id: String, name: String, value: String)], table: String = "t") -> Report {
        Report(
            title: "", author: "", about: "", language: "vi",
            sections: [
                .init(
                    "s", "",
                    [
                        .table(
                            .init(
                                table, "Bảng", columns: [.text("Tên"), .number("Số")],
                                rows: rows.map { .init($0.id, [.init($0.name), .init($0.value)]) }))
                    ])
            ], notesTitle: "", notes: [])
    }

    @Test("rows are known by what they are about, in whichever order they stand")
    func rows() {
        let before = report([("a", "A", "1"), ("b", "B", "2"), ("c", "C", "3")])
        let after = report([("d", "D", "4"), ("c", "C", "3"), ("a", "A", "5")])
        let changes = ReportDifference(from: before, to: after).changes
        #expect(changes.map(\.name) == ["D", "A", "B"])
        #expect(changes.map(\.before) == [nil, "1", "2"])
        #expect(changes.map(\.after) == ["4", "5", nil])
        #expect(changes.map(\.column) == ["", "Số", ""])
        #expect(changes.allSatisfy { $0.table == "Bảng" })
        #expect(ReportDifference(from: before, to: before).changes.isEmpty)
    }

    @Test("a table that is new or gone tells each of its rows")
    func tables() {
        let one = report([("a", "A", "1")], table: "one"), other = report([("b", "B", "2")], table: "other")
        let changes = ReportDifference(from: one, to: other).changes
        #expect(changes.map(\.name) == ["B", "A"])
        #expect(changes.map { $0.after == nil } == [false, true])
    }
}
