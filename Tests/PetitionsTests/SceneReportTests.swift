// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kernel
import Testing

@testable import Petitions

@Suite("Scene report")
struct SceneReportTests {
    private let noon = Date(timeIntervalSince1970: 1_783_476_000)

    private func report(location: String = "Trước cổng chợ Bút", text: String = "Ổ gà sâu") throws -> SceneReport {
        try SceneReport(
            id: ID("r1"), agency: Place(rawValue: "yen-mo"), reporter: "minh", location: location, text: text, at: noon)
    }

    @Test("what is missing or too long is named by its field")
    func typed() throws {
        #expect(throws: SceneReportProblem.blankLocation) { try report(location: "") }
        #expect(throws: SceneReportProblem.blankText) { try report(text: "") }
        #expect(throws: SceneReportProblem.longText) { try report(text: String(repeating: "ệ", count: 2001)) }
        #expect(try report(text: String(repeating: "ệ", count: 2000)).status == .submitted)
    }

    @Test("a decision is made once")
    func once() throws {
        var report = try report()
        try report.accept(by: "lan", at: noon)
        #expect(report.decision == .init(by: "lan", at: noon, reason: ""))
        #expect(throws: SceneReportProblem.alreadyDecided) { try report.decline(because: "Trùng", by: "lan", at: noon) }
        #expect(report.status == .accepted)
    }

    @Test("a refusal says why")
    func reason() throws {
        var report = try report()
        #expect(throws: SceneReportProblem.blankReason) { try report.decline(because: "", by: "lan", at: noon) }
        #expect(report.status == .submitted)
    }
}
