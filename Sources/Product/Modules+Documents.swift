// SPDX-License-Identifier: Apache-2.0

import Identity
import Kernel
import OfficialDocuments
import Rendering
import Reports
import Web

/// How the files of official documents are put together.
extension Modules {
    static func recordRoutes(_ platform: Platform) -> RecordRoutes {
        let service = RecordService(
            database: platform.database, cases: platform.cases, retentions: platform.retentions, now: platform.now,
            newID: platform.newID, officials: officials(platform))
        return RecordRoutes(
            service: service,
            export: RecordExport(
                database: platform.database, records: service, cases: platform.cases, documents: platform.documents,
                files: platform.files, agencies: platform.agencies, types: platform.documentTypes,
                name: accountName(platform), print: printer(platform),
                strings: { [views = platform.views] in views.strings(.vi) }), name: accountName(platform))
    }

    /// Who works at an agency now.
    static func officials(_ platform: Platform) -> @Sendable (Place) async throws -> [(id: String, name: String)] {
        { place in try await platform.identity.officials(at: place).map { ($0.id.rawValue, $0.name) } }
    }

    /// Prints a report that is no page.
    static func printer(_ platform: Platform) -> @Sendable (Report) async throws -> [UInt8] {
        { [views = platform.views, renderer = platform.renderer, isDemo = platform.web.isDemo] report in
            try await renderer.pdf(of: views.render(PrintedReport(report, isDemo: isDemo), language: .vi))
        }
    }
}
