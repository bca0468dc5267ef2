// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Ledger

@Suite("Merkle tree")
struct MerkleTests {
    /// The eight leaves and the roots that RFC 6962 implementations test with (same hashing as RFC 9162).
    static let leaves: [[UInt8]] = [
        [], [0x00], [0x10], [0x20, 0x21], [0x30, 0x31], [0x40, 0x41, 0x42, 0x43],
        [0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57],
        [0x60, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6A, 0x6B, 0x6C, 0x6D, 0x6E, 0x6F],
    ]
    static let roots = [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ]

    @Test("the roots are those of the RFC's reference data")
    func knownRoots() {
        var frontier = Frontier()
        #expect(frontier.root.hex == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        for (leaf, root) in zip(Self.leaves, Self.roots) {
            _ = frontier.append(.leaf(leaf))
            #expect(frontier.root.hex == root)
        }
    }

    @Test("the root agrees with the definition at every size")
    func definition() {
        let leaves = (0..<600).map { Hash.leaf([UInt8($0 & 0xFF), UInt8($0 >> 8)]) }
        var frontier = Frontier()
        var nodes: [TreeNode] = []
        for (index, leaf) in leaves.enumerated() {
            nodes += frontier.append(leaf)
            #expect(frontier.root == Self.root(leaves[0...index]))
        }
        for node in nodes {
            let first = Int(node.index) << node.level
            #expect(node.hash == Self.root(leaves[first..<(first + 1 << node.level)]))
        }
        #expect(nodes.count == 600 / 16 + 600 / 256)
    }

    /// RFC 9162 section 2.1.1, word for word.
    static func root(_ leaves: ArraySlice<Hash>) -> Hash {
        if leaves.isEmpty { return .emptyTree }
        if leaves.count == 1 { return leaves[leaves.startIndex] }
        var split = 1
        while split * 2 < leaves.count { split *= 2 }
        return .node(root(leaves.prefix(split)), root(leaves.dropFirst(split)))
    }
}
