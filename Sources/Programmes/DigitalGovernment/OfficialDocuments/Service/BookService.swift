// SPDX-License-Identifier: Apache-2.0

package import Casework
package import Database
package import Kernel

/// Reads the books of an agency.
package struct BookService: Sendable {
    let database: any Database
    package let types: DocumentTypes
    package let now: Now

    package init(database: any Database, types: DocumentTypes, now: @escaping Now) {
        (self.database, self.types, self.now) = (database, types, now)
    }

    /// What the agency of an official issued in a year, the newest first; of one type, if one is told.
    package func issued(
        in year: Int, type: String? = nil, before mark: BookEntry.Mark? = nil, limit: Int, for actor: Actor
    ) async throws -> [BookEntry] {
        guard let agency = actor.agency else { throw Forbidden(OfficialDocuments.read) }
        try actor.may(OfficialDocuments.read, in: agency)
        return try await database.ask(
            BookStore.issued(by: agency, in: year, type: type, before: mark, limit: limit))
    }

    /// The entry of a document; nil before it is issued. Whoever may see the case may see it.
    package func entry(of file: ID<CaseFile>) async throws -> BookEntry? {
        try await database.ask(BookStore.entry(of: file))
    }
}
