// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A mistake in a content file, with the place where it is. Start-up refuses it.
package struct ContentProblem: Problem, Equatable {
    package let file: String
    package let line: Int
    package let reason: String

    package init(file: String, line: Int, reason: String) {
        self.file = file
        self.line = line
        self.reason = reason
    }

    package var code: String { "content.mistake" }
    package var kind: ProblemKind { .invalid }
    package var slots: [String: String] { ["file": file, "line": "\(line)", "reason": reason] }
}

extension ContentProblem {
    /// What is wrong with the thing of this name, in the line where the file first names it.
    package init(naming name: String, in source: String, file: String, reason: String) {
        self.init(
            file: file, line: Self.line(of: source.range(of: "\"\(name)\"")?.lowerBound, in: source), reason: reason)
    }

    /// What a decoder found wrong with a JSON file, and in which line.
    package init(decoding error: any Error, in source: String, file: String) {
        let (place, reason) = Self.mistake(error, in: source)
        self.init(file: file, line: Self.line(of: place, in: source), reason: reason)
    }

    private static func line(of place: String.Index?, in source: String) -> Int {
        source[..<(place ?? source.startIndex)].utf8.count { $0 == UInt8(ascii: "\n") } + 1
    }

    private static func mistake(_ error: any Error, in source: String) -> (String.Index?, String) {
        // Foundation tells the character of a syntax error, but only inside a sentence, and only when asked without a type.
        do { _ = try JSONSerialization.jsonObject(with: Data(source.utf8)) } catch {
            let reason = (error as NSError).userInfo[NSDebugDescriptionErrorKey] as? String ?? "not JSON"
            let character = reason.firstMatch(of: /character (\d+)/).flatMap { Int($0.1) }
            let place = character.flatMap {
                source.utf8.index(source.startIndex, offsetBy: $0, limitedBy: source.endIndex)
            }
            return (place ?? source.endIndex, reason)
        }
        guard let error = error as? DecodingError, let context = error.context else { return (nil, "\(error)") }
        let names = context.codingPath.map(\.stringValue)
        let missing: String? = if case .keyNotFound(let key, _) = error { key.stringValue } else { nil }
        let path = (names + [missing].compactMap(\.self)).joined(separator: ".")
        let place = names.last { Int($0) == nil }.flatMap { source.range(of: "\"\($0)\"")?.lowerBound }
        return (place, missing == nil ? "\(path): \(context.debugDescription)" : "\(path) is missing")
    }
}

extension DecodingError {
    fileprivate var context: Context? {
        switch self {
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .keyNotFound(_, let context),
            .dataCorrupted(let context):
            context
        @unknown default: nil
        }
    }
}
