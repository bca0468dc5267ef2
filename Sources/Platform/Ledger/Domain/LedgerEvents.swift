// SPDX-License-Identifier: Apache-2.0

/// The kinds of events that the ledger writes about itself.
enum LedgerEvents {
    static let erased = "ledger.erased"
    static let keyMade = "ledger.key_made"
    static let keyEnded = "ledger.key_ended"
    static let keyRevoked = "ledger.key_revoked"
    static let accessRead = "access.read"
}
