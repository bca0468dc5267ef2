// SPDX-License-Identifier: Apache-2.0

package import Kernel
package import Web

/// A module that asks people something by forms: what it must know that this service cannot.
///
/// The module begins a draft and leads to its first page; everything until it is sent happens here:
///
///     let draft = try await drafts.begin("2.000635", with: host, by: actor)
///     return .seeOther(draft.path)
package protocol FormHost: Sendable {
    /// Tells hosts apart, such as `services`. Stored with each draft: never change it.
    var kind: String { get }

    /// Nil for a key there is no form for.
    func form(_ key: String) -> FormDefinition?

    /// What the form is for: "Đăng ký khai sinh".
    func title(_ key: String, _ language: Language) -> String

    /// What is known of the person before they are asked, under the names that questions have as `prefill`, such as
    /// `person.name`. What a question does not take is left out.
    func prefill(_ key: String, for actor: Actor) async throws -> [String: JSONValue]

    /// More to see before sending, such as the fee and the day promised. `answers` are those that are asked for.
    func extras(_ key: String, _ answers: Answers, for actor: Actor, _ strings: Strings) async throws
        -> [SummaryList.Row]

    /// What one declares by sending.
    func declaration(_ key: String, _ strings: Strings) -> String

    /// Makes of the draft what it was begun for, and returns the path of that. `draft.answers` are those of `asked`: complete,
    /// and only what is asked; call `DraftService.take` in the transaction, so that sending twice makes one.
    func submit(_ draft: Draft, asked: AskedForm, by actor: Actor) async throws -> String
}

extension FormHost {
    package func prefill(_ key: String, for actor: Actor) async throws -> [String: JSONValue] { [:] }

    package func extras(
        _ key: String, _ answers: Answers, for actor: Actor, _ strings: Strings
    ) async throws -> [SummaryList.Row] { [] }

    package func declaration(_ key: String, _ strings: Strings) -> String { strings["forms.check.declaration"] }
}
