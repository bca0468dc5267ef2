// SPDX-License-Identifier: Apache-2.0

package import Casework
package import Forms

extension Procedure {
    /// What a procedure costs (phí, lệ phí): a sentence for people, and the lines of the bill.
    package struct Fee: Sendable, Equatable, Decodable {
        package let text: Words
        package let basis: Basis
        /// Empty where nothing is owed, or where nobody has confirmed what is.
        package let lines: [Line]

        /// One amount, as often as the answers say.
        package struct Line: Sendable, Equatable, Decodable {
            package let name: Words
            /// Whole đồng: a number, or a rule on the answers.
            package let amount: JSONLogic
            /// How often, as a rule on the answers; once without one.
            package let times: JSONLogic?
            /// Owed only where this holds for the answers.
            package let when: JSONLogic?
        }

        /// A line of the bill for these answers.
        package struct Charge: Sendable, Equatable {
            package let name: Words
            package let amount: Int
            package let quantity: Int

            package var total: Int { amount * quantity }
        }

        package init(text: Words, basis: Basis, lines: [Line] = []) {
            (self.text, self.basis, self.lines) = (text, basis, lines)
        }

        package init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: CodingKeys.self)
            self.init(
                text: try values.decode(Words.self, forKey: .text),
                basis: try values.decode(Basis.self, forKey: .basis),
                lines: try values.decodeIfPresent([Line].self, forKey: .lines) ?? [])
        }

        private enum CodingKeys: String, CodingKey { case text, basis, lines }

        /// What is owed for these answers. Rules read the answers, and as `channel` how the dossier came: some fees are
        /// lower online, be it here or at another portal.
        package func charges(
            for answers: Answers, by channel: CaseFile.Channel
        ) throws(JSONLogicProblem) -> [Charge] {
            let way = channel == .portal ? CaseFile.Channel.online : channel
            let data = JSONValue.object(answers.values.merging(["channel": .string(way.rawValue)]) { $1 })
            var charges: [Charge] = []
            for line in lines {
                if let when = line.when, !(try when.holds(for: data)) { continue }
                let amount = try line.amount.value(for: data).integer ?? 0
                let times = try line.times?.value(for: data).integer ?? (line.times == nil ? 1 : 0)
                if times > 0, amount > 0 {
                    charges.append(Charge(name: line.name, amount: amount, quantity: times))
                }
            }
            return charges
        }
    }
}
