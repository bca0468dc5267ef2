// SPDX-License-Identifier: Apache-2.0

/// Turns a paper's HTML into a PDF, outside any transaction.
package protocol Renderer: Sendable {
    /// Whether this machine can print at all. Where it cannot, people print the HTML themselves.
    func availability() async throws -> Availability

    /// Throws `RenderingProblem.paperRefused` for what will never print, `rendererStopped` for what may do so next time.
    func pdf(of html: String) async throws -> [UInt8]
}

package enum Availability: Sendable, Equatable {
    /// What prints, with its version.
    case available(String)
    /// What is missing.
    case absent(String)
}

/// What printing one paper may take.
package struct RendererLimits: Sendable {
    package var seconds = 30
    package var megabytes = 1024
    package var htmlBytes = 4 << 20
    package var pdfBytes = 32 << 20
    /// A worker is replaced after so many papers, so that what it forgot to let go does not add up.
    package var papersPerWorker = 500

    package init() {}
}
