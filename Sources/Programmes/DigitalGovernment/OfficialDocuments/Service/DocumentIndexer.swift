// SPDX-License-Identifier: Apache-2.0

import Agencies
import Casework
package import Database
import Kernel
package import Ledger

/// Follows the ledger and keeps the words by which documents are found: of what the agency writes from the draft on, and of what
/// came to it. Whoever writes or enters one waits for none of it.
package struct DocumentIndexer: LedgerConsumer {
    package let name = "documents.search"
    /// What is indexed: when that changes, it is built again.
    package let version = "1"
    /// What an account is called; nil for none of ours.
    let accountName: @Sendable (String, any Connection) throws -> String?

    package init(accountName: @escaping @Sendable (String, any Connection) throws -> String?) {
        self.accountName = accountName
    }

    package func apply(_ events: [SealedEvent], in connection: any Connection) throws {
        var newest: [String: SealedEvent] = [:]
        for event in events {
            if event.kind == "documents.arrived" {
                try putArrival(event, in: connection)
            } else if event.kind.hasPrefix("documents.") {
                newest[event.subject] = event
            }
        }
        for event in newest.values.sorted(by: { $0.position < $1.position }) { try put(event, in: connection) }
    }

    package func reset(in connection: any Connection) throws { try DocumentSearchStore(db: connection).clear() }

    private func putArrival(_ event: SealedEvent, in db: any Connection) throws {
        guard let arrival = try ArrivalLookup(db: db).find(event.subject) else { return }
        let found = arrival.document
        try DocumentSearchStore(db: db).put(
            found,
            words: DocumentWords.index(
                [found.number, found.subject, found.party, "\(arrival.number)", arrival.content, arrival.signer]))
    }

    /// Events of other things, such as files, have no document.
    private func put(_ event: SealedEvent, in db: any Connection) throws {
        let id = ID<CaseFile>(event.subject)
        let json: String
        do { json = try CaseService.content(of: id, in: db) } catch CaseProblem.notFound { return }
        // Cases of other kinds keep other contents.
        guard let content = try? DraftContent(json: json) else { return }
        let entry = try db.ask(BookStore.entry(of: id))
        let signer = try accountName(content.signer, db) ?? ""
        let agencies = AgencyStore(db: db)
        let names = try (content.recipients + [event.place]).compactMap { try agencies.find(ID($0))?.name }
        let day = entry?.day ?? Day(event.at)
        let found = FoundDocument(
            id: event.subject, way: .out, agency: entry?.agency ?? Place(rawValue: event.place),
            year: entry?.year ?? day.year, type: content.type, day: day, number: entry?.text ?? "",
            subject: content.subject, party: signer, event: entry?.event ?? event.id.rawValue)
        try DocumentSearchStore(db: db).put(
            found,
            words: DocumentWords.index(
                [found.number, content.subject, content.body, signer, content.position, content.answers]
                    + content.copies + names))
    }
}

/// What the index takes from the book of arrivals.
struct ArrivalLookup {
    struct Found {
        let document: FoundDocument
        /// In the book.
        let number: Int
        /// What the exchange brought with it; "" for paper.
        let content: String, signer: String
    }

    let db: any Connection

    /// By its case.
    func find(_ file: String) throws -> Found? {
        try db.rows(
            """
            SELECT a.agency AS agency, a.year AS year, a.number AS number, a.sender AS sender, a.notation AS notation,
                a.day AS day, a.type AS type, a.subject AS subject, a.event AS event,
                COALESCE(i.content, '') AS content, COALESCE(i.signer, '') AS signer
            FROM document_arrival a LEFT JOIN document_incoming i ON i.arrival = a.id WHERE a.case_file = \(file)
            """
        ).first.map { row in
            Found(
                document: FoundDocument(
                    id: file, way: .in, agency: Place(rawValue: try row.text("agency")), year: try row.int("year"),
                    type: try row.text("type"), day: try row.day("day"), number: try row.text("notation"),
                    subject: try row.text("subject"), party: try row.text("sender"), event: try row.text("event")),
                number: try row.int("number"), content: try row.text("content"), signer: try row.text("signer"))
        }
    }
}
