// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Kernel

/// The `organisation` table.
struct OrganisationStore {
    let db: any Connection

    func find(_ id: ID<Organisation>) throws -> Organisation? {
        try db.rows("SELECT \(Self.columns) FROM organisation WHERE id = \(id)").first.map(Organisation.init(row:))
    }

    /// As `find`, holding the row until the transaction ends.
    func lock(_ id: ID<Organisation>) throws -> Organisation {
        let sql: SQL = "SELECT \(Self.columns) FROM organisation WHERE id = \(id)\(db.dialect.lockRow)"
        guard let row = try db.rows(sql).first else { throw IdentityProblem.noSuchOrganisation }
        return try Organisation(row: row)
    }

    func find(_ code: TaxCode) throws -> Organisation? {
        try db.rows("SELECT \(Self.columns) FROM organisation WHERE tax_code = \(code.digits)").first
            .map(Organisation.init(row:))
    }

    func newest(at place: Place, limit: Int) throws -> [Organisation] {
        try db.rows(
            """
            SELECT \(Self.columns) FROM organisation WHERE entered_at = \(place.rawValue)
            ORDER BY entered_on DESC, id DESC LIMIT \(limit)
            """
        ).map(Organisation.init(row:))
    }

    func insert(_ organisation: Organisation) throws {
        try db.run(
            """
            INSERT INTO organisation (id, tax_code, name, basis, entered_by, entered_at, entered_on)
            VALUES (\(organisation.id), \(organisation.taxCode.digits), \(organisation.name), \(organisation.basis),
                    \(organisation.enteredBy), \(organisation.enteredAt.rawValue), \(organisation.enteredOn))
            """)
    }

    private static let columns: SQL = "id, tax_code, name, basis, entered_by, entered_at, entered_on"
}

/// The `authorisation` table. One that ended keeps its row: it says who could act, when.
struct AuthorisationStore {
    let db: any Connection

    func find(_ id: ID<Authorisation>) throws -> Authorisation? {
        try db.rows("\(Self.select) WHERE authorisation.id = \(id)").first.map(Authorisation.init(row:))
    }

    func all(of organisation: ID<Organisation>) throws -> [Authorisation] {
        try db.rows(
            "\(Self.select) WHERE organisation_id = \(organisation) ORDER BY since_at DESC, authorisation.id DESC"
        )
        .map(Authorisation.init(row:))
    }

    func all(of account: ID<Account>) throws -> [Authorisation] {
        try db.rows(
            "\(Self.select) WHERE resident.account_id = \(account) ORDER BY since_at DESC, authorisation.id DESC"
        )
        .map(Authorisation.init(row:))
    }

    func insert(_ authorisation: Authorisation) throws {
        try db.run(
            """
            INSERT INTO authorisation (id, organisation_id, resident_id, kind, title, since_at, until_at)
            VALUES (\(authorisation.id), \(authorisation.organisation), \(authorisation.person),
                    \(authorisation.kind.rawValue), \(authorisation.title), \(authorisation.since),
                    \(authorisation.until))
            """)
    }

    /// False when it had ended before.
    func end(_ id: ID<Authorisation>, at time: Date) throws -> Bool {
        try db.change(
            """
            UPDATE authorisation SET until_at = \(time)
            WHERE id = \(id) AND (until_at IS NULL OR until_at > \(time))
            """) == 1
    }

    private static let select: SQL = """
        SELECT authorisation.id, organisation_id, resident_id, resident.name AS person, kind, title, since_at, until_at
        FROM authorisation JOIN resident ON resident.id = resident_id
        """
}

extension Organisation {
    init(row: Row) throws {
        self.init(
            id: ID(try row.text("id")), taxCode: try TaxCode(try row.text("tax_code")), name: try row.text("name"),
            basis: try row.text("basis"), enteredBy: try row.text("entered_by"),
            enteredAt: Place(rawValue: try row.text("entered_at")), enteredOn: try row.time("entered_on"))
    }
}

extension Authorisation {
    init(row: Row) throws {
        self.init(
            id: ID(try row.text("id")), organisation: ID(try row.text("organisation_id")),
            person: ID(try row.text("resident_id")), personName: try row.text("person"),
            kind: try row.value("kind", Kind.init(rawValue:)), title: try row.text("title"),
            since: try row.time("since_at"), until: try row.optional("until_at", row.time))
    }
}
