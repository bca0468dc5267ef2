// SPDX-License-Identifier: Apache-2.0

package import Kernel
package import Units

/// What sort of answer a question takes.
package enum AnswerKind: Sendable, Equatable {
    case text(limit: Int)
    case longText(limit: Int)
    /// The 12 digits every citizen has (số định danh cá nhân).
    case identifier
    case date(Bounds)
    /// A year, a month or a day, as old papers have them.
    case partialDate(Bounds)
    case number(ClosedRange<Double>, decimals: Int)
    /// Whole đồng.
    case money(ClosedRange<Double>)
    case phone
    case email
    case yesNo
    case choice([Option])
    case choices([Option])
    /// An administrative unit of one of these levels; of earlier days too where old papers name it.
    case unit(Units)
    /// A commune, and the lines below it.
    case address
    case attachment(Files)

    package struct Option: Sendable, Equatable {
        package let value: String
        package let label: Words
        package let hint: Words?
    }

    /// The first and the last day that can be meant.
    package struct Bounds: Sendable, Equatable {
        package let notBefore: Bound
        package let notAfter: Bound
    }

    package enum Bound: Sendable, Equatable {
        case day(Day)
        /// The day on which the form is filled in.
        case today

        func day(today: Day) -> Day {
            switch self {
            case .day(let day): day
            case .today: today
            }
        }
    }

    package struct Units: Sendable, Equatable {
        package let levels: [AdministrativeUnit.Level]
        package let takesFormer: Bool
    }

    package struct Files: Sendable, Equatable {
        package let max: Int
        package let megabytes: Int
    }
}

extension Question: Decodable {
    private enum CodingKeys: String, CodingKey {
        case id, type, label, noun, hint, required, when, basis, prefill, limit, min, max, decimals, options, levels,
            former
        case megabytes
        case notBefore = "not_before"
        case notAfter = "not_after"
    }

    private typealias Container = KeyedDecodingContainer<CodingKeys>

    package init(from decoder: any Decoder) throws {
        let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
        id = try container.decode(String.self, forKey: .id)
        label = try container.decode(Words.self, forKey: .label)
        noun = try container.decodeIfPresent(Words.self, forKey: .noun)
        hint = try container.decodeIfPresent(Words.self, forKey: .hint)
        isRequired = try container.decodeIfPresent(Bool.self, forKey: .required) ?? true
        when = try container.decodeIfPresent(JSONLogic.self, forKey: .when)
        basis = try container.decode(String.self, forKey: .basis)
        prefill = try container.decodeIfPresent(String.self, forKey: .prefill)
        kind = try Self.kind(container)
    }

    private static func kind(_ container: Container) throws -> AnswerKind {
        let type = try container.decode(String.self, forKey: .type)
        switch type {
        case "text": return .text(limit: try container.decodeIfPresent(Int.self, forKey: .limit) ?? 200)
        case "long_text": return .longText(limit: try container.decodeIfPresent(Int.self, forKey: .limit) ?? 2000)
        case "identifier": return .identifier
        case "date": return .date(try bounds(container))
        case "partial_date": return .partialDate(try bounds(container))
        case "number":
            return .number(
                try range(container, 0...1_000_000_000),
                decimals: try container.decodeIfPresent(Int.self, forKey: .decimals) ?? 0)
        case "money": return .money(try range(container, 0...999_999_999_999_999))
        case "phone": return .phone
        case "email": return .email
        case "yes_no": return .yesNo
        case "choice": return .choice(try container.decode([AnswerKind.Option].self, forKey: .options))
        case "choices": return .choices(try container.decode([AnswerKind.Option].self, forKey: .options))
        case "unit": return .unit(try units(container))
        case "address": return .address
        case "attachment":
            return .attachment(
                AnswerKind.Files(
                    max: try container.decodeIfPresent(Int.self, forKey: .max) ?? 1,
                    megabytes: try container.decodeIfPresent(Int.self, forKey: .megabytes) ?? 20))
        default:
            throw DecodingError.dataCorruptedError(
                forKey: .type, in: container, debugDescription: "there is no type \(type)")
        }
    }

    private static func bounds(_ container: Container) throws -> AnswerKind.Bounds {
        AnswerKind.Bounds(
            notBefore: try bound(container, .notBefore, year: 1900),
            notAfter: try bound(container, .notAfter, year: 2100))
    }

    private static func bound(_ container: Container, _ key: CodingKeys, year: Int) throws -> AnswerKind.Bound {
        let text = try container.decodeIfPresent(String.self, forKey: key) ?? "\(year)-01-01"
        if text == "today" { return .today }
        guard let day = Day(text) else {
            throw DecodingError.dataCorruptedError(
                forKey: key, in: container, debugDescription: "neither a day (2025-07-01) nor \"today\"")
        }
        return .day(day)
    }

    private static func range(_ container: Container, _ whole: ClosedRange<Double>) throws -> ClosedRange<Double> {
        let least = try container.decodeIfPresent(Double.self, forKey: .min) ?? whole.lowerBound
        let most = try container.decodeIfPresent(Double.self, forKey: .max) ?? whole.upperBound
        guard least <= most, whole.upperBound >= most else {
            throw DecodingError.dataCorruptedError(forKey: .max, in: container, debugDescription: "no such range")
        }
        return least...most
    }

    private static func units(_ container: Container) throws -> AnswerKind.Units {
        let names = try container.decodeIfPresent([String].self, forKey: .levels) ?? ["commune"]
        let levels = names.compactMap(AdministrativeUnit.Level.init)
        guard levels.count == names.count, !levels.isEmpty else {
            throw DecodingError.dataCorruptedError(forKey: .levels, in: container, debugDescription: "no such level")
        }
        return AnswerKind.Units(
            levels: levels, takesFormer: try container.decodeIfPresent(Bool.self, forKey: .former) ?? false)
    }
}

extension AnswerKind.Option: Decodable {
    private enum CodingKeys: String, CodingKey { case value, label, hint }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
        value = try container.decode(String.self, forKey: .value)
        label = try container.decode(Words.self, forKey: .label)
        hint = try container.decodeIfPresent(Words.self, forKey: .hint)
    }
}
