// SPDX-License-Identifier: Apache-2.0

package import Foundation
package import Kernel
import Web

/// An answer as it travels: JSON that is signed by the register.
package struct RegisterReply: Sendable, Equatable {
    package let request: ID<RegisterRequest>
    package let answer: RegisterAnswer

    package init(to request: ID<RegisterRequest>, _ answer: RegisterAnswer) {
        (self.request, self.answer) = (request, answer)
    }

    /// Nil when a part is missing, too long, or nothing a register says.
    init?(_ body: Data) {
        guard let said = try? JSONReader.read(Message.self, from: body), let answer = said.answer,
            said.request.isPlain(upTo: 64)
        else { return nil }
        self.init(to: ID(said.request), answer)
    }

    package var body: Data {
        get throws {
            let entry: RegisterEntry? = if case .entered(let entry, _) = answer { entry } else { nil }
            let message = Message(
                request: request.rawValue, outcome: answer.outcome, volume: entry?.volume, number: entry?.number,
                date: entry?.day.description, words: answer.words)
            return try JSONEncoder().encode(message)
        }
    }

    private struct Message: Codable {
        let request: String, outcome: String
        let volume: String?, number: String?, date: String?, words: String?

        var answer: RegisterAnswer? {
            let words = (words ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
            guard words.count <= RegisterAnswer.wordLimit, !words.unicodeScalars.contains("\0") else { return nil }
            switch outcome {
            case "entered":
                guard let number, number.isPlain(upTo: 64), let day = Day(date ?? "") else { return nil }
                let volume = volume ?? ""
                guard volume.isEmpty || volume.isPlain(upTo: 64) else { return nil }
                return .entered(RegisterEntry(volume: volume, number: number, day: day), words: words)
            case "returned": return words.isEmpty ? nil : .returned(reason: words)
            case "refused": return words.isEmpty ? nil : .refused(reason: words)
            default: return nil
            }
        }
    }
}

extension String {
    fileprivate func isPlain(upTo limit: Int) -> Bool {
        (1...limit).contains(count) && unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
    }
}
