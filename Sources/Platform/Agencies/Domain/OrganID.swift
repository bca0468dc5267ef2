// SPDX-License-Identifier: Apache-2.0

/// The identifier of an agency in the national exchange of documents (Decision 20/2020/QĐ-TTg): `H42`, `H15.50.05.13`.
///
/// Documents sent before it took hold carry the former order of QCVN 102:2016, smallest part first and zeros for levels
/// that do not apply (`000.00.00.H41`); both are read, and both stand for ever in what was sent.
package struct OrganID: Hashable, Sendable, CustomStringConvertible {
    package enum Form: String, Sendable, CaseIterable { case current, former }

    /// As written.
    package let description: String
    package let form: Form

    /// QCVN 102:2016, amendment 1:2022.
    package static let maximumLength = 35

    package init(_ text: String) throws(AgencyProblem) {
        guard let form = Self.form(of: text) else { throw .notAnOrganID(text) }
        description = text
        self.form = form
    }

    /// The parts from the top down: `["H15", "50", "05", "13"]`; those that are only zeros in the former order are left
    /// out.
    package var levels: [String] {
        let parts = description.split(separator: ".").map(String.init)
        guard form == .former else { return parts }
        return [parts[parts.count - 1]] + parts.dropLast().reversed().filter { $0.contains { $0 != "0" } }
    }

    /// The ministry, province or body at the top: `H15`.
    package var root: String { levels[0] }

    /// How a body of the first level was written in the former order: `000.00.00.H42`.
    package var formerSpelling: OrganID? {
        guard form == .current, levels.count == 1 else { return nil }
        return try? OrganID("000.00.00.\(description)")
    }

    private static func form(of text: String) -> Form? {
        guard !text.isEmpty, text.utf8.count <= maximumLength else { return nil }
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        func isRoot(_ part: some Collection<UInt8>) -> Bool {
            part.count == 3 && part.first.map { (65...90).contains($0) } == true && isDigits(part.dropFirst(), 2...2)
        }
        func isDigits(_ part: some Collection<UInt8>, _ counts: ClosedRange<Int>) -> Bool {
            counts.contains(part.count) && part.allSatisfy { (48...57).contains($0) }
        }
        if isRoot(parts[0]), parts.dropFirst().allSatisfy({ isDigits($0, 2...3) }) { return .current }
        if parts.count > 1, isRoot(parts[parts.count - 1]), parts.dropLast().allSatisfy({ isDigits($0, 2...3) }) {
            return .former
        }
        return nil
    }
}
