// SPDX-License-Identifier: Apache-2.0

/// Walks along the positions and keeps what verification needs to compare: the tree so far, the head before, and what
/// was found.
struct TreeWalk {
    /// After so many findings the rest says nothing more.
    static let enough = 10

    struct Suspect: Sendable {
        let position: Int64
        let event: StoredEvent
        let leaf: Hash?
    }

    private(set) var report = VerificationReport()
    /// Events whose leaf does not fit: changed, or moved from another position.
    private(set) var suspects: [Suspect] = []
    /// Events whose personal content is gone.
    private(set) var bare: Set<String> = []
    /// Events of which an erasure event says so.
    private(set) var erased: Set<String> = []
    private(set) var next: Int64 = 1

    private let keys: [String: NodeKey]
    private let witnessed: [Int64: Head]
    private var frontier = Frontier()
    private var previous: Head?
    private var lastGoodSize: Int64 = 0
    /// Once the tree is broken, every later root differs and says nothing more.
    private var isBroken = false

    init(keys: [NodeKey], witnessed: [Head]) {
        self.keys = Dictionary(keys.map { ($0.id, $0) }) { first, _ in first }
        self.witnessed = Dictionary(witnessed.map { ($0.size, $0) }) { first, _ in first }
    }

    var isHopeless: Bool { report.findings.count >= Self.enough }

    mutating func take(_ piece: VerificationStore.Piece) {
        let heads = Dictionary(piece.heads.map { ($0.size, $0) }) { first, _ in first }
        var roots: [Int64: Hash] = [:]
        var nodes: [TreeNode] = []
        for row in piece.rows {
            if row.position != next { missing(next) }
            next = row.position + 1
            check(row)
            guard !isBroken, let leaf = row.leaf else { continue }
            nodes += frontier.append(leaf)
            if heads[row.position] != nil || witnessed[row.position] != nil { roots[row.position] = frontier.root }
        }
        report.events += Int64(piece.rows.count)
        for head in piece.heads { follow(head) }
        compare(nodes, with: piece.nodes, roots: roots, heads: piece.heads)
    }

    mutating func takePending(_ event: StoredEvent, _ personal: PersonalContent?) {
        report.pending += 1
        checkPersonal(of: event, personal)
    }

    mutating func add(_ finding: Finding) { report.findings.append(finding) }

    private mutating func missing(_ position: Int64) {
        report.findings.append(.removed(position: position, event: nil))
        isBroken = true
    }

    private mutating func check(_ row: VerificationStore.SealedRow) {
        guard let event = row.event else {
            report.findings.append(.removed(position: row.position, event: row.eventID))
            return
        }
        if event.leafHash(at: row.position) != row.leaf {
            suspects.append(Suspect(position: row.position, event: event, leaf: row.leaf))
            report.findings.append(.changed(position: row.position, event: event.id))
        }
        checkPersonal(of: event, row.personal)
    }

    private mutating func checkPersonal(of event: StoredEvent, _ personal: PersonalContent?) {
        if event.kind == LedgerEvents.erased { erased.insert(event.subject) }
        switch (event.commitment, personal) {
        case (nil, nil): break
        case (_?, nil): bare.insert(event.id)
        case (let commitment, let personal?):
            if personal.commitment != commitment { report.findings.append(.personalChanged(event: event.id)) }
        }
    }

    /// The chain, the key and the signature of one head.
    private mutating func follow(_ head: Head) {
        report.heads += 1
        if head.previous != previous?.hash ?? .zero || head.at < previous?.at ?? head.at {
            report.findings.append(.headChain(size: head.size))
        }
        previous = head
        guard let key = keys[head.keyID], key.counts(at: head.at) else {
            report.findings.append(.headKey(size: head.size, key: head.keyID))
            return
        }
        if !key.verifies(head.signature, of: head.bytes) {
            report.findings.append(.headSignature(size: head.size, key: head.keyID))
        }
    }

    private mutating func compare(
        _ computed: [TreeNode], with stored: [TreeNode], roots: [Int64: Hash], heads: [Head]
    ) {
        let stored = Dictionary(stored.map { (Place($0), $0.hash) }) { first, _ in first }
        let wrong = computed.filter { stored[Place($0)] != $0.hash }
        for (size, root) in roots.sorted(by: { $0.key < $1.key }) {
            if let kept = witnessed[size], kept.root != root { report.findings.append(.witness(size: size)) }
        }
        for head in heads where !isBroken {
            guard let root = roots[head.size] else { continue }
            if root == head.root {
                lastGoodSize = head.size
            } else {
                blame(lastGoodSize + 1...head.size, wrong)
                isBroken = true
            }
        }
        if !isBroken { report.findings += wrong.map { .node(level: $0.level, index: $0.index) } }
    }

    /// Names the smallest range that must hold the change: the head's batch, narrowed by the nodes of sixteen leaves.
    private mutating func blame(_ range: ClosedRange<Int64>, _ wrong: [TreeNode]) {
        guard !suspects.contains(where: { range.contains($0.position) }) else { return }
        let groups = wrong.filter { $0.level == Frontier.step }.map { node in
            let first = node.index << Frontier.step
            return first + 1...first + Int64(Frontier.group)
        }
        let narrowed = groups.first { $0.overlaps(range) }.map { $0.clamped(to: range) }
        report.findings.append(.rehashed(narrowed ?? range))
    }

    private struct Place: Hashable {
        let level: Int, index: Int64

        init(_ node: TreeNode) { (level, index) = (node.level, node.index) }
    }
}
