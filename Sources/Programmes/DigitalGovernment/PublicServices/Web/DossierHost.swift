// SPDX-License-Identifier: Apache-2.0

package import Forms
import Foundation
import Identity
package import Kernel
package import Web

/// The forms of procedures, filled in at `/drafts`.
package struct DossierHost: FormHost {
    package let service: DossierService
    let forms: FormShelf
    /// What is asked before a form in some capacities, by the name of the capacity.
    let preludes: FormShelf
    let strings: @Sendable (Language) -> Strings

    /// `strings` are those of each language: a dossier keeps its form as it read in both.
    package init(
        service: DossierService, forms: FormShelf, preludes: FormShelf,
        strings: @escaping @Sendable (Language) -> Strings
    ) {
        self.service = service
        self.forms = forms
        self.preludes = preludes
        self.strings = strings
    }

    package var kind: String { "services" }

    package func form(_ key: String) -> FormDefinition? {
        guard let request = DossierRequest(key), service.catalogue[request.procedure] != nil,
            let form = forms[request.procedure]
        else { return nil }
        return preludes[request.capacity.description].map(form.preceded) ?? form
    }

    package func title(_ key: String, _ language: Language) -> String {
        procedure(key)?.name[language] ?? key
    }

    private func procedure(_ key: String) -> Procedure? {
        DossierRequest(key).flatMap { service.catalogue[$0.procedure] }
    }

    /// An official fills in for somebody else, of whom nothing is known yet; of a person who consented the name is enough.
    package func prefill(_ key: String, for actor: Actor) async throws -> [String: JSONValue] {
        guard actor.kind == .resident else { return [:] }
        if case .consented(let person) = DossierRequest(key)?.capacity {
            return ["person.name": .string(try await service.name(of: person.rawValue))]
        }
        let id = ID<Account>(actor.id)
        var known: [String: JSONValue] = ["person.name": .string(try await service.name(of: actor.id))]
        if let identifier = try await service.identity.identifier(of: id) {
            known["person.identifier"] = .string(identifier.digits)
        }
        return known
    }

    package func extras(
        _ key: String, _ answers: Answers, for actor: Actor, _ strings: Strings
    ) async throws -> [SummaryList.Row] {
        guard let procedure = procedure(key), let request = DossierRequest(key) else { return [] }
        let formats = Formats(strings.language)
        let charges = try procedure.fee?.charges(for: answers, by: request.channel(of: actor)) ?? []
        let total = charges.reduce(0) { $0 + $1.total }
        let lines = charges.map { charge in
            strings.fill(
                "services.charge",
                [
                    "name": charge.name[strings.language], "count": formats.number(charge.quantity),
                    "amount": formats.amount(charge.amount),
                ])
        }
        return [
            .init(
                strings["services.fact.fee"],
                total == 0
                    ? strings["services.no_charge"] : (lines + [formats.amount(total)]).joined(separator: "\n")),
            .init(
                strings["services.fact.time"],
                procedure.time?.text[strings.language] ?? strings["services.not_known"]),
            .init(strings["services.fact.result"], procedure.result[strings.language]),
        ]
    }

    package func submit(_ draft: Draft, asked: AskedForm, by actor: Actor) async throws -> String {
        guard let form = form(draft.key) else { throw PublicServicesProblem.noSuchProcedure(draft.key) }
        let submitted = SubmittedForm(
            draft.key, version: draft.version, draft.answers, readings: readings(of: asked))
        let isChild = DossierRequest(draft.key)?.capacity == .child
        let person =
            isChild
            ? DossierPerson(name: draft.answers["represented_name"].string, identifier: nil)
            : form.person(in: draft.answers)
        return try await service.submit(draft, as: submitted, for: person, by: actor)
    }

    /// How answers read today, in both languages.
    func readings(of asked: AskedForm) -> [Language: FormSummary] {
        Language.allCases.reduce(into: [:]) { $0[$1] = asked.summary(strings($1)) }
    }
}

extension FormDefinition {
    /// Whose dossier it is, by what was answered.
    func person(in answers: Answers) -> DossierPerson {
        DossierPerson(name: answer("person.name", in: answers), identifier: answer("person.identifier", in: answers))
    }

    /// What was answered where the state would have prefilled `name`.
    private func answer(_ name: String, in answers: Answers) -> String? {
        pages.lazy.flatMap(\.questions).first { $0.prefill == name }.flatMap { answers[$0.id].string }
    }
}
