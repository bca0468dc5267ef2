// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kernel
import Signatures
import TestKit
import Testing

@Suite("Folders of seals")
struct SealFolderTests {
    private static let noon = Date(timeIntervalSince1970: 1_782_900_000)
    private let agency = Signatory.agency(Place(rawValue: "ubnd-yen-mo"))

    @Test("keys are the owner's alone, and are found again")
    func folder() async throws {
        let folder = TestFolder.own.appending(path: UUIDv7.string())
        let first = SealFolder(folder, now: { Self.noon }, makingFor: { _ in "A" })
        let made = try await first.credential(of: agency).certificates
        #expect(made.count == 2)
        // Without a maker: what is there is used, what is missing is refused.
        let second = SealFolder(folder, now: { Self.noon })
        #expect(try await second.credential(of: agency).certificates == made)
        await #expect(throws: SignatureProblem.noCertificate("official:tuan")) {
            _ = try await second.credential(of: .official("tuan"))
        }
        let key = folder.appending(path: "agency-ubnd-yen-mo.pem").path()
        #expect(try FileManager.default.attributesOfItem(atPath: key)[.posixPermissions] as? Int == 0o600)
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: key)
        let third = SealFolder(folder, now: { Self.noon })
        await #expect(throws: SignatureProblem.keyFileOpen(key)) { _ = try await third.credential(of: agency) }
    }

    @Test("no name leads out of the folder", arguments: ["../../x", "a/b", "..", "."])
    func names(place: String) async throws {
        let folder = TestFolder.own.appending(path: UUIDv7.string())
        let seals = SealFolder(folder, now: { Self.noon }, makingFor: { _ in "A" })
        _ = try await seals.credential(of: .agency(Place(rawValue: place)))
        let made = try FileManager.default.contentsOfDirectory(atPath: folder.path())
        #expect(made.count == 2 && made.allSatisfy { $0 == "root.pem" || $0.hasPrefix("agency-") })
    }

    @Test("what a seal signs is its own, unchanged, and as long as its certificate lasts")
    func detached() async throws {
        let seals = SealFolder(
            TestFolder.own.appending(path: UUIDv7.string()), now: { Self.noon }, makingFor: { _ in "A" })
        let seal = try #require(try await seals.credential(of: agency) as? Seal)
        let (own, root) = (seal.certificates[0], seal.certificates[1])
        let text = Array("Kính gửi".utf8)
        let cms = try seal.detachedCMS(over: text)
        #expect(CMSVerdict(of: cms, over: text, roots: [root], at: Self.noon) == .holds(signer: own))
        #expect(CMSVerdict(of: cms, over: text + [0], roots: [root], at: Self.noon) == .altered)
        #expect(CMSVerdict(of: Array(cms.dropLast(9)), over: text, roots: [root], at: Self.noon) == .unreadable)
        let others = SealFolder(
            TestFolder.own.appending(path: UUIDv7.string()), now: { Self.noon }, makingFor: { _ in "A" })
        let stranger = try await others.credential(of: agency).certificates[1]
        for (roots, time) in [([stranger], Self.noon), ([root], Self.noon + 6 * 365 * 86_400)] {
            guard case .untrusted = CMSVerdict(of: cms, over: text, roots: roots, at: time) else {
                Issue.record("trusted all the same")
                continue
            }
        }
    }
}
