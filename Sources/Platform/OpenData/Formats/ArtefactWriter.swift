// SPDX-License-Identifier: Apache-2.0

import Kernel

/// Writes artefacts as the two versions of SDMX-ML do: the order of the lists, the spelling of references and a few names
/// differ.
struct ArtefactWriter {
    let version: Message.Version
    /// Where whoever finds a stub reads the rest.
    let base: String

    private var is21: Bool { version == .v21 }

    func write(_ artefacts: [Artefact], to xml: inout XMLWriter) {
        list(.dataflow, "str:Dataflows", after: .v21, artefacts, &xml)
        list(.codelist, "str:Codelists", after: nil, artefacts, &xml)
        list(.conceptscheme, is21 ? "str:Concepts" : "str:ConceptSchemes", after: nil, artefacts, &xml)
        list(.dataflow, "str:Dataflows", after: .v30, artefacts, &xml)
        list(.datastructure, "str:DataStructures", after: nil, artefacts, &xml)
    }

    /// `after` says in which version the list stands here.
    private func list(
        _ kind: Artefact.Kind, _ name: StaticString, after: Message.Version?, _ artefacts: [Artefact],
        _ xml: inout XMLWriter
    ) {
        let own = artefacts.filter { $0.kind == kind }
        guard after == nil || after == version, !own.isEmpty else { return }
        xml.start(name)
        for artefact in own { write(artefact, &xml) }
        xml.end()
    }

    private func write(_ artefact: Artefact, _ xml: inout XMLWriter) {
        let isScheme = artefact.kind == .codelist || artefact.kind == .conceptscheme
        let resource = is21 ? artefact.kind.rawValue : "structure/\(artefact.kind.rawValue)"
        xml.start(
            artefact.kind.element, ("id", artefact.id), ("agencyID", Flow.maintainer), ("version", Flow.version),
            ("urn", artefact.kind.urn(artefact.id)),
            // Semantic versions without an extension are final by themselves.
            ("isFinal", is21 ? "true" : nil), ("isExternalReference", artefact.isStub ? "true" : "false"),
            (
                "structureURL",
                artefact.isStub ? "\(base)/\(resource)/\(Flow.maintainer)/\(artefact.id)/\(Flow.version)" : nil
            ),
            ("isPartial", isScheme && artefact.isPartial ? "true" : nil))
        names(artefact.name, &xml)
        if !artefact.isStub {
            switch artefact.content {
            case .items(let items):
                for item in items { write(item, artefact.kind == .codelist ? "str:Code" : "str:Concept", &xml) }
            case .structure(let flow) where artefact.kind == .dataflow:
                xml.inside("str:Structure") {
                    reference(.datastructure, flow.id, &$0)
                }
            case .structure(let flow): write(flow, &xml)
            }
        }
        xml.end()
    }

    private func names(_ names: [Language: String], _ xml: inout XMLWriter, as element: StaticString = "com:Name") {
        for language in Language.allCases {
            if let name = names[language], !name.isEmpty { xml.text(element, name, ("xml:lang", language.rawValue)) }
        }
    }

    private func write(_ item: Artefact.Item, _ element: StaticString, _ xml: inout XMLWriter) {
        xml.start(element, ("id", item.id))
        if !item.notes.isEmpty {
            xml.start("com:Annotations")
            for note in item.notes {
                xml.inside("com:Annotation") {
                    $0.text("com:AnnotationTitle", note.text)
                    $0.text("com:AnnotationType", note.kind)
                }
            }
            xml.end()
        }
        names(item.name, &xml)
        names(item.about, &xml, as: "com:Description")
        if let parent = item.parent {
            if is21 {
                xml.inside("str:Parent") { $0.empty("Ref", ("id", parent)) }
            } else {
                xml.text("str:Parent", parent)
            }
        }
        xml.end()
    }

    // MARK: structures

    private func write(_ flow: Flow, _ xml: inout XMLWriter) {
        xml.start("str:DataStructureComponents")
        xml.start("str:DimensionList", ("id", "DimensionDescriptor"))
        for (index, dimension) in flow.dimensions.enumerated() {
            component("str:Dimension", dimension, &xml, ("position", "\(index + 1)"))
        }
        if flow.hasTime {
            let time = Flow.Component(id: Flow.time, format: .time)
            component("str:TimeDimension", time, &xml, ("position", is21 ? "\(flow.dimensions.count + 1)" : nil))
        }
        xml.end()
        xml.start("str:AttributeList", ("id", "AttributeDescriptor"))
        for attribute in flow.attributes { write(attribute, of: flow, &xml) }
        xml.end()
        measures(flow, &xml)
        xml.end()
    }

    private func measures(_ flow: Flow, _ xml: inout XMLWriter) {
        xml.start("str:MeasureList", ("id", "MeasureDescriptor"))
        component(is21 ? "str:PrimaryMeasure" : "str:Measure", flow.measure, &xml)
        xml.end()
    }

    private func write(_ attribute: Flow.Component, of flow: Flow, _ xml: inout XMLWriter) {
        let usage: XMLWriter.Attribute =
            is21
            ? ("assignmentStatus", attribute.isMandatory ? "Mandatory" : "Conditional")
            : ("usage", attribute.isMandatory ? "mandatory" : "optional")
        component("str:Attribute", attribute, &xml, usage) { xml in
            xml.start("str:AttributeRelationship")
            switch (attribute.dimension, is21) {
            case (let dimension?, true): xml.inside("str:Dimension") { $0.empty("Ref", ("id", dimension)) }
            case (let dimension?, false): xml.text("str:Dimension", dimension)
            case (nil, true): xml.inside("str:PrimaryMeasure") { $0.empty("Ref", ("id", flow.measure.id)) }
            case (nil, false): xml.empty("str:Observation")
            }
            xml.end()
        }
    }

    private func component(
        _ element: StaticString, _ component: Flow.Component, _ xml: inout XMLWriter,
        _ attribute: XMLWriter.Attribute = ("position", nil), rest: (inout XMLWriter) -> Void = { _ in }
    ) {
        xml.start(element, ("id", component.id), attribute)
        xml.start("str:ConceptIdentity")
        if is21 {
            xml.empty(
                "Ref", ("agencyID", Flow.maintainer), ("maintainableParentID", Flow.concepts),
                ("maintainableParentVersion", Flow.version), ("id", component.id), ("class", "Concept"),
                ("package", "conceptscheme"))
        } else {
            xml.value("\(Artefact.Kind.urn("conceptscheme.Concept", Flow.concepts)).\(component.id)")
        }
        xml.end()
        xml.start("str:LocalRepresentation")
        if let codelist = component.codelist {
            xml.inside("str:Enumeration") { reference(.codelist, codelist, &$0) }
        } else {
            xml.empty("str:TextFormat", ("textType", component.format.rawValue))
        }
        xml.end()
        rest(&xml)
        xml.end()
    }

    /// Inside an element that refers to an artefact.
    private func reference(_ kind: Artefact.Kind, _ id: String, _ xml: inout XMLWriter) {
        if is21 {
            xml.empty(
                "Ref", ("agencyID", Flow.maintainer), ("id", id), ("version", Flow.version), ("class", kind.name),
                ("package", kind.package))
        } else {
            xml.value(kind.urn(id))
        }
    }
}

extension Artefact.Kind {
    fileprivate var element: StaticString {
        switch self {
        case .codelist: "str:Codelist"
        case .conceptscheme: "str:ConceptScheme"
        case .datastructure: "str:DataStructure"
        case .dataflow: "str:Dataflow"
        }
    }

    fileprivate var name: String {
        switch self {
        case .codelist: "Codelist"
        case .conceptscheme: "ConceptScheme"
        case .datastructure: "DataStructure"
        case .dataflow: "Dataflow"
        }
    }

    fileprivate var package: String {
        switch self {
        case .codelist: "codelist"
        case .conceptscheme: "conceptscheme"
        case .datastructure, .dataflow: "datastructure"
        }
    }

    fileprivate func urn(_ id: String) -> String { Self.urn("\(package).\(name)", id) }

    fileprivate static func urn(_ class: String, _ id: String) -> String {
        "urn:sdmx:org.sdmx.infomodel.\(`class`)=\(Flow.maintainer):\(id)(\(Flow.version))"
    }
}
