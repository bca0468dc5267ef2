// SPDX-License-Identifier: Apache-2.0

import Agencies
import Files
import Forms
import Foundation
import Identity
import Kernel
import Payments
import Product
import Units

/// Sets the stage for a replay: registers the desks and opens the accounts of everybody, all through the services.
struct Stage {
    let scenario: Scenario
    let platform: Platform
    let ensemble: Ensemble
    let clock: ReplayClock
    let seed: UInt64
    /// Told how many people have their accounts, of how many.
    let progress: @Sendable (Int, Int) -> Void

    /// `lanes` is how many transactions may go on at once.
    let lanes: Int

    /// A body before it is registered.
    private struct Sketch {
        let tier: Desk.Tier
        let organID: String
        let name: String, englishName: String
        let unit: String
        let superior: Int?
        let procedures: Weighted<String>
    }

    func set(residents count: Int) async throws -> Cast {
        let tree = try await platform.units.tree(on: Day(clock.now()))
        let communes = tree.communes(below: scenario.province)
        let sketches = sketches(in: tree)
        var maker = PeopleMaker(
            scenario.people, province: scenario.province, chance: Chance(seed: seed, stream: 1))
        var names: [[String]] = []
        for _ in sketches { names.append([maker.name(), maker.name(), maker.name()]) }
        var ids: [ID<Agency>] = []
        let top = try await platform.agencies.find(OrganID(scenario.organId))?.id
        // Districts come before their communes.
        for sketch in sketches {
            let above = sketch.tier == .commune ? sketch.superior.map { ids[$0] } : nil
            ids.append(try await register(sketch, below: above ?? top))
        }
        let staff = try await ensemble.perform(
            zip(sketches, ids).enumerated().map { index, pair in
                let (names, clock) = (names[index], clock)
                return (
                    Turn(at: clock.now(), order: index, lane: index % lanes),
                    { @Sendable in
                        try await staffed(pair.0.tier, pair.0.superior, pair.0.procedures, pair.1, index, names)
                    }
                )
            })
        return try await residents(count, of: staff, in: communes, made: &maker)
    }

    // MARK: desks

    private func sketches(in tree: UnitTree) -> [Sketch] {
        var sketches = scenario.bodies.enumerated().map { index, body in
            Sketch(
                tier: .province, organID: "\(scenario.organId).\(Self.padded(index + 1))", name: body.vi,
                englishName: body.en, unit: scenario.province, superior: nil, procedures: body.procedures.weighted)
        }
        var known = 0
        let districts = tree.children(of: scenario.province)
        let above = sketches.firstIndex { $0.name.hasPrefix("Sở Tư pháp") }
        for (index, district) in districts.enumerated() {
            sketches.append(
                Sketch(
                    tier: .district, organID: "\(scenario.organId).\(index + 21)",
                    name: Self.desk(of: district), englishName: Self.englishDesk(of: district), unit: district.code,
                    superior: above, procedures: scenario.district.weighted))
        }
        for (index, district) in districts.enumerated() {
            let superior = scenario.bodies.count + index
            for (number, commune) in tree.children(of: district.code).enumerated() {
                sketches.append(
                    Sketch(
                        tier: .commune, organID: "\(sketches[superior].organID).\(Self.padded(number + 1))",
                        name: Self.desk(of: commune), englishName: Self.englishDesk(of: commune), unit: commune.code,
                        superior: superior, procedures: scenario.commune.weighted))
                known += 1
            }
        }
        for number in 0..<max(scenario.communes - known, 0) {
            sketches.append(
                Sketch(
                    tier: .commune, organID: "\(scenario.organId).99.\(Self.padded(number + 1))",
                    name: "Bộ phận Một cửa xã số \(number + 1) đã giải thể trước năm 2025 (không có trong danh sách)",
                    englishName: "One-stop desk of commune no. \(number + 1), dissolved before 2025 (not in the list)",
                    unit: scenario.province, superior: nil, procedures: scenario.commune.weighted))
        }
        return sketches
    }

    private static func desk(of unit: AdministrativeUnit) -> String {
        "Bộ phận Một cửa \(unit.kind.lowercased()) \(unit.shortName)"
    }

    private static func englishDesk(of unit: AdministrativeUnit) -> String {
        "One-stop desk of \(unit.shortName) (\(unit.level.rawValue))"
    }

    private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    private func register(_ sketch: Sketch, below parent: ID<Agency>?) async throws -> ID<Agency> {
        let registration = AgencyService.Registration(
            organID: sketch.organID, kind: .serviceDesk, name: sketch.name, englishName: sketch.englishName,
            unitCode: sketch.unit, parent: parent)
        return try await platform.agencies.register(registration, by: .system).id
    }

    private func staffed(
        _ tier: Desk.Tier, _ superior: Int?, _ procedures: Weighted<String>, _ id: ID<Agency>, _ index: Int,
        _ names: [String]
    ) async throws -> Desk {
        let place = Place(rawValue: id.rawValue)
        let (bank, mobile) = ("\(1_000_000_000 + index)", "M\(100_000 + index)")
        let holder = "Kho bạc mô phỏng \(index + 1)"
        _ = try await platform.payments.openAccount(
            .init(bank: "970403", bankName: "Ngân hàng mô phỏng", number: bank, holder: holder), at: place, by: .system)
        _ = try await platform.payments.openAccount(
            .init(
                provider: MobileMoneyProvider.id, bank: "", bankName: "Tiền di động mô phỏng", number: mobile,
                holder: holder), at: place, by: .system)
        return Desk(
            place: place, tier: tier, superior: superior, clerk: try await official(names[0], "desk_clerk", place),
            head: try await official(names[1], "head", place),
            cashier: try await official(names[2], "cashier", place), bank: bank, mobileMoney: mobile,
            procedures: procedures)
    }

    private func official(_ name: String, _ role: String, _ place: Place) async throws -> Actor {
        let account = try await platform.identity.open(NewPerson(name: name), by: .system)
        let post = try await platform.identity.assign(role, at: place, to: account.id, by: .system)
        guard let actor = platform.identity.actor(in: post) else { throw IdentityProblem.noSuchRole }
        return actor
    }

    // MARK: residents

    private func residents(
        _ count: Int, of desks: [Desk], in communes: [AdministrativeUnit], made maker: inout PeopleMaker
    ) async throws -> Cast {
        let scan = try await sample()
        let offices = desks.indices.filter { desks[$0].tier == .commune }
        let province = UnitID(scenario.province, from: communes.first?.validFrom ?? .beginning)
        var sketches: [(Respondent, Int)] = []
        for _ in 0..<count {
            let (desk, place) = (maker.chance.one(of: offices), maker.chance.one(of: communes))
            let (name, identifier) = maker.resident()
            var respondent = Respondent(
                names: [name, maker.name(), maker.name()], identifiers: [identifier, maker.resident().identifier],
                commune: place.id, province: province, days: [],
                scan: AttachedFile(scan))
            (respondent.phone, respondent.email) = ("0900000000", "nguoi.dan@example.vn")
            respondent.line = "Ấp \(1 + maker.chance.below(9))"
            sketches.append((respondent, desk))
        }
        var residents: [Player] = []
        // Not all at once: each of them is a task.
        for start in stride(from: 0, to: sketches.count, by: Self.crowd) {
            let time = clock.now()
            residents += try await ensemble.perform(
                sketches[start..<min(start + Self.crowd, sketches.count)].enumerated().map { index, sketch in
                    (
                        Turn(at: time, order: index, lane: index % lanes),
                        { @Sendable [identity = platform.identity] in
                            let person = NewPerson(
                                name: sketch.0.names[0], identifier: sketch.0.identifiers[0])
                            let account = try await identity.open(person, by: .system)
                            return Player(
                                actor: Actor(id: account.id.rawValue, kind: .resident), respondent: sketch.0)
                        }
                    )
                })
            progress(residents.count, sketches.count)
        }
        let byDesk = Dictionary(grouping: sketches.indices, by: { sketches[$0].1 })
        return Cast(desks: desks, residents: residents, byDesk: byDesk, scan: scan)
    }

    private static let crowd = 256

    /// The paper that everybody attaches, as a file of the node.
    private func sample() async throws -> ReceivedFile {
        let file = try await platform.files.receive(AsyncStream(whole: Array(Self.page.utf8)))
        return ReceivedFile(stored: file, name: "giấy tờ mô phỏng.pdf")
    }

    /// One page that says what it is.
    private static let page = """
        %PDF-1.4
        1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj
        2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj
        3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 420 595] /Contents 4 0 R
        /Resources << /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >> endobj
        4 0 obj << /Length 49 >> stream
        BT /F 18 Tf 40 500 Td (Simulated: of no value) Tj ET
        endstream endobj
        trailer << /Root 1 0 R >>
        %%EOF

        """
}
