// SPDX-License-Identifier: Apache-2.0

import CQrencode

/// A square of dark and light modules that a phone can read (ISO/IEC 18004, drawn by libqrencode).
///
///     <svg viewBox="{{qr.viewBox}}" role="img" aria-label="…"><path d="{{qr.path}}"/></svg>
package struct QRCode: Sendable {
    /// Modules on one side, without the quiet zone.
    package let side: Int
    private let dark: [Bool]

    /// Nil when `text` is empty or longer than a code can hold.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard !bytes.isEmpty, let code = QRcode_encodeData(Int32(bytes.count), bytes, 0, QR_ECLEVEL_M) else {
            return nil
        }
        defer { QRcode_free(code) }
        side = Int(code.pointee.width)
        // The lowest bit of each byte says whether the module is dark.
        dark = UnsafeBufferPointer(start: code.pointee.data, count: side * side).map { $0 & 1 == 1 }
    }

    package func isDark(_ x: Int, _ y: Int) -> Bool { dark[y * side + x] }

    /// With the quiet zone of four modules that readers need.
    package var viewBox: String { "-4 -4 \(side + 8) \(side + 8)" }

    /// All dark modules as one SVG path, runs of a row joined.
    package var path: String {
        var path = ""
        for y in 0..<side {
            var x = 0
            while x < side {
                let start = x
                while x < side, isDark(x, y) { x += 1 }
                if x > start { path += "M\(start) \(y)h\(x - start)v1h-\(x - start)z" } else { x += 1 }
            }
        }
        return path
    }
}
