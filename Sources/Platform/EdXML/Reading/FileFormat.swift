// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What the first bytes of a file have to be when its type or its name says so. A type that is not known here says nothing.
enum FileFormat: CaseIterable {
    case pdf, officeOpen, officeOld, zip, png, jpeg, tiff, rtf, rar

    static func fits(_ bytes: [UInt8], type: String, name: String) -> Bool {
        let type = type.split(separator: ";").first.map { $0.trimmingCharacters(in: .whitespaces).lowercased() } ?? ""
        let ending = name.split(separator: ".").last.map { $0.lowercased() } ?? ""
        let said = allCases.filter {
            $0.types.contains(type) || $0.endings.contains(ending) || $0.endings.contains(type)
        }
        return said.allSatisfy { $0.matches(bytes) } && (!said.isEmpty || !isProgram(bytes) || isAnything(type))
    }

    private func matches(_ bytes: [UInt8]) -> Bool {
        // Letters may stand before the beginning of a PDF.
        if self == .pdf { return Data(bytes.prefix(1024)).range(of: Data("%PDF-".utf8)) != nil }
        return beginnings.contains { bytes.starts(with: $0) }
    }

    /// What runs when it is opened has no other name than that of bytes.
    private static func isProgram(_ bytes: [UInt8]) -> Bool {
        bytes.starts(with: Array("MZ".utf8)) || bytes.starts(with: [0x7F] + Array("ELF".utf8))
    }

    private static func isAnything(_ type: String) -> Bool { type.isEmpty || type == "application/octet-stream" }

    private var beginnings: [[UInt8]] {
        switch self {
        case .pdf: [Array("%PDF-".utf8)]
        case .officeOpen, .zip: [[0x50, 0x4B, 0x03, 0x04], [0x50, 0x4B, 0x05, 0x06]]
        case .officeOld: [[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]]
        case .png: [[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]]
        case .jpeg: [[0xFF, 0xD8, 0xFF]]
        case .tiff: [[0x49, 0x49, 0x2A, 0x00], [0x4D, 0x4D, 0x00, 0x2A]]
        case .rtf: [Array("{\\rtf".utf8)]
        case .rar: [Array("Rar!".utf8)]
        }
    }

    private var types: [String] {
        switch self {
        case .pdf: ["application/pdf"]
        case .officeOpen:
            [
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                "application/vnd.openxmlformats-officedocument.presentationml.presentation",
                "application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.spreadsheet",
            ]
        case .officeOld: ["application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint"]
        case .zip: ["application/zip", "application/x-zip-compressed"]
        case .png: ["image/png"]
        case .jpeg: ["image/jpeg", "image/jpg"]
        case .tiff: ["image/tiff"]
        case .rtf: ["application/rtf", "text/rtf"]
        case .rar: ["application/vnd.rar", "application/x-rar-compressed"]
        }
    }

    private var endings: [String] {
        switch self {
        case .pdf: ["pdf"]
        case .officeOpen: ["docx", "xlsx", "pptx", "odt", "ods"]
        case .officeOld: ["doc", "xls", "ppt"]
        case .zip: ["zip"]
        case .png: ["png"]
        case .jpeg: ["jpg", "jpeg"]
        case .tiff: ["tif", "tiff"]
        case .rtf: ["rtf"]
        case .rar: ["rar"]
        }
    }
}
