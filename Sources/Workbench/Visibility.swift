// SPDX-License-Identifier: Apache-2.0

import Agencies
package import Foundation
import Identity
import Indicators
import Kernel
package import Product
import Units

/// How long it takes from the answer that an application was sent until the number has moved on the page of the commune, of each
/// unit above it and of the country, all asked for again and again as a leader's open page would.
package struct Visibility: Sendable {
    package struct Line: Sendable, Encodable {
        /// The unit, or "" for the country.
        package let unit: String
        /// Milliseconds.
        package let median: Double, longest: Double
    }

    private let pages: [(unit: String, path: String)]
    private let crew: PortalCrew

    /// On a node that `doicanh demo` has made; `times` applications are sent, one after the other.
    package init(on platform: Platform, times: Int) async throws {
        crew = try await PortalCrew.gather(on: platform, clients: 1, perClient: times)
        let desk = try await PortalCrew.clerk(on: platform).desk
        let history = try await platform.units.history()
        let tree = try await platform.units.tree()
        guard let unit = try await platform.agencies.units(of: [desk.rawValue]).values.first,
            let now = history.holder(of: unit, in: tree)
        else { throw BenchProblem.noProgress }
        let month = Period(.month, containing: platform.units.today)
        pages =
            [("", "/indicators/dossiers_online?per=month&at=\(month)")]
            + (tree.ancestors(of: now.code) + [now]).map {
                ($0.name, "/indicators/dossiers_online?per=month&at=\(month)&view=as-now&unit=\($0.id)")
            }
    }

    package func measure(_ program: URL, data: String, database: String?) async throws -> [Line] {
        let node = try ServedNode(program, data: data, database: database)
        defer { node.stop() }
        let (crew, pages, port) = (crew, pages, node.port)
        let times = try await onThread {
            let (reader, writer) = (try Loopback(port: port), try Loopback(port: port))
            var times = [[Double]](repeating: [], count: pages.count)
            let people = try crew.clients.joined().map { try Applicant($0, over: writer) }
            for (person, draft) in people.flatMap({ person in person.drafts.map { (person, $0) } }) {
                let before = try pages.map { try Self.number(on: $0.path, over: reader) }
                guard try person.send(draft, over: writer) != nil else { throw BenchProblem.noProgress }
                let sent = ContinuousClock.now
                var waiting = Set(pages.indices)
                while !waiting.isEmpty {
                    for index in waiting where try Self.number(on: pages[index].path, over: reader) > before[index] {
                        times[index].append((ContinuousClock.now - sent) / .milliseconds(1))
                        waiting.remove(index)
                    }
                    guard ContinuousClock.now - sent < .seconds(30) else { throw BenchProblem.noProgress }
                }
            }
            return times
        }
        return zip(pages, times).map { page, times in
            let sorted = times.sorted()
            return Line(unit: page.unit, median: sorted[sorted.count / 2], longest: sorted[sorted.count - 1])
        }
    }

    /// How many applications the page says were opened.
    private static func number(on path: String, over connection: Loopback) throws -> Int {
        let answer = try connection.exchange(Loopback.request("GET", path))
        let html = String(decoding: answer.body, as: UTF8.self)
        guard answer.status == 200 else { throw BenchProblem.noProgress }
        let count = html.firstMatch(of: /dossiers\.opened\/facts[^"]*">([0-9.,]+)</)?.1
        return count.flatMap { Int($0.filter(\.isNumber)) } ?? 0
    }
}
