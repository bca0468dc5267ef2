// SPDX-License-Identifier: Apache-2.0

import Agencies
import Casework
import Database
import Files
import Identity
import Jobs
import Kernel
import NationalAxis
import Notifications
import OfficialDocuments
import Rendering
import Reports
import Steering
import Web

/// How official documents, their books and their files are put together.
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

    static func recordReminders(_ platform: Platform) -> RecordReminders {
        RecordReminders(
            database: platform.database, retentions: platform.retentions, notifications: platform.notifications,
            officials: officials(platform),
            words: { [views = platform.views] file, day in
                PersonalNotice.Words { language in
                    let strings = views.strings(language)
                    let slots = [
                        "notation": file.notation, "title": file.title, "day": Formats(language).date(day),
                    ]
                    return (
                        strings.fill("documents.records.reminder.title", slots),
                        strings.fill("documents.records.reminder.text", slots)
                    )
                }
            }, now: platform.now, newID: platform.newID)
    }

    /// Hands editions of reports to the official documents, each as a draft with the report attached.
    static func editionDesk(_ platform: Platform) -> EditionDesk {
        let service = OriginService(
            database: platform.database, cases: platform.cases, files: platform.files, agencies: platform.agencies,
            types: platform.documentTypes, name: accountName(platform))
        let (print, strings) = (printer(platform), platform.views.strings(.vi))
        return EditionDesk(
            take: { edition, report, actor in
                let name = "\(edition.kind)-\(edition.period)-\(edition.number)"
                let (bytes, ending) = try await whole(report, print, at: platform.web.publicURL)
                let file = try await platform.files.receive(
                    AsyncStream<[UInt8]>(whole: bytes), limits: FileLimits(bytes: 64 << 20, kinds: [.pdf, .zip]))
                let body =
                    report.sections.flatMap { section in section.texts.isEmpty ? [] : [section.title] + section.texts }
                    + [strings.fill("documents.origin.attached", ["hash": file.hash])]
                let draft = try await service.draft(
                    HandedDocument(
                        from: DocumentOrigin(
                            kind: editionKind, id: edition.id.rawValue, title: "\(report.title), \(report.about)",
                            path: "/desk/report-editions/\(edition.id)"), type: "report", subject: report.title,
                        body: body.joined(separator: "\n"), file: file, fileName: "\(name).\(ending)"), by: actor)
                return { try draft($0).rawValue }
            },
            outcome: { edition in
                try await service.outcome(of: editionKind, edition.rawValue).map {
                    EditionDesk.Outcome(number: $0.number, path: "/\(OfficialDocuments.path)/\($0.document)")
                }
            })
    }

    private static let editionKind = "report_edition"

    /// A report as it is attached: on paper, or as a text document where this machine prints nothing.
    private static func whole(
        _ report: Report, _ print: @Sendable (Report) async throws -> [UInt8], at address: String
    ) async throws -> (bytes: [UInt8], ending: String) {
        do { return (try await print(report), "pdf") } catch is RenderingProblem {
            return (try TextDocument.bytes(of: report, at: address), "docx")
        }
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

    static func drafting(_ platform: Platform) -> DraftingService {
        DraftingService(
            database: platform.database, cases: platform.cases, agencies: platform.agencies,
            types: platform.documentTypes, units: platform.units, officials: officials(platform), newID: platform.newID)
    }

    /// What stands between documents and the axis.
    static func axisMail(
        _ desk: AxisDesk, _ agencies: AgencyService, _ files: FileService, _ views: Views, now: @escaping Now,
        newID: @escaping NewID
    ) -> AxisMail {
        AxisMail(
            desk: desk, agencies: agencies, files: files,
            isHere: { try IdentityService.works(at: $0, on: now(), in: $1) },
            words: { fault in
                let strings = views.strings(.vi)
                return switch fault {
                case .nobody: strings["problem.axis.not_here"]
                case .unknown: strings["documents.tray.unknown"]
                case .secret(let mark): strings.fill("documents.tray.secret", ["mark": mark])
                }
            }, newID: newID)
    }

    static func arrivals(_ platform: Platform) -> ArrivalService {
        ArrivalService(
            database: platform.database, cases: platform.cases, files: platform.files, types: platform.documentTypes,
            now: platform.now, newID: platform.newID)
    }

    static func sending(_ platform: Platform) -> SendingService {
        SendingService(
            database: platform.database, correspondence: platform.correspondence, mail: platform.axisMail,
            now: platform.now, newID: platform.newID)
    }

    /// A document that came may belong to a task: told by its code or its address.
    static func directions(_ platform: Platform) -> DirectionService {
        DirectionService(
            database: platform.database, cases: platform.cases, officials: officials(platform),
            task: { typed, actor in
                let id = typed.split(separator: "/").last.map(String.init) ?? typed
                do {
                    let code = DossierCode(typed)
                    let file = try await platform.cases.view(
                        code == nil ? ID(id) : try await platform.cases.find(code!, for: actor), for: actor
                    ).file
                    guard file.kind == Tasks.kind else { return nil }
                    return .init(id: file.id, title: file.matter, path: "/\(Tasks.path)/\(file.id)")
                } catch CaseProblem.notFound { return nil }
            }, now: platform.now)
    }

    static func books(_ platform: Platform) -> BookService {
        BookService(database: platform.database, types: platform.documentTypes, now: platform.now)
    }

    /// The papers of a case, and who is waited for.
    static func papers(
        _ platform: Platform
    ) -> @Sendable (ID<CaseFile>) async throws -> [(paper: IssuedDocument, pending: PendingSignature?)] {
        { id in
            try await platform.database.read { db in
                let papers = try platform.documents.documents(of: id.rawValue, in: db)
                let pending = try platform.documents.signatures(pendingFor: papers, in: db)
                return papers.map { ($0, pending[$0.id]) }
            }
        }
    }

    /// Who takes documents to the exchange, and what it brought to the clerk.
    static func officialCouriers(_ platform: Platform) -> [any Courier] {
        [
            DocumentCourier(
                database: platform.database, types: platform.documentTypes, documents: platform.documents,
                agencies: platform.agencies, correspondence: platform.correspondence,
                directory: platform.exchangeDirectory, mail: platform.axisMail, files: platform.files,
                name: accountName(platform),
                now: platform.now, newID: platform.newID),
            IncomingCourier(
                database: platform.database, correspondence: platform.correspondence, files: platform.files,
                words: { [views = platform.views] fault in
                    let strings = views.strings(.vi)
                    return switch fault {
                    case .unreadable: strings["documents.tray.unreadable"]
                    case .classified: strings["documents.tray.classified"]
                    case .secret(let mark): strings.fill("documents.tray.secret", ["mark": mark])
                    }
                }, now: platform.now, newID: platform.newID),
        ]
    }
}

extension Report.Section {
    /// Its sentences; the tables are read where the whole report is.
    fileprivate var texts: [String] {
        blocks.compactMap { block in if case .text(let text) = block { text } else { nil } }
    }
}
