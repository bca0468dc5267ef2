// SPDX-License-Identifier: Apache-2.0

import Casework
import DemoBank
import Foundation
import Kernel
import Payments
import TestKit
import Testing

@testable import Product

@Suite("A payment provider that hangs")
struct HangingProviderTests {
    @Test("a dossier is received, worked and decided while the bank tells nothing", arguments: Backend.available)
    func silentBank(backend: Backend) async throws {
        let gate = Gate(at: "/api/payments/notifications/")
        try await Desk.run(on: backend, weather: gate.weather) { desk in
            let (file, bill, order) = try await desk.sentWithBill()
            try await #require(desk.site.platform.demoBank).transfer(order, by: desk.minh)
            async let delivery: Void = desk.site.deliver()
            await gate.isReached()
            // The bank has the money and has not said so; the office takes it at the counter and goes on.
            try await desk.finish(file, paying: bill)
            gate.give(up: false)
            try await delivery
            #expect(try await desk.waiting() == [.billClosed])
        }
    }

    @Test("a dossier is received, worked and decided while a provider never answers", arguments: Backend.available)
    func hangingProvider(backend: Backend) async throws {
        try await Desk.run(on: backend) { desk in
            let (file, bill, order) = try await desk.sentWithBill()
            let provider = HangingProvider(
                TransferNotice(
                    transaction: "FT1", account: order.account, amount: Decimal(order.amount), currency: "VND",
                    memo: order.memo, paidAt: Site.moment))
            let payments = PaymentService(
                database: desk.site.platform.database, providers: [provider], now: desk.site.clock.now,
                newID: { UUIDv7.string() })
            let notification = RawNotification(headers: [:], body: Data())
            let taking = Task(executorPreference: OwnThread()) {
                try await payments.receive(notification, from: provider.id)
            }
            await provider.isAsked()
            try await desk.finish(file, paying: bill)
            provider.answer()
            #expect(try await taking.value == .new(.billClosed))
            #expect(try await desk.waiting() == [.billClosed])
        }
    }
}

extension Desk {
    private static let thu = Actor(
        id: "thu", kind: .official,
        grants: [Grant(Payments.read, in: Site.agency), Grant(Payments.settle, in: Site.agency)], agency: Site.agency)

    /// A dossier that owes money, and what its payer tells a bank.
    fileprivate func sentWithBill() async throws -> (file: CaseFile, bill: Bill, order: DemoBank.Order) {
        let payments = site.platform.payments
        try await payments.openDemoAccount(at: Site.agency)
        let account = try #require(try await payments.openAccounts(at: Site.agency).first)
        let file = try await send(try await filled("2.000635", by: minh), by: minh)
        let bill = try #require(try await bills(of: file).first)
        let order = account.order(for: bill)
        return (file, bill, .init(account: order.account, amount: bill.amount.dong, memo: order.purpose))
    }

    /// From the counter to the decision; the money is taken in cash.
    fileprivate func finish(_ file: CaseFile, paying bill: Bill) async throws {
        let begun = try await move(try await move(file, "receive", by: lan), "begin", by: lan)
        try await site.platform.payments.takeCash(for: bill.id, by: Self.thu)
        #expect(try await decide(try await again(begun)).state == "done")
    }

    /// What the cashier has to deal with.
    fileprivate func waiting() async throws -> [ReceivedNotice.Outcome] {
        try await site.platform.payments.desk(at: Site.agency, for: Self.thu).waiting.map(\.outcome)
    }
}

/// Answers when the test lets it, and until then holds the thread on which it was asked.
private final class HangingProvider: PaymentProvider {
    let id = BankProvider.id
    private let notice: TransferNotice?
    private let (asked, question) = AsyncStream.makeStream(of: Void.self)
    private let leave = DispatchSemaphore(value: 0)

    init(_ notice: TransferNotice?) { self.notice = notice }

    func open(
        _ notification: RawNotification, at time: Date
    ) throws(RefusedNotification.Reason) -> TransferNotice {
        question.yield()
        leave.wait()
        guard let notice else { throw .unreadable }
        return notice
    }

    func isAsked() async { for await _ in asked { return } }

    func answer() { leave.signal() }
}

/// A thread beside those that tests share: one that hangs there keeps nobody else waiting.
private final class OwnThread: TaskExecutor {
    private let queue = DispatchQueue(label: "hanging provider")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
