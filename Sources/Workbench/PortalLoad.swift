// SPDX-License-Identifier: Apache-2.0

package import Foundation

/// Clients that use the portal through the loopback, each with one connection and one request at a time: they send forms,
/// and between them look at pages.
package struct PortalLoad: Sendable {
    /// What was measured.
    package struct Speed: Sendable, Encodable {
        /// Requests a second, and the milliseconds they took.
        package struct Line: Sendable, Encodable {
            package let count: Int
            package let perSecond: Double
            package let p50: Double, p95: Double, p99: Double, longest: Double

            init(_ took: [Double], over seconds: Double) {
                let sorted = took.sorted()
                func share(_ part: Double) -> Double {
                    sorted.isEmpty ? 0 : sorted[min(Int(Double(sorted.count) * part), sorted.count - 1)] * 1000
                }
                (count, perSecond) = (sorted.count, Double(sorted.count) / seconds)
                (p50, p95, p99, longest) = (share(0.5), share(0.95), share(0.99), share(1))
            }
        }

        package let clients: Int
        package let seconds: Double
        package let reads: Line
        package let writes: Line
        /// Answers that were not what a person would have got.
        package let errors: Int
    }

    let program: URL
    let data: String
    let database: String?

    package init(program: URL, data: String, database: String?) {
        (self.program, self.data, self.database) = (program, data, database)
    }

    /// Runs until the forms have been sent or the time is over. `reads` is the share of requests that only look, `pause` the
    /// longest that a client waits between an answer and its next request; half of it on average.
    package func run(
        _ crew: PortalCrew, reads: Double, pausing pause: Duration, for duration: Duration
    ) async throws -> Speed {
        let node = try ServedNode(program, data: data, database: database)
        defer { node.stop() }
        let port = node.port
        let browsers = try await withThrowingTaskGroup(of: Browser.self) { group in
            for visitors in crew.clients {
                group.addTask { try await onThread { try Browser(port: port, visitors, crew.official) } }
            }
            return try await group.reduce(into: [Browser]()) { $0.append($1) }
        }
        let began = ContinuousClock.now
        let done = try await withThrowingTaskGroup(of: Browser.Log.self) { group in
            for (number, browser) in browsers.enumerated() {
                group.addTask {
                    try await onThread {
                        try browser.work(reads: reads, pausing: pause, until: began + duration, first: number)
                    }
                }
            }
            return try await group.reduce(into: [Browser.Log]()) { $0.append($1) }
        }
        let seconds = (ContinuousClock.now - began) / .seconds(1)
        return Speed(
            clients: crew.clients.count, seconds: seconds, reads: .init(done.flatMap(\.reads), over: seconds),
            writes: .init(done.flatMap(\.writes), over: seconds), errors: done.reduce(0) { $0 + $1.errors })
    }
}

/// One client: what it will ask, made ready before the clock runs.
private struct Browser: Sendable {
    struct Log: Sendable {
        var reads: [Double] = [], writes: [Double] = []
        var errors = 0
    }

    private let port: UInt16
    private let people: [Applicant]
    private let official: String

    /// Opens each visitor's first page, for the cookie and the token that forms carry.
    init(port: UInt16, _ visitors: [PortalCrew.Visitor], _ official: String) throws {
        let connection = try Loopback(port: port)
        // Before sending people look at everything once more; it also reads what a node remembers of the country's units.
        if let first = visitors.first, let draft = first.drafts.first {
            let check = try connection.exchange(
                Loopback.request("GET", "/drafts/\(draft)/check", headers: ["Cookie: session=\(first.session)"]))
            guard check.status == 200 else { throw BenchProblem.noProgress }
        }
        people = try visitors.map { try Applicant($0, over: connection) }
        self.port = port
        self.official = "Cookie: session=\(official)"
    }

    private static func pause(_ longest: Duration) {
        if longest > .zero { Thread.sleep(forTimeInterval: longest / .seconds(1) * Double.random(in: 0...1)) }
    }

    func work(reads: Double, pausing pause: Duration, until end: ContinuousClock.Instant, first: Int) throws -> Log {
        let connection = try Loopback(port: port)
        var log = Log()
        // Clients begin at different pages of the same round.
        var looked = first
        for person in people {
            var newest = "/dossiers"
            for draft in person.drafts {
                Self.pause(pause)
                if let place = try timed(&log.writes, { try person.send(draft, over: connection) }) {
                    newest = place
                } else {
                    log.errors += 1
                }
                while Double(log.reads.count) < Double(log.reads.count + log.writes.count) * reads {
                    let (path, cookies) = page(looked, newest, person)
                    looked += 1
                    Self.pause(pause)
                    let answer = try timed(&log.reads) {
                        try connection.exchange(Loopback.request("GET", path, headers: [cookies]))
                    }
                    if answer.status != 200 { log.errors += 1 }
                }
                guard ContinuousClock.now < end else { return log }
            }
        }
        return log
    }

    /// The pages that people look at, in turn: one in ten is an official's pile.
    private func page(_ number: Int, _ newest: String, _ person: Applicant) -> (path: String, cookies: String) {
        switch number % 10 {
        case 0: ("/", person.cookies)
        case 1, 5: ("/dossiers", person.cookies)
        case 2, 6, 8: (newest, person.cookies)
        case 3: ("/services?q=khai+sinh", person.cookies)
        case 4: ("/services/1.001193", person.cookies)
        case 7: ("/drafts", person.cookies)
        default: ("/desk/dossiers", official)
        }
    }

    private func timed<Answer>(_ log: inout [Double], _ work: () throws -> Answer) throws -> Answer {
        let began = ContinuousClock.now
        let answer = try work()
        log.append((ContinuousClock.now - began) / .seconds(1))
        return answer
    }
}
