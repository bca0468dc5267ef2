// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kernel
import Testing

@testable import OfficialDocuments

@Suite("Times of deliveries")
struct DeliveryTimeTests {
    private func receiver(_ seconds: Double?) -> DocumentReceiver {
        let sent = Date(timeIntervalSince1970: 1_000_000)
        return DocumentReceiver(
            agency: "a", receiver: "H42", message: ID("m"), state: nil, sentAt: sent,
            receivedAt: seconds.map { sent + $0 }, words: "", recallReason: "")
    }

    @Test(
        "the one in the middle, whatever the order",
        arguments: [([], nil), ([5.0], 5), ([9, 1, 5], 5), ([1, 9, 5, 3], 4)])
    func median(seconds: [Double], median: Double?) {
        let times = DeliveryTimes(
            .received, of: (seconds.map { Optional($0) } + [nil]).map { (ID("f"), receiver($0)) })
        #expect(times.median == median)
        #expect(times.times.map(\.duration) == seconds.sorted(by: >))
    }

    @Test("a clock that goes behind takes no time")
    func behind() {
        #expect(DeliveryTimes(.received, of: [(ID("f"), receiver(-3))]).median == 0)
    }
}
