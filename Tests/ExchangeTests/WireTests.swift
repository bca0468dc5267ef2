// SPDX-License-Identifier: Apache-2.0

import Foundation
import NIOCore
import TestKit
import Testing

@testable import Exchange
@testable import ExchangeTransport

@Suite("What goes to a node at once")
struct WireTests {
    private static let load = WireLoad(
        messages: [WirePaper(SignedPaper(bytes: Array("{}".utf8), signature: [1, 2, 3]))],
        parts: [Array("văn bản".utf8), [], [0, 255]], notes: [])

    @Test("it is read as it was written")
    func roundTrip() throws {
        let read = try WireLoad(Self.load.body)
        #expect(read.messages.map(\.paper) == Self.load.messages.map(\.paper))
        #expect(read.parts == Self.load.parts)
        #expect(read.notes.isEmpty)
    }

    @Test("one that says other lengths than it has is no load")
    func lying() throws {
        let whole = Array(try Self.load.body.readableBytesView)
        for count in 0..<whole.count {
            #expect(throws: (any Error).self) { try WireLoad(ByteBuffer(bytes: whole.prefix(count))) }
        }
        #expect(throws: (any Error).self) { try WireLoad(ByteBuffer(bytes: whole + [0])) }
        for head: [UInt8] in [[0xFF, 0xFF, 0xFF, 0xFF], [0, 0, 0, 0], [0x7F, 0xFF, 0xFF, 0xFF]] {
            #expect(throws: (any Error).self) { try WireLoad(ByteBuffer(bytes: head + whole.dropFirst(4))) }
        }
        for parts in ["[-1]", "[131073]", "[9223372036854775807, 1]", "[1e300]", "[[[]]]", "null"] {
            let head = Array(#"{"messages":[],"notes":[],"parts":\#(parts)}"#.utf8)
            var body = ByteBuffer(integer: UInt32(head.count))
            body.writeBytes(head + [UInt8](repeating: 0, count: 200_000))
            #expect(throws: (any Error).self, "\(parts)") { try WireLoad(body) }
        }
    }

    @Test("whatever is changed in it, it is read or refused")
    func altered() throws {
        let whole = Array(try Self.load.body.readableBytesView)
        var chance = Lehmer(seed: 5)
        for _ in 0..<5000 {
            var other = whole
            for _ in 0...(chance.next() % 4) {
                other[Int(chance.next() % UInt64(other.count))] = UInt8(truncatingIfNeeded: chance.next())
            }
            _ = try? WireLoad(ByteBuffer(bytes: other))
        }
    }
}
