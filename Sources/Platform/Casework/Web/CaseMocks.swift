// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kernel
import Web

struct MockFace: CaseFace {
    let kind = "dossiers", path = "dossiers"
    func title(of file: CaseFile, in language: Language) -> String { file.matter }
    func content(of view: CaseView, for actor: Actor, _ context: WebContext) async throws -> CaseContent { .init() }
}

extension CaseFile {
    /// One that runs, one that nobody has received, one that was returned late, named by an attacker, and one stopped.
    static var mocks: [CaseFile] {
        let noon = Date(timeIntervalSince1970: 1_783_476_000)
        func file(_ matter: String, _ state: String, _ phase: CaseFlow.Phase, _ clock: CaseClock?) -> CaseFile {
            CaseFile(
                id: ID("01a1"), kind: "dossiers", matter: matter, matterVersion: 1,
                applicant: Applicant(account: "minh", name: matter, sentBy: nil), channel: .online,
                limit: .workingDays(3), desk: Place(rawValue: "a"), holder: Place(rawValue: "b"),
                officer: phase == .running ? "lan" : nil, state: state, phase: phase,
                code: clock == nil ? nil : DossierCode(organID: "H42.19.05", day: Day(noon), number: 1), openedAt: noon,
                receivedAt: clock == nil ? nil : noon, clock: clock,
                endedAt: phase == .closed ? noon : nil, version: 3)
        }
        return [
            file("Đăng ký khai sinh", "in_progress", .running, CaseClock(due: noon.addingTimeInterval(7200))),
            file("Đăng ký kết hôn", "registered", .incoming, nil),
            file(.hostile, "returned", .closed, CaseClock(due: noon.addingTimeInterval(-7200), stoppedAt: noon)),
            file("Đăng ký tạm trú", "stopped", .closed, nil),
        ]
    }
}

extension CaseView {
    static var mocks: [CaseView] {
        CaseFile.mocks.enumerated().map { index, file in
            CaseView(
                file: file, content: "{}",
                steps: [
                    CaseStep(
                        number: 1, event: "opened", state: "registered", phase: .incoming, at: file.openedAt,
                        actor: "minh", holder: file.holder, officer: "lan", text: .hostile, due: nil,
                        ledgerEvent: "01a2")
                ],
                messages: [
                    CaseMessage(
                        id: ID("m"), at: file.openedAt, author: "lan", isFromOffice: true, isInternal: index == 0,
                        text: .hostile)
                ], attachments: [], time: [CaseTime(holder: file.holder, minutes: 500)],
                moves: [
                    CaseFlow.Move(
                        name: "begin", event: "begun", from: ["received"], to: "in_progress", by: .official,
                        permission: "x", needs: [], tracks: nil, channels: nil),
                    CaseFlow.Move(
                        name: "stop", event: "stopped", from: ["in_progress"], to: "stopped", by: .official,
                        permission: "x", needs: [.reason], tracks: nil, channels: nil),
                ], mayAssign: index == 0, mayHandOver: index == 0,
                mayConsult: index == 0, mayEscalate: index == 0,
                consultations: [
                    CaseConsultation(
                        id: ID("c"), caseFile: file.id, agency: file.holder, askedAt: file.openedAt, askedBy: "lan",
                        question: .hostile, due: file.openedAt, isEscalation: true,
                        answer: index == 0
                            ? nil
                            : .init(at: file.openedAt, by: "lan", text: .hostile, passedOn: index == 1 ? ID("d") : nil))
                ], unanswered: index == 0 ? [ID("c")] : [], isMine: index > 0,
                rating: index == 2 ? CaseRating(at: file.openedAt, score: 5, text: .hostile) : nil)
        }
    }
}
