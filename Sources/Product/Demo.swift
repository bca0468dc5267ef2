// SPDX-License-Identifier: Apache-2.0

import Agencies
import Foundation
import Identity
import Kernel
import Payments
import Units

/// A small office of invented people, for looking around: that of xã Yên Mô in Ninh Bình, which took in xã Yên Hòa on
/// 2025-07-01.
extension Platform {
    /// `agency` is where its officials work instead, with a document clerk among them: on a node of its own, as a ministry has.
    package func loadDemo(at agency: String? = nil) async throws {
        let desk = Place(rawValue: try await demoDesk().rawValue)
        if let agency {
            guard let office = try await agencies.find(OrganID(agency)) else {
                throw AgencyProblem.notFound(ID(agency))
            }
            try await identity.openDemo(DemoPerson.everyone, at: office.place)
        } else {
            try await identity.openDemo(at: desk)
        }
        try await payments.openDemoAccount(at: desk)
    }

    /// Registers the committees of all communes of a province, with invented identifiers below that of the province's: the
    /// same on every node, so that nodes of one demo mean the same agencies. What is there is kept.
    package func loadDemoCommunes(of province: String) async throws {
        _ = try await demoDesk()
        let tree = try await units.tree()
        guard let unit = tree.unit(province),
            let above = try await agencies.list(kind: .peoplesCommittee, unit: unit.id).first
        else { throw AgencyProblem.unknownUnit(province) }
        let known = Set(try await agencies.list(kind: .peoplesCommittee).compactMap { $0.unit?.code })
        for (index, commune) in tree.communes(below: province).sorted(by: { $0.code < $1.code }).enumerated()
        where !known.contains(commune.code) {
            let registration = AgencyService.Registration(
                organID: "\(above.organID).\(101 + index)", kind: .peoplesCommittee,
                name: "Ủy ban nhân dân \(commune.kind.lowercased()) \(commune.shortName)",
                englishName: "People's Committee of \(commune.shortName) (\(commune.kind))", unitCode: commune.code,
                parent: above.id)
            _ = try await agencies.register(registration, by: .system)
        }
    }

    /// Those who can sign in to the demo: a node may be in demo mode without its people.
    package func demoSignIns() async throws -> [(name: String, username: String, password: String)] {
        var found: [(name: String, username: String, password: String)] = []
        for person in DemoPerson.everyone where try await identity.hasFirstPassword(person) {
            found.append((person.name, person.username, person.password))
        }
        return found
    }

    /// Where the demo's officials work: the desk, below the committee whose identifier it extends with an invented part.
    private func demoDesk() async throws -> ID<Agency> {
        let province = try await agencies.find(OrganID("H42"))
        let committee = try await demoAgency(
            "H42.999", .peoplesCommittee, "Ủy ban nhân dân xã Yên Mô", "People's Committee of Yên Mô Commune",
            below: province?.id)
        return try await demoAgency(
            "H42.999.01", .serviceDesk, "Trung tâm Phục vụ hành chính công xã Yên Mô",
            "Public Administration Service Centre of Yên Mô Commune", below: committee)
    }

    private func demoAgency(
        _ organID: String, _ kind: Agency.Kind, _ name: String, _ englishName: String, below parent: ID<Agency>?
    ) async throws -> ID<Agency> {
        if let known = try await agencies.find(OrganID(organID)) { return known.id }
        let registration = AgencyService.Registration(
            organID: organID, kind: kind, name: name, englishName: englishName, unitCode: "14701", parent: parent)
        return try await agencies.register(registration, by: .system).id
    }
}

extension PaymentService {
    /// Where the demo's fees are paid: the account of the VietQR specification's examples, with the simulated bank.
    func openDemoAccount(at desk: Place) async throws {
        guard try await openAccounts(at: desk).isEmpty else { return }
        let account = ReceivingAccount.Statement(
            bank: "970403", bankName: "Ngân hàng mô phỏng", number: "0011012345678",
            holder: "Trung tâm Phục vụ hành chính công xã Yên Mô")
        _ = try await openAccount(account, at: desk, by: .system)
    }
}
