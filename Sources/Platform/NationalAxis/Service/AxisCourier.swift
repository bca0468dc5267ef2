// SPDX-License-Identifier: Apache-2.0

import Database
import Files
import Foundation
package import Jobs
import Kernel
import Ledger

/// Takes messages to the axis, again and again until it has them.
package struct AxisCourier: Courier {
    package static let kind = "axis.send"

    private let desk: AxisDesk

    package init(desk: AxisDesk) { self.desk = desk }

    package var kind: String { Self.kind }

    package func deliver(_ message: OutgoingMessage) async throws {
        guard let axis = desk.axis else { throw AxisProblem.notConnected }
        let id = message.body
        guard let departure = try await desk.database.read({ try AxisStore(db: $0).departure(id) }) else {
            throw Undeliverable("no departure \(id)")
        }
        guard departure.sentAt == nil else { return }
        let bytes = try await bytes(of: departure)
        // The same key each time: the axis knows what it has.
        let parcel = AxisParcel(key: id, kind: departure.kind, sender: departure.sender, bytes: bytes)
        do {
            let axisID = try await axis.send(parcel)
            try await sent(departure, as: axisID)
        } catch AxisProblem.refused(let reason) {
            try await refused(departure, because: reason)
            throw Undeliverable(reason)
        }
    }

    private func bytes(of departure: AxisDeparture) async throws -> [UInt8] {
        if let body = departure.body { return Array(body.utf8) }
        var bytes: [UInt8] = []
        for try await piece in try await desk.files.contents(departure.file ?? "") { bytes += piece }
        return bytes
    }

    private func sent(_ departure: AxisDeparture, as axisID: String) async throws {
        try await desk.database.write { [desk] db in
            guard try AxisStore(db: db).sent(departure.id, as: axisID, at: desk.now()) else { return }
            try Ledger(db).append(
                departure.event("delivered", id: desk.newID(), by: .system, at: desk.now(), facts: ["axis": axisID]))
        }
    }

    private func refused(_ departure: AxisDeparture, because reason: String) async throws {
        try await desk.database.write { [desk] db in
            try AxisStore(db: db).failed(departure.id, because: reason)
            try Ledger(db).append(
                departure.event("turned_away", id: desk.newID(), by: .system, at: desk.now(), facts: ["reason": reason])
            )
        }
    }
}
