// SPDX-License-Identifier: Apache-2.0

package import Kernel

/// A text of a form in both languages.
package struct Words: Sendable, Equatable, Hashable {
    package let vi: String
    package let en: String

    package init(vi: String, en: String) { (self.vi, self.en) = (vi, en) }

    package subscript(_ language: Language) -> String { language == .vi ? vi : en }
}

extension Words: Decodable {
    private enum CodingKeys: String, CodingKey { case vi, en }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
        (vi, en) = (try container.decode(String.self, forKey: .vi), try container.decode(String.self, forKey: .en))
        for (key, text) in [(CodingKeys.vi, vi), (.en, en)] where text.isEmpty {
            throw DecodingError.dataCorruptedError(forKey: key, in: container, debugDescription: "is empty")
        }
    }
}

extension Decoder {
    /// A container that refuses members nobody reads: they are slips of the pen.
    func strictContainer<Key: CodingKey>(keyedBy keys: Key.Type) throws -> KeyedDecodingContainer<Key> {
        let members = try container(keyedBy: AnyKey.self).allKeys
        if let stranger = members.first(where: { Key(stringValue: $0.stringValue) == nil }) {
            throw DecodingError.dataCorrupted(
                .init(codingPath: codingPath + [stranger], debugDescription: "nothing here is called so"))
        }
        return try container(keyedBy: keys)
    }
}

private struct AnyKey: CodingKey {
    let stringValue: String
    let intValue: Int? = nil

    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}
