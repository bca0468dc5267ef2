// SPDX-License-Identifier: Apache-2.0

import Database
import DemoAxis
import EdXML
import Files
import Foundation
import Jobs
import Kernel
import NationalAxis
import Product
import Synchronization
import TestKit
import Testing
import Wire

@Suite("The national axis")
struct AxisTests {
    @Test("a document leaves after the commit, and its receivers say what becomes of it", arguments: Backend.available)
    func sent(backend: Backend) async throws {
        try await Site.run(on: backend) { site in
            let post = Post(site: site)
            let message = Post.letter(to: ["G06", "G22", "X99"])
            let id = try await post.send(message)
            #expect(try await post.departure(id)?.sentAt == nil)
            try await post.deliver()
            let departure = try #require(try await post.departure(id))
            #expect(departure.sentAt == Site.moment && departure.axisID == id && departure.subject == "case-1")
            #expect(try await site.platform.axisBridge.poll() == 0)
            site.clock.advance(by: 2)
            try await post.deliver()
            #expect(try await site.platform.axisBridge.poll() == 2)
            #expect(try await post.states(of: message) == ["G06": .arrived, "G22": .arrived])
            site.clock.advance(by: 30)
            try await post.deliver()
            #expect(try await site.platform.axisBridge.poll() == 2)
            #expect(try await site.platform.axisBridge.poll() == 0)
            #expect(try await post.states(of: message) == ["G06": .received, "G22": .received])
            #expect(try await post.events("axis.sent") == ["case-1"])
            #expect(try await post.events("axis.delivered") == ["case-1"])
            #expect(try await post.events("axis.told").count == 4)
            #expect(try await post.lying() == ["edoc sent"] + Array(repeating: "status done", count: 4))
        }
    }

    @Test("a document that comes is kept with its files, and its sender is told", arguments: Backend.available)
    func arrived(backend: Backend) async throws {
        try await Site.run(on: backend) { site in
            let post = Post(site: site)
            let axis = try #require(site.platform.demoAxis)
            try await post.staff()
            let id = try await axis.write(Post.letter(from: "G22", to: ["X99", "H42.19.05"]))
            #expect(try await site.platform.axisBridge.poll() == 1)
            #expect(try await post.events("axis.arrived") == [id])
            let (files, waiting) = try await site.platform.database.read { db in
                (
                    try site.platform.files.attachments(of: AxisArrival.subject(of: id), in: db),
                    try db.rows("SELECT message FROM document_incoming WHERE state = 'waiting'").map {
                        try $0.text("message")
                    }
                )
            }
            #expect(files.map(\.name) == ["\(id).edxml"] && waiting.count == 1)
            let parts = try await site.platform.database.read { db in
                try site.platform.files.attachments(of: "documents:incoming:\(waiting[0])", in: db)
            }
            #expect(parts.map(\.name) == ["văn bản.pdf"])
            try await post.deliver()
            #expect(try await post.events("axis.answered") == [id])
            #expect(try await post.lying() == ["edoc done", "status sent"])
            let status = try await site.platform.database.read { db in
                try db.rows("SELECT bytes FROM demo_axis_message WHERE kind = 'status'")[0].blob("bytes")
            }
            guard case .status(let told) = try EdXMLPacket(reading: status).content else {
                Issue.record("not a status")
                return
            }
            #expect(told.state == .arrived && told.from.id == "H42.19.05")
            #expect(told.responseFor.documentID == Post.letter(from: "G22").documentID)
        }
    }

    @Test("nobody here: the sender is told that it is refused", arguments: Backend.available)
    func notHere(backend: Backend) async throws {
        try await Site.run(on: backend) { site in
            let post = Post(site: site)
            let axis = try #require(site.platform.demoAxis)
            let id = try await axis.write(Post.letter(from: "G22", to: ["H99"]))
            #expect(try await site.platform.axisBridge.poll() == 1)
            #expect(try await post.events("axis.refused") == [id])
            try await post.deliver()
            #expect(try await post.lying() == ["edoc fail", "status sent"])
        }
    }

    @Test("a message takes effect once, also when the axis never hears that it did", arguments: Backend.available)
    func once(backend: Backend) async throws {
        let isDeaf = Mutex(true)
        try await Site.run(
            on: backend,
            weather: { call, onward in
                guard call.address.hasSuffix("/updateStatus"), isDeaf.withLock(\.self) else {
                    return try await onward(call)
                }
                return CallAnswer(status: 503)
            }
        ) { site in
            let (post, taken) = (Post(site: site), Counter())
            let bridge = AxisBridge(desk: site.platform.axisDesk, trust: AxisTrust(roots: nil)) { _, _ in
                taken.add()
                return .taken(by: .init(id: "H42.19.05", name: "Một cửa"))
            }
            let axis = try #require(site.platform.demoAxis)
            try await axis.write(Post.letter(from: "G22", to: ["H42.19.05"]))
            for _ in 0..<3 { await #expect(throws: AxisProblem.away(status: 503)) { try await bridge.poll() } }
            #expect(taken.count == 1)
            #expect(try await post.lying() == ["edoc waiting"])
            isDeaf.withLock { $0 = false }
            #expect(try await bridge.poll() == 0)
            #expect(try await post.lying() == ["edoc done"])
            try await post.deliver()
            #expect(taken.count == 1)
            #expect(try await post.events("axis.arrived").count == 1)
            #expect(try await post.events("axis.answered").count == 1)
        }
    }

    @Test("two processes that fetch at once let it take effect once", arguments: Backend.available)
    func together(backend: Backend) async throws {
        try await Site.run(on: backend) { site in
            let axis = try #require(site.platform.demoAxis)
            try await Post(site: site).staff()
            for number in 1...8 {
                try await axis.write(Post.letter(from: "G22", to: ["H42.19.05"], number: "\(number)"))
            }
            let bridge = site.platform.axisBridge
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 { group.addTask { try await bridge.poll() } }
                try await group.waitForAll()
            }
            let post = Post(site: site)
            #expect(try await post.events("axis.arrived").count == 8)
            #expect(try await post.events("axis.answered").count == 8)
            #expect(try await post.lying() == Array(repeating: "edoc done", count: 8))
        }
    }

    @Test("what fails here is undone, holds up nothing, and is fetched again", arguments: Backend.available)
    func fails(backend: Backend) async throws {
        try await Site.run(on: backend) { site in
            let (post, isBroken) = (Post(site: site), Counter())
            let bridge = AxisBridge(desk: site.platform.axisDesk, trust: AxisTrust(roots: nil)) { arrival, db in
                if case .message(let message) = arrival.content, message.code.number == "1", isBroken.count == 0 {
                    try Outbox(db).put(OutgoingMessage(id: ID("x"), kind: "x", event: "x", body: ""), due: Site.moment)
                    throw Broken()
                }
                return .taken(by: .init(id: "H42.19.05", name: "Một cửa"))
            }
            let axis = try #require(site.platform.demoAxis)
            for number in 1...2 {
                try await axis.write(Post.letter(from: "G22", to: ["H42.19.05"], number: "\(number)"))
            }
            await #expect(throws: Broken.self) { try await bridge.poll() }
            #expect(try await post.events("axis.arrived").count == 1)
            #expect(try await post.refusals() == [""])
            isBroken.add()
            #expect(try await bridge.poll() == 1)
            #expect(try await post.events("axis.arrived").count == 2)
            let rows = try await site.platform.database.read {
                try $0.rows("SELECT 1 FROM job_outbox WHERE kind = 'x'")
            }
            #expect(rows.isEmpty)
        }
    }

    @Test(
        "what nobody could read, or nobody believes, is refused with why and has no effect",
        arguments: Backend.available)
    func refused(backend: Backend) async throws {
        let (seal, other) = (try Seals.own.get(), try Seals.other.get())
        try await Site.run(on: backend) { site in
            let (post, taken) = (Post(site: site), Counter())
            let roots = EdXMLRoots(pem: seal.certificate)
            let bridge = AxisBridge(desk: site.platform.axisDesk, trust: AxisTrust(roots: roots)) { _, _ in
                taken.add()
                return .taken(by: .init(id: "H42.19.05", name: "Một cửa"))
            }
            let axis = try #require(site.platform.demoAxis)
            let letter = Post.letter(from: "G22", to: ["H42.19.05"])
            var altered = try letter.written(sealedBy: seal)
            let place = try #require(altered.indices.first { altered[$0...].starts(with: Array("UBND-VP".utf8)) })
            altered[place] ^= 1
            let entity = Array("<!DOCTYPE x [<!ENTITY y SYSTEM \"file:///etc/passwd\">]><x>&y;</x>".utf8)
            for (bytes, reason) in [
                (altered, "edxml.altered"), (entity, "edxml.unsafe"), (Array("xin chào".utf8), "edxml.not_xml"),
                (try letter.written(sealedBy: nil), "axis.not_signed"),
                (try letter.written(sealedBy: other), "axis.not_vouched_for"),
            ] {
                try await axis.put(.document, from: "G22", bytes)
                #expect(try await bridge.poll() == 1)
                site.clock.advance(by: 1)
                #expect(try await post.refusals().last == reason)
            }
            #expect(taken.count == 0)
            #expect(try await post.events("axis.refused").count == 5)
            #expect(try await post.lying() == Array(repeating: "edoc fail", count: 5))
            try await axis.put(.document, from: "G22", try letter.written(sealedBy: seal))
            #expect(try await bridge.poll() == 1)
            #expect(taken.count == 1)
        }
    }

    @Test("a status by somebody to whom the document did not go counts for nothing", arguments: Backend.available)
    func strangers(backend: Backend) async throws {
        try await Site.run(on: backend) { site in
            let (post, message) = (Post(site: site), Post.letter())
            try await post.send(message)
            try await post.deliver()
            let axis = try #require(site.platform.demoAxis)
            func say(_ state: EdXMLStatus.State, _ organ: String, _ document: EdXMLMessage, at time: Date) async throws
            {
                let status = EdXMLStatus(state, of: document.reference, from: .init(id: organ, name: ""), at: time)
                try await axis.put(.status, from: organ, try status.written(sealedBy: nil))
                try await site.platform.axisBridge.poll()
                site.clock.advance(by: 1)
            }
            try await say(.refused, "G12", message, at: Site.moment)
            try await say(.done, "G06", Post.letter(number: "16"), at: Site.moment)
            #expect(try await post.states(of: message) == [:])
            #expect(try await post.refusals() == ["axis.not_a_receiver", "axis.no_such_document"])
            try await say(.inProgress, "G06", message, at: Site.moment + 60)
            try await say(.arrived, "G06", message, at: Site.moment + 30)
            #expect(try await post.states(of: message) == ["G06": .inProgress])
        }
    }

    @Test("an axis that is away is tried again, one that refuses is told of", arguments: Backend.available)
    func away(backend: Backend) async throws {
        let answer = Mutex<CallAnswer?>(CallAnswer(status: 503))
        try await Site.run(
            on: backend,
            weather: { call, onward in
                guard call.address.hasSuffix("/sendEdoc"), let answer = answer.withLock(\.self) else {
                    return try await onward(call)
                }
                return answer
            }
        ) { site in
            let post = Post(site: site)
            let id = try await post.send(Post.letter())
            try await post.deliver()
            #expect(try await post.departure(id)?.sentAt == nil)
            answer.withLock { $0 = nil }
            site.clock.advance(by: 60)
            try await post.deliver()
            #expect(try await post.departure(id)?.sentAt == Site.moment + 60)
            answer.withLock { $0 = CallAnswer(status: 422, body: Data(#"{"ErrorDesc": "sai mã"}"#.utf8)) }
            let other = try await post.send(Post.letter(number: "16"))
            try await post.deliver()
            #expect(try await post.departure(other)?.problem == "sai mã")
            #expect(try await post.events("axis.turned_away") == ["case-1"])
        }
    }

    @Test("the agencies of the axis, and a node that is not connected", arguments: Backend.available)
    func agencies(backend: Backend) async throws {
        try await Site.run(on: backend) { site in
            let agencies = try await site.platform.axisDesk.agencies()
            #expect(agencies == DemoAxis.agencies)
        }
        try await Site.run(on: backend, axis: AxisSettings()) { site in
            await #expect(throws: AxisProblem.notConnected) { try await site.platform.axisDesk.agencies() }
            await #expect(throws: AxisProblem.notConnected) { try await Post(site: site).send(Post.letter()) }
        }
    }
}

private enum Seals {
    static let own = Result { try made("Trục thử nghiệm") }
    static let other = Result { try made("Ai đó") }

    private static func made(_ name: String) throws -> EdXMLSeal {
        try .made(for: name, from: Site.moment - 86_400, until: Site.moment + 86_400 * 400)
    }
}

private struct Broken: Error {}

private final class Counter: Sendable {
    private let number = Mutex(0)

    var count: Int { number.withLock(\.self) }
    func add() { number.withLock { $0 += 1 } }
}
