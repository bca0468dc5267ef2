// SPDX-License-Identifier: Apache-2.0
// A stranger's XML, read within limits, and its signatures. No type of libxml2 or xmlsec is named here: their headers
// bring an ICU along that is another one than Foundation's.
#ifndef CXML_H
#define CXML_H

#include <stddef.h>
#include <stdint.h>

/// A document that was read.
typedef struct cxml_document cxml_document;

typedef enum {
    cxml_done = 0,
    /// Not well-formed, or in letters that nobody knows.
    cxml_malformed,
    /// It declares a document type, the door to entities and to files and addresses outside.
    cxml_has_document_type,
    cxml_too_deep,
    cxml_too_many_nodes,
    cxml_no_memory,
} cxml_outcome;

typedef struct {
    int depth;
    /// Elements and attributes.
    int64_t nodes;
} cxml_limits;

/// Reads without entities, without a document type and without network. The bytes need not stay. `line` tells where it
/// stopped.
cxml_outcome cxml_read(
    const uint8_t *_Nonnull bytes, size_t count, cxml_limits limits, cxml_document *_Nullable *_Nonnull document,
    int *_Nonnull line);

void cxml_close(cxml_document *_Nullable document);

typedef struct {
    void *_Nullable context;
    /// `attributes` are local names and values in turn, then NULL.
    void (*_Nonnull start)(
        void *_Nullable context, const char *_Nonnull name, const char *_Nullable space,
        const char *_Nullable const *_Nonnull attributes);
    void (*_Nonnull end)(void *_Nullable context);
    void (*_Nonnull text)(void *_Nullable context, const char *_Nonnull bytes, size_t count);
} cxml_visitor;

/// Tells of every element in its order. Comments and processing instructions are passed over.
void cxml_walk(const cxml_document *_Nonnull document, cxml_visitor visitor);

/// Bytes that the caller frees with `cxml_free`; NULL when there are none.
typedef struct {
    uint8_t *_Nullable bytes;
    size_t count;
} cxml_bytes;

void cxml_free(void *_Nullable pointer);

typedef enum {
    cxml_signed = 0,
    /// No place of that name.
    cxml_no_place,
    cxml_bad_key,
    /// Not RSA, shorter than 2048 bits, or not the key of that certificate.
    cxml_unfit_key,
    cxml_not_signed,
} cxml_signing_outcome;

/// Signs the whole document (rsa-sha256 over exclusive C14N, enveloped) with a key and its certificate in PEM, and gives its
/// bytes. The signature becomes the last element in the first one that is called `place`.
cxml_signing_outcome cxml_sign(
    cxml_document *_Nonnull document, const char *_Nonnull place, const char *_Nonnull key,
    const char *_Nonnull certificate, cxml_bytes *_Nonnull bytes);

typedef enum {
    cxml_holds = 0,
    /// There is no element `Signature` in the place.
    cxml_unsigned,
    /// It was changed after it was signed, or somebody else's key signed it.
    cxml_altered,
    /// Without a certificate, of other kinds than the ones known, or over a part of the document only.
    cxml_unsupported,
} cxml_verdict;

typedef struct {
    /// The certificate whose key it is, in DER. Nothing is said about who vouches for it.
    cxml_bytes certificate;
    /// With SHA-1, or with a key of fewer than 2048 bits.
    int is_weak;
} cxml_signer;

/// Checks the signature in the first element that is called `place`: over the whole document, in the namespace of
/// XML signatures, or in the document's own as older programs write it.
cxml_verdict cxml_verify(
    cxml_document *_Nonnull document, const char *_Nonnull place, cxml_signer *_Nonnull signer);

/// Whether one of `roots` (PEM, one after the other) vouches for the certificate (DER) at `time`, in seconds since 1970.
int cxml_is_vouched_for(
    const uint8_t *_Nonnull certificate, size_t count, const char *_Nonnull roots, int64_t time);

/// How many certificates there are in PEM; -1 when one cannot be read.
int cxml_count_certificates(const char *_Nonnull pem);

/// An RSA key of 3072 bits and a certificate that it signs itself, both in PEM, for demos and tests. 0 when it failed.
int cxml_make_identity(
    const char *_Nonnull name, int64_t from, int64_t until, cxml_bytes *_Nonnull key, cxml_bytes *_Nonnull certificate);

#endif
