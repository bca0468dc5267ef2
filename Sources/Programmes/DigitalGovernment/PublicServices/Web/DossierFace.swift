// SPDX-License-Identifier: Apache-2.0

package import Casework
import Forms
package import Kernel
import Payments
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
        let (strings, language) = (context.strings, context.language)
        let form = try SubmittedForm(json: view.file.content)
        let lists = form.sections(language).map { section in
            SummaryList(section.rows.map { .init($0.label, $0.value) }, title: section.title)
        }
        var content = CaseContent(sections: [.init(strings["services.dossier.form"], lists: lists)])
        let bills = try await service.bills(of: view)
        guard !bills.isEmpty else { return content }
        let rows = bills.map { bill in
            SummaryList.Row(
                bill.lines.map { $0.text(in: language) }.joined(separator: "; "),
                context.formats.amount(bill.amount.dong), status: Status(bill.state, strings))
        }
        content.sections.append(
            .init(
                strings["services.fact.fee"], lists: [SummaryList(rows)],
                links: bills.map { Link(strings["services.dossier.bill"], "/bills/\($0.id)") }))
        if view.isMine, let open = bills.first(where: { $0.state == .open }) {
            content.notices.append(
                Notice(
                    strings["services.dossier.to_pay"], context.formats.amount(open.amount.dong),
                    link: Link(strings["services.dossier.pay"], "/bills/\(open.id)")))
        }
        return content
    }
}

extension Status {
    /// How a bill stands.
    fileprivate init(_ state: Bill.State, _ strings: Strings) {
        let word = strings["payments.state.\(state.rawValue)"]
        self.init(state == .paid || state == .exempted ? .onTime : state == .open ? .risk : .neutral, word)
    }
}
