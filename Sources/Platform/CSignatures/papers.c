// SPDX-License-Identifier: Apache-2.0
// Signing and checking a thousand papers a second. Reading a key or a certificate takes libcrypto several times as long as
// using it: here each is read once.
#include "csignatures.h"
#include "internal.h"

#include <openssl/cms.h>
#include <openssl/err.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct csignatures_signer {
    EVP_PKEY *key;
    /// The key's own first.
    STACK_OF(X509) *certificates;
};

csignatures_signer *csignatures_signer_open(
    const uint8_t *key, size_t key_count, const uint8_t *certificates, size_t count) {
    const uint8_t *next = key;
    csignatures_signer *signer = calloc(1, sizeof *signer);
    if (signer == NULL) return NULL;
    signer->key = d2i_AutoPrivateKey(NULL, &next, (long)key_count);
    signer->certificates = read_certificates(certificates, count);
    int is_pair = signer->key != NULL && signer->certificates != NULL
        && X509_check_private_key(sk_X509_value(signer->certificates, 0), signer->key) == 1;
    ERR_clear_error();
    if (is_pair) return signer;
    csignatures_signer_free(signer);
    return NULL;
}

csignatures_bytes csignatures_signer_sign(const csignatures_signer *signer, const uint8_t *content, size_t count) {
    uint8_t digest[EVP_MAX_MD_SIZE];
    unsigned digest_count = 0;
    if (EVP_Digest(content, count, digest, &digest_count, EVP_sha256(), NULL) != 1) return nothing;
    csignatures_cms *cms = begin(signer->certificates, digest, digest_count);
    csignatures_bytes attributes = cms == NULL ? nothing : csignatures_cms_attributes(cms);
    csignatures_bytes signature =
        attributes.bytes == NULL ? nothing : signature_of(signer->key, attributes.bytes, attributes.count);
    csignatures_bytes whole =
        signature.bytes == NULL ? nothing : csignatures_cms_end(cms, signature.bytes, signature.count);
    free(attributes.bytes);
    free(signature.bytes);
    csignatures_cms_free(cms);
    ERR_clear_error();
    return whole;
}

void csignatures_signer_free(csignatures_signer *signer) {
    if (signer == NULL) return;
    EVP_PKEY_free(signer->key);
    sk_X509_pop_free(signer->certificates, X509_free);
    free(signer);
}

/// A signer whose certificates were found good: the bytes with which they came, and for which times that holds.
typedef struct {
    csignatures_bytes came;
    X509 *certificate;
    csignatures_bytes der;
    int64_t from, until;
} known_signer;

/// More nodes than a nation has provinces; whoever comes after that is looked at as a stranger each time.
enum { known_limit = 512 };

struct csignatures_checker {
    csignatures_bytes roots;
    pthread_rwlock_t lock;
    known_signer known[known_limit];
    int count;
};

csignatures_checker *csignatures_checker_make(const uint8_t *roots, size_t count) {
    STACK_OF(X509) *read = read_certificates(roots, count);
    csignatures_checker *checker = read == NULL ? NULL : calloc(1, sizeof *checker);
    sk_X509_pop_free(read, X509_free);
    ERR_clear_error();
    if (checker == NULL) return NULL;
    checker->roots = copy_of(roots, count);
    if (checker->roots.bytes != NULL && pthread_rwlock_init(&checker->lock, NULL) == 0) return checker;
    free(checker->roots.bytes);
    free(checker);
    return NULL;
}

void csignatures_checker_free(csignatures_checker *checker) {
    if (checker == NULL) return;
    for (int index = 0; index < checker->count; index++) {
        free(checker->known[index].came.bytes);
        free(checker->known[index].der.bytes);
        X509_free(checker->known[index].certificate);
    }
    pthread_rwlock_destroy(&checker->lock);
    free(checker->roots.bytes);
    free(checker);
}

/// One value in DER: its whole, and what is in it.
typedef struct {
    const uint8_t *start, *inside, *end;
} element;

/// Takes the next value, of that class and tag, from between `*next` and `end`. All but numbers and names hold others.
static int take(const uint8_t **next, const uint8_t *end, int class, int tag, element *taken) {
    long length = 0;
    int found_tag = 0, found_class = 0;
    taken->start = taken->inside = *next;
    int form = ASN1_get_object(&taken->inside, &length, &found_tag, &found_class, end - *next);
    int is_plain = class == V_ASN1_UNIVERSAL && (tag == V_ASN1_INTEGER || tag == V_ASN1_OBJECT);
    // 0x80 would say that it failed, 1 that the length is not told beforehand, which is not DER.
    if (form != (is_plain ? 0 : V_ASN1_CONSTRUCTED) || found_tag != tag || found_class != class) return 0;
    taken->end = *next = taken->inside + length;
    return taken->end <= end;
}

/// Where a SignedData has its certificates. What is not laid out as the one way of DER is left to libcrypto.
typedef struct {
    element type, certificates, rest;
    const uint8_t *head;
} layout;

static int is_laid_out(const uint8_t *bytes, size_t count, layout *found) {
    const uint8_t *next = bytes;
    element whole, wrapped, data, version, algorithms, content;
    if (!take(&next, bytes + count, V_ASN1_UNIVERSAL, V_ASN1_SEQUENCE, &whole) || next != bytes + count) return 0;
    next = whole.inside;
    if (!take(&next, whole.end, V_ASN1_UNIVERSAL, V_ASN1_OBJECT, &found->type)
        || !take(&next, whole.end, V_ASN1_CONTEXT_SPECIFIC, 0, &wrapped) || next != whole.end) return 0;
    next = wrapped.inside;
    if (!take(&next, wrapped.end, V_ASN1_UNIVERSAL, V_ASN1_SEQUENCE, &data) || next != wrapped.end) return 0;
    next = found->head = data.inside;
    if (!take(&next, data.end, V_ASN1_UNIVERSAL, V_ASN1_INTEGER, &version)
        || !take(&next, data.end, V_ASN1_UNIVERSAL, V_ASN1_SET, &algorithms)
        || !take(&next, data.end, V_ASN1_UNIVERSAL, V_ASN1_SEQUENCE, &content)
        || !take(&next, data.end, V_ASN1_CONTEXT_SPECIFIC, 0, &found->certificates)) return 0;
    found->rest = (element){next, next, data.end};
    return 1;
}

/// The same SignedData without its certificates, which no signature covers.
static csignatures_bytes without_certificates(const layout *found) {
    size_t head = (size_t)(found->certificates.start - found->head), rest = (size_t)(found->rest.end - found->rest.start);
    size_t type = (size_t)(found->type.end - found->type.start);
    int data = ASN1_object_size(1, (int)(head + rest), V_ASN1_SEQUENCE);
    int wrapped = ASN1_object_size(1, data, 0), whole = ASN1_object_size(1, (int)type + wrapped, V_ASN1_SEQUENCE);
    csignatures_bytes made = {malloc((size_t)whole), (size_t)whole};
    if (made.bytes == NULL) return nothing;
    uint8_t *next = made.bytes;
    ASN1_put_object(&next, 1, (int)type + wrapped, V_ASN1_SEQUENCE, V_ASN1_UNIVERSAL);
    memcpy(next, found->type.start, type);
    next += type;
    ASN1_put_object(&next, 1, data, 0, V_ASN1_CONTEXT_SPECIFIC);
    ASN1_put_object(&next, 1, (int)(head + rest), V_ASN1_SEQUENCE, V_ASN1_UNIVERSAL);
    memcpy(next, found->head, head);
    memcpy(next + head, found->rest.start, rest);
    return made;
}

static int is_known(const known_signer *known, const layout *found, int64_t time) {
    size_t count = (size_t)(found->certificates.end - found->certificates.start);
    return known->came.count == count && memcmp(known->came.bytes, found->certificates.start, count) == 0
        && known->from <= time && time <= known->until;
}

/// The certificate that came with these bytes before, for the caller to free, and its DER.
static X509 *recall(csignatures_checker *checker, const layout *found, int64_t time, csignatures_bytes *der) {
    X509 *certificate = NULL;
    pthread_rwlock_rdlock(&checker->lock);
    for (int index = 0; certificate == NULL && index < checker->count; index++) {
        known_signer *known = &checker->known[index];
        if (!is_known(known, found, time)) continue;
        *der = copy_of(known->der.bytes, known->der.count);
        if (der->bytes != NULL && X509_up_ref(known->certificate)) certificate = known->certificate;
    }
    pthread_rwlock_unlock(&checker->lock);
    return certificate;
}

/// Whether the owner of a certificate signed this, whoever vouches for it.
static int is_signed_by(X509 *certificate, const layout *found, const uint8_t *content, size_t content_count) {
    csignatures_bytes bare = without_certificates(found);
    const uint8_t *next = bare.bytes;
    CMS_ContentInfo *cms = bare.bytes == NULL ? NULL : d2i_CMS_ContentInfo(NULL, &next, (long)bare.count);
    STACK_OF(X509) *signers = sk_X509_new_null();
    BIO *text = BIO_new_mem_buf(content, (int)content_count);
    int holds = cms != NULL && signers != NULL && text != NULL && sk_X509_push(signers, certificate)
        && OBJ_obj2nid(CMS_get0_type(cms)) == NID_pkcs7_signed
        && sk_CMS_SignerInfo_num(CMS_get0_SignerInfos(cms)) == 1
        && CMS_verify(cms, signers, NULL, text, NULL, CMS_BINARY | CMS_NO_SIGNER_CERT_VERIFY) == 1;
    BIO_free(text);
    sk_X509_free(signers);
    CMS_ContentInfo_free(cms);
    free(bare.bytes);
    return holds;
}

static int narrow(X509 *certificate, known_signer *known) {
    struct tm from, until;
    if (!ASN1_TIME_to_tm(X509_get0_notBefore(certificate), &from)
        || !ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &until)) return 0;
    int64_t first = (int64_t)timegm(&from), last = (int64_t)timegm(&until);
    if (first > known->from) known->from = first;
    if (last < known->until) known->until = last;
    return known->from <= known->until;
}

/// Who vouches for a certificate, and for which times all of them were valid.
static int is_vouched_for(csignatures_checker *checker, const layout *found, int64_t time, known_signer *known) {
    STACK_OF(X509) *roots = read_certificates(checker->roots.bytes, checker->roots.count);
    STACK_OF(X509) *came = read_certificates(
        found->certificates.inside, (size_t)(found->certificates.end - found->certificates.inside));
    X509_STORE *store = roots == NULL ? NULL : store_of(roots, time);
    X509_STORE_CTX *context = X509_STORE_CTX_new();
    if (store != NULL) X509_STORE_set_flags(store, X509_V_FLAG_PARTIAL_CHAIN);
    known->from = INT64_MIN;
    known->until = INT64_MAX;
    int good = store != NULL && came != NULL && context != NULL
        && X509_STORE_CTX_init(context, store, known->certificate, came) == 1 && X509_verify_cert(context) == 1;
    STACK_OF(X509) *chain = good ? X509_STORE_CTX_get0_chain(context) : NULL;
    for (int index = 0; good && index < sk_X509_num(chain); index++) good = narrow(sk_X509_value(chain, index), known);
    X509_STORE_CTX_free(context);
    X509_STORE_free(store);
    sk_X509_pop_free(came, X509_free);
    sk_X509_pop_free(roots, X509_free);
    return good;
}

/// Remembers the signer of a signature that held.
static void learn(csignatures_checker *checker, const layout *found, int64_t time, csignatures_bytes der) {
    const uint8_t *next = der.bytes;
    known_signer known = {.certificate = d2i_X509(NULL, &next, (long)der.count)};
    int is_good = known.certificate != NULL && is_vouched_for(checker, found, time, &known);
    if (is_good) {
        known.came = copy_of(
            found->certificates.start, (size_t)(found->certificates.end - found->certificates.start));
        known.der = copy_of(der.bytes, der.count);
        is_good = known.came.bytes != NULL && known.der.bytes != NULL;
    }
    pthread_rwlock_wrlock(&checker->lock);
    for (int index = 0; is_good && index < checker->count; index++) {
        is_good = !is_known(&checker->known[index], found, time);
    }
    is_good = is_good && checker->count < known_limit;
    if (is_good) checker->known[checker->count++] = known;
    pthread_rwlock_unlock(&checker->lock);
    if (is_good) return;
    X509_free(known.certificate);
    free(known.came.bytes);
    free(known.der.bytes);
}

csignatures_cms_outcome csignatures_checker_verify(
    csignatures_checker *checker, const uint8_t *bytes, size_t count, const uint8_t *content, size_t content_count,
    int64_t time, csignatures_bytes *signer, csignatures_bytes *reason) {
    layout found;
    int is_regular = is_laid_out(bytes, count, &found);
    csignatures_bytes der = nothing;
    X509 *known = is_regular ? recall(checker, &found, time, &der) : NULL;
    int is_stranger = known == NULL, holds = !is_stranger && is_signed_by(known, &found, content, content_count);
    X509_free(known);
    ERR_clear_error();
    if (holds) {
        *signer = der;
        return csignatures_cms_holds;
    }
    free(der.bytes);
    // Whoever it is, what is wrong with it is for libcrypto to say.
    csignatures_cms_outcome outcome = csignatures_cms_verify(
        bytes, count, content, content_count, checker->roots.bytes, checker->roots.count, time, signer, reason);
    if (outcome == csignatures_cms_holds && is_regular && is_stranger) learn(checker, &found, time, *signer);
    ERR_clear_error();
    return outcome;
}
