// SPDX-License-Identifier: Apache-2.0

import Casework
import Database
import Forms
import Foundation
import Kernel
import NationalRegisters
import Payments
import Product
import PublicServices
import Wire

/// Plays the deeds of dossiers through the functions that the pages call, as the people whose business it is.
struct Scene: Sendable {
    let platform: Platform
    let cast: Cast
    let calendar: WorkingCalendar
    let answers: AnswerBook
    let bank: SharedSecret, mobileMoney: SharedSecret, register: SharedSecret
    let ends: Date

    /// What came of a deed.
    struct Outcome: Sendable {
        var story: Story
        let happenings: Happenings
        /// When the next deed of the dossier happens; nil when it has ended, or the year has.
        var next: Date?
    }

    func play(_ story: Story, at time: Date) async throws -> Outcome {
        var (story, happenings) = (story, Happenings())
        let deed = story.deeds.removeFirst()
        switch deed {
        case .send: try await send(&story, &happenings)
        case .pay: try await pay(&story, &happenings, at: time)
        case .assign: try await assign(&story, &happenings)
        case .exempt: try await exempt(&story, &happenings)
        case .refund, .payOut: try await giveBack(deed, &story, &happenings)
        case .meddle: try await meddle(story, &happenings)
        case .hearRegister: try await hearRegister(&story, &happenings, at: time)
        case .handOver: try await handOver(&story, &happenings)
        case .supplement, .withdraw: try await act(deed, &story, &happenings)
        default: try await work(deed, &story, &happenings)
        }
        var next = story.goOn(from: time, calendar)
        if let moment = next, moment >= ends { next = nil }
        return Outcome(story: story, happenings: happenings, next: next)
    }

    private func resident(_ story: Story) -> Player { cast.residents[story.resident] }

    /// The dossier of a story that has been sent.
    private func file(_ story: Story) throws -> CaseFile {
        guard let file = story.file else { throw CaseProblem.notFound }
        return file
    }

    /// The national register in which a dossier is entered, if any.
    private func nationalRegister(of story: Story) -> NationalRegister? {
        platform.dossiers.service.catalogue.register(of: story.procedure)
    }

    // MARK: the applicant

    private func send(_ story: inout Story, _ happenings: inout Happenings) async throws {
        let (host, player) = (platform.dossiers, resident(story))
        guard let form = host.form(story.procedure) else { throw DraftProblem.noForm }
        let setting = try await platform.drafts.setting()
        var given = try answers.answers(to: form, variant: story.variant, by: player.respondent, in: setting)
        let others = name(partiesOf: story, in: &given)
        var draft = try await host.service.begin(
            story.procedure, at: ID(cast.desks[story.desk].place.rawValue), with: host, by: player.actor)
        for question in form.pages.flatMap(\.questions) where !given[question.id].files.isEmpty {
            draft = try await platform.drafts.add(cast.scan, to: question, of: draft, form, by: player.actor)
        }
        draft = try await platform.drafts.save(given, of: draft, form, by: player.actor)
        let asked = try form.asked(given, on: setting.today)
        draft.answers = asked.answers
        let path = try await host.submit(draft, asked: asked, by: player.actor)
        let id = path.split(separator: "/").last?.split(separator: "?").first ?? ""
        story.file = try await platform.cases.view(ID(String(id)), for: player.actor).file
        for other in others {
            try await host.service.parties.confirm(ID(String(id)), by: other.actor)
            for event in ["party_asked", "party_confirmed"] { happenings.happened("dossiers.\(event)") }
        }
        let bills = try await platform.database.read { [payments = platform.payments] in
            try payments.bills(of: String(id), in: $0)
        }
        story.bill = bills.first
        happenings.happened("forms.begun")
        happenings.happened("dossiers.opened")
        // Applicants of the replay send everything online.
        happenings.measured["dossiers.opened_online", default: 0] += 1
        if let bill = story.bill {
            happenings.happened("payments.billed")
            happenings.moved(bill.amount.dong, "billed")
        }
        story.plan(canHandOver: cast.desks[story.desk].superior != nil, register: nationalRegister(of: story))
    }

    /// Where a form names several people, such as bride and groom, they are the applicant and their neighbours in the list;
    /// those are returned, for they have to confirm it.
    private func name(partiesOf story: Story, in answers: inout Answers) -> [Player] {
        let parties = platform.dossiers.service.catalogue[story.procedure]?.parties ?? []
        let people = parties.indices.map { cast.residents[(story.resident + $0) % cast.residents.count] }
        for (party, person) in zip(parties, people) {
            answers.values[party.identifier] = person.respondent.identifiers.first.map(JSONValue.string)
            answers.values[party.name] = person.respondent.names.first.map(JSONValue.string)
        }
        return Array(people.dropFirst())
    }

    private func act(_ deed: Story.Deed, _ story: inout Story, _ happenings: inout Happenings) async throws {
        let file = try file(story)
        let (move, event, words) =
            deed == .withdraw
            ? ("withdraw", "withdrawn", "") : ("supplement", "supplemented", "Tôi xin bổ sung giấy tờ theo yêu cầu.")
        story.file = try await platform.cases.move(
            file.id, seen: file.version, move, saying: .init(words), by: resident(story).actor)
        happenings.happened("dossiers.\(event)")
        if deed == .withdraw { cancelBill(of: &story, &happenings) }
    }

    // MARK: officials

    private func work(_ deed: Story.Deed, _ story: inout Story, _ happenings: inout Happenings) async throws {
        let office = cast.desks[story.holder]
        let isAsked = deed == .askRegister || deed == .decide && nationalRegister(of: story) != nil
        guard let work = Work(deed, clock: try file(story).clock, isAsked: isAsked, calendar) else { return }
        let actor = work.byHead ? office.head : office.clerk
        let seen = try await platform.cases.view(try file(story).id, for: actor).file
        happenings.readings.append(
            .init(
                reader: actor.id, subject: resident(story).actor.id, what: "cases.access.case",
                about: seen.code?.description ?? ""))
        story.file = try await platform.cases.move(
            seen.id, seen: seen.version, work.move, saying: work.words, by: actor)
        happenings.happened("dossiers.\(work.event)")
        if work.hasPaper { happenings.papers += 1 }
        if isAsked {
            happenings.happened("registers.asked")
        } else if deed == .decide {
            happenings.decided(seen, at: platform.now())
        }
        if deed == .decline || deed == .stop { cancelBill(of: &story, &happenings) }
    }

    /// The register enters what it was asked to, and says so by the road it takes for every node.
    private func hearRegister(
        _ story: inout Story, _ happenings: inout Happenings, at time: Date
    ) async throws {
        let file = try file(story)
        let asked = try await platform.database.read { [registers = platform.dossiers.service.registers] in
            try registers.requests(of: file.id.rawValue, in: $0)
        }
        guard let request = asked.last else {
            throw ReplayProblem.differs("no register was asked about \(file.id)")
        }
        let entry = RegisterEntry(volume: "01/\(Day(time).year)", number: "\(story.number + 1)", day: Day(time))
        let reply = try RegisterReply(to: request.id, .entered(entry, words: "")).body
        _ = try await platform.registers.receive(
            SignedMessage(reply, secret: register, at: time), from: request.register)
        happenings.happened("registers.answered")
        happenings.happened("dossiers.decided")
        happenings.papers += 1
        happenings.decided(file, at: time)
        story.file = try await platform.cases.view(file.id, for: resident(story).actor).file
    }

    private func handOver(_ story: inout Story, _ happenings: inout Happenings) async throws {
        guard let superior = cast.desks[story.holder].superior else { return }
        let file = try file(story)
        story.file = try await platform.cases.handOver(
            file.id, seen: file.version, to: cast.desks[superior].place, saying: "Thuộc thẩm quyền của cấp trên.",
            by: cast.desks[story.holder].clerk)
        story.holder = superior
        happenings.happened("dossiers.handed_over")
    }

    /// An official asks for a dossier that is none of their business, and learns nothing.
    private func meddle(_ story: Story, _ happenings: inout Happenings) async throws {
        guard story.desk != 0, story.holder != 0 else { return }
        do {
            _ = try await platform.cases.view(try file(story).id, for: cast.stranger)
            throw ReplayProblem.differs("an official of elsewhere saw \(try file(story).id)")
        } catch CaseProblem.notFound { happenings.happened("dossiers.refused") }
    }

    // MARK: money

    private func pay(_ story: inout Story, _ happenings: inout Happenings, at time: Date) async throws {
        guard let bill = story.bill, bill.state == .open else { return }
        let isAssignedLater = story.deeds.first == .assign
        let memo = isAssignedLater ? "nop le phi" : "\(bill.reference) nop le phi"
        let (notification, provider) = try notification(of: bill, memo: memo, story, at: time)
        for repeated in 0..<(story.fate.isToldTwice ? 2 : 1) {
            let taken = try await platform.payments.receive(notification, from: provider)
            let expected: Taking =
                repeated > 0 ? .known : isAssignedLater ? .new(.unknownReference) : .new(.applied)
            guard taken == expected else { throw ReplayProblem.differs("a payment was taken as \(taken)") }
        }
        guard !isAssignedLater else { return happenings.happened("payments.unmatched") }
        try await paid(&story, &happenings, bill)
    }

    private func notification(
        of bill: Bill, memo: String, _ story: Story, at time: Date
    ) throws -> (RawNotification, provider: String) {
        let (desk, mobile) = (cast.desks[story.desk], story.fate.byMobileMoney)
        guard
            let notice = TransferNotice(
                transaction: "FT\(story.number)", account: mobile ? desk.mobileMoney : desk.bank,
                amount: Decimal(bill.amount.dong), currency: "VND", memo: memo, paidAt: time)
        else { throw ReplayProblem.differs("a transfer that no bank would send") }
        return mobile
            ? (try MobileMoneyProvider.notification(of: notice, secret: mobileMoney, at: time), MobileMoneyProvider.id)
            : (try BankProvider.notification(of: notice, secret: bank, at: time), BankProvider.id)
    }

    /// The cashier finds the bill for money that came without its reference.
    private func assign(_ story: inout Story, _ happenings: inout Happenings) async throws {
        guard let bill = story.bill else { return }
        let desk = cast.desks[story.desk]
        let seen = try await platform.payments.desk(at: desk.place, for: desk.cashier)
        for payer in Set((seen.open + seen.decided + seen.refunds).map(\.payer)).sorted() {
            happenings.readings.append(
                .init(reader: desk.cashier.id, subject: payer, what: "payments.access.desk", about: ""))
        }
        guard let waiting = seen.waiting.first(where: { $0.notice.transaction == "FT\(story.number)" }) else {
            throw ReplayProblem.differs("FT\(story.number) is not waiting")
        }
        _ = try await platform.payments.assign(waiting.id, to: bill.reference.description, by: desk.cashier)
        try await paid(&story, &happenings, bill)
    }

    private func exempt(_ story: inout Story, _ happenings: inout Happenings) async throws {
        guard let bill = story.bill else { return }
        story.bill = try await platform.payments.exempt(
            bill.id, because: "Hộ nghèo, theo giấy chứng nhận", by: cast.desks[story.desk].cashier)
        happenings.happened("payments.exempted")
        happenings.moved(bill.amount.dong, "exempted")
    }

    private func giveBack(_ deed: Story.Deed, _ story: inout Story, _ happenings: inout Happenings) async throws {
        guard let bill = story.bill else { return }
        let cashier = cast.desks[story.desk].cashier
        if deed == .refund {
            story.bill = try await platform.payments.refund(
                bill.id, because: "Hồ sơ không được giải quyết", by: cashier)
            happenings.happened("payments.refunded")
            happenings.moved(bill.amount.dong, "refunded")
        } else {
            try await platform.payments.payOut(bill.id, by: cashier)
            happenings.happened("payments.refund_paid_out")
            happenings.moved(bill.amount.dong, "paidOut")
        }
    }

    private func paid(_ story: inout Story, _ happenings: inout Happenings, _ bill: Bill) async throws {
        happenings.happened("payments.paid")
        // Nobody in the replay pays in cash.
        happenings.measured["payments.paid_online", default: 0] += 1
        happenings.moved(bill.amount.dong, "paid")
        let payments = platform.payments
        story.bill = try await platform.database.read { try payments.bills(of: bill.subject, in: $0).first }
        guard let file = story.file, file.state == "payment_requested" else { return }
        // The dossier went on with the money.
        happenings.happened("dossiers.paid")
        story.file = try await platform.cases.view(file.id, for: resident(story).actor).file
    }

    private func cancelBill(of story: inout Story, _ happenings: inout Happenings) {
        guard let bill = story.bill, bill.state == .open else { return }
        happenings.happened("payments.cancelled")
        happenings.moved(bill.amount.dong, "cancelled")
        story.bill = nil
    }
}

/// A move that officials make, with what they say.
private struct Work {
    let move: String, event: String
    let byHead: Bool, hasPaper: Bool
    let words: CaseFile.Words

    /// Nil where there is nothing to do: what has no deadline needs no extension. `isAsked` says that a register is asked
    /// by it.
    init?(_ deed: Story.Deed, clock: CaseClock?, isAsked: Bool, _ calendar: WorkingCalendar) {
        var due: Date?
        switch deed {
        case .receive: (move, event, byHead, hasPaper) = ("receive", "received", false, true)
        case .decline: (move, event, byHead, hasPaper) = ("decline", "declined", false, true)
        case .begin: (move, event, byHead, hasPaper) = ("begin", "begun", false, false)
        case .askSupplement:
            (move, event, byHead, hasPaper) = ("request_supplement", "supplement_requested", false, true)
        case .askPayment: (move, event, byHead, hasPaper) = ("request_payment", "payment_requested", false, false)
        case .stop: (move, event, byHead, hasPaper) = ("stop", "stopped", true, true)
        case .decide:
            (move, event, byHead, hasPaper) = ("decide", isAsked ? "sent_to_register" : "decided", true, !isAsked)
        case .askRegister: (move, event, byHead, hasPaper) = ("send_to_register", "sent_to_register", false, false)
        case .handBack: (move, event, byHead, hasPaper) = ("return", "returned", false, false)
        case .extend:
            guard let clock else { return nil }
            (move, event, byHead, hasPaper) = ("extend", "extended", true, true)
            due = calendar.moment(3 * calendar.minutesPerDay, after: clock.due)
        default: return nil
        }
        words = CaseFile.Words(Self.texts[deed.name] ?? "", newDue: due)
    }

    private static let texts = [
        "decline": "Thiếu giấy tờ bắt buộc theo thành phần hồ sơ.",
        "askSupplement": "Đề nghị bổ sung bản chụp giấy tờ rõ nét hơn.", "stop": "Quá thời hạn chờ người nộp hồ sơ.",
        "decide": "Hồ sơ đủ điều kiện giải quyết.", "extend": "Cần thêm thời gian xác minh.",
    ]
}

extension Story.Deed {
    fileprivate var name: String { "\(self)" }
}
