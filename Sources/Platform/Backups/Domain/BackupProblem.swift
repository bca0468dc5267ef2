// SPDX-License-Identifier: Apache-2.0

package import Kernel

package enum BackupProblem: Problem, Equatable {
    /// The key file is not there, not a key, or open to others.
    case key(String)
    case passphraseTooShort
    /// It was sealed with the other kind of secret.
    case needsKey, needsPassphrase
    case exists(String)
    case unreadable(String)
    case notABackup(String)
    /// A piece does not open with this key: another key, or not the bytes that were written.
    case sealBroken(piece: Int)
    case cutShort
    /// What is in it does not agree with itself.
    case inconsistent(String)
    case newer(String)
    case targetNotEmpty(String)
    case disk(String)

    package var code: String {
        switch self {
        case .key: "backups.key"
        case .passphraseTooShort: "backups.passphrase_too_short"
        case .needsKey: "backups.needs_key"
        case .needsPassphrase: "backups.needs_passphrase"
        case .exists: "backups.exists"
        case .unreadable: "backups.unreadable"
        case .notABackup: "backups.not_a_backup"
        case .sealBroken: "backups.seal_broken"
        case .cutShort: "backups.cut_short"
        case .inconsistent: "backups.inconsistent"
        case .newer: "backups.newer"
        case .targetNotEmpty: "backups.target_not_empty"
        case .disk: "backups.disk"
        }
    }

    package var kind: ProblemKind {
        switch self {
        case .key, .passphraseTooShort, .needsKey, .needsPassphrase, .notABackup, .sealBroken, .cutShort, .inconsistent,
            .newer:
            .invalid
        case .unreadable: .notFound
        case .exists, .targetNotEmpty: .conflict
        case .disk: .unavailable
        }
    }

    package var slots: [String: String] {
        switch self {
        case .key(let reason), .inconsistent(let reason), .disk(let reason): ["reason": reason]
        case .exists(let path), .unreadable(let path), .notABackup(let path): ["file": path]
        case .sealBroken(let piece): ["piece": "\(piece)"]
        case .newer(let migration): ["migration": migration]
        case .targetNotEmpty(let what): ["what": what]
        case .passphraseTooShort: ["characters": "\(BackupLock.shortestPassphrase)"]
        case .cutShort, .needsKey, .needsPassphrase: [:]
        }
    }
}
