// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import Foundation
import HTTPServer
import Hummingbird
import Indicators
import Kernel
import Logging
import NIOCore
import NIOHTTP1
import Product
import ServiceLifecycle
import TestKit
import Testing
import Units

@testable import Steering

/// Over a socket, with the server that people reach.
@Suite("A steering page that stays open", .timeLimit(.minutes(3)))
struct LiveTests {
    @Test("hears what moved on it, and nothing else, until the server stops", arguments: Backend.available)
    func moved(backend: Backend) async throws {
        try await Site.run(on: backend, with: Site.units) { site in
            try await site.open("H42", ["online"])
            try await site.settle()
            let door = try await Door(site)
            var country = try await door.listen("/steering/live?per=quarter&at=2026-Q3")
            var ninhBinh = try await door.listen("/steering/live?per=quarter&at=2026-Q3&unit=37@2025-07-01")
            var haNoi = try await door.listen("/steering/live?per=quarter&at=2026-Q3&unit=01@2025-07-01")
            var past = try await door.listen("/steering/live?per=quarter&at=2026-Q2")
            // How things stand, at once.
            let before = try await country.next()
            for position in [try await ninhBinh.next(), try await haNoi.next(), try await past.next()] {
                #expect(position == before)
            }
            try await site.open("H42", ["counter"])
            try await site.settle()
            let after = try await country.next()
            #expect(after > before)
            #expect(try await ninhBinh.next() == after)
            // The next that another place hears of is its own, and a time that is over hears of neither.
            try await site.open("H26", ["online"])
            try await site.settle()
            let last = try await haNoi.next()
            #expect(last > after)
            #expect(try await country.next() == last)
            let asked = ContinuousClock.now
            await door.close()
            #expect(ContinuousClock.now - asked < .seconds(10))
            for rest in [try await past.rest(), try await ninhBinh.rest(), try await country.rest()] {
                #expect(!rest.contains("moved"))
            }
            #expect(site.platform.watch.count == 0)
        }
    }

    @Test("gives up its place when the page goes")
    func gone() async throws {
        try await Site.run(on: .sqlite, with: Site.units) { site in
            let door = try await Door(site)
            let client = HTTPClient(eventLoopGroupProvider: .singleton)
            var listener = try await door.listen("/steering/live", with: client)
            _ = try await listener.next()
            #expect(site.platform.watch.count == 1)
            try await client.shutdown()
            for _ in 0..<100 where site.platform.watch.count > 0 { try await Task.sleep(for: .milliseconds(100)) }
            #expect(site.platform.watch.count == 0)
            await door.close()
        }
    }

    @Test("is asked to come later when too many wait, and told when there is no such unit")
    func full() async throws {
        try await Site.run(on: .sqlite, with: Site.units) { site in
            #expect(try await site.browser().get("/steering/live?unit=99@2025-07-01").status == 404)
            var seats: [Seat] = []
            #expect(throws: WatchProblem.full) {
                while true { seats.append(try site.platform.watch.seat(for: .init(unit: nil, through: nil))) }
            }
            let refused = try await site.browser().get("/steering/live")
            #expect(refused.status == 503 && Int(refused.headers["retry-after"] ?? "") != nil)
            #expect(refused.html.contains("Trang vẫn đầy đủ"))
            #expect(seats.count == 200)
            seats = []
            #expect(site.platform.watch.count == 0)
            // The page itself waits for nobody.
            let page = try await site.browser().get("/steering?unit=37@2025-07-01&per=month")
            #expect(page.html.contains("data-live=\"/steering/live?per=month&amp;unit=37@2025-07-01\""))
        }
    }

    @Test("hears now and then that somebody is still there")
    func beats() async throws {
        try await Site.run(on: .sqlite) { site in
            let watch = NumberWatch(
                database: site.platform.database, measures: site.platform.indicators.measures,
                units: site.platform.units, pace: .milliseconds(10), beat: .milliseconds(50), unitsOf: { _ in [:] })
            let seat = try watch.seat(for: .init(unit: nil, through: nil))
            var heard: [Int64?] = []
            for await _ in seat.wakes {
                heard.append(seat.news())
                if heard.count == 3 { break }
            }
            #expect(heard == [0, nil, nil])
            seat.giveUp()
            #expect(watch.count == 0)
        }
    }
}

/// A site with its door open on a port.
private struct Door {
    private let group: ServiceGroup
    private let running: Task<Void, any Error>
    private let port: Int

    init(_ site: Site) async throws {
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let logger = Logger(label: "test")
        let application = Application(
            router: try site.platform.router(), server: .guarded(ServerLimits()),
            configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { port.yield($0.localAddress?.port ?? 0) }, logger: logger)
        let group = ServiceGroup(configuration: .init(services: [.init(service: application)], logger: logger))
        self.group = group
        running = Task { try await group.run() }
        var opened = ports.makeAsyncIterator()
        self.port = try #require(await opened.next())
    }

    func listen(_ path: String, with client: HTTPClient = .shared) async throws -> Listener {
        let request = HTTPClientRequest(url: "http://127.0.0.1:\(port)\(path)")
        let answer = try await client.execute(request, timeout: .seconds(60))
        #expect(answer.status == .ok && answer.headers.first(name: "content-type") == "text/event-stream")
        #expect(answer.headers.first(name: "content-encoding") == nil)
        return Listener(body: answer.body)
    }

    func close() async {
        await group.triggerGracefulShutdown()
        _ = await running.result
    }
}

/// What a browser hears.
private struct Listener {
    private var body: HTTPClientResponse.Body.AsyncIterator
    private var text = ""

    init(body: HTTPClientResponse.Body) { self.body = body.makeAsyncIterator() }

    /// The position of the next event.
    mutating func next() async throws -> Int64 {
        while true {
            if let event = text.firstMatch(of: /event: moved\nid: ([0-9]+)\ndata: ([0-9]+)\n\n/) {
                text = String(text[event.range.upperBound...])
                return Int64(event.2) ?? -1
            }
            let part = try #require(try await body.next(), "the stream ended")
            text += String(buffer: part)
        }
    }

    /// What comes until the stream ends, as it should and not in the middle.
    mutating func rest() async throws -> String {
        while let part = try await body.next() { text += String(buffer: part) }
        return text
    }
}
