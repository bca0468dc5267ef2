// SPDX-License-Identifier: Apache-2.0

import Agencies
import Database
import Foundation
import Indicators
import Kernel
import Product
import TestKit
import Testing

@testable import Steering

/// The Office of the Government, which gives tasks, two ministries and the province of Ninh Bình.
struct Cabinet {
    let site: Site
    let directives: DirectiveService
    let tasks: TaskService
    let office: Actor, science: Actor, finance: Actor, province: Actor

    init(_ site: Site) async throws {
        self.site = site
        let platform = site.platform
        directives = DirectiveService(
            database: platform.database, cases: platform.cases, agencies: platform.agencies, now: platform.now,
            newID: platform.newID)
        tasks = TaskService(
            database: platform.database, cases: platform.cases, agencies: platform.agencies,
            catalogue: platform.indicators.catalogue, now: platform.now)
        func official(_ organID: String) async throws -> Actor {
            let agency = try #require(try await platform.agencies.find(OrganID(organID)))
            let rights = ["tasks.give", "tasks.read", "tasks.work", "tasks.consult", "steering.keep_plans"]
            return Actor(
                id: organID, kind: .official,
                grants: Set(rights.map { Grant(Permission(rawValue: $0), in: agency.place) }), agency: agency.place)
        }
        (office, science) = (try await official("G22"), try await official("G06"))
        (finance, province) = (try await official("G12"), try await official("H42"))
    }

    /// Eight priorities and eleven groups, as the resolution of 2021 had.
    func resolution(_ change: (inout DirectiveDraft) -> Void = { _ in }) -> DirectiveDraft {
        var draft = DirectiveDraft()
        (draft.notation, draft.day) = ("01/NQ-CP", Day("2021-01-01"))
        draft.title = "Nhiệm vụ, giải pháp chủ yếu thực hiện Kế hoạch phát triển kinh tế - xã hội năm 2021"
        draft.priorities = (1...8).map { "Trọng tâm thứ \($0)" }.joined(separator: "\n\n")
        draft.groups = (1...11).map { "  Nhóm thứ \($0)" }.joined(separator: "\r\n")
        change(&draft)
        return draft
    }

    func draft(_ title: String, lead: String, _ change: (inout TaskDraft) -> Void = { _ in }) -> TaskDraft {
        var draft = TaskDraft()
        (draft.title, draft.text, draft.lead, draft.group) = (title, "Làm xong", lead, "1")
        draft.due = Day("2026-12-31")
        change(&draft)
        return draft
    }
}
