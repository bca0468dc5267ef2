// SPDX-License-Identifier: Apache-2.0

import Foundation
package import Kernel

/// A mistake in a form, at a place of its file.
struct FormMistake: Error {
    let path: [String]
    let reason: String
}

extension FormDefinition {
    /// Every form of a module, by name: `<Module>/forms/<name>.json` of the content.
    package static func all(
        of module: String, in content: [String: String]
    ) throws(ContentProblem) -> [String: FormDefinition] {
        var forms: [String: FormDefinition] = [:]
        for (path, text) in content.sorted(by: { $0.key < $1.key }) where path.hasPrefix("\(module)/forms/") {
            let form = try FormDefinition(file: path, text)
            forms[form.name] = form
        }
        return forms
    }

    /// Reads one file. Refuses, with its line, whatever could not be asked, answered or evaluated later.
    package init(file path: String, _ text: String) throws(ContentProblem) {
        do {
            let form = try JSONDecoder().decode(FormDefinition.self, from: Data(text.utf8))
            guard path.hasSuffix("/\(form.name).json") else {
                throw FormMistake(path: ["name"], reason: "the file is not named after its form \(form.name)")
            }
            try FormReview(form).check()
            self = form
        } catch let mistake as FormMistake {
            throw ContentProblem(
                file: path, line: JSONPlace.line(of: mistake.path, in: text), reason: mistake.reason)
        } catch {
            let found = ContentProblem(decoding: error, in: text, file: path)
            guard let place = (error as? DecodingError)?.path, !place.isEmpty else { throw found }
            throw ContentProblem(file: path, line: JSONPlace.line(of: place, in: text), reason: found.reason)
        }
    }
}

extension DecodingError {
    /// Nil for a text that is not JSON at all.
    fileprivate var path: [String]? {
        switch self {
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .keyNotFound(_, let context):
            context.path
        case .dataCorrupted(let context): context.underlyingError == nil ? context.path : nil
        @unknown default: nil
        }
    }
}

extension DecodingError.Context {
    fileprivate var path: [String] { codingPath.map { $0.intValue.map(String.init) ?? $0.stringValue } }
}
