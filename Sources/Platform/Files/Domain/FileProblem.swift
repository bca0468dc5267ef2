// SPDX-License-Identifier: Apache-2.0

package import Kernel

package enum FileProblem: Problem, Equatable {
    case empty
    case tooLarge(limit: Int)
    case kindNotAllowed(MediaKind)
    case notFound(String)
    /// Another piece is waited for: the one that begins there.
    case elsewhere(at: Int)
    /// Fewer bytes came than were announced.
    case cutShort
    /// The bytes kept are not those that were sent.
    case damaged(String)
    /// The disk refused; the text says what.
    case disk(String)

    package var code: String {
        switch self {
        case .empty: "files.empty"
        case .tooLarge: "files.too_large"
        case .kindNotAllowed: "files.kind_not_allowed"
        case .notFound: "files.not_found"
        case .elsewhere: "files.elsewhere"
        case .cutShort: "files.cut_short"
        case .damaged: "files.damaged"
        case .disk: "files.disk"
        }
    }

    package var kind: ProblemKind {
        switch self {
        case .empty, .kindNotAllowed, .cutShort: .invalid
        case .elsewhere: .conflict
        case .tooLarge: .tooLarge
        case .notFound: .notFound
        case .damaged, .disk: .unavailable
        }
    }

    package var slots: [String: String] {
        switch self {
        case .tooLarge(let limit): ["megabytes": "\(limit >> 20)"]
        case .kindNotAllowed(let kind): ["kind": kind.rawValue]
        case .notFound(let hash), .damaged(let hash): ["hash": hash]
        case .elsewhere(let start): ["received": "\(start)"]
        case .disk(let reason): ["reason": reason]
        case .empty, .cutShort: [:]
        }
    }
}
