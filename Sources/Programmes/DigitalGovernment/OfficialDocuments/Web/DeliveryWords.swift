// SPDX-License-Identifier: Apache-2.0

import Casework
import Exchange
import Foundation
import Kernel
import Web

/// How it reads where a document is on its way.
struct DeliveryWords {
    let strings: Strings
    let formats: Formats

    /// In a word and a shape; a document on paper has neither.
    func status(of receiver: DocumentReceiver) -> Status {
        guard receiver.message != nil else { return Status(.neutral, strings["documents.delivery.state.paper"]) }
        guard let state = receiver.state else {
            return Status(.risk, strings["documents.delivery.state.under_way"])
        }
        let isGivenBack = state == .agreed && !receiver.recallReason.isEmpty
        let word = strings["documents.delivery.state.\(isGivenBack ? "given_back" : "\(state)")"]
        return switch state {
        case .refused: Status(.late, word)
        case .recalled, .declined: Status(.risk, word)
        case .arrived: Status(.neutral, word)
        case .received, .assigned, .inProgress, .done, .agreed: Status(.onTime, word)
        }
    }

    /// What the receiver answered last, or why it is not asked by the exchange.
    func words(of receiver: DocumentReceiver) -> String {
        if receiver.isRecallWaiting { return strings["documents.delivery.recall_waits"] }
        if !receiver.problem.isEmpty { return strings["documents.delivery.not_offered"] }
        return receiver.words.isEmpty ? "–" : receiver.words
    }

    /// The last thing that was said about it.
    func time(of receiver: DocumentReceiver) -> String {
        let times = [receiver.arrivedAt, receiver.receivedAt, receiver.assignedAt, receiver.doneAt]
        return formats.time(times.compactMap(\.self).max() ?? receiver.sentAt)
    }

    /// How many of each sort there are, for a glance.
    func summary(of receivers: [DocumentReceiver]) -> String {
        let reached = receivers.filter { $0.message != nil }
        return strings.fill(
            "documents.delivery.summary",
            [
                "all": formats.number(receivers.count), "reached": formats.number(reached.count { $0.state != nil }),
                "electronic": formats.number(reached.count),
            ])
    }
}
