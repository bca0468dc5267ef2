// SPDX-License-Identifier: Apache-2.0

import Casework
import Foundation
import Kernel
import NationalRegisters
import Payments

/// One dossier, from the form to the hand: what will become of it is drawn when it is sent, from a stream of its own.
struct Story: Sendable {
    /// What happens next.
    enum Deed: Sendable, Equatable {
        case send, pay, assign, receive, decline, begin, handOver, askSupplement, supplement, exempt, askPayment
        case withdraw, stop, extend, decide, askRegister, hearRegister, handBack, refund, payOut, meddle
    }

    let number: Int
    let desk: Int
    let resident: Int
    let procedure: String
    /// Which of the options of the form are chosen.
    let variant: Int
    let fate: Fate
    var chance: Chance

    var file: CaseFile?
    var bill: Bill?
    /// What is to come, the next thing first.
    var deeds: [Deed] = [.send]
    /// Where it lies: its place in the list of desks.
    var holder: Int

    init(number: Int, seed: UInt64, cast: Cast, scenario: Scenario, tiers: [Desk.Tier: Weighted<Int>]) {
        var chance = Chance(seed: seed, stream: UInt64(number) + 1_000)
        self.number = number
        let tier = Weighted(
            [Desk.Tier.province, .district, .commune].map { ($0, scenario.shares[$0.rawValue] ?? 0) }
        ).one(by: &chance)
        desk = tiers[tier]?.one(by: &chance) ?? 0
        holder = desk
        let near = cast.byDesk[desk] ?? []
        resident = near.isEmpty ? chance.below(cast.residents.count) : chance.one(of: near)
        procedure = cast.desks[desk].procedures.one(by: &chance)
        variant = chance.below(12)
        fate = Fate(scenario.fates, &chance)
        self.chance = chance
    }

    /// Whether money was asked for and has not come.
    var owes: Bool { bill?.state == .open }

    /// What follows a deed that happened at `time`; nil when nothing does.
    mutating func goOn(from time: Date, _ calendar: WorkingCalendar) -> Date? {
        deeds.first.map { moment(of: $0, after: time, calendar) }
    }

    /// The way of a dossier that has been sent. `register` is the national register in which it is entered, if any.
    mutating func plan(canHandOver: Bool, register: NationalRegister?) {
        let settles: [Deed] = owes ? (fate.memoIsLost ? [.pay, .assign] : [.pay]) : []
        let late = owes && (fate.paysLate || fate.isExempt)
        deeds = late ? [] : settles
        if fate.isDeclined {
            deeds += [.decline] + (owes && !late ? [.refund, .payOut] : [])
            return
        }
        deeds += [.receive]
        if fate.meetsStranger { deeds.append(.meddle) }
        if fate.isWithdrawn {
            deeds += [.withdraw] + (owes && !late ? [.refund, .payOut] : [])
            return
        }
        deeds.append(.begin)
        if fate.isHandedOver, canHandOver { deeds.append(.handOver) }
        if fate.isSupplemented { deeds += fate.isSilent ? [.askSupplement, .stop] : [.askSupplement, .supplement] }
        if fate.isSupplemented, fate.isSilent {
            deeds += owes && !late ? [.refund, .payOut] : []
            return
        }
        if late {
            deeds += fate.isExempt ? [.exempt] : fate.neverPays ? [.askPayment, .stop] : [.askPayment] + settles
        }
        if late, !fate.isExempt, fate.neverPays { return }
        if fate.isExtended { deeds.append(.extend) }
        switch register?.decides {
        case nil: deeds += [.decide, .handBack]
        case false?: deeds += [.decide, .hearRegister, .handBack]
        case true?: deeds += [.askRegister, .hearRegister, .handBack]
        }
    }
}

extension Story {
    /// What is drawn for a dossier.
    struct Fate: Sendable {
        let isDeclined: Bool, isSupplemented: Bool, isSilent: Bool, isHandedOver: Bool, isWithdrawn: Bool
        let isLate: Bool, isExtended: Bool, meetsStranger: Bool
        let isExempt: Bool, paysLate: Bool, neverPays: Bool, byMobileMoney: Bool, memoIsLost: Bool, isToldTwice: Bool

        init(_ shares: Scenario.Fates, _ chance: inout Chance) {
            isDeclined = chance.happens(shares.declined)
            isSupplemented = chance.happens(shares.supplemented)
            isSilent = chance.happens(shares.silent)
            isHandedOver = chance.happens(shares.handedOver)
            isWithdrawn = chance.happens(shares.withdrawn)
            isLate = chance.happens(shares.late)
            isExtended = chance.happens(shares.extended)
            meetsStranger = chance.happens(shares.strangers)
            isExempt = chance.happens(shares.exempted)
            paysLate = chance.happens(shares.paysLate)
            neverPays = chance.happens(shares.neverPays)
            byMobileMoney = chance.happens(shares.mobileMoney)
            memoIsLost = chance.happens(shares.memoLost)
            isToldTwice = chance.happens(shares.toldTwice)
        }
    }

    /// When `deed` happens: officials work in office hours, people act while they are awake.
    private mutating func moment(of deed: Deed, after time: Date, _ calendar: WorkingCalendar) -> Date {
        switch deed {
        case .send: time
        case .pay: time.addingTimeInterval(60 + chance.wait(file?.state == "payment_requested" ? 16 * 3600 : 1200))
        case .receive, .decline: office(5 + Int(chance.wait(70)), after: time, calendar)
        case .meddle: office(chance.minutes(1...10), after: time, calendar)
        case .begin: soon(10...180, after: time, calendar)
        case .assign: office(chance.minutes(30...300), after: time, calendar)
        case .exempt: soon(5...60, after: time, calendar)
        case .askPayment: soon(15...200, after: time, calendar)
        case .handOver: soon(20...240, after: time, calendar)
        case .askSupplement: soon(30...600, after: time, calendar)
        case .supplement, .withdraw: Rhythm.awake(time.addingTimeInterval(1800 + chance.wait(30 * 3600)))
        case .stop: office(10 * calendar.minutesPerDay, after: time, calendar)
        case .extend: office(within(0.8...0.95, of: time, calendar), after: time, calendar)
        case .decide: decision(after: time, calendar)
        case .askRegister: soon(30...600, after: time, calendar)
        case .hearRegister: time.addingTimeInterval(120 + chance.wait(15 * 60))
        case .handBack: office(chance.minutes(10...900), after: time, calendar)
        case .refund: office(chance.minutes(60...600), after: time, calendar)
        case .payOut: office(chance.minutes(240...1440), after: time, calendar)
        }
    }

    private mutating func decision(after time: Date, _ calendar: WorkingCalendar) -> Date {
        guard let due = file?.clock?.due else {
            return office(chance.minutes(calendar.minutesPerDay...(8 * calendar.minutesPerDay)), after: time, calendar)
        }
        guard fate.isLate, !fate.isExtended else {
            // Whoever waits for a register's answer asks early enough.
            let share = deeds.contains(.hearRegister) ? 0.1...0.6 : 0.1...0.9
            return office(within(share, of: time, calendar), after: time, calendar)
        }
        return office(chance.minutes(30...(4 * calendar.minutesPerDay)), after: max(due, time), calendar)
    }

    /// A part of the working time that is left until it is due, in minutes.
    private mutating func within(
        _ part: ClosedRange<Double>, of time: Date, _ calendar: WorkingCalendar
    ) -> Int {
        let left = file?.clock.map { calendar.minutes(from: time, to: $0.due) } ?? 0
        let share = part.lowerBound + chance.fraction() * (part.upperBound - part.lowerBound)
        return max(Int(Double(left) * share), 1)
    }

    /// Within so many minutes of working time, and well within the time that is left.
    private mutating func soon(_ range: ClosedRange<Int>, after time: Date, _ calendar: WorkingCalendar) -> Date {
        let minutes = chance.minutes(range)
        return office(
            file?.clock == nil ? minutes : min(minutes, within(0.1...0.4, of: time, calendar)), after: time, calendar)
    }

    /// Seconds too: nobody works by the full minute.
    private mutating func office(_ minutes: Int, after time: Date, _ calendar: WorkingCalendar) -> Date {
        calendar.moment(minutes, after: time).addingTimeInterval(Double(chance.below(60)))
    }
}
