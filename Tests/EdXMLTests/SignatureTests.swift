// SPDX-License-Identifier: Apache-2.0

import EdXML
import Foundation
import Kernel
import Testing

@Suite("Signatures of the axis")
struct SignatureTests {
    private func signed() throws -> [UInt8] { try EdXMLMessage.sample.written(sealedBy: EdXMLSeal.sample.get()) }

    @Test("whose signature it is, and who vouches for them when")
    func signer() throws {
        let (seal, other) = (try EdXMLSeal.sample.get(), try EdXMLSeal.other.get())
        let signer = try #require(try EdXMLPacket(reading: signed()).signer)
        #expect(!signer.isWeak)
        let roots = try #require(EdXMLRoots(pem: other.certificate + seal.certificate))
        #expect(signer.isVouchedFor(by: roots, at: EdXMLSeal.moment))
        #expect(!signer.isVouchedFor(by: roots, at: EdXMLSeal.moment + 86_400 * 500))
        let others = try #require(EdXMLRoots(pem: other.certificate))
        #expect(!signer.isVouchedFor(by: others, at: EdXMLSeal.moment))
        #expect(EdXMLRoots(pem: "") == nil && EdXMLRoots(pem: "xin chào") == nil)
        #expect(try EdXMLPacket(reading: EdXMLMessage.sample.written(sealedBy: nil)).signer == nil)
    }

    @Test(
        "one bit anywhere is found: the message is refused, or it says the same and nobody vouches for another signer")
    func oneBit() throws {
        let whole = try signed()
        let read = try EdXMLPacket(reading: whole)
        let roots = try #require(EdXMLRoots(pem: EdXMLSeal.sample.get().certificate))
        var (chance, refusals) = (Chance(seed: 7), 0)
        for _ in 0..<1500 {
            var bytes = whole
            let index = Int.random(in: 0..<bytes.count, using: &chance)
            bytes[index] ^= 1 << UInt8.random(in: 0...7, using: &chance)
            guard let found = try? EdXMLPacket(reading: bytes) else {
                refusals += 1
                continue
            }
            // Blanks inside the signature say nothing; of its certificate only the key is the signature's concern.
            #expect(found.content == read.content, "bit at \(index)")
            let isVouchedFor = found.signer?.isVouchedFor(by: roots, at: EdXMLSeal.moment) ?? false
            #expect(found.signer == read.signer || !isVouchedFor, "bit at \(index)")
        }
        #expect(refusals > 1200)
    }

    @Test("each field that is changed is found, and so is another file in an attachment's place")
    func altered() throws {
        let text = String(decoding: try signed(), as: UTF8.self)
        for (old, new) in [
            ("0015", "0016"), ("2026/03/02", "2026/03/03"), ("<OrganId>G06", "<OrganId>G05"), ("quý I", "quý II"),
            ("UEsDB", "UEsDC"), ("<Priority>2", "<Priority>0"), ("edXML:TraceHeaderList", "TraceHeaderList"),
            ("</Subject>", "</Subject> "), ("15-UBND-VP3.pdf", "16-UBND-VP3.pdf"),
        ] {
            #expect(text.contains(old))
            #expect(throws: EdXMLProblem.altered, "\(old)") { try message(Array(text.replacing(old, with: new).utf8)) }
        }
        let more = text.replacing("</edXML>", with: "<x/></edXML>")
        #expect(throws: EdXMLProblem.altered) { try message(Array(more.utf8)) }
        // What canonical XML leaves out is no change.
        let same = text.replacing("<Subject>", with: "<Subject ><!-- x -->")
        #expect(try message(Array(same.utf8)) == .sample)
    }

    @Test("a signature whose elements were put into the namespace of the message is read too")
    func olderNamespace() throws {
        let text = String(decoding: try signed(), as: UTF8.self)
        let space = #" xmlns="http://www.w3.org/2000/09/xmldsig#""#
        for written in ["", #" xmlns="http://www.mic.gov.vn/TBT/QCVN_102_2016""#] {
            let older = text.replacing(space, with: written)
            #expect(try EdXMLPacket(reading: Array(older.utf8)).signer != nil)
            let changed = older.replacing("0015", with: "0016")
            #expect(throws: EdXMLProblem.altered) { try message(Array(changed.utf8)) }
        }
    }

    @Test("a signature over a part, over another place, or by a method that nobody knows is none")
    func unknown() throws {
        let text = String(decoding: try signed(), as: UTF8.self)
        for (old, new) in [
            (#"URI="""#, ##"URI="#x""##), (#"URI="""#, #"URI="file:///etc/passwd""#),
            ("xmldsig-more#rsa-sha256", "xmldsig-more#rsa-md5"),
            (#"<Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/>"#, ""),
            ("2000/09/xmldsig#enveloped-signature", "TR/1999/REC-xslt-19991116"),
            ("<X509Certificate>", "<X509Certificate>x"),
        ] {
            #expect(text.contains(old))
            #expect(throws: EdXMLProblem.signatureNotKnown, "\(new)") {
                try message(Array(text.replacing(old, with: new).utf8))
            }
        }
    }

    @Test("another's certificate in its place is found")
    func anotherCertificate() throws {
        func body(_ pem: String) -> String { pem.split(separator: "\n").dropFirst().dropLast().joined(separator: "\n") }
        let text = String(decoding: try signed(), as: UTF8.self)
        let (own, other) = (try EdXMLSeal.sample.get().certificate, try EdXMLSeal.other.get().certificate)
        #expect(text.contains(body(own)))
        let changed = text.replacing(body(own), with: body(other))
        #expect(throws: EdXMLProblem.altered) { try message(Array(changed.utf8)) }
        let both = text.replacing(
            "<X509Certificate>", with: "<X509Certificate>\(body(other))</X509Certificate><X509Certificate>")
        #expect(try EdXMLPacket(reading: Array(both.utf8)).signer == EdXMLPacket(reading: signed()).signer)
    }

    @Test("a key that is no RSA key, or another certificate's, is not signed with")
    func keys() throws {
        let (seal, other) = (try EdXMLSeal.sample.get(), try EdXMLSeal.other.get())
        #expect(throws: EdXMLProblem.unfitKey) { try EdXMLSeal(key: seal.pem.key, certificate: other.certificate) }
        #expect(throws: EdXMLProblem.badKey) { try EdXMLSeal(key: "x", certificate: seal.certificate) }
        #expect(throws: EdXMLProblem.badKey) { try EdXMLSeal(key: seal.pem.key, certificate: "x") }
    }
}
