// SPDX-License-Identifier: Apache-2.0

package import Foundation
package import Kernel
import Synchronization

/// Keys and certificates in the data folder, one folder for each signatory: `agency-ubnd-yen-mo/key.pem` (mode 0600) and
/// `certificates.pem`, the own one first.
///
/// Certificates come out of a PKCS #12 file, as a certification authority hands them out. On a demo node, who has none gets
/// one made, vouched for by a root that everybody can see through.
package final class SealFolder: Signer {
    private let folder: URL
    private let now: Now
    private let maker: SealMaker?
    private let opened = Mutex<[Signatory: Seal]>([:])

    /// `name` finds out how a signatory is called; given on demo nodes only, where certificates are made.
    package init(
        _ folder: URL, now: @escaping Now, makingFor name: (@Sendable (Signatory) async throws -> String)? = nil
    ) {
        self.folder = folder
        self.now = now
        maker = name.map { SealMaker(root: folder.appending(path: "root"), name: $0) }
    }

    package func certificates(of signatory: Signatory) async throws -> [[UInt8]] {
        try await seal(of: signatory).certificates
    }

    package func sign(_ bytes: [UInt8], for signatory: Signatory) async throws -> [UInt8] {
        try await seal(of: signatory).sign(bytes)
    }

    /// Takes key and certificates from a PKCS #12 file, in the place of those that may be there.
    package func take(_ file: [UInt8], passphrase: String, for signatory: Signatory) throws {
        let seal = try Seal(pkcs12: file, passphrase: passphrase)
        try seal.write(to: place(of: signatory))
        opened.withLock { $0[signatory] = seal }
    }

    private func seal(of signatory: Signatory) async throws -> Seal {
        if let seal = opened.withLock({ $0[signatory] }) { return seal }
        let seal = try await found(signatory)
        return opened.withLock { opened in
            opened[signatory] = opened[signatory] ?? seal
            return opened[signatory] ?? seal
        }
    }

    private func found(_ signatory: Signatory) async throws -> Seal {
        let place = place(of: signatory)
        if let seal = try Seal(in: place) { return seal }
        guard let maker else { throw RenderingProblem.noCertificate(signatory.name) }
        let made = try await maker.make(for: signatory, at: now())
        try made.write(to: place, replacing: false)
        // Another process may have been quicker.
        return try Seal(in: place) ?? made
    }

    private func place(of signatory: Signatory) -> URL {
        let name = signatory.name.replacing(":", with: "-")
        let safe = name.addingPercentEncoding(withAllowedCharacters: .alphanumerics.union(["-", "_"])) ?? name
        return folder.appending(path: safe, directoryHint: .isDirectory)
    }
}
