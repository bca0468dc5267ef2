// SPDX-License-Identifier: Apache-2.0

import Casework
import Database
import Kernel

/// The tables `agency_notation` and `document_signed`.
struct NotationStore {
    let db: any Connection

    /// What an agency has set last; nil where it has set nothing.
    func own(of agency: Place) throws -> String? { try db.ask(Self.history(of: agency, limit: 1)).first?.notation }

    func insert(_ set: AgencyNotation, at agency: Place) throws {
        try db.run(
            """
            INSERT INTO agency_notation (event, agency, notation, set_by, set_at)
            VALUES (\(set.event), \(agency.rawValue), \(set.notation), \(set.setBy), \(set.setAt))
            """)
    }

    /// The newest first.
    static func history(of agency: Place, limit: Int) -> Query<[AgencyNotation]> {
        Query(
            """
            SELECT event, notation, set_by, set_at FROM agency_notation WHERE agency = \(agency.rawValue)
            ORDER BY set_at DESC, event DESC LIMIT \(limit)
            """
        ) {
            try $0.map {
                AgencyNotation(
                    notation: try $0.text("notation"), setBy: try $0.text("set_by"), setAt: try $0.time("set_at"),
                    event: try $0.text("event"))
            }
        }
    }

    /// The notation with which a document is printed when its leader signs: its number comes before that one, whatever is set
    /// meanwhile.
    func fix(_ notation: Notation, of file: ID<CaseFile>) throws {
        try db.run(
            """
            INSERT INTO document_signed (case_file, stroke, notation)
            VALUES (\(file), \(notation.stroke), \(notation.notation))
            ON CONFLICT (case_file) DO UPDATE SET stroke = excluded.stroke, notation = excluded.notation
            """)
    }

    /// With a number; nil for a document that nobody signed.
    func fixed(_ file: ID<CaseFile>, number: Int) throws -> Notation? {
        try db.rows("SELECT stroke, notation FROM document_signed WHERE case_file = \(file)").first.map {
            Notation(number, stroke: try $0.text("stroke"), try $0.text("notation"))
        }
    }
}
