// SPDX-License-Identifier: Apache-2.0

import Web

/// Every kind of paper that comes with the product.
enum PaperShelf {
    /// One kind with made-up values.
    struct Sample: Sendable {
        let kind: String
        let title: String
        let page: any Page.Type
        /// The papers as pages: full, empty, hostile.
        let sheets: [any Page]

        fileprivate init<P: Paper>(of type: P.Type) {
            kind = P.kind
            title = P.mocks.first?.title ?? P.kind
            page = Sheet<P>.self
            sheets = Sheet<P>.mocks
        }
    }

    static let samples = [
        Sample(of: AppointmentSlip.self), Sample(of: SupplementRequest.self), Sample(of: Refusal.self),
        Sample(of: Apology.self), Sample(of: StopNotice.self), Sample(of: ControlSlip.self), Sample(of: LogBook.self),
        Sample(of: ResultPaper.self),
    ]

    static var pages: [any Page.Type] { samples.map(\.page) }
}
