// SPDX-License-Identifier: Apache-2.0

package import Casework
import Foundation
package import Indicators
package import Kernel
import Units
package import Web

/// What a task adds to the pages of its case: what is to be done, after which document, who joins in, and the indicator that
/// tells how far it is.
package struct TaskFace: CaseFace {
    let catalogue: IndicatorCatalogue
    let directives: DirectiveService
    let courses: TaskCourseService
    /// The name of an agency.
    let agency: @Sendable (String, Language) async throws -> String

    package init(
        catalogue: IndicatorCatalogue, directives: DirectiveService, courses: TaskCourseService,
        agency: @escaping @Sendable (String, Language) async throws -> String
    ) {
        (self.catalogue, self.agency) = (catalogue, agency)
        (self.directives, self.courses) = (directives, courses)
    }

    package var kind: String { Tasks.kind }
    package var path: String { Tasks.path }
    package var vocabulary: String? { "steering.tasks." }
    package var isForResidents: Bool { false }
    package var phases: [CaseFlow.Phase] { [.incoming, .running, .standing] }

    package func doors(for actor: Actor, _ strings: Strings) -> [Link] {
        guard let agency = actor.agency, actor.can(Tasks.read, in: agency) else { return [] }
        let all = [
            Link(strings["steering.directives.title"], "/desk/directives"),
            Link(strings["steering.tasks.joined.heading"], "/desk/tasks/joined"),
        ]
        guard actor.can(Tasks.give, in: agency) else { return all }
        return all + [
            Link(strings["steering.tasks.given.heading"], "/desk/tasks/given"),
            Link(strings["steering.reminders.title"], "/desk/tasks/reminders"),
            Link(strings["steering.awards.title"], "/desk/awards"),
            Link(strings["steering.tasks.new"], "/desk/tasks/new"),
        ]
    }

    package func title(of file: CaseFile, in language: Language) -> String { file.matter }

    package func content(of view: CaseView, for actor: Actor, _ context: WebContext) async throws -> CaseContent {
        let order = try TaskOrder(content: view.content)
        let (strings, place) = (context.strings, try await directives.place(of: view.file.id))
        var rows: [SummaryList.Row] = [
            .init(strings["steering.tasks.form.text"], order.text),
            .init(strings["steering.tasks.form.basis"], order.basis),
        ]
        for kind in Directive.Heading.Kind.allCases.reversed() {
            guard let place, let heading = place.frame.heading(of: place.item, kind) else { continue }
            rows.append(
                .init(
                    strings["steering.directives.kind_one.\(kind.rawValue)"], "\(heading.number). \(heading.title)"))
        }
        var joining: [String] = []
        for id in order.joining { joining.append(try await agency(id, context.language)) }
        if !joining.isEmpty {
            rows.append(.init(strings["steering.tasks.form.joining"], joining.joined(separator: "; ")))
        }
        var links = [place?.frame.directive].compactMap(\.self).map {
            Link("\($0.notation), \($0.title)", "/desk/directives/\($0.id)")
        }
        if order.isPilot == true {
            rows.append(
                .init(strings["steering.directives.pilot.legend"], strings["steering.directives.pilot.mark"]))
            let isDone = directives.cases.progress(of: view.file).stage == .done
            if isDone, actor.agency == view.file.desk, actor.can(Tasks.give, in: view.file.desk) {
                links.append(Link(strings["steering.directives.pilot.title"], "/desk/pilots/\(view.file.id)"))
            }
        }
        var sections = [
            CaseContent.Section(strings["steering.tasks.order"], lists: [SummaryList(rows)], links: links)
        ]
        if let indicator = order.indicator.flatMap({ catalogue[$0] }) {
            let course = try await courses.course(of: indicator, lead: view.file.holder, since: view.file.openedAt)
            sections.append(
                TaskCourseWords(
                    course: course, words: IndicatorWords(indicator, strings, context.formats)
                ).section)
        }
        return CaseContent(sections: sections)
    }
}

/// How the progress of a task reads that an indicator tells.
struct TaskCourseWords {
    let course: TaskCourseService.Course
    let words: IndicatorWords

    var section: CaseContent.Section {
        let strings = words.strings
        return CaseContent.Section(
            strings["steering.directives.course.title"], lists: [SummaryList(rows)],
            trends: words.trend(course.values).map { [$0] } ?? [], links: [Link(words.name, href)])
    }

    private var rows: [SummaryList.Row] {
        let strings = words.strings
        func dated(_ value: IndicatorValue) -> String { "\(words.share(value)), \(words.period(value.period))" }
        var rows = [
            SummaryList.Row(
                strings["steering.directives.course.place"], course.unit?.name ?? strings["indicators.country"])
        ]
        let (before, now) = (course.before, course.now)
        rows.append(
            .init(
                strings["steering.directives.course.now"], now.map(dated) ?? strings["indicators.no_value"],
                status: course.goal.flatMap { goal in now.flatMap { words.status(goal, of: $0) } }))
        if let goal = course.goal {
            rows.append(.init(strings["steering.directives.course.goal"], words.text(goal.value)))
        }
        if let before, before.period != now?.period {
            rows.append(.init(strings["steering.directives.course.before"], dated(before)))
        }
        return rows
    }

    private var href: String {
        let kind = course.values.last?.period.kind ?? course.indicator.periods.first
        let parts = [kind.map { "per=\($0.rawValue)" }, course.unit.map { "unit=\($0.id)&view=as-now" }]
        return "/indicators/\(course.indicator.id)?\(parts.compactMap(\.self).joined(separator: "&"))"
    }
}
