// SPDX-License-Identifier: Apache-2.0

package import Casework
import Foundation
package import Indicators
package import Kernel
package import Web

/// What a task adds to the pages of its case: what is to be done, after which document, who joins in, and the indicator that
/// tells how far it is.
package struct TaskFace: CaseFace {
    let catalogue: IndicatorCatalogue
    /// The name of an agency.
    let agency: @Sendable (String, Language) async throws -> String

    package init(
        catalogue: IndicatorCatalogue, agency: @escaping @Sendable (String, Language) async throws -> String
    ) {
        (self.catalogue, self.agency) = (catalogue, agency)
    }

    package var kind: String { Tasks.kind }
    package var path: String { Tasks.path }
    package var vocabulary: String? { "steering.tasks." }
    package var isForResidents: Bool { false }
    package var phases: [CaseFlow.Phase] { [.incoming, .running, .standing] }

    package func doors(for actor: Actor, _ strings: Strings) -> [Link] {
        guard let agency = actor.agency, actor.can(Tasks.give, in: agency) else { return [] }
        return [
            Link(strings["steering.tasks.given.heading"], "/desk/tasks/given"),
            Link(strings["steering.tasks.new"], "/desk/tasks/new"),
        ]
    }

    package func title(of file: CaseFile, in language: Language) -> String { file.matter }

    package func content(of view: CaseView, for actor: Actor, _ context: WebContext) async throws -> CaseContent {
        let order = try JSONDecoder().decode(TaskOrder.self, from: Data(view.content.utf8))
        let strings = context.strings
        var rows: [SummaryList.Row] = [
            .init(strings["steering.tasks.form.text"], order.text),
            .init(strings["steering.tasks.form.basis"], order.basis),
        ]
        var joining: [String] = []
        for id in order.joining { joining.append(try await agency(id, context.language)) }
        if !joining.isEmpty {
            rows.append(.init(strings["steering.tasks.form.joining"], joining.joined(separator: "; ")))
        }
        let indicator = order.indicator.flatMap { catalogue[$0] }
        return CaseContent(sections: [
            .init(
                strings["steering.tasks.order"], lists: [SummaryList(rows)],
                links: indicator.map { [Link($0.name[context.language], "/indicators/\($0.id)")] } ?? [])
        ])
    }
}
