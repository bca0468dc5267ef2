// SPDX-License-Identifier: Apache-2.0

import Kernel

/// Something that is published about the data: a codelist, the concepts, a structure or a dataflow.
struct Artefact: Sendable {
    enum Kind: String, Sendable, CaseIterable { case codelist, conceptscheme, datastructure, dataflow }

    enum Content: Sendable {
        case items([Item])
        case structure(Flow)
    }

    /// A code or a concept.
    struct Item: Sendable {
        let id: String
        let name: [Language: String]
        var about: [Language: String] = [:]
        var parent: String?
        /// What is said about it besides: by kind.
        var notes: [(kind: String, text: String)] = []
    }

    let kind: Kind
    let id: String
    let name: [Language: String]
    var content: Content
    /// Not all of its items are here.
    var isPartial = false
    /// Only that it is there.
    var isStub = false

    /// What it names.
    var references: [(kind: Kind, id: String)] {
        guard case .structure(let flow) = content else { return [] }
        if kind == .dataflow { return [(.datastructure, flow.id)] }
        let codelists = (flow.dimensions + flow.attributes).compactMap(\.codelist)
        return codelists.map { (.codelist, $0) } + [(.conceptscheme, Flow.concepts)]
    }
}
