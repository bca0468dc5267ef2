// SPDX-License-Identifier: Apache-2.0

import Database
import EdXML
import Foundation
import Identity
import Jobs
import Kernel
import NationalAxis
import Product
import TestKit

/// What the tests of the axis do with a site.
struct Post {
    let site: Site

    static let pdf = Array("%PDF-1.7\nVăn bản\n%%EOF\n".utf8)

    /// From the desk of the site to a ministry that is simulated, or from it to the desk.
    static func letter(from: String = "H42.19.05", to: [String] = ["G06"], number: String = "15") -> EdXMLMessage {
        var message = EdXMLMessage(
            from: .init(id: from, name: "Nơi gửi"), to: to.map { .init(id: $0, name: "Nơi nhận") },
            code: .init(number: number, notation: "UBND-VP"),
            promulgation: .init(place: "Ninh Bình", day: Day(Site.moment)), type: .letter, subject: "V/v thử \(number)")
        message.attachments = [.init(id: "1", name: "văn bản.pdf", contentType: "application/pdf", bytes: pdf)]
        return message
    }

    /// Lets somebody work at the desk: what comes for an agency without officials is refused.
    func staff() async throws {
        let identity = site.platform.identity
        let account = try await identity.open(
            .init(name: "Bùi Văn Thư", username: "van.thu", password: "mot-mat-khau-dai-2026"), by: .system)
        try await identity.assign("document_clerk", at: Site.agency, to: account.id, by: .system)
    }

    /// Takes everything to where it goes, also to the axis, which has a round of its own.
    func deliver() async throws {
        let office = PostOffice(
            database: site.platform.database, couriers: site.platform.axisCouriers, now: site.clock.now, chance: { 0.5 }
        )
        repeat { try await site.deliver() } while try await office.deliver() > 0
    }

    @discardableResult
    func send(_ message: EdXMLMessage) async throws -> String {
        let desk = site.platform.axisDesk
        let parcel = try await desk.seal(message)
        return try await site.platform.database.write { db in
            try desk.send(parcel, about: "case-1", at: Site.agency, by: .system, in: db)
        }
    }

    func departure(_ id: String) async throws -> AxisDeparture? {
        try await site.platform.database.read { try site.platform.axisDesk.departure(id, in: $0) }
    }

    func states(of message: EdXMLMessage) async throws -> [String: EdXMLStatus.State] {
        let states = try await site.platform.database.read { db in
            try site.platform.axisDesk.states(of: message.documentID, in: db)
        }
        return Dictionary(uniqueKeysWithValues: states.map { ($0.organID, $0.state) })
    }

    func events(_ kind: String) async throws -> [String] {
        try await site.platform.database.read { db in
            try db.rows("SELECT subject FROM ledger_event WHERE kind = \(kind) ORDER BY id").map {
                try $0.text("subject")
            }
        }
    }

    /// What lies on the simulated axis: the kind and the status of each message.
    func lying() async throws -> [String] {
        try await site.platform.database.read { db in
            try db.rows("SELECT kind, status FROM demo_axis_message ORDER BY put_at, id").map {
                "\(try $0.text("kind")) \(try $0.text("status"))"
            }
        }
    }

    /// Why each message that came was refused, "" where it was not.
    func refusals() async throws -> [String] {
        try await site.platform.database.read { db in
            try db.rows("SELECT refusal FROM axis_arrival ORDER BY arrived_at, id").map { try $0.text("refusal") }
        }
    }
}
