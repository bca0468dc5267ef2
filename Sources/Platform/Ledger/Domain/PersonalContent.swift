// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Personal content of one event beside the proof: the leaf holds its commitment, this can be erased.
struct PersonalContent: Sendable, Equatable {
    /// 32 random bytes, so that nobody can guess the content from the commitment once both are erased.
    let salt: [UInt8]
    /// Canonical JSON.
    let content: String

    var commitment: Hash { .of(salt + Array(content.utf8)) }

    static func salted(_ object: [String: String]) -> PersonalContent {
        var random = SystemRandomNumberGenerator()
        let salt = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        return PersonalContent(salt: salt, content: CanonicalJSON.text(object))
    }
}
