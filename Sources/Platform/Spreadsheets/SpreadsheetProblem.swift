// SPDX-License-Identifier: Apache-2.0

package import Kernel

/// Why a file was not read as a spreadsheet at all.
package enum SpreadsheetProblem: Problem, Equatable, CaseIterable {
    case notASpreadsheet, tooLarge, tooManyRows, tooManyColumns, encrypted, malformed
    /// It declares entities, or names a file outside itself.
    case unsafe
    case noSuchSheet

    package var code: String {
        switch self {
        case .notASpreadsheet: "spreadsheets.not_a_spreadsheet"
        case .tooLarge: "spreadsheets.too_large"
        case .tooManyRows: "spreadsheets.too_many_rows"
        case .tooManyColumns: "spreadsheets.too_many_columns"
        case .encrypted: "spreadsheets.encrypted"
        case .malformed: "spreadsheets.malformed"
        case .unsafe: "spreadsheets.unsafe"
        case .noSuchSheet: "spreadsheets.no_such_sheet"
        }
    }

    package var kind: ProblemKind { self == .tooLarge ? .tooLarge : .invalid }
    package var field: String? { "file" }
}

/// What a spreadsheet may be: more than any form has, and less than would hurt.
package struct SpreadsheetLimits: Sendable {
    package var packed = 5 << 20
    package var unpacked = 50 << 20
    package var entries = 100
    package var rows = 5_000
    package var columns = 100
    package var strings = 200_000
    /// So many times its size a part may unpack to, where it is not small.
    package var ratio = 200

    package init() {}
}
