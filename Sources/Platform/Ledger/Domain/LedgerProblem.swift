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
    /// A neighbour's ledger does not answer, or not with a signed head.
    case neighbourUnreadable(String)
    /// A neighbour's ledger does not go on from the head of this size that was kept.
    case neighbourRewrote(String, size: Int64)
    case noDatabase(String)
    /// No private key of this node is in the data folder.
    case noKey
    /// Rows of the tree are missing: `doicanh verify` says which.
    case damaged
    /// Events wait and nobody gives them their positions.
    case sealerStopped

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
        case .neighbourUnreadable: "ledger.neighbour_unreadable"
        case .neighbourRewrote: "ledger.neighbour_rewrote"
        case .damaged: "ledger.damaged"
        case .sealerStopped: "ledger.sealer_stopped"
        }
    }

    package var kind: ProblemKind {
        switch self {
        case .noSuchEvent, .noSuchHead, .noSuchKey, .noDatabase: .notFound
        case .notSealedYet, .nothingToErase, .keyEnded, .neighbourRewrote: .conflict
        case .reasonMissing, .witnessUnreadable, .exportUnwritable: .invalid
        case .damaged, .sealerStopped, .neighbourUnreadable, .keyFileUnwritable, .keyFileOpen, .noKey: .unavailable
        }
    }

    package var slots: [String: String] {
        switch self {
        case .keyFileUnwritable(let path), .keyFileOpen(let path), .exportUnwritable(let path), .noDatabase(let path):
            ["path": path]
        case .witnessUnreadable(let path, let line): ["path": path, "line": "\(line)"]
        case .neighbourUnreadable(let address): ["address": address]
        case .neighbourRewrote(let address, let size): ["address": address, "size": "\(size)"]
        default: [:]
        }
    }

    package var field: String? { self == .reasonMissing ? "reason" : nil }
}
