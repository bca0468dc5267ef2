// SPDX-License-Identifier: Apache-2.0

import Database
import Exchange
import Files
import Foundation
import Jobs
import Kernel
package import Product

/// Official documents from an agency of this node to one of a neighbour on the same machine: how many a second are signed,
/// carried over, taken in, and have their signed receipt back and kept.
package struct ExchangeLoad: Sendable {
    package struct Speed: Sendable, Encodable {
        package let documents: Int
        /// Of the parts of one of them.
        package let bytes: Int
        package let seconds: Double
        package let perSecond: Double
        /// Of the same documents: until all were signed and committed here, while they were already being carried.
        package let sentAfter: Double
    }

    let platform: Platform
    let sender: String
    let receiver: String
    /// What the exchange carries beside the paper; `{number}` in it is another number in each.
    let payload: String
    let paper: [UInt8]

    package init(_ platform: Platform, from sender: String, to receiver: String, payload: String, paper: [UInt8]) {
        (self.platform, self.sender, self.receiver) = (platform, sender, receiver)
        (self.payload, self.paper) = (payload, paper)
    }

    /// `clients` issue at the same time, each document in a transaction of its own. Throws when the neighbour is on another
    /// machine: a bench sends nothing to others.
    package func run(documents: Int, clients: Int) async throws -> Speed {
        try await requireLoopback()
        let papers = try await keepPapers(documents)
        let post = PostOffice(
            database: platform.database, couriers: platform.exchangeCouriers, now: platform.now,
            chance: { Double.random(in: 0..<1) })
        let couriers = (0..<3).map { _ in Task { try await carry(post) } }
        defer { for courier in couriers { courier.cancel() } }
        let began = ContinuousClock.now
        try await withThrowingTaskGroup(of: Void.self) { group in
            for client in 0..<clients {
                group.addTask {
                    for number in stride(from: client, to: documents, by: clients) {
                        try await send(number, papers[number])
                    }
                }
            }
            try await group.waitForAll()
        }
        let sent = ContinuousClock.now - began
        var (waiting, progress) = (documents, ContinuousClock.now)
        while waiting > 0 {
            try await Task.sleep(for: .milliseconds(50))
            let left = try await platform.database.read { db in
                try db.rows("SELECT count(*) AS count FROM exchange_sent_to WHERE state = ''")[0].int("count")
            }
            if left < waiting { (waiting, progress) = (left, .now) }
            guard ContinuousClock.now - progress < .seconds(30) else { throw BenchProblem.noProgress }
        }
        let seconds = (ContinuousClock.now - began) / .seconds(1)
        return Speed(
            documents: documents, bytes: payload.utf8.count + paper.count, seconds: seconds,
            perSecond: Double(documents) / seconds, sentAfter: sent / .seconds(1))
    }

    private func requireLoopback() async throws {
        guard let directory = try await platform.exchangeDirectory.newest()?.directory,
            case .present(let agency) = directory.standing(of: receiver, on: Day(platform.now())),
            let address = directory.node(agency.node)?.address, Self.isLoopback(address)
        else { throw BenchProblem.notOnLoopback }
    }

    static func isLoopback(_ address: String) -> Bool {
        ["127.0.0.1:", "localhost:", "[::1]:"].contains(where: address.hasPrefix)
    }

    /// The papers lie here, as those do that were printed and signed.
    private func keepPapers(_ count: Int) async throws -> [StoredFile] {
        var kept: [StoredFile] = []
        while kept.count < count {
            let next = kept.count..<min(kept.count + 100, count)
            kept += try await platform.files.receive(
                all: next.map { paper + Array("\n% \($0) \(UUIDv7.string())\n".utf8) })
        }
        return kept
    }

    private func send(_ number: Int, _ paper: StoredFile) async throws {
        let text = payload.replacing("{number}", with: "\(number)/\(UUIDv7.string())")
        let content = try SmallFile(Array(text.utf8), limits: FileLimits(kinds: Set(MediaKind.allCases)))
        let letter = Letter(
            kind: "document", from: sender, to: [receiver],
            payload: Letter.File(content, named: "van-ban.json", type: "application/json"),
            attachments: [Letter.File(paper, named: "van-ban.pdf", type: paper.kind.rawValue)])
        let correspondence = platform.correspondence
        let sealed = try await correspondence.seal(letter)
        try await platform.database.write { try correspondence.send(sealed, by: .system, in: $0) }
    }

    private func carry(_ post: PostOffice) async throws {
        while !Task.isCancelled {
            if try await post.deliver() == 0 { try await Task.sleep(for: .milliseconds(5)) }
        }
    }
}
