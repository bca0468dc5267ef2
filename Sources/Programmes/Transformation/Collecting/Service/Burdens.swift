// SPDX-License-Identifier: Apache-2.0

import Database

extension CollectionService {
    /// So many of what agencies said count, the newest.
    static let effortLimit = 1000

    /// The register of reporting requests: public, as who reported is.
    package func burden(_ template: String) async throws -> Burden {
        guard let template = templates[template] else { throw CollectionProblem.noSuchForm }
        return try await database.read { db in
            let store = ReportStore(db: db)
            return Burden(
                template: template, reports: try store.sent(template.id),
                efforts: try store.efforts(template.id, limit: Self.effortLimit))
        }
    }
}
