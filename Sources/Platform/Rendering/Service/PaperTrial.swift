// SPDX-License-Identifier: Apache-2.0

package import Foundation
import Kernel
package import Signatures
package import Web

/// Every kind of paper with made-up values, marked as a trial, printed and signed: for the eyes of an operator who sets up
/// renderer, fonts and seal.
package struct PaperTrial: Sendable {
    private let views: Views
    private let renderer: any Renderer
    private let signer: any Signer

    package init(views: Views, renderer: any Renderer, signer: any Signer) {
        self.views = views
        self.renderer = renderer
        self.signer = signer
    }

    /// How many papers there will be.
    package static var count: Int { PaperShelf.samples.count }

    /// Gives out one after the other, named by its kind; signed by the node's own seal unless another `signer` is given.
    package func print(
        for signatory: Signatory, called name: String, at time: Date, by other: (any Signer)? = nil,
        _ take: (String, [UInt8]) throws -> Void
    ) async throws {
        for sample in PaperShelf.samples {
            guard let sheet = sample.sheets.first else { continue }
            let pdf = try await renderer.pdf(of: html(sheet))
            let signed = try await SignedPDF(
                signing: pdf, for: signatory, called: name, reason: sample.title, at: time, by: other ?? signer)
            try take(sample.kind, signed.bytes)
        }
    }

    private func html<P: Page>(_ page: P) -> String { views.render(page, language: .vi) }
}
