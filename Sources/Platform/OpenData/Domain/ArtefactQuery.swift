// SPDX-License-Identifier: Apache-2.0

/// A question for codelists, concepts, structures and dataflows, by either version of SDMX.
struct ArtefactQuery: Sendable {
    enum References: Equatable, Sendable {
        case none, parents, parentsAndSiblings, ancestors, children, descendants, all, kind(Artefact.Kind)
    }

    enum Detail: String, Sendable {
        case full, allstubs, referencestubs, allcompletestubs, referencecompletestubs, referencepartial, raw
    }

    /// Nil for all kinds.
    let kind: Artefact.Kind?
    private let agency: String
    private let id: String
    private let version: String
    private let item: String
    private let references: References
    private let detail: Detail

    static let parameters: Set<String> = ["references", "detail"]

    /// `{kind}/{agency}/{id}/{version}/{item}`.
    init(_ path: [String], references: String?, detail: String?) throws(OpenDataProblem) {
        guard (1...5).contains(path.count) else { throw .syntax(path.joined(separator: "/")) }
        func part(_ index: Int) -> String { index < path.count ? path[index] : "*" }
        if path[0] == "*" || path[0] == "structure" {
            kind = nil
        } else if let kind = Artefact.Kind(rawValue: path[0]) {
            self.kind = kind
        } else {
            throw .notImplemented(path[0])
        }
        (agency, id, version, item) = (part(1), part(2), part(3), part(4))
        self.references = try Self.references(references ?? "none")
        guard let detail = Detail(rawValue: detail ?? "full") else { throw .syntax("detail=\(detail ?? "")") }
        self.detail = detail
    }

    private static func references(_ text: String) throws(OpenDataProblem) -> References {
        switch text {
        case "none": .none
        case "parents": .parents
        case "parentsandsiblings": .parentsAndSiblings
        case "ancestors": .ancestors
        case "children": .children
        case "descendants": .descendants
        case "all": .all
        default:
            if let kind = Artefact.Kind(rawValue: text) {
                .kind(kind)
            } else {
                throw .notImplemented("references=\(text)")
            }
        }
    }

    /// What of everything there is answers it.
    func answer(from all: [Artefact]) throws(OpenDataProblem) -> [Artefact] {
        let meant = all.indices.filter { index in
            (kind ?? all[index].kind) == all[index].kind && Self.admits(Flow.maintainer, as: agency)
                && Self.admits(all[index].id, as: id) && Self.admitsVersion(version)
        }
        guard !meant.isEmpty else { throw .noResults }
        let related = related(to: meant, in: all)
        var answer: [Artefact] = []
        for index in all.indices where meant.contains(index) || related.contains(index) {
            var artefact = all[index]
            if meant.contains(index) { try keepItems(of: &artefact) }
            artefact.isStub = isStub(isReference: !meant.contains(index))
            answer.append(artefact)
        }
        return answer
    }

    private func isStub(isReference: Bool) -> Bool {
        switch detail {
        case .full, .referencepartial, .raw: false
        case .allstubs, .allcompletestubs: true
        case .referencestubs, .referencecompletestubs: isReference
        }
    }

    private func keepItems(of artefact: inout Artefact) throws(OpenDataProblem) {
        guard item != "*", item != "all" else { return }
        guard case .items(let items) = artefact.content else { throw .senseless(item) }
        let kept = items.filter { Self.admits($0.id, as: item) }
        guard !kept.isEmpty else { throw .noResults }
        artefact.content = .items(
            kept.map { kept in
                var item = kept
                // Its parent is elsewhere.
                item.parent = nil
                return item
            })
        artefact.isPartial = true
    }

    private func related(to meant: [Int], in all: [Artefact]) -> Set<Int> {
        func children(_ indices: some Sequence<Int>) -> Set<Int> {
            Set(
                indices.flatMap { index in
                    all[index].references.compactMap { wanted in
                        all.firstIndex { $0.kind == wanted.kind && $0.id == wanted.id }
                    }
                })
        }
        func parents(_ indices: some Sequence<Int>) -> Set<Int> {
            let wanted = Set(indices)
            return Set(all.indices.filter { !children([$0]).isDisjoint(with: wanted) })
        }
        func closure(_ step: (Set<Int>) -> Set<Int>) -> Set<Int> {
            var (found, edge) = (Set<Int>(), Set(meant))
            while !edge.isEmpty {
                edge = step(edge).subtracting(found)
                found.formUnion(edge)
            }
            return found
        }
        switch references {
        case .none: return []
        case .parents: return parents(meant)
        case .parentsAndSiblings:
            let parents = parents(meant)
            return parents.union(children(parents))
        case .ancestors: return closure { parents($0) }
        case .children: return children(meant)
        case .descendants: return closure { children($0) }
        case .all:
            let parents = parents(meant)
            return parents.union(children(parents)).union(closure { children($0) })
        case .kind(let kind):
            return closure { children($0) }.union(closure { parents($0) }).filter { all[$0].kind == kind }
        }
    }

    /// `A`, `A+B`, `A,B`, or whatever there is.
    static func admits(_ id: String, as pattern: String) -> Bool {
        pattern == "*" || pattern == "all"
            || pattern.split(whereSeparator: { $0 == "+" || $0 == "," || $0 == " " }).contains { $0 == id }
    }

    /// There is one version: it is the latest, the latest that is stable, and all.
    static func admitsVersion(_ pattern: String) -> Bool {
        let isAny = ["*", "all", "latest", "~", "+", " ", Flow.version].contains(pattern)
        return isAny
            || pattern.split(separator: ",").contains { ["1.0.0", "1+", "1.0+", "1.0.0+", "1.0.0~"].contains($0) }
    }
}
