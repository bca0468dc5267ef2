// SPDX-License-Identifier: Apache-2.0

/// The longer half of a help text: what there is to know, and how it is typed.
func discussion(_ text: String = "", examples: String...) -> String {
    let typed = "Examples:\n" + examples.map { "  doicanh " + $0 }.joined(separator: "\n")
    return text.isEmpty ? typed : "\(text)\n\n\(typed)"
}
