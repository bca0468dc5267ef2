// SPDX-License-Identifier: Apache-2.0

import CSignatures
import Crypto

/// A detached CMS signature as PAdES B-B wants it, made by libcrypto. The private key stays with whoever signs: it sees the
/// signed attributes, never the document.
struct CMSSignature: ~Copyable {
    private let handle: OpaquePointer

    /// `certificates` in DER, the signer's first.
    init(over bytes: [UInt8], certificates: [[UInt8]]) throws(RenderingProblem) {
        let all = Array(certificates.joined())
        let digest = Array(SHA256.hash(data: bytes))
        guard let handle = csignatures_cms_begin(all, all.count, digest, digest.count) else {
            throw .certificateUnreadable
        }
        self.handle = handle
    }

    deinit { csignatures_cms_free(handle) }

    /// What the private key signs.
    func attributes() throws(RenderingProblem) -> [UInt8] {
        guard let bytes = [UInt8](taking: csignatures_cms_attributes(handle)) else { throw .certificateUnreadable }
        return bytes
    }

    consuming func finished(with signature: [UInt8]) throws(RenderingProblem) -> [UInt8] {
        guard let bytes = [UInt8](taking: csignatures_cms_end(handle, signature, signature.count)) else {
            throw .certificateUnreadable
        }
        return bytes
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
