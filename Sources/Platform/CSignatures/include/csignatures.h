// SPDX-License-Identifier: Apache-2.0
// What signing papers needs of libcrypto, without one of its types: swift-crypto and NIOSSL carry BoringSSL, whose
// headers name the same types in another way.
#ifndef CSIGNATURES_H
#define CSIGNATURES_H

#include <stddef.h>
#include <stdint.h>

/// Bytes that the caller frees with `csignatures_free`; NULL when the call failed.
typedef struct {
    uint8_t *_Nullable bytes;
    size_t count;
} csignatures_bytes;

void csignatures_free(void *_Nullable pointer);

/// A CMS SignedData (RFC 5652) that is being made: detached, SHA-256, with the CAdES attribute signing-certificate-v2 and
/// without signing-time, as EN 319 142-1 wants it in a PDF.
typedef struct csignatures_cms csignatures_cms;

/// `certificates` are DER, one after the other, the signer's first; a root among them is left out. NULL when they cannot be
/// read.
csignatures_cms *_Nullable csignatures_cms_begin(
    const uint8_t *_Nonnull certificates, size_t count, const uint8_t *_Nonnull digest, size_t digest_count);

/// The signed attributes in DER: what the key signs.
csignatures_bytes csignatures_cms_attributes(const csignatures_cms *_Nonnull cms);

/// Puts the signature in and gives the whole in DER.
csignatures_bytes csignatures_cms_end(
    csignatures_cms *_Nonnull cms, const uint8_t *_Nonnull signature, size_t count);

void csignatures_cms_free(csignatures_cms *_Nullable cms);

/// Signs SHA-256 of `bytes` with a private key in PKCS #8: ECDSA in DER, or RSA with PKCS #1 v1.5.
csignatures_bytes csignatures_sign(
    const uint8_t *_Nonnull key, size_t key_count, const uint8_t *_Nonnull bytes, size_t count);

/// As above, for a digest that somebody else made.
csignatures_bytes csignatures_sign_digest(
    const uint8_t *_Nonnull key, size_t key_count, const uint8_t *_Nonnull digest, size_t digest_count);

/// Whether `signature` is that of the owner of `certificate` (DER) over SHA-256 of `bytes`.
int csignatures_verify(
    const uint8_t *_Nonnull certificate, size_t certificate_count, const uint8_t *_Nonnull bytes, size_t count,
    const uint8_t *_Nonnull signature, size_t signature_count);

typedef enum {
    csignatures_cms_holds = 0,
    csignatures_cms_unreadable,
    /// Whoever signed is nobody whom the roots vouch for at that time.
    csignatures_cms_untrusted,
    csignatures_cms_altered,
} csignatures_cms_outcome;

/// Checks a detached CMS SignedData over `content`: its one signer's certificate leads to one of `roots` (DER, one after the
/// other), all of them valid at `time` (seconds since 1970 UTC), and the signature is right. Gives the certificate of the
/// signer in DER when it holds; otherwise libcrypto's words for what is wrong with the certificate, where it has some.
csignatures_cms_outcome csignatures_cms_verify(
    const uint8_t *_Nonnull cms, size_t cms_count, const uint8_t *_Nonnull content, size_t content_count,
    const uint8_t *_Nonnull roots, size_t roots_count, int64_t time, csignatures_bytes *_Nonnull signer,
    csignatures_bytes *_Nonnull reason);

/// A key that was read once, for whoever signs again and again. Any number of threads may sign with it at once.
typedef struct csignatures_signer csignatures_signer;

/// `key` in PKCS #8, `certificates` in DER, one after the other, the key's own first. NULL when they cannot be read or do not
/// belong together.
csignatures_signer *_Nullable csignatures_signer_open(
    const uint8_t *_Nonnull key, size_t key_count, const uint8_t *_Nonnull certificates, size_t count);

/// A detached CMS SignedData over `content` in DER, as csignatures_cms_begin makes it.
csignatures_bytes csignatures_signer_sign(
    const csignatures_signer *_Nonnull signer, const uint8_t *_Nonnull content, size_t count);

void csignatures_signer_free(csignatures_signer *_Nullable signer);

/// Checks signatures of the same few signers again and again, as csignatures_cms_verify does: the certificates with which
/// a signature came and held are not read another time, nor is who vouches for them asked, as long as the times that are
/// looked at lie within what was found valid. Any number of threads may check with it at once.
typedef struct csignatures_checker csignatures_checker;

/// NULL when the roots (DER, one after the other) cannot be read.
csignatures_checker *_Nullable csignatures_checker_make(const uint8_t *_Nonnull roots, size_t count);

csignatures_cms_outcome csignatures_checker_verify(
    csignatures_checker *_Nonnull checker, const uint8_t *_Nonnull cms, size_t cms_count,
    const uint8_t *_Nonnull content, size_t content_count, int64_t time, csignatures_bytes *_Nonnull signer,
    csignatures_bytes *_Nonnull reason);

void csignatures_checker_free(csignatures_checker *_Nullable checker);

/// A query (RFC 3161) for a timestamp over a SHA-256 digest, in DER; it wants the authority's certificates in the answer.
csignatures_bytes csignatures_timestamp_query(const uint8_t *_Nonnull digest, size_t digest_count);

typedef enum {
    csignatures_timestamp_holds = 0,
    csignatures_timestamp_unreadable,
    /// The authority gives no timestamp.
    csignatures_timestamp_refused,
    /// Over another digest, or not signed by an authority that the roots vouch for at that time.
    csignatures_timestamp_wrong,
} csignatures_timestamp_outcome;

/// Checks an answer of a timestamp authority. `time` is what it says, in seconds since 1970 UTC; certificates have to be
/// valid then.
csignatures_timestamp_outcome csignatures_timestamp_verify(
    const uint8_t *_Nonnull response, size_t count, const uint8_t *_Nonnull digest, size_t digest_count,
    const uint8_t *_Nonnull roots, size_t roots_count, int64_t *_Nonnull time);

typedef enum {
    csignatures_opened = 0,
    csignatures_not_pkcs12,
    csignatures_wrong_passphrase,
    csignatures_no_key,
    csignatures_key_not_taken,
} csignatures_outcome;

/// Opens a PKCS #12 file: the private key in PKCS #8, and the certificates in DER, the key's own first.
csignatures_outcome csignatures_pkcs12_open(
    const uint8_t *_Nonnull file, size_t count, const char *_Nonnull passphrase, csignatures_bytes *_Nonnull key,
    csignatures_bytes *_Nonnull certificates);

/// A PKCS #12 file with a key (PKCS #8) and its certificates (DER, one after the other, the own one first).
csignatures_bytes csignatures_pkcs12_make(
    const uint8_t *_Nonnull key, size_t key_count, const uint8_t *_Nonnull certificates, size_t count,
    const char *_Nonnull passphrase);

#endif
