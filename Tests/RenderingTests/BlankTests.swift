// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Kernel
import Signatures
import TestKit
import Testing

@testable import Rendering

/// A paper that gets its number between two signatures.
@Suite("Blanks")
struct BlankTests {
    private static let html = """
        <body style="font: 13pt Tinos"><p>Số: <a class="blank" href="blank:number" style="display:inline-block;width:3em">&nbsp;</a>\
        /QĐ-UBND</p><p>ngày <a href="blank:day" style="display:inline-block;width:2em">&nbsp;</a> tháng 7</p>
        """

    /// The renderer of the product, with a text of its own.
    private struct Forms: Renderer {
        let press = WeasyPrint.test()
        func availability() async throws -> Availability { try await press.availability() }
        func pdf(of html: String) async throws -> [UInt8] { try await press.pdf(of: BlankTests.html) }
    }

    @Test(
        "the leader signs, the office numbers, the agency signs, and both signatures hold", arguments: Backend.available
    )
    func wholeWay(backend: Backend) async throws {
        let (room, clerk) = (try await PressRoom(backend), PressRoom.clerk)
        let (signing, press) = (try await room.signingDesk(), room.press(Forms()))
        let document = try await room.request(
            signers: [
                (.official("tuan"), "Lê Anh Tuấn"), (.office(PressRoom.place), "Văn thư"),
                (.agency(PressRoom.place), "Ủy ban nhân dân xã Yên Mô"),
            ])
        func fill(_ values: [String: String] = ["number": "07", "day": "15"]) async throws {
            try await room.database.write {
                try room.documents.fill(document.id, with: values, number: "07/QĐ-UBND", by: clerk, in: $0)
            }
        }
        _ = try await room.deliver(press)
        // Nobody numbers what the leader has not signed.
        await #expect(throws: RenderingProblem.notWaiting) { try await fill() }
        try await signing.sign(document.id, passphrase: "mật khẩu", by: PressRoom.tuan)
        _ = try await room.deliver(press)
        #expect(try await room.documents.find(document.id).state == .waiting)
        try await fill()
        await #expect(throws: RenderingProblem.notWaiting) { try await fill() }
        _ = try await room.deliver(press)
        let issued = try await room.documents.find(document.id)
        #expect((issued.state, issued.number) == (.ready, "07/QĐ-UBND"))
        let pdf = try await room.pdf(of: issued)
        let text = try Poppler.run("pdftotext", pdf, ["-layout"])
        #expect(text.contains(/Số:\s+07\s*\/QĐ-UBND/))
        #expect(text.contains(/ngày\s+15\s+tháng/))
        let verdict = try Poppler.run("pdfsig", pdf)
        #expect(verdict.split(separator: "Signature is Valid.").count == 3)
        if let folder = ProcessInfo.processInfo.environment["DOICANH_TEST_KEEP"] {
            try Data(pdf).write(to: URL(filePath: folder).appending(path: "blanks-\(backend).pdf"))
        }
    }

    @Test("only digits go into a blank that is there, and a paper without blanks stays as it is")
    func refused() async throws {
        let press = WeasyPrint.test()
        let plain = try await press.pdf(of: "<p>Xin chào <a href='https://example.vn'>đây</a>")
        #expect(try PDFBlanks.opened(plain) == plain)
        let form = try PDFBlanks.opened(try await press.pdf(of: Self.html))
        for values in [["number": "7a"], ["number": ""], ["number": "٣"], ["none": "7"], ["number": "7) Tj"]] {
            #expect(throws: RenderingProblem.pdfUnreadable) { try PDFBlanks.filled(form, with: values) }
        }
        let filled = try PDFBlanks.filled(form, with: ["number": "123"])
        #expect(filled.starts(with: form))
        #expect(try Poppler.run("pdftotext", filled).contains("123"))
        let hostile = try await press.pdf(of: "<a href='blank:x)%20(y'>x</a>")
        #expect(throws: RenderingProblem.pdfUnreadable) { try PDFBlanks.opened(hostile) }
    }
}
