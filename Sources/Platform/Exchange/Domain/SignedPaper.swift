// SPDX-License-Identifier: Apache-2.0

import Foundation
import Ledger
import Signatures

/// Bytes and the detached CMS signature over them. What is signed is kept and sent as it is, and never written anew: so
/// nobody has to agree with us about how JSON is written.
package struct SignedPaper: Hashable, Sendable {
    package let bytes: [UInt8]
    /// CMS SignedData in DER.
    package let signature: [UInt8]

    package init(bytes: [UInt8], signature: [UInt8]) { (self.bytes, self.signature) = (bytes, signature) }

    /// SHA-256 of the bytes, in hex.
    package var digest: String { Hash.of(bytes).hex }

    static func signed(_ paper: some Encodable, with signer: PaperSigner) throws -> SignedPaper {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        let bytes = [UInt8](try encoder.encode(paper))
        return SignedPaper(bytes: bytes, signature: try signer.detachedCMS(over: bytes))
    }

    /// Nil when the bytes are not such a paper.
    func read<Paper: Decodable>(_ type: Paper.Type) -> Paper? {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try? decoder.decode(type, from: Data(bytes))
    }

    func verdict(_ roots: [[UInt8]], at time: Date) -> CMSVerdict {
        CMSVerdict(of: signature, over: bytes, roots: roots, at: time)
    }

    func verdict(_ checker: PaperChecker, at time: Date) -> CMSVerdict {
        checker.verdict(on: signature, over: bytes, at: time)
    }
}
