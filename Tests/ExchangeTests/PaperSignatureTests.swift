// SPDX-License-Identifier: Apache-2.0

import Foundation
import Signatures
import TestKit
import Testing

@testable import Exchange

@Suite("Papers that are signed and checked again and again")
struct PaperSignatureTests {
    private static let text = Array("Ủy ban nhân dân tỉnh Ninh Bình".utf8)

    @Test("what a checker finds is what libcrypto finds, whatever was done to the signature")
    func same() async throws {
        let (ministry, time) = (try await Neighbourhood(on: .sqlite).ministry, Neighbourhood.moment)
        let (checker, roots) = (try ministry.directory.checker(), try ministry.folder.roots())
        let signature = try ministry.directory.identity().signer.detachedCMS(over: Self.text)
        // Known from here on.
        #expect(checker.verdict(on: signature, over: Self.text, at: time).isHolding)
        var chance = Lehmer(seed: 11)
        var held = 0
        for _ in 0..<3000 {
            var other = signature
            for _ in 0...(chance.next() % 3) {
                // Most of it is the certificate, most that can be mistaken stands before and behind it.
                let place = Int(chance.next()) % (chance.next() % 2 == 0 ? 60 : other.count)
                switch chance.next() % 4 {
                case 0: other[place] ^= 1 << UInt8(chance.next() % 8)
                case 1: other[place] = UInt8(truncatingIfNeeded: chance.next())
                case 2: other.remove(at: place)
                default: other.insert(UInt8(truncatingIfNeeded: chance.next()), at: place)
                }
            }
            let found = checker.verdict(on: other, over: Self.text, at: time)
            let known = CMSVerdict(of: other, over: Self.text, roots: roots, at: time)
            #expect(found == known)
            held += found.isHolding ? 1 : 0
        }
        #expect(held < 300)
    }

    @Test("a signer who is known is nobody before and after the certificate's time, and for other words")
    func times() async throws {
        let (ministry, time) = (try await Neighbourhood(on: .sqlite).ministry, Neighbourhood.moment)
        let checker = try ministry.directory.checker()
        let signature = try ministry.directory.identity().signer.detachedCMS(over: Self.text)
        for _ in 0..<2 {
            #expect(checker.verdict(on: signature, over: Self.text, at: time).isHolding)
            #expect(!checker.verdict(on: signature, over: Self.text, at: time - 10 * 86_400).isHolding)
            #expect(!checker.verdict(on: signature, over: Self.text, at: time + 40_000 * 86_400).isHolding)
            #expect(checker.verdict(on: signature, over: Self.text + [0], at: time) == .altered)
            #expect(checker.verdict(on: [], over: Self.text, at: time) == .unreadable)
        }
    }

    @Test("strangers stay strangers, also beside one who is known")
    func strangers() async throws {
        let (ours, others) = (try await Neighbourhood(on: .sqlite), try await Neighbourhood(on: .sqlite))
        let checker = try ours.ministry.directory.checker()
        let known = try ours.ministry.directory.identity().signer.detachedCMS(over: Self.text)
        let strange = try others.ministry.directory.identity().signer.detachedCMS(over: Self.text)
        for _ in 0..<2 {
            #expect(checker.verdict(on: known, over: Self.text, at: Neighbourhood.moment).isHolding)
            let verdict = checker.verdict(on: strange, over: Self.text, at: Neighbourhood.moment)
            guard case .untrusted = verdict else {
                Issue.record("a stranger is \(verdict)")
                return
            }
        }
    }

    @Test("a signer signs as a seal does, and another certificate is no pair with its key")
    func signer() async throws {
        let neighbours = try await Neighbourhood(on: .sqlite)
        let (own, other) = (
            try neighbours.ministry.directory.identity(), try neighbours.ninhBinh.directory.identity()
        )
        let (one, two) = (try own.signer.detachedCMS(over: Self.text), try own.seal.detachedCMS(over: Self.text))
        let roots = try neighbours.ministry.folder.roots()
        for signature in [one, two] {
            let verdict = CMSVerdict(of: signature, over: Self.text, roots: roots, at: Neighbourhood.moment)
            #expect(verdict == .holds(signer: own.seal.certificates[0]))
        }
        #expect(abs(one.count - two.count) <= 4)
        #expect(throws: (any Error).self) {
            try PaperSigner(Seal(key: own.seal.key, certificates: other.seal.certificates))
        }
    }
}

extension CMSVerdict {
    fileprivate var isHolding: Bool { if case .holds = self { true } else { false } }
}
