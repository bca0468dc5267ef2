// SPDX-License-Identifier: Apache-2.0

import CSignatures
package import Foundation

/// A key for whoever signs paper after paper: it is read once, and any number of threads may sign with it at once.
package final class PaperSigner: @unchecked Sendable {
    private let handle: OpaquePointer

    /// Throws when key and certificate do not belong together, or one cannot be read.
    package init(_ seal: Seal) throws(SignatureProblem) {
        let all = Array(seal.certificates.joined())
        guard let handle = csignatures_signer_open(seal.key, seal.key.count, all, all.count) else {
            throw .certificateUnreadable
        }
        self.handle = handle
    }

    deinit { csignatures_signer_free(handle) }

    /// A detached CMS signature, the same as `Seal.detachedCMS` makes.
    package func detachedCMS(over bytes: [UInt8]) throws(SignatureProblem) -> [UInt8] {
        guard let whole = [UInt8](taking: csignatures_signer_sign(handle, bytes, bytes.count)) else {
            throw .certificateUnreadable
        }
        return whole
    }
}

/// Checks the signatures of the same few signers again and again, and finds what `CMSVerdict` finds: their certificates are
/// read once, and who vouches for them is asked once. Any number of threads may check with it at once.
package final class PaperChecker: @unchecked Sendable {
    private let handle: OpaquePointer

    /// `roots` in DER.
    package init(roots: [[UInt8]]) throws(SignatureProblem) {
        let all = Array(roots.joined())
        guard let handle = csignatures_checker_make(all, all.count) else { throw .certificateUnreadable }
        self.handle = handle
    }

    deinit { csignatures_checker_free(handle) }

    /// Certificates have to be valid at `time`.
    package func verdict(on signature: [UInt8], over content: [UInt8], at time: Date) -> CMSVerdict {
        CMSVerdict { signer, reason in
            csignatures_checker_verify(
                handle, signature, signature.count, content, content.count, Int64(time.timeIntervalSince1970), &signer,
                &reason)
        }
    }
}
