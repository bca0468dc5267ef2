// SPDX-License-Identifier: Apache-2.0

/// RFC 9162 section 2.1.3: a leaf is part of the tree with a given root.
package struct InclusionProof: Sendable, Equatable {
    /// Counted from 0: the event's position less one.
    package let leafIndex: Int64
    package let treeSize: Int64
    /// The hashes beside the way from the leaf to the root, lowest first.
    package let path: [Hash]

    package init(leafIndex: Int64, treeSize: Int64, path: [Hash]) {
        self.leafIndex = leafIndex
        self.treeSize = treeSize
        self.path = path
    }

    /// Section 2.1.3.2.
    package func proves(_ leaf: Hash, in root: Hash) -> Bool {
        guard leafIndex >= 0, leafIndex < treeSize else { return false }
        var (fn, sn, hash) = (leafIndex, treeSize - 1, leaf)
        for sibling in path {
            guard sn != 0 else { return false }
            if fn & 1 == 1 || fn == sn {
                hash = .node(sibling, hash)
                while fn & 1 == 0, fn != 0 { (fn, sn) = (fn >> 1, sn >> 1) }
            } else {
                hash = .node(hash, sibling)
            }
            (fn, sn) = (fn >> 1, sn >> 1)
        }
        return sn == 0 && hash == root
    }
}

/// RFC 9162 section 2.1.4: the tree of one head is the beginning of the tree of a later one.
package struct ConsistencyProof: Sendable, Equatable {
    package let from: Int64
    package let to: Int64
    package let path: [Hash]

    package init(from: Int64, to: Int64, path: [Hash]) {
        self.from = from
        self.to = to
        self.path = path
    }

    /// Section 2.1.4.2.
    package func proves(_ older: Hash, beginning newer: Hash) -> Bool {
        guard from > 0, from <= to else { return false }
        if from == to { return path.isEmpty && older == newer }
        var rest = path[...]
        if from.nonzeroBitCount == 1 { rest = [older] + rest }
        guard let first = rest.popFirst() else { return false }
        var (fn, sn) = (from - 1, to - 1)
        while fn & 1 == 1 { (fn, sn) = (fn >> 1, sn >> 1) }
        var (old, new) = (first, first)
        for hash in rest {
            guard sn != 0 else { return false }
            if fn & 1 == 1 || fn == sn {
                (old, new) = (.node(hash, old), .node(hash, new))
                while fn & 1 == 0, fn != 0 { (fn, sn) = (fn >> 1, sn >> 1) }
            } else {
                new = .node(new, hash)
            }
            (fn, sn) = (fn >> 1, sn >> 1)
        }
        return sn == 0 && old == older && new == newer
    }
}

/// A Merkle tree read piece by piece: `hashes` gives those at a level divisible by four.
struct MerkleTree {
    let hashes: (_ level: Int, _ range: Range<Int64>) throws -> [Hash]

    func inclusion(of index: Int64, size: Int64) throws -> InclusionProof {
        var path: [Hash] = []
        var range = 0..<size
        while range.count > 1 {
            let middle = range.lowerBound + Self.split(range.count)
            let isLeft = index < middle
            path.append(try hash(of: isLeft ? middle..<range.upperBound : range.lowerBound..<middle))
            range = isLeft ? range.lowerBound..<middle : middle..<range.upperBound
        }
        return InclusionProof(leafIndex: index, treeSize: size, path: path.reversed())
    }

    /// Needs `0 < from <= to`.
    func consistency(from: Int64, to: Int64) throws -> ConsistencyProof {
        var path: [Hash] = []
        var range = 0..<to
        // Whether `range` began as the whole older tree, whose root the verifier holds already.
        var isWhole = true
        while range.upperBound != from {
            let middle = range.lowerBound + Self.split(range.count)
            if from <= middle {
                path.append(try hash(of: middle..<range.upperBound))
                range = range.lowerBound..<middle
            } else {
                path.append(try hash(of: range.lowerBound..<middle))
                range = middle..<range.upperBound
                isWhole = false
            }
        }
        if !isWhole { path.append(try hash(of: range)) }
        return ConsistencyProof(from: from, to: to, path: path.reversed())
    }

    /// The Merkle tree hash of the leaves in `range`, which must be one that the recursive definition meets.
    func hash(of range: Range<Int64>) throws -> Hash {
        let count = Int64(range.count)
        guard count.nonzeroBitCount == 1 else {
            let middle = range.lowerBound + Self.split(range.count)
            return .node(try hash(of: range.lowerBound..<middle), try hash(of: middle..<range.upperBound))
        }
        let level = count.trailingZeroBitCount
        let base = level / Frontier.step * Frontier.step
        return Frontier.fold(try hashes(base, range.lowerBound >> base..<range.upperBound >> base))
    }

    /// The largest power of two smaller than `count`.
    private static func split(_ count: Int) -> Int64 {
        Int64(1) << Int64(Int.bitWidth - 1 - (count - 1).leadingZeroBitCount)
    }
}
