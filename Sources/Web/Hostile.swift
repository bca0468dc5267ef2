// SPDX-License-Identifier: Apache-2.0

extension String {
    /// For the hostile mock of a page: breaks out of an attribute and of an element wherever escaping is forgotten, also
    /// where a combining accent hides the quote from an escaper that reads whole characters.
    package static let hostile = "x\"\u{301} onmouseover=\"alert(1)\" y='\u{301}<script>alert(1)</script>&amp;{{page}}"
}

extension Link {
    package static let hostile = Link(.hostile, .hostile)
}
