// SPDX-License-Identifier: Apache-2.0

import Casework
import Foundation
import Kernel
import Rendering

/// The way of a dossier from hand to hand, as the control slip tells it: one line for each time somebody else had it.
struct DossierTrail {
    let file: CaseFile
    let steps: [CaseStep]
    /// Officials and agencies by their ids.
    let names: [String: String]

    var lines: [ControlSlip.Step] {
        var (lines, hand) = ([ControlSlip.Step](), file.applicant.name)
        for step in steps {
            let next = receiver(of: step)
            guard next != hand else { continue }
            let isEnd = step.phase == .closed
            lines.append(
                ControlSlip.Step(
                    from: hand, to: next, at: step.at, due: isEnd ? nil : step.due, outcome: isEnd ? outcome : nil,
                    note: step.event == "handed_over" ? step.text : ""))
            hand = next
        }
        return lines
    }

    /// While the agency waits for the applicant, and at the end, the dossier is theirs.
    private func receiver(of step: CaseStep) -> String {
        switch step.phase {
        case .standing, .closed: return file.applicant.name
        case .incoming, .running, .outgoing:
            let agency = names[step.holder.rawValue] ?? step.holder.rawValue
            return step.officer.flatMap { names[$0] }.map { "\($0), \(agency)" } ?? agency
        }
    }

    /// How the decision stood with its deadline; nil where there was none.
    private var outcome: ControlSlip.Step.Outcome? {
        guard let due = file.clock?.due, let end = file.endedAt else { return nil }
        if file.isLate(at: end) { return .late }
        return Day(end) < Day(due) ? .early : .onTime
    }
}

extension LogBook.Line {
    /// A dossier as the log book has it.
    init(
        _ number: Int, _ file: CaseFile, _ form: SubmittedForm, _ procedure: Procedure?, agency: String, returned: Date?
    ) {
        self.init(
            number, code: file.code?.description ?? "", procedure: procedure?.name.vi ?? file.matter,
            applicant: file.applicant.name,
            contact: [form.text("applicant_home"), form.text("applicant_phone")].filter { !$0.isEmpty }
                .joined(separator: "; "),
            agency: agency, received: file.receivedAt ?? file.openedAt, promised: file.clock?.due, returned: returned,
            channel: file.channel.onPaper)
    }
}

extension CaseFile.Channel {
    fileprivate var onPaper: String {
        switch self {
        case .desk: "Trực tiếp"
        case .online: "Trực tuyến"
        case .post: "Bưu chính công ích"
        case .portal: "Cổng dịch vụ công khác"
        }
    }
}
