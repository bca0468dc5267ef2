// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kernel
import Signatures
import TestKit
import Testing
import Web

@testable import Rendering

@Suite("Signatures")
struct SignatureTests {
    private let seals = SealFolder(
        TestFolder.own.appending(path: UUIDv7.string()), now: { PressRoom.noon }, makingFor: { _ in "UBND xã Yên Mô" })
    private let agency = Signatory.agency(PressRoom.place)

    private func signed(_ pdf: [UInt8], for signatory: Signatory? = nil) async throws -> [UInt8] {
        try await SignedPDF(
            signing: pdf, for: signatory ?? agency, called: "UBND xã Yên Mô", reason: "Trích lục khai sinh",
            at: PressRoom.noon, by: seals
        ).bytes
    }

    private func simple() throws -> [UInt8] { try TestRenderer().pdf(of: "") }

    @Test("poppler calls it valid, and invalid after one changed byte anywhere")
    func changed() async throws {
        let pdf = try await signed(try await WeasyPrint.test().pdf(of: "<h1>Trích lục</h1>"))
        let verdict = try Poppler.run("pdfsig", pdf)
        #expect(verdict.contains("Signature Validation: Signature is Valid."))
        #expect(verdict.contains("Signature Type: ETSI.CAdES.detached"))
        #expect(verdict.contains("Total document signed"))
        let marks = ["/Title", "/MediaBox", "endobj", "/ByteRange", "%%EOF"]
        for mark in marks {
            guard let place = Self.place(of: mark, in: pdf) else { continue }
            var changed = pdf
            changed[place + 1] ^= 0x01
            #expect(!(try Poppler.run("pdfsig", changed)).contains("Signature is Valid."), "\(mark)")
        }
    }

    @Test("a second signature leaves the first one valid")
    func twice() async throws {
        let pdf = try await signed(try await signed(try simple()), for: .official("tuan"))
        let verdict = try Poppler.run("pdfsig", pdf)
        #expect(verdict.split(separator: "Signature is Valid.").count == 3)
    }

    @Test("what was there keeps its bytes")
    func incremental() async throws {
        let pdf = try simple()
        #expect(try await signed(pdf).starts(with: pdf))
    }

    @Test("a page with links and a form keeps them")
    func annotated() async throws {
        let page = "/Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Note (a\\) << \u{7F}) /Annots [ 9 0 R\n10 0 R ]"
        let pdf = Array(TestRenderer.page(page, catalog: "/AcroForm << /Fields [ 9 0 R ] >>").utf8)
        let text = String(decoding: try await signed(pdf), as: UTF8.self)
        #expect(text.contains("/Annots [ 9 0 R\n10 0 R  5 0 R]"))
        #expect(text.contains("/Fields [ 9 0 R  5 0 R]"))
        #expect(text.contains("/Note (a\\) << \u{7F})"))
    }

    @Test(
        "what cannot be added to is refused",
        arguments: [
            "", "%PDF-1.7\n", "startxref\n99999999999999999999\n%%EOF", "startxref\n5\n%%EOF", "startxref\n-7\n%%EOF",
            TestRenderer.page("/Type /Page", trailer: "/Encrypt 9 0 R"),
            TestRenderer.page("/Type /Page", trailer: "/Prev 7"),
            TestRenderer.page("/Type /Page /Annots 9 0 R"),
        ])
    func refused(pdf: String) async throws {
        await #expect(throws: RenderingProblem.pdfUnreadable) { try await signed(Array(pdf.utf8)) }
    }

    @Test("a file cut short anywhere is refused, not read past its end")
    func cut() throws {
        let pdf = try simple()
        for length in stride(from: 0, to: pdf.count - 7, by: 3) {
            #expect(throws: RenderingProblem.self) {
                try SignablePDF(Array(pdf.prefix(length)), signer: "x", reason: "y", at: PressRoom.noon)
            }
        }
    }

    private static func place(of mark: String, in pdf: [UInt8]) -> Int? {
        let mark = Array(mark.utf8)
        return pdf.indices.first { pdf[$0...].starts(with: mark) }
    }
}
