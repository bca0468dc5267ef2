// SPDX-License-Identifier: Apache-2.0

/// The kinds of files the product tells apart, by their first bytes.
package enum MediaKind: String, Sendable, CaseIterable {
    case pdf = "application/pdf"
    case png = "image/png"
    case jpeg = "image/jpeg"
    case webp = "image/webp"
    case heic = "image/heic"
    case mp4 = "video/mp4"
    /// Also the office formats, which are ZIP archives.
    case zip = "application/zip"
    case text = "text/plain"
    case other = "application/octet-stream"

    /// What people attach to a case: papers and pictures.
    package static let papers: Set<MediaKind> = [.pdf, .png, .jpeg, .webp, .heic]

    /// How many bytes decide.
    static let window = 512

    init(of beginning: [UInt8]) {
        self = Self.signatures.first { $0.matches(beginning) }?.kind ?? (Self.isText(beginning) ? .text : .other)
    }

    private struct Signature {
        let kind: MediaKind
        let offset: Int
        let bytes: [UInt8]

        init(_ kind: MediaKind, _ bytes: [UInt8], at offset: Int = 0) {
            self.kind = kind
            self.offset = offset
            self.bytes = bytes
        }

        func matches(_ beginning: [UInt8]) -> Bool { beginning.dropFirst(offset).starts(with: bytes) }
    }

    private static let signatures: [Signature] = [
        Signature(.pdf, Array("%PDF-".utf8)),
        Signature(.png, [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]),
        Signature(.jpeg, [0xFF, 0xD8, 0xFF]),
        Signature(.webp, Array("WEBP".utf8), at: 8),
        Signature(.heic, Array("ftyphei".utf8), at: 4),
        Signature(.heic, Array("ftypmif1".utf8), at: 4),
        Signature(.mp4, Array("ftyp".utf8), at: 4),
        Signature(.zip, [0x50, 0x4B, 0x03, 0x04]),
    ]

    /// UTF-8 without control characters; the last letter may be cut by the window.
    private static func isText(_ beginning: [UInt8]) -> Bool {
        let whole = beginning.count < window ? beginning[...] : beginning.dropLast(3)
        guard !whole.contains(where: { $0 < 0x20 && ![0x09, 0x0A, 0x0D].contains($0) }) else { return false }
        return (0...3).contains { cut in
            String(validating: beginning.count < window ? whole : beginning.dropLast(cut), as: UTF8.self) != nil
        }
    }
}
