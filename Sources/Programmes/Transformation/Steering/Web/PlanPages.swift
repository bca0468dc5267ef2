// SPDX-License-Identifier: Apache-2.0

import Agencies
import Foundation
import Kernel
import Units
import Web

/// How a plan reads.
struct PlanWords {
    let strings: Strings
    let formats: Formats

    func years(_ plan: Plan) -> String {
        let years = plan.years
        return years.count == 1 ? "\(years.lowerBound)" : "\(years.lowerBound)–\(years.upperBound)"
    }

    func status(_ plan: Plan, on day: Day) -> Status {
        let standing = plan.standing(on: day)
        let word = strings["steering.plans.standing.\(standing.rawValue)"]
        return standing == .inForce ? Status(.onTime, word) : Status(.neutral, word)
    }

    func source(_ plan: Plan) -> String {
        strings.fill("steering.plans.issued", ["notation": plan.notation, "day": formats.date(plan.day)])
    }
}

/// Who has a plan of a kind in force, and who has none.
struct PlanRegisterPage: Page {
    static let template = "steering/plans"

    struct Missing: Sendable {
        let title: String
        let bodies: [Link]
    }

    let title: String
    let kinds: Tabs
    let figure: Figure
    let missing: [Missing]
    let plans: [Table]
    let isEmpty: Bool
    let keep: [Link]

    init(_ register: PlanService.Register, mayKeep: Bool, strings: Strings, formats: Formats) {
        let words = PlanWords(strings: strings, formats: formats)
        let kind = register.kind.rawValue
        let having = register.bodies.filter(register.has)
        title = strings.fill(
            "steering.plans.heading.\(kind)",
            ["count": formats.number(having.count), "all": formats.number(register.bodies.count)])
        kinds = Tabs(
            strings["steering.plans.kinds"],
            Plan.Kind.allCases.map {
                .init(
                    strings["steering.plans.kind.\($0.rawValue)"], "/plans?kind=\($0.rawValue)",
                    isHere: $0 == register.kind)
            })
        let share = register.bodies.isEmpty ? 0 : Double(having.count) / Double(register.bodies.count)
        figure = Figure(
            label: strings["steering.plans.figure"], value: formats.percent(share),
            unit: "(\(formats.number(having.count))/\(formats.number(register.bodies.count)))", href: "#missing",
            source: strings.fill("steering.plans.source", ["day": formats.date(register.day)]))
        missing = [Agency.Kind.ministry, .peoplesCommittee].compactMap { bodies in
            let without = register.bodies.filter { $0.kind == bodies && !register.has($0) }
            guard !without.isEmpty else { return nil }
            return Missing(
                title: strings.fill(
                    bodies == .ministry ? "steering.plans.missing.ministries" : "steering.plans.missing.provinces",
                    ["count": formats.number(without.count)]),
                bodies: without.map { body in
                    Link(
                        body.unit.flatMap { register.provinces[$0] } ?? body.name(in: strings.language),
                        "/agencies/\(body.id)")
                })
        }
        let order = register.bodies + register.others
        let rows = order.flatMap { agency in
            register.plans.filter { $0.agency == agency.place }.map { plan -> [Table.Cell] in
                [
                    .text(agency.name(in: strings.language)),
                    plan.link.isEmpty ? .text(plan.title) : .link(plan.title, plan.link),
                    .link(words.source(plan), "/ledger/events/\(plan.event)"), .text(words.years(plan)),
                    .status(words.status(plan, on: register.day)),
                ]
            }
        }
        isEmpty = rows.isEmpty
        plans =
            rows.isEmpty
            ? []
            : [
                Table(
                    caption: strings["steering.plans.kind.\(kind)"], isCaptionHidden: true,
                    columns: ["agency", "title", "document", "years", "standing"].map {
                        .text(strings["steering.plans.column.\($0)"])
                    }, rows: rows)
            ]
        keep =
            mayKeep
            ? [
                Link(strings["steering.plans.new"], "/desk/plans/new"),
                Link(strings["steering.plans.own"], "/desk/plans", isSecondary: true),
            ] : []
    }

    static var mocks: [Self] {
        Plan.Kind.allCases.flatMap { kind in
            [[], Plan.mocks].map { plans in
                Self(
                    .init(
                        kind: kind, day: Day(number: 20_642), bodies: plans.isEmpty ? [] : Agency.mocks("a", "b"),
                        provinces: [:],
                        plans: plans, others: plans.isEmpty ? [] : Agency.mocks("c")),
                    mayKeep: kind == .strategy, strings: .mock, formats: Formats(.vi))
            }
        }
    }
}

/// What an agency entered.
struct PlanListPage: Page {
    static let template = "steering/plan-list"
    let plans: [Table]
    let isEmpty: Bool
    let new: Link

    init(_ plans: [Plan], today: Day, strings: Strings, formats: Formats) {
        let words = PlanWords(strings: strings, formats: formats)
        isEmpty = plans.isEmpty
        new = Link(strings["steering.plans.new"], "/desk/plans/new")
        self.plans =
            plans.isEmpty
            ? []
            : [
                Table(
                    caption: strings["steering.plans.own"], isCaptionHidden: true,
                    columns: ["title", "kind", "document", "years", "standing"].map {
                        .text(strings["steering.plans.column.\($0)"])
                    },
                    rows: plans.map { plan in
                        [
                            .link(plan.title, "/desk/plans/\(plan.id)"),
                            .text(strings["steering.plans.kind.\(plan.kind.rawValue)"]), .text(words.source(plan)),
                            .text(words.years(plan)), .status(words.status(plan, on: today)),
                        ]
                    })
            ]
    }

    static var mocks: [Self] {
        [[], Plan.mocks].map { Self($0, today: Day(number: 20_642), strings: .mock, formats: Formats(.vi)) }
    }
}

/// One plan of an agency, which may withdraw it.
struct PlanPage: Page {
    static let template = "steering/plan"
    let back: Link
    let errors: ErrorSummary
    let title: String
    let facts: SummaryList
    let links: [Link]
    let action: String
    let canWithdraw: Bool
    let reason: TextArea
    let button: Button

    init(_ plan: Plan, today: Day, typed: String, mistakes: Mistakes, strings: Strings, formats: Formats) {
        let words = PlanWords(strings: strings, formats: formats)
        back = Link(strings["steering.plans.own"], "/desk/plans")
        errors = mistakes.summary
        title = plan.title
        var rows: [SummaryList.Row] = [
            .init(strings["steering.plans.column.kind"], strings["steering.plans.kind.\(plan.kind.rawValue)"]),
            .init(strings["steering.plans.column.document"], words.source(plan)),
            .init(
                strings["steering.plans.column.years"], words.years(plan), status: words.status(plan, on: today)),
        ]
        if let withdrawal = plan.withdrawal {
            rows.append(
                .init(
                    strings["steering.plans.withdrawn_because"],
                    "\(withdrawal.reason) (\(formats.time(withdrawal.at)))"))
        }
        facts = SummaryList(rows)
        links =
            (plan.link.isEmpty ? [] : [Link(strings["steering.plans.read"], plan.link)])
            + [Link(strings["steering.reports.event"], "/ledger/events/\(plan.event)")]
            + (plan.withdrawal.map { [Link(strings["steering.plans.withdrawn_event"], "/ledger/events/\($0.event)")] }
                ?? [])
        action = "/desk/plans/\(plan.id)/withdrawal"
        canWithdraw = plan.withdrawal == nil
        reason = TextArea(
            "reason", label: strings["steering.plans.form.reason"], value: typed,
            hint: strings["steering.plans.form.reason_hint"], problem: mistakes["reason"], rows: 2)
        button = Button(strings["steering.plans.form.withdraw"], style: .warning)
    }

    static var mocks: [Self] {
        Plan.mocks.map {
            Self(
                $0, today: Day(number: 20_642), typed: .hostile,
                mistakes: Mistakes($0.withdrawal == nil ? [PlanProblem.blankReason] : [], strings: .mock),
                strings: .mock, formats: Formats(.vi))
        }
    }
}

/// A plan to be entered.
struct PlanFormPage: Page {
    static let template = "steering/plan-form"
    let back: Link
    let errors: ErrorSummary
    let kind: Choice
    let title: TextArea
    let notation: Field, from: Field, to: Field, link: Field
    let day: DateField
    let button: Button

    init(_ form: Form, mistakes: Mistakes, strings: Strings) {
        back = Link(strings["steering.plans.own"], "/desk/plans")
        errors = mistakes.summary
        func label(_ name: String) -> String { strings["steering.plans.form.\(name)"] }
        func field(_ name: String, width: Field.Width, isOptional: Bool = false, isNumeric: Bool = false) -> Field {
            Field(
                name, label: label(name), value: form.text(name), hint: label("\(name)_hint"), problem: mistakes[name],
                width: width, isNumeric: isNumeric, isOptional: isOptional)
        }
        kind = Choice(
            "kind", legend: label("kind"),
            options: Plan.Kind.allCases.map {
                Choice.Option(
                    $0.rawValue, strings["steering.plans.kind.\($0.rawValue)"],
                    isChosen: $0.rawValue == form.text("kind"))
            }, problem: mistakes["kind"])
        title = TextArea(
            "title", label: label("title"), value: form.text("title"), hint: label("title_hint"),
            problem: mistakes["title"], rows: 2)
        (notation, link) = (field("notation", width: .short), field("link", width: .full, isOptional: true))
        from = field("from", width: .tiny, isNumeric: true)
        to = field("to", width: .tiny, isOptional: true, isNumeric: true)
        day = DateField(
            "day", legend: label("day"), day: form.text("day-day"), month: form.text("day-month"),
            year: form.text("day-year"), problem: mistakes["day"])
        button = Button(label("enter"))
    }

    static var mocks: [Self] {
        let names = ["kind", "title", "notation", "from", "to", "link", "day-day"]
        let hostile = Form(Dictionary(uniqueKeysWithValues: names.map { ($0, [String.hostile]) }))
        return [
            Self(Form(), mistakes: Mistakes(strings: .mock), strings: .mock),
            Self(hostile, mistakes: Mistakes(PlanProblem.allCases, strings: .mock), strings: .mock),
        ]
    }
}

extension Agency {
    /// Called by attackers.
    fileprivate static func mocks(_ ids: String...) -> [Agency] {
        ids.compactMap { id in
            (try? OrganID("G06")).map {
                Agency(
                    id: ID(id), organID: $0, kind: id == "a" ? .ministry : .peoplesCommittee, name: .hostile,
                    englishName: .hostile, basis: "")
            }
        }
    }
}

extension Plan {
    /// In force and published, and one that was withdrawn.
    fileprivate static var mocks: [Plan] {
        let time = Date(timeIntervalSince1970: 1_783_476_000)
        return ["a", "c"].map { agency in
            Plan(
                id: ID("p"), agency: Place(rawValue: agency), kind: .strategy, title: .hostile, notation: .hostile,
                day: Day(time), years: agency == "a" ? 2026...2030 : 2020...2020,
                link: agency == "a" ? "https://example.gov.vn/x" : "", registeredBy: "x", registeredAt: time,
                event: "01a1",
                withdrawal: agency == "a" ? nil : .init(by: "x", at: time, reason: .hostile, event: "01a2"))
        }
    }
}
