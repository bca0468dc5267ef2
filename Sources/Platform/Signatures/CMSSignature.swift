// SPDX-License-Identifier: Apache-2.0

import CSignatures
import Crypto
package import Foundation

/// A detached CMS signature as PAdES B-B wants it, made by libcrypto. The private key stays with whoever signs: it sees the
/// signed attributes, never the document.
package struct CMSSignature: ~Copyable {
    private let handle: OpaquePointer

    /// `certificates` in DER, the signer's first.
    package init(over bytes: [UInt8], certificates: [[UInt8]]) throws(SignatureProblem) {
        let all = Array(certificates.joined())
        let digest = Array(SHA256.hash(data: bytes))
        guard let handle = csignatures_cms_begin(all, all.count, digest, digest.count) else {
            throw .certificateUnreadable
        }
        self.handle = handle
    }

    deinit { csignatures_cms_free(handle) }

    /// What the private key signs.
    package func attributes() throws(SignatureProblem) -> [UInt8] {
        guard let bytes = [UInt8](taking: csignatures_cms_attributes(handle)) else { throw .certificateUnreadable }
        return bytes
    }

    package consuming func finished(with signature: [UInt8]) throws(SignatureProblem) -> [UInt8] {
        guard let bytes = [UInt8](taking: csignatures_cms_end(handle, signature, signature.count)) else {
            throw .certificateUnreadable
        }
        return bytes
    }
}

extension Seal {
    /// A detached CMS signature over `bytes` with this key, in DER; `openssl cms -verify` checks it.
    package func detachedCMS(over bytes: [UInt8]) throws(SignatureProblem) -> [UInt8] {
        let cms = try CMSSignature(over: bytes, certificates: certificates)
        let signature = try sign(cms.attributes())
        return try cms.finished(with: signature)
    }
}

/// What a look at a detached CMS signature finds.
package enum CMSVerdict: Sendable, Equatable {
    /// By the owner of this certificate (DER), for whom the roots vouch.
    case holds(signer: [UInt8])
    case unreadable, altered
    /// Nobody whom the roots vouch for at that time; the words of libcrypto.
    case untrusted(String)

    /// `roots` in DER; certificates have to be valid at `time`.
    package init(of signature: [UInt8], over content: [UInt8], roots: [[UInt8]], at time: Date) {
        let all = Array(roots.joined())
        self.init { signer, reason in
            csignatures_cms_verify(
                signature, signature.count, content, content.count, all, all.count, Int64(time.timeIntervalSince1970),
                &signer, &reason)
        }
    }

    init(_ look: (inout csignatures_bytes, inout csignatures_bytes) -> csignatures_cms_outcome) {
        var (signer, reason) = (csignatures_bytes(), csignatures_bytes())
        let outcome = look(&signer, &reason)
        let words = [UInt8](taking: reason).map { String(decoding: $0, as: UTF8.self) } ?? ""
        switch (outcome, [UInt8](taking: signer)) {
        case (csignatures_cms_holds, let signer?): self = .holds(signer: signer)
        case (csignatures_cms_altered, _): self = .altered
        case (csignatures_cms_untrusted, _): self = .untrusted(words)
        default: self = .unreadable
        }
    }
}

extension [UInt8] {
    /// Copies what libcrypto made and frees it; nil when it made nothing.
    init?(taking made: csignatures_bytes) {
        guard let bytes = made.bytes else { return nil }
        self.init(UnsafeBufferPointer(start: bytes, count: made.count))
        csignatures_free(bytes)
    }
}
