// SPDX-License-Identifier: Apache-2.0

import Agencies
import Casework
import Forms
import Foundation
import Identity
import Kernel
package import Product
import PublicServices
import Units

/// People with accounts, open sessions and filled-in forms, so that a load can begin at once.
package struct PortalCrew: Sendable {
    /// Somebody whose browser is open.
    struct Visitor: Sendable {
        let session: String
        /// Forms that only have to be sent.
        let drafts: [String]
    }

    /// The visitors that each client plays, one after the other.
    let clients: [[Visitor]]
    /// The session of an official with a pile to look at. One for all clients: whoever signs in as often as there are
    /// clients, load after load, is held for somebody who tries passwords.
    let official: String

    /// How many forms there are to be sent.
    package var drafts: Int { clients.joined().reduce(0) { $0 + $1.drafts.count } }

    /// Opens what is needed on a node that `doicanh demo` has made. `perClient` is how many forms each client may send.
    package static func gather(on platform: Platform, clients: Int, perClient: Int) async throws -> PortalCrew {
        let (lan, desk) = try await clerk(on: platform)
        let form = try await FilledForm(at: desk, of: platform)
        let groups = try await withThrowingTaskGroup(of: (Int, [Visitor]).self) { group in
            for client in 0..<clients {
                group.addTask { (client, try await visitors(client, drafts: perClient, form, on: platform)) }
            }
            return try await group.reduce(into: [Int: [Visitor]]()) { $0[$1.0] = $1.1 }
        }
        return PortalCrew(
            clients: (0..<clients).map { groups[$0] ?? [] },
            official: try await signIn(lan.username, lan.password, from: 0, on: platform))
    }

    /// The clerk of the desk that applications are sent to, and that desk.
    static func clerk(on platform: Platform) async throws -> (person: DemoPerson, desk: Place) {
        guard let lan = DemoPerson.allCases.first(where: { $0.role == "desk_clerk" }),
            let post = try await platform.identity.posts(of: platform.identity.account(login: lan.username).id).first
        else { throw BenchProblem.noProgress }
        return (lan, post.agency)
    }

    /// An account may keep so many open forms, and no more.
    private static func visitors(
        _ client: Int, drafts count: Int, _ form: FilledForm, on platform: Platform
    ) async throws -> [Visitor] {
        var visitors: [Visitor] = []
        var left = count
        repeat {
            let (username, password) = ("load\(UUIDv7.string().suffix(12))", "tai-\(UUIDv7.string())")
            let account = try await platform.identity.open(
                NewPerson(name: "Người dân số \(client + 1)", username: username, password: password), by: .system)
            let actor = Actor(id: account.id.rawValue, kind: .resident)
            var drafts: [String] = []
            for _ in 0..<min(left, DraftService.limit - 1) {
                drafts.append(try await form.draft(by: actor, on: platform).id.rawValue)
            }
            left -= drafts.count
            visitors.append(
                Visitor(session: try await signIn(username, password, from: client, on: platform), drafts: drafts))
        } while left > 0
        return visitors
    }

    /// Each client comes from a network of its own: so many out of one would be held for somebody who tries passwords.
    private static func signIn(
        _ login: String, _ password: String, from client: Int, on platform: Platform
    ) async throws -> String {
        let visit = Visit(address: "10.\(client).0.1", browser: "")
        guard
            case .session(let token, _) = try await platform.identity.signIn(
                Attempt(login: login, password: password, visit: visit))
        else { throw BenchProblem.noProgress }
        return token.text
    }
}

/// A form as many people fill it in: copies of an extract, which cost money.
private struct FilledForm: Sendable {
    let definition: FormDefinition
    let answers: Answers
    let desk: Place

    static let code = "2.000635"

    init(at desk: Place, of platform: Platform) async throws {
        let setting = try await platform.drafts.setting()
        guard let definition = platform.dossiers.form(Self.code),
            let commune = setting.units.units.first(where: { $0.level == .commune && $0.isValid(on: setting.today) }),
            let province = commune.parentCode.flatMap({ setting.units.unit($0, on: setting.today) })
        else { throw BenchProblem.noProgress }
        let respondent = Respondent(
            names: ["Nguyễn Văn Minh", "Trần Thị Lan"], identifiers: ["083890000001"], commune: commune.id,
            province: province.id,
            days: [setting.today, setting.today - 18] + ["1990-05-10", "1960-01-31"].compactMap { Day($0) },
            scan: AttachedFile(hash: "", name: "", size: 0, kind: ""))
        // Somebody who attaches nothing: the bytes of files are no part of this load.
        let made = try (0..<12).compactMap {
            try AnswerMaker(form: definition, variant: $0, as: respondent, in: setting).answers()
        }.first { $0.values.values.allSatisfy(\.files.isEmpty) }
        guard let made else { throw BenchProblem.noProgress }
        (self.definition, self.desk, answers) = (definition, desk, made)
    }

    func draft(by actor: Actor, on platform: Platform) async throws -> Draft {
        let host = platform.dossiers
        let begun = try await host.service.begin(Self.code, at: ID(desk.rawValue), with: host, by: actor)
        return try await platform.drafts.save(answers, of: begun, definition, by: actor)
    }
}
