// SPDX-License-Identifier: Apache-2.0

import EdXML
import Foundation
import Kernel

/// Writes and reads messages of the axis for Tests/EdXML/run: `edxml-tool write KEY CERTIFICATE FILE`,
/// `edxml-tool status KEY CERTIFICATE FILE`, `edxml-tool read FILE [ROOTS]`. Reading ends with 1 and the code of the problem when
/// the message is refused.
@main
enum Main {
    static func main() throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        switch (arguments.first, arguments.count) {
        case ("write", 4): try write(arguments) { seal in try letter().written(sealedBy: seal) }
        case ("status", 4): try write(arguments) { seal in try status().written(sealedBy: seal) }
        case ("read", 2...3): try read(arguments[1], roots: arguments.count == 3 ? arguments[2] : nil)
        default:
            print("usage: edxml-tool write|status KEY CERTIFICATE FILE | read FILE [ROOTS]")
            exit(64)
        }
    }

    private static func write(_ arguments: [String], _ make: (EdXMLSeal) throws -> [UInt8]) throws {
        let seal = try EdXMLSeal(key: try text(arguments[1]), certificate: try text(arguments[2]))
        try Data(try make(seal)).write(to: URL(filePath: arguments[3]))
    }

    private static func read(_ path: String, roots: String?) throws {
        let bytes = Array(try Data(contentsOf: URL(filePath: path)))
        do {
            let packet = try EdXMLPacket(reading: bytes)
            let isVouchedFor = try roots.flatMap { EdXMLRoots(pem: try text($0)) }.map { roots in
                packet.signer?.isVouchedFor(by: roots, at: Date()) ?? false
            }
            let told = Told(
                signed: packet.signer != nil, weak: packet.signer?.isWeak ?? false, vouched: isVouchedFor ?? false,
                says: says(packet.content))
            print(String(decoding: try JSONEncoder().encode(told), as: UTF8.self))
        } catch let problem as EdXMLProblem {
            print(problem.code)
            exit(1)
        }
    }

    private struct Told: Encodable { let signed: Bool, weak: Bool, vouched: Bool, says: [String: String] }

    private static func says(_ content: EdXMLPacket.Content) -> [String: String] {
        switch content {
        case .message(let message):
            [
                "document": message.documentID, "subject": message.subject, "from": message.from.id,
                "to": message.to.map(\.id).joined(separator: " "),
                "files": message.attachments.map(\.name).joined(separator: " "),
                "bytes": message.attachments.map { Data($0.bytes).base64EncodedString() }.joined(separator: " "),
            ]
        case .status(let status):
            ["document": status.responseFor.documentID, "state": "\(status.state.rawValue)", "from": status.from.id]
        }
    }

    private static func text(_ path: String) throws -> String {
        try String(contentsOf: URL(filePath: path), encoding: .utf8)
    }

    private static func letter() throws -> EdXMLMessage {
        guard let day = Day("2026-03-02") else { throw EdXMLProblem.badValue(element: "PromulgationDate") }
        var letter = EdXMLMessage(
            from: .init(id: "H42", name: "Ủy ban nhân dân tỉnh Ninh Bình"),
            to: [.init(id: "G06", name: "Bộ Khoa học và Công nghệ"), .init(id: "000.00.00.G22", name: "VPCP")],
            code: .init(number: "15", notation: "UBND-VP3"), promulgation: .init(place: "Ninh Bình", day: day),
            type: .letter, subject: "V/v báo cáo <chỉ số> & “chuyển đổi số”")
        letter.trace = [.init(organID: "H42", at: Date(timeIntervalSince1970: 1_772_413_200))]
        letter.content = "Dòng một\r\nDòng hai\tthẻ"
        letter.attachments = [
            .init(id: "1", name: "văn bản.pdf", contentType: "application/pdf", bytes: Array("%PDF-1.7 xin chào".utf8)),
            .init(id: "2", name: "số liệu.csv", contentType: "text/csv", bytes: Array("a;b\r\n1;2\r\n".utf8)),
        ]
        return letter
    }

    private static func status() throws -> EdXMLStatus {
        EdXMLStatus(
            .received, of: try letter().reference, from: .init(id: "G06", name: "Bộ Khoa học và Công nghệ"),
            description: "Đã vào sổ", at: Date(timeIntervalSince1970: 1_772_420_000))
    }
}
