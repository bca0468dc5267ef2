// SPDX-License-Identifier: Apache-2.0

package import Kernel

/// Many tasks at once: a table pasted from a spreadsheet, or its file. The first line names the columns.
package struct TaskSheet: Sendable {
    package static let columns = ["title", "text", "lead", "joining", "due", "group", "priority", "indicator"]
    /// More than any directive had.
    static let limit = 500

    package let rows: [(line: Int, draft: TaskDraft)]

    package init(_ text: String) throws(DirectiveProblem) {
        let head = text.prefix { !$0.isNewline }
        guard !head.allSatisfy(\.isWhitespace) else { throw .noSheet }
        // A spreadsheet pastes tabs, and saves semicolons where the comma is in numbers.
        let separator = ["\t", ";"].first { head.contains($0) } ?? ","
        let table: CSVTable
        do {
            table = try CSVTable(
                text, file: "tasks", columns: Self.columns, separator: separator.utf8.first ?? UInt8(ascii: ","))
        } catch { throw .badSheet(line: error.line) }
        guard !table.rows.isEmpty else { throw .noSheet }
        guard table.rows.count <= Self.limit else { throw .longSheet }
        rows = table.rows.map { row in
            func text(_ column: String) -> String { Self.trimmed(row[column]) }
            var draft = TaskDraft()
            (draft.title, draft.text, draft.lead) = (text("title"), text("text"), text("lead"))
            draft.joining = text("joining").split { " ,;\n".contains($0) }.joined(separator: "\n")
            (draft.group, draft.priority, draft.indicator) = (text("group"), text("priority"), text("indicator"))
            draft.due = Self.day(text("due"))
            return (row.line, draft)
        }
    }

    /// 2021-12-31 or 31/12/2021.
    private static func day(_ text: String) -> Day? {
        let parts = text.split(separator: "/").map { Int($0) }
        guard parts.count == 3, let day = parts[0], let month = parts[1], let year = parts[2] else { return Day(text) }
        return Day(year: year, month: month, day: day)
    }

    /// Trimmed, as forms are.
    private static func trimmed(_ field: String) -> String {
        String(field.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}

/// What is wrong with tasks that were to be given together: nothing was given.
package struct TasksRefused: Problem {
    /// Which of them, from 0, and what; in their order.
    package let mistakes: [(index: Int, problem: TaskProblem)]

    package var code: String { "steering.directives.tasks_refused" }
    package var kind: ProblemKind { .invalid }
    package var field: String? { "tasks" }
}
