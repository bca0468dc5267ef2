// SPDX-License-Identifier: Apache-2.0

package import Agencies
import Foundation
package import Indicators
package import Kernel
import Search
package import Units

/// A form that agencies fill in for each period: `Content/Collection/<id>.form.json`.
package struct Template: Sendable, Decodable {
    /// Who reports: agencies of a kind, of units of a level where one is given.
    struct Reporter: Sendable, Decodable {
        let kind: Agency.Kind
        let level: AdministrativeUnit.Level?

        private enum CodingKeys: String, CodingKey { case kind, level }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            func read<T: RawRepresentable>(_ key: CodingKeys) throws -> T? where T.RawValue == String {
                guard let name = try container.decodeIfPresent(String.self, forKey: key) else { return nil }
                guard let value = T(rawValue: name) else {
                    throw DecodingError.dataCorruptedError(
                        forKey: key, in: container, debugDescription: "\(name) is unknown")
                }
                return value
            }
            level = try read(.level)
            guard let kind: Agency.Kind = try read(.kind) else {
                throw DecodingError.keyNotFound(CodingKeys.kind, .init(codingPath: [], debugDescription: "no kind"))
            }
            self.kind = kind
        }
    }

    package struct Field: Sendable, Decodable {
        package enum Kind: String, Sendable, Decodable { case count, percent, text }

        package let id: String
        package let name: Indicator.Words
        package let kind: Kind
        let hint: Indicator.Words?
        private let required: Bool?
        let min: Decimal?
        let max: Decimal?
        /// The field that this one cannot be more than.
        let atMost: String?
        /// The indicator that answers it: nobody types it.
        package let counted: String?

        var isRequired: Bool { required ?? false }

        private enum CodingKeys: String, CodingKey {
            case id, name, kind, hint, required, min, max, counted
            case atMost = "at_most"
        }
    }

    package let id: String
    package let name: Indicator.Words
    let about: Indicator.Words
    /// The document that orders it; "unverified" where none is known to.
    let basis: String
    package let period: Period.Kind
    let reporters: [Reporter]
    /// So many days after the period it has to be there.
    let deadline: Int
    /// So many days before the end of the period it may be sent.
    let opensBefore: Int
    package let fields: [Field]

    private enum CodingKeys: String, CodingKey {
        case id, name, about, basis, period, reporters, deadline, fields
        case opensBefore = "opens_before"
    }

    package subscript(_ field: String) -> Field? { fields.first { $0.id == field } }

    /// What is typed.
    package var typed: [Field] { fields.filter { $0.counted == nil } }

    /// The last day on which a report is on time.
    package func due(_ period: Period) -> Day { period.days.upperBound + deadline }

    package func opens(_ period: Period) -> Day { period.days.upperBound - opensBefore }

    package func asks(_ agency: Agency, level: AdministrativeUnit.Level?) -> Bool {
        reporters.contains { $0.kind == agency.kind && ($0.level == nil || $0.level == level) }
    }
}

/// All forms.
package struct Templates: Sendable {
    package let all: [Template]

    package subscript(_ id: String) -> Template? { all.first { $0.id == id } }

    /// Refuses a form that is there twice or is not named as its file, one that asks something twice or of nobody, one that asks
    /// people to type what is counted under the same name, and a rule that names what the form does not ask.
    package init(content: [String: String], catalogue: IndicatorCatalogue) throws(ContentProblem) {
        var all: [Template] = []
        for (file, source) in content.sorted(by: { $0.key < $1.key })
        where file.hasPrefix("Collection/") && file.hasSuffix(".form.json") {
            let template: Template
            do { template = try JSONDecoder().decode(Template.self, from: Data(source.utf8)) } catch {
                throw ContentProblem(decoding: error, in: source, file: file)
            }
            func mistake(_ name: String, _ reason: String) -> ContentProblem {
                ContentProblem(naming: name, in: source, file: file, reason: "\(name) \(reason)")
            }
            guard file == "Collection/\(template.id).form.json" else {
                throw mistake(template.id, "is not the name of its file")
            }
            guard !template.reporters.isEmpty, !template.typed.isEmpty else {
                throw mistake(template.id, "asks nothing, or nobody")
            }
            var known: Set<String> = []
            for field in template.fields {
                guard known.insert(field.id).inserted else { throw mistake(field.id, "is there twice") }
                if let counted = field.counted, catalogue[counted] == nil {
                    throw mistake(counted, "is no indicator")
                }
                if field.counted == nil, let indicator = catalogue.indicators.first(where: { $0.isCounted(as: field) })
                {
                    throw mistake(field.id, "is counted by \(indicator.id) and cannot be typed")
                }
                if let other = field.atMost, template[other]?.kind != field.kind || field.kind == .text {
                    throw mistake(other, "is nothing that \(field.id) can be compared with")
                }
            }
            all.append(template)
        }
        self.all = all
    }
}

extension Indicator {
    /// Whether it is what a field asks for, by their names.
    fileprivate func isCounted(as field: Template.Field) -> Bool {
        !formulas.isEmpty
            && [Language.vi, .en].contains {
                VietnameseText.folded(name[$0]) == VietnameseText.folded(field.name[$0])
            }
    }
}
