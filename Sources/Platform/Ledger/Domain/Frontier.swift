// SPDX-License-Identifier: Apache-2.0

/// A complete node of the Merkle tree: it covers the `2^level` leaves from `index * 2^level` on, and never changes.
struct TreeNode: Equatable, Sendable {
    let level: Int
    let index: Int64
    let hash: Hash
}

/// The right edge of a Merkle tree: enough to append leaves and to tell the root, in a few hundred bytes.
///
/// Complete nodes are kept at every fourth level only: the three levels between are recomputed from at most sixteen
/// hashes, and the store costs 1/15 of the leaves instead of as many again.
struct Frontier: Sendable {
    static let step = 4
    static let group = 1 << step

    private(set) var size: Int64 = 0
    /// `tails[k]` holds the hashes at level `4k` that do not fill a group of sixteen yet.
    private var tails: [[Hash]] = [[]]

    init() {}

    /// `tails[k]` as `Frontier.tail(of:at:)` names them.
    init(size: Int64, tails: [[Hash]]) {
        self.size = size
        self.tails = tails.isEmpty ? [[]] : tails
    }

    /// Which hashes at level `4k` make up the right edge of a tree of `size` leaves.
    static func tail(of size: Int64, at k: Int) -> Range<Int64> {
        let count = size >> (step * k)
        return (count & ~Int64(group - 1))..<count
    }

    /// How many levels of tails a tree of `size` leaves has.
    static func depth(of size: Int64) -> Int {
        var depth = 1
        while size >> (step * depth) > 0 { depth += 1 }
        return depth
    }

    /// Adds a leaf and returns the nodes that became complete and are to be stored.
    mutating func append(_ leaf: Hash) -> [TreeNode] {
        var completed: [TreeNode] = []
        size += 1
        tails[0].append(leaf)
        var k = 0
        while tails[k].count == Self.group {
            let node = TreeNode(
                level: Self.step * (k + 1), index: size >> (Self.step * (k + 1)) - 1, hash: Self.fold(tails[k]))
            tails[k] = []
            k += 1
            if tails.count == k { tails.append([]) }
            tails[k].append(node.hash)
            completed.append(node)
        }
        return completed
    }

    /// RFC 9162 section 2.1.1: the Merkle tree hash of all leaves so far.
    var root: Hash {
        var root: Hash?
        for tail in tails {
            var rest = tail[...]
            while !rest.isEmpty {
                let width = 1 << rest.count.trailingZeroBitCount
                let peak = Self.fold(Array(rest.suffix(width)))
                root = root.map { .node(peak, $0) } ?? peak
                rest = rest.dropLast(width)
            }
        }
        return root ?? .emptyTree
    }

    /// The node above `hashes`, whose count is a power of two.
    static func fold(_ hashes: [Hash]) -> Hash {
        var hashes = hashes
        while hashes.count > 1 {
            hashes = stride(from: 0, to: hashes.count, by: 2).map { .node(hashes[$0], hashes[$0 + 1]) }
        }
        return hashes[0]
    }
}
