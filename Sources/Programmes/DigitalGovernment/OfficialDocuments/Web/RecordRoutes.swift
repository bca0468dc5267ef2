// SPDX-License-Identifier: Apache-2.0

import Foundation
package import Hummingbird
import Kernel
package import Web

/// `/desk/files`: the files of an agency, by year, what lies in them, and what is past its retention.
package struct RecordRoutes: WebModule {
    let service: RecordService
    let export: RecordExport
    /// What an account is called.
    let name: @Sendable (String) async throws -> String

    package init(
        service: RecordService, export: RecordExport, name: @escaping @Sendable (String) async throws -> String
    ) {
        (self.service, self.export, self.name) = (service, export, name)
    }

    package var pages: [any Page.Type] {
        [
            RecordListPage.self, RecordFormPage.self, RecordPage.self, RecordPastPage.self, RecordDuePage.self,
            RecordDestructionPage.self,
        ]
    }

    package func addRoutes(to router: RouterGroup<WebContext>) {
        router.group("desk/files")
            .get(use: list)
            .get("csv", use: table)
            .get("pdf", use: printed)
            .get("past", use: past)
            .get("due", use: due)
            .get("new", use: form)
            .post("new", use: open)
            .get(":id", use: show)
            .post(":id/papers", use: put)
            .post(":id/order", use: arrange)
            .post(":id/closure", use: close)
            .post(":id/handover", use: handOver)
            .get(":id/archive", use: archive)
            .get(":id/destruction", use: destruction)
            .post(":id/destruction", use: destroy)
    }

    // MARK: the list

    @Sendable func list(request: Request, context: WebContext) async throws -> Response {
        let (actor, year) = (try context.requireActor(), try year(of: request))
        let files = try await service.files(in: year, for: actor)
        return context.page(
            RecordListPage(
                files, due: try await service.due(for: actor).count, year: year, today: service.today,
                retentions: service.retentions,
                names: try await names(files.map(\.keeper)),
                mayKeep: actor.agency.map { actor.can(OfficialDocuments.keepFiles, in: $0) } ?? false,
                strings: context.strings, formats: context.formats))
    }

    @Sendable func table(request: Request, context: WebContext) async throws -> Response {
        let (strings, year) = (context.strings, try year(of: request))
        let files = try await service.files(in: year, for: try context.requireActor())
        let names = try await names(files.map(\.keeper))
        var csv = CSVFile(columns: RecordListPage.columns.map { strings["documents.records.column.\($0)"] })
        for file in files {
            csv.add([
                .text(file.notation), .text(file.title),
                .text(service.retentions[file.retention]?.name(in: context.language) ?? file.retention),
                .text(names[file.keeper] ?? ""), .number("\(file.count)"),
                .text(file.closing?.keepUntil?.description ?? ""),
                .text(
                    file.archiving(on: service.today, service.retentions.handover).map {
                        strings.words($0, context.formats)
                    } ?? ""),
                .text(strings["documents.records.state.\(file.state(on: service.today).rawValue)"]),
            ])
        }
        return csv.response(named: "\(strings["documents.records.file"])-\(year)")
    }

    @Sendable func printed(request: Request, context: WebContext) async throws -> Response {
        let year = try year(of: request)
        let bytes = try await export.list(of: year, for: try context.requireActor())
        return .download(
            AsyncThrowingStream { stream in
                stream.yield(bytes)
                stream.finish()
            }, named: "\(context.strings["documents.records.file"])-\(year).pdf", type: "application/pdf",
            size: bytes.count)
    }

    // MARK: one file

    @Sendable func form(request: Request, context: WebContext) async throws -> Response {
        try await form(context, problems: [])
    }

    @Sendable func open(request: Request, context: WebContext) async throws -> Response {
        let (actor, typed) = (try context.requireActor(), context.form)
        var form = RecordForm()
        (form.notation, form.title, form.year) = (typed.text("notation"), typed.text("title"), typed.text("year"))
        (form.retention, form.keeper, form.note) = (typed.text("retention"), typed.text("keeper"), typed.text("note"))
        do {
            let file = try await service.open(form, by: actor)
            return .seeOther("/desk/files/\(file.id)")
        } catch let refused as RecordRefused { return try await self.form(context, problems: refused.problems) }
    }

    private func form(_ context: WebContext, problems: [RecordProblem]) async throws -> Response {
        let keepers = try await service.keepers(for: try context.requireActor())
        let page = RecordFormPage(
            context.form, keepers: keepers, retentions: service.retentions, thisYear: service.today.year,
            problems: problems, strings: context.strings)
        return context.page(page, status: problems.isEmpty ? .ok : .unprocessableContent)
    }

    @Sendable func show(request: Request, context: WebContext) async throws -> Response {
        try await page(context, problems: [])
    }

    private func page(_ context: WebContext, problems: [RecordProblem]) async throws -> Response {
        let actor = try context.requireActor()
        let file = try await service.file(try context.id("id"), for: actor)
        let papers = try await service.papers(of: file)
        let page = RecordPage(
            file, papers, typed: context.form, today: service.today, retentions: service.retentions,
            types: export.types, keeper: try await name(file.keeper),
            rights: .init(
                keeps: actor.can(OfficialDocuments.keepFiles, in: file.agency),
                destroys: actor.can(OfficialDocuments.destroyFiles, in: file.agency)), problems: problems,
            strings: context.strings, formats: context.formats)
        return context.page(page, status: problems.isEmpty ? .ok : .unprocessableContent)
    }

    @Sendable func put(request: Request, context: WebContext) async throws -> Response {
        let (id, form): (ID<RecordFile>, Form) = (try context.id("id"), context.form)
        let kind = FiledPaper.Kind(rawValue: form.text("kind")) ?? .issued
        do {
            try await service.put(
                kind, form.text("number"), of: Int(form.text("year")) ?? service.today.year, into: id,
                by: try context.requireActor())
            return .seeOther("/desk/files/\(id)")
        } catch let problem as RecordProblem where problem.field != nil {
            return try await page(context, problems: [problem])
        }
    }

    @Sendable func arrange(request: Request, context: WebContext) async throws -> Response {
        let id: ID<RecordFile> = try context.id("id")
        try await service.arrange(
            context.form.all("paper"), in: id, taking: context.form.text("act") == "take",
            by: try context.requireActor())
        return .seeOther("/desk/files/\(id)")
    }

    @Sendable func close(request: Request, context: WebContext) async throws -> Response {
        let id: ID<RecordFile> = try context.id("id")
        do {
            try await service.close(id, by: try context.requireActor())
            return .seeOther("/desk/files/\(id)")
        } catch RecordProblem.empty { return try await page(context, problems: [.empty]) }
    }

    @Sendable func archive(request: Request, context: WebContext) async throws -> Response {
        let (actor, id): (Actor, ID<RecordFile>) = (try context.requireActor(), try context.id("id"))
        let file = try await service.file(id, for: actor)
        let target = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).zip")
        defer { try? FileManager.default.removeItem(at: target) }
        try await export.write(id, to: target, by: actor)
        let reading = try FileHandle(forReadingFrom: target)
        let size = try Int(reading.seekToEnd())
        try reading.seek(toOffset: 0)
        let name = "\(context.strings["documents.records.archive_name"])-\(file.year)-\(RecordStore.key(file.notation))"
        // The file has no name any more; its bytes go when the last of them is sent.
        return .download(
            AsyncThrowingStream {
                let piece = try reading.read(upToCount: 1 << 16)
                return piece.flatMap { $0.isEmpty ? nil : Array($0) }
            }, named: "\(name).zip", type: "application/zip", size: size)
    }

    @Sendable func handOver(request: Request, context: WebContext) async throws -> Response {
        let id: ID<RecordFile> = try context.id("id")
        try await service.handOver(id, by: try context.requireActor())
        return .seeOther("/desk/files/\(id)")
    }

    @Sendable func due(request: Request, context: WebContext) async throws -> Response {
        let files = try await service.due(for: try context.requireActor())
        return context.page(
            RecordDuePage(
                files, today: service.today, retentions: service.retentions,
                names: try await names(files.map(\.keeper)), strings: context.strings, formats: context.formats))
    }

    // MARK: past its retention

    @Sendable func past(request: Request, context: WebContext) async throws -> Response {
        let actor = try context.requireActor()
        let files = try await service.past(for: actor)
        return context.page(
            RecordPastPage(
                files, retentions: service.retentions, strings: context.strings, formats: context.formats))
    }

    @Sendable func destruction(request: Request, context: WebContext) async throws -> Response {
        try await decision(context, problems: [])
    }

    @Sendable func destroy(request: Request, context: WebContext) async throws -> Response {
        let id: ID<RecordFile> = try context.id("id")
        do {
            try await service.destroy(id, because: context.form.text("reason"), by: try context.requireActor())
            return .seeOther("/desk/files/\(id)")
        } catch let problem as RecordProblem where problem.field != nil {
            return try await decision(context, problems: [problem])
        }
    }

    private func decision(_ context: WebContext, problems: [RecordProblem]) async throws -> Response {
        let actor = try context.requireActor()
        guard let agency = actor.agency else { throw Forbidden(OfficialDocuments.destroyFiles) }
        try actor.may(OfficialDocuments.destroyFiles, in: agency)
        let file = try await service.file(try context.id("id"), for: actor)
        let page = RecordDestructionPage(
            file, typed: context.form.text("reason"), problems: problems, retentions: service.retentions,
            strings: context.strings, formats: context.formats)
        return context.page(page, status: problems.isEmpty ? .ok : .unprocessableContent)
    }

    private func year(of request: Request) throws -> Int {
        let this = service.today.year
        return min(max(Int(try request.typed("year")) ?? this, IssueBookPage.firstYear), this + 1)
    }

    private func names(_ accounts: [String]) async throws -> [String: String] {
        var names: [String: String] = [:]
        for account in Set(accounts) { names[account] = try await name(account) }
        return names
    }
}
