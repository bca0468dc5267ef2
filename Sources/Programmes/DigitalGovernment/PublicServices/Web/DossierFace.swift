// SPDX-License-Identifier: Apache-2.0

package import Casework
import Forms
package import Kernel
import NationalRegisters
import Payments
import Rendering
import Signatures
package import Web

/// What a dossier adds to the pages of its case: the procedure's name, the form as it was submitted, and its bills.
package struct DossierFace: CaseFace {
    let service: DossierService

    package init(service: DossierService) { self.service = service }

    package var kind: String { Dossiers.kind }
    package var path: String { Dossiers.path }

    package func title(of file: CaseFile, in language: Language) -> String {
        service.catalogue[file.matter]?.name[language] ?? file.matter
    }

    package func content(of view: CaseView, for actor: Actor, _ context: WebContext) async throws -> CaseContent {
        let words = DossierWords(context)
        let belongings = try await service.belongings(of: view)
        let papers = belongings.papers.filter { $0.kind != ControlSlip.kind }
        let bills = belongings.bills
        let form = try SubmittedForm(json: view.content)
        let sender =
            view.file.channel == .online ? try await name(of: view.file.applicant.sentBy) : nil
        let waiting =
            view.file.phase == .incoming ? belongings.confirmations.filter { $0.confirmedAt == nil } : []
        return CaseContent(
            notices: words.waiting(waiting) + (view.isMine ? words.result(papers) + words.due(bills) : []),
            sections: words.sender(sender, form) + words.papers(papers, belongings.pending, of: view)
                + words.registrations(belongings.registrations, in: service.catalogue.registers) + words.bills(bills)
                + [words.form(form)])
    }

    private func name(of account: String?) async throws -> String? {
        guard let account else { return nil }
        return try await service.name(of: account)
    }
}

/// Turns what belongs to a dossier into the parts of its page.
private struct DossierWords {
    let strings: Strings
    let formats: Formats

    init(_ context: WebContext) { (strings, formats) = (context.strings, context.formats) }

    func form(_ form: SubmittedForm) -> CaseContent.Section {
        .init(
            strings["services.dossier.form"],
            lists: form.sections(strings.language).map { section in
                SummaryList(section.rows.map { .init($0.label, $0.value) }, title: section.title)
            })
    }

    /// Those who have to confirm before the desk takes it on.
    func waiting(_ confirmations: [Confirmation]) -> [Notice] {
        confirmations.map { other in
            Notice(strings.fill("services.party.waiting", ["name": other.name]), strings["services.party.waiting_why"])
        }
    }

    /// Who sent it for the applicant, and by what right.
    func sender(_ name: String?, _ form: SubmittedForm) -> [CaseContent.Section] {
        guard let name else { return [] }
        let isChild = DossierRequest(form.form)?.capacity == .child
        let list = SummaryList([
            .init(strings["services.sender.name"], name),
            .init(
                strings["services.sender.right"],
                strings[isChild ? "services.sender.child" : "services.sender.consent"],
                status: isChild ? Status(.neutral, strings["services.sender.unconfirmed"]) : nil),
        ])
        return [.init(strings["services.sender.title"], lists: [list])]
    }

    func bills(_ bills: [Bill]) -> [CaseContent.Section] {
        guard !bills.isEmpty else { return [] }
        let rows = bills.map { bill in
            SummaryList.Row(
                bill.lines.map { $0.text(in: strings.language) }.joined(separator: "; "),
                formats.amount(bill.amount.dong), status: Status(bill.state, strings))
        }
        return [
            .init(
                strings["services.fact.fee"], lists: [SummaryList(rows)],
                links: bills.map { Link(strings["services.dossier.bill"], "/bills/\($0.id)") })
        ]
    }

    /// What was issued so far; the desk can print the control slip beside it.
    func papers(
        _ papers: [IssuedDocument], _ pending: [ID<IssuedDocument>: PendingSignature], of view: CaseView
    ) -> [CaseContent.Section] {
        guard !papers.isEmpty || !view.isMine else { return [] }
        let rows = papers.map { paper in
            SummaryList.Row(
                paper.title, formats.time(paper.issuedAt ?? paper.requestedAt),
                change: paper.isThere ? Link(strings["services.dossier.open"], "/documents/\(paper.id)") : nil,
                status: paper.isThere
                    ? nil
                    : Status(paper.state == .failed ? .late : .neutral, state(of: paper, pending[paper.id])))
        }
        let slip = Link(
            strings["services.desk_paper.control_slip.title"], "/\(Dossiers.path)/\(view.file.id)/control-slip")
        return [
            .init(
                strings["services.dossier.papers"], lists: rows.isEmpty ? [] : [SummaryList(rows)],
                links: view.isMine ? [] : [slip])
        ]
    }

    private func state(of paper: IssuedDocument, _ pending: PendingSignature?) -> String {
        guard let signatory = pending?.signatory, let kind = signatory.kind else {
            return strings["services.paper.\(paper.state.rawValue)"]
        }
        let isSilent = kind == .remote && pending?.problem.isEmpty == false
        return strings["services.paper.\(kind.rawValue)\(isSilent ? "_silent" : "")"]
    }

    func registrations(_ requests: [RegisterRequest], in registers: NationalRegisters) -> [CaseContent.Section] {
        guard !requests.isEmpty else { return [] }
        return [
            .init(
                strings["registers.title"],
                lists: requests.map { SummaryList(registration($0, in: registers[$0.register])) })
        ]
    }

    private func registration(_ request: RegisterRequest, in register: NationalRegister?) -> [SummaryList.Row] {
        let state = request.answer?.outcome ?? (request.takenAt == nil ? "sending" : "taken")
        let time = request.answeredAt ?? request.takenAt ?? request.askedAt
        let entry = request.entry
        let facts = [
            ("volume", entry?.volume), ("number", entry?.number), ("day", entry.map { formats.date($0.day) }),
            ("words", request.answer?.words),
        ]
        return [
            .init(strings["registers.fact.register"], register?[strings.language] ?? request.register),
            .init(
                strings["registers.fact.state"], formats.time(time),
                status: Status(entry == nil ? .neutral : .onTime, strings["registers.state.\(state)"])),
        ]
            + facts.compactMap { name, value in
                value.flatMap { $0.isEmpty ? nil : .init(strings["registers.fact.\(name)"], $0) }
            }
    }

    /// The result, as soon as it is there.
    func result(_ papers: [IssuedDocument]) -> [Notice] {
        guard let result = papers.last(where: { $0.kind == ResultPaper.kind && $0.isThere }) else { return [] }
        return [
            Notice(
                strings["services.dossier.result"], result.title, isSuccess: true,
                link: Link(strings["services.dossier.open"], "/documents/\(result.id)"))
        ]
    }

    func due(_ bills: [Bill]) -> [Notice] {
        bills.filter { $0.state == .open }.prefix(1).map { bill in
            Notice(
                strings["services.dossier.to_pay"], formats.amount(bill.amount.dong),
                link: Link(strings["services.dossier.pay"], "/bills/\(bill.id)"))
        }
    }
}

extension IssuedDocument {
    /// It can be opened: as a signed PDF, or as a page to print where there is no renderer.
    fileprivate var isThere: Bool { state == .ready || state == .printable }
}

extension Status {
    /// How a bill stands.
    fileprivate init(_ state: Bill.State, _ strings: Strings) {
        let word = strings["payments.state.\(state.rawValue)"]
        self.init(state == .paid || state == .exempted ? .onTime : state == .open ? .risk : .neutral, word)
    }
}
