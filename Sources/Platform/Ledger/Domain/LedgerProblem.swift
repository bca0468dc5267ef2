// SPDX-License-Identifier: Apache-2.0

package import Kernel

extension Permission {
    /// To see the personal content of events at a place.
    package static let readLedgerPersonal: Permission = "ledger.read_personal"
    /// To erase personal content of events at a place.
    package static let eraseLedgerPersonal: Permission = "ledger.erase_personal"
    /// To make, rotate and revoke node keys.
    package static let keepLedgerKeys: Permission = "ledger.keep_keys"
}

package enum LedgerProblem: Problem, Equatable {
    case noSuchEvent
    /// The event is committed, but the sealer has not reached it.
    case notSealedYet
    /// No head has that size.
    case noSuchHead
    /// There is no personal content, or it was erased already.
    case nothingToErase
    case reasonMissing
    case noSuchKey
    case keyEnded
    /// The file of a private key cannot be written.
    case keyFileUnwritable(String)
    /// The file of a private key can be read by others than its owner.
    case keyFileOpen(String)
    /// A file of heads kept outside cannot be read or written, or a line is no signed head.
    case witnessUnreadable(String, line: Int)
    case exportUnwritable(String)
    case noDatabase(String)
    /// No private key of this node is in the data folder.
    case noKey
    /// Rows of the tree are missing: `doicanh verify` says which.
    case damaged

    package var code: String {
        switch self {
        case .noSuchEvent: "ledger.no_such_event"
        case .notSealedYet: "ledger.not_sealed_yet"
        case .noSuchHead: "ledger.no_such_head"
        case .nothingToErase: "ledger.nothing_to_erase"
        case .reasonMissing: "ledger.reason_missing"
        case .noSuchKey: "ledger.no_such_key"
        case .keyEnded: "ledger.key_ended"
        case .keyFileUnwritable: "ledger.key_file_unwritable"
        case .keyFileOpen: "ledger.key_file_open"
        case .noKey: "ledger.no_key"
        case .witnessUnreadable: "ledger.witness_unreadable"
        case .exportUnwritable: "ledger.export_unwritable"
        case .noDatabase: "ledger.no_database"
        case .damaged: "ledger.damaged"
        }
    }

    package var kind: ProblemKind {
        switch self {
        case .noSuchEvent, .noSuchHead, .noSuchKey, .noDatabase: .notFound
        case .notSealedYet, .nothingToErase, .keyEnded: .conflict
        case .reasonMissing, .witnessUnreadable, .exportUnwritable: .invalid
        case .damaged, .keyFileUnwritable, .keyFileOpen, .noKey: .unavailable
        }
    }

    package var slots: [String: String] {
        switch self {
        case .keyFileUnwritable(let path), .keyFileOpen(let path), .exportUnwritable(let path), .noDatabase(let path):
            ["path": path]
        case .witnessUnreadable(let path, let line): ["path": path, "line": "\(line)"]
        default: [:]
        }
    }

    package var field: String? { self == .reasonMissing ? "reason" : nil }
}
