// SPDX-License-Identifier: Apache-2.0

import Foundation
package import Rendering
import Synchronization

/// Prints a small PDF without Python, and fails as it is told to.
package final class TestRenderer: Renderer {
    private let state = Mutex<(availability: Availability, refusals: [RenderingProblem], count: Int)>(
        (.available("test"), [], 0))

    package init(_ availability: Availability = .available("test"), refusals: [RenderingProblem] = []) {
        state.withLock { $0 = (availability, refusals, 0) }
    }

    package var papers: Int { state.withLock(\.count) }

    package func availability() -> Availability { state.withLock(\.availability) }

    package func pdf(of html: String) throws -> [UInt8] {
        try state.withLock {
            if !$0.refusals.isEmpty { throw $0.refusals.removeFirst() }
            $0.count += 1
            return Array(Self.page("/Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]").utf8)
        }
    }

    /// A PDF of one empty page.
    package static func page(_ page: String, catalog: String = "", trailer: String = "") -> String {
        var (text, offsets) = ("%PDF-1.7\n", [Int]())
        for (number, object) in ["/Type /Catalog /Pages 2 0 R \(catalog)", "/Type /Pages /Kids [3 0 R] /Count 1", page]
            .enumerated()
        {
            offsets.append(text.utf8.count)
            text += "\(number + 1) 0 obj\n<< \(object) >>\nendobj\n"
        }
        let table = text.utf8.count
        text += "xref\n0 4\n0000000000 65535 f \n"
        for offset in offsets { text += String(format: "%010d 00000 n \n", offset) }
        return text + "trailer\n<< /Size 4 /Root 1 0 R \(trailer) >>\nstartxref\n\(table)\n%%EOF\n"
    }
}
