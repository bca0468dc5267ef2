// SPDX-License-Identifier: Apache-2.0

package import Foundation
package import Kernel

/// The PKCS #12 files of officials who sign with a key of their own, as they brought them: each opens only with the
/// passphrase that its owner types at each signature, and that is kept nowhere.
package struct OfficialKeys: Sendable {
    private let folder: URL
    private let now: Now

    /// More than a key with its chain of certificates needs.
    package static let fileLimit = 64 << 10

    package init(_ folder: URL, now: @escaping Now) {
        self.folder = folder
        self.now = now
    }

    /// Keeps a file in the place of the one there may be. Throws for what does not open, and for what has run out.
    package func keep(_ file: [UInt8], passphrase: String, of account: String) throws -> SealFacts {
        let facts = try open(file, passphrase: passphrase).facts(.official(account))
        guard facts.validUntil > now() else { throw SignatureProblem.certificateExpired(facts.subject) }
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let arriving = folder.appending(path: ".\(UUID().uuidString)").path(percentEncoded: false)
        let made = FileManager.default.createFile(
            atPath: arriving, contents: Data(file), attributes: [.posixPermissions: 0o600])
        guard made, rename(arriving, place(of: account)) == 0 else { throw POSIXError(.EIO) }
        return facts
    }

    package func has(_ account: String) -> Bool { FileManager.default.fileExists(atPath: place(of: account)) }

    /// The key, for one signature.
    package func key(of account: String, passphrase: String) throws -> Seal {
        guard let file = FileManager.default.contents(atPath: place(of: account)) else {
            throw SignatureProblem.noOwnKey
        }
        let seal = try open([UInt8](file), passphrase: passphrase)
        let facts = try seal.facts(.official(account))
        guard facts.validUntil > now() else { throw SignatureProblem.certificateExpired(facts.subject) }
        return seal
    }

    private func open(_ file: [UInt8], passphrase: String) throws -> Seal {
        guard file.count <= Self.fileLimit else { throw SignatureProblem.notPKCS12 }
        return try Seal(pkcs12: file, passphrase: passphrase)
    }

    private func place(of account: String) -> String {
        let safe = account.addingPercentEncoding(withAllowedCharacters: .alphanumerics.union(["-", "_"])) ?? account
        return folder.appending(path: "\(safe).p12").path(percentEncoded: false)
    }
}

/// One key, opened for as long as somebody signs with it.
package struct OpenedKey: Signer {
    let seal: Seal

    package init(seal: Seal) { self.seal = seal }

    /// Throws for a file of another kind, a wrong passphrase, and a key that is not taken.
    package init(pkcs12 file: [UInt8], passphrase: String) throws {
        seal = try Seal(pkcs12: file, passphrase: passphrase)
    }

    package func credential(of signatory: Signatory) -> any SigningCredential { seal }
}
