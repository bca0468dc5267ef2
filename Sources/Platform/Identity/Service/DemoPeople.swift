// SPDX-License-Identifier: Apache-2.0

import Database
package import Kernel
import Passwords

/// Invented people for the demo and the tests. Their identifiers end in numbers nobody has (…000001).
package struct DemoPerson: Sendable, CaseIterable {
    package let username: String
    package let name: String
    package let identifier: String?
    /// The role they hold, if any, at the demo's agency or (operators) everywhere.
    package let role: String?

    /// Known to everybody, which is why demo people are only made where demo mode is asked for.
    package var password: String { "doi-canh-\(username)-2026" }

    package static let minh = DemoPerson(
        username: "minh", name: "Nguyễn Văn Minh", identifier: "037090000001", role: nil)
    package static let hoa = DemoPerson(
        username: "hoa", name: "Phạm Thị Hoa", identifier: "037188000002", role: nil)
    package static let lan = DemoPerson(
        username: "lan", name: "Trần Thị Lan", identifier: "037191000003", role: "desk_clerk")
    package static let tuan = DemoPerson(
        username: "tuan", name: "Lê Anh Tuấn", identifier: "037075000004", role: "head")
    package static let thu = DemoPerson(
        username: "thu", name: "Đỗ Thị Thu", identifier: "037192000005", role: "cashier")
    package static let hung = DemoPerson(
        username: "hung", name: "Vũ Mạnh Hùng", identifier: nil, role: "operator")

    package static let van = DemoPerson(
        username: "van", name: "Bùi Thị Vân", identifier: "037193000006", role: "document_clerk")
    package static let binh = DemoPerson(
        username: "binh", name: "Hoàng Đức Bình", identifier: "037084000007", role: "unit_head")

    package static let allCases: [DemoPerson] = [.minh, .hoa, .lan, .tuan, .thu, .hung]
    /// With those whom an office needs that writes to others.
    package static let everyone = allCases + [.van, .binh]
}

extension IdentityService {
    /// Whether this invented person can sign in with the password everybody knows. Asks the records instead of trying:
    /// hashing for all of them would keep the first visitor waiting.
    package func hasFirstPassword(_ person: DemoPerson) async throws -> Bool {
        guard settings.localAccounts else { return false }
        return try await database.read {
            try AccountStore(db: $0).hasFirstPassword(person.username, name: person.name)
        }
    }

    /// Opens the accounts and posts of `people` at `agency`; what is there already is left alone, also when somebody was
    /// interrupted in the middle of it.
    package func openDemo(_ people: [DemoPerson] = DemoPerson.allCases, at agency: Place) async throws {
        for person in people {
            let newcomer = NewPerson(
                name: person.name, username: person.username, password: person.password,
                identifier: person.identifier)
            let account: Account
            do { account = try await self.account(login: person.username) } catch IdentityProblem.noSuchAccount {
                account = try await open(newcomer, by: .system)
            }
            if let role = person.role, try await posts(of: account.id).isEmpty {
                try await assign(role, at: agency, to: account.id, by: .system)
            }
        }
    }
}
