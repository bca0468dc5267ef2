// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Backups
import Foundation

/// The options that name the secret of a backup. A passphrase never stands on a command line, where everybody could read it.
struct BackupSecret: ParsableArguments {
    private static let variable = "DOICANH_BACKUP_PASSPHRASE"

    @Option(help: "The file with the key.", completion: .file())
    var key: String?

    @Flag(help: "Ask for a passphrase (or take it from DOICANH_BACKUP_PASSPHRASE).")
    var passphrase = false

    @Option(help: "A file with the passphrase in its first line, readable by its owner only.", completion: .file())
    var passphraseFile: String?

    /// How many ways were chosen.
    var given: Int {
        [
            key != nil, passphrase || (Self.fromEnvironment != nil && key == nil && passphraseFile == nil),
            passphraseFile != nil,
        ]
        .count { $0 }
    }

    /// Reads the secret. With `repeated`, a passphrase is asked for twice: a slip would lose the backup.
    func read(repeated: Bool = false) throws -> BackupKey {
        if let key { return try BackupKey(file: key) }
        if let passphraseFile { return BackupKey(passphrase: try BackupKey.passphrase(file: passphraseFile)) }
        if let text = Self.fromEnvironment { return BackupKey(passphrase: text) }
        let text = try Terminal.secret(Terminal.words("backup.passphrase"))
        if repeated, try Terminal.secret(Terminal.words("backup.passphrase_again")) != text {
            throw ValidationError(Terminal.words("backup.passphrases_differ"))
        }
        return BackupKey(passphrase: text)
    }

    private static var fromEnvironment: String? { ProcessInfo.processInfo.environment[variable] }
}

extension Terminal {
    /// Asks for a line that is not shown while it is typed. From a pipe it is simply read.
    static func secret(_ question: String) throws -> String {
        let isTerminal = isatty(STDIN_FILENO) == 1
        var before = termios()
        if isTerminal {
            tcgetattr(STDIN_FILENO, &before)
            var silent = before
            silent.c_lflag &= ~tcflag_t(ECHO)
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent)
            FileHandle.standardError.write(Data(question.utf8))
        }
        defer {
            if isTerminal {
                tcsetattr(STDIN_FILENO, TCSANOW, &before)
                warn("")
            }
        }
        return readLine() ?? ""
    }
}
