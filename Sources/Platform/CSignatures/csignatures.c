// SPDX-License-Identifier: Apache-2.0
#include "csignatures.h"
#include "internal.h"

#include <openssl/cms.h>
#include <openssl/cmserr.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pkcs12.h>
#include <openssl/ts.h>
#include <openssl/x509.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct csignatures_cms {
    CMS_ContentInfo *content;
    CMS_SignerInfo *signer;
};

void csignatures_free(void *pointer) { free(pointer); }

csignatures_bytes copy_of(const uint8_t *bytes, size_t count) {
    csignatures_bytes copy = {malloc(count == 0 ? 1 : count), count};
    if (copy.bytes == NULL) return nothing;
    memcpy(copy.bytes, bytes, count);
    return copy;
}

STACK_OF(X509) *read_certificates(const uint8_t *bytes, size_t count) {
    STACK_OF(X509) *certificates = sk_X509_new_null();
    const uint8_t *next = bytes, *end = bytes + count;
    while (certificates != NULL && next < end) {
        X509 *certificate = d2i_X509(NULL, &next, (long)(end - next));
        if (certificate == NULL || !sk_X509_push(certificates, certificate)) {
            X509_free(certificate);
            sk_X509_pop_free(certificates, X509_free);
            return NULL;
        }
    }
    if (sk_X509_num(certificates) > 0) return certificates;
    sk_X509_free(certificates);
    return NULL;
}

/// CMS_final and CMS_SignerInfo_sign would add signing-time and want the private key, which may be far away: so the two
/// attributes that they add besides are added here.
static int describe(csignatures_cms *cms, STACK_OF(X509) *certificates, const uint8_t *digest, size_t count) {
    X509 *own = sk_X509_value(certificates, 0);
    // The check that key and certificate belong together looks at the public half only.
    cms->signer = CMS_add1_signer(
        cms->content, own, X509_get0_pubkey(own), EVP_sha256(), CMS_CADES | CMS_PARTIAL | CMS_NOSMIMECAP | CMS_BINARY);
    if (cms->signer == NULL) return 0;
    for (int index = 1; index < sk_X509_num(certificates); index++) {
        X509 *next = sk_X509_value(certificates, index);
        // Whoever checks has the root from elsewhere, and no signature would cover this copy of it.
        if (X509_get_extension_flags(next) & EXFLAG_SS) continue;
        if (!CMS_add1_cert(cms->content, next)) return 0;
    }
    return CMS_signed_add1_attr_by_NID(
               cms->signer, NID_pkcs9_contentType, V_ASN1_OBJECT, OBJ_nid2obj(NID_pkcs7_data), -1)
        && CMS_signed_add1_attr_by_NID(
               cms->signer, NID_pkcs9_messageDigest, V_ASN1_OCTET_STRING, digest, (int)count);
}

csignatures_cms *begin(STACK_OF(X509) *certificates, const uint8_t *digest, size_t digest_count) {
    csignatures_cms *cms = calloc(1, sizeof *cms);
    int done = 0;
    if (certificates != NULL && cms != NULL) {
        cms->content = CMS_sign(NULL, NULL, NULL, NULL, CMS_PARTIAL | CMS_DETACHED | CMS_BINARY);
        done = cms->content != NULL && describe(cms, certificates, digest, digest_count);
    }
    if (done) return cms;
    csignatures_cms_free(cms);
    return NULL;
}

csignatures_cms *csignatures_cms_begin(
    const uint8_t *bytes, size_t count, const uint8_t *digest, size_t digest_count) {
    STACK_OF(X509) *certificates = read_certificates(bytes, count);
    csignatures_cms *cms = begin(certificates, digest, digest_count);
    sk_X509_pop_free(certificates, X509_free);
    ERR_clear_error();
    return cms;
}

static int by_bytes(const void *left, const void *right) {
    const csignatures_bytes *a = left, *b = right;
    size_t shorter = a->count < b->count ? a->count : b->count;
    int order = memcmp(a->bytes, b->bytes, shorter);
    return order != 0 ? order : (a->count > b->count) - (a->count < b->count);
}

/// A SET OF in DER: its members sorted by their bytes.
static csignatures_bytes set_of(csignatures_bytes *members, size_t count) {
    size_t length = 0;
    for (size_t index = 0; index < count; index++) length += members[index].count;
    qsort(members, count, sizeof *members, by_bytes);
    int whole = ASN1_object_size(1, (int)length, V_ASN1_SET);
    csignatures_bytes set = {whole < 0 ? NULL : malloc((size_t)whole), whole < 0 ? 0 : (size_t)whole};
    if (set.bytes == NULL) return nothing;
    uint8_t *next = set.bytes;
    ASN1_put_object(&next, 1, (int)length, V_ASN1_SET, V_ASN1_UNIVERSAL);
    for (size_t index = 0; index < count; index++) {
        memcpy(next, members[index].bytes, members[index].count);
        next += members[index].count;
    }
    return set;
}

csignatures_bytes csignatures_cms_attributes(const csignatures_cms *cms) {
    int count = CMS_signed_get_attr_count(cms->signer);
    if (count <= 0) return nothing;
    csignatures_bytes *members = calloc((size_t)count, sizeof *members), set = nothing;
    int complete = members != NULL;
    for (int index = 0; complete && index < count; index++) {
        int length = i2d_X509_ATTRIBUTE(CMS_signed_get_attr(cms->signer, index), &members[index].bytes);
        complete = length > 0;
        if (complete) members[index].count = (size_t)length;
    }
    if (complete) set = set_of(members, (size_t)count);
    for (int index = 0; members != NULL && index < count; index++) OPENSSL_free(members[index].bytes);
    free(members);
    return set;
}

csignatures_bytes csignatures_cms_end(csignatures_cms *cms, const uint8_t *signature, size_t count) {
    ASN1_OCTET_STRING *place = CMS_SignerInfo_get0_signature(cms->signer);
    if (place == NULL || !ASN1_OCTET_STRING_set(place, signature, (int)count)) return nothing;
    uint8_t *bytes = NULL;
    int length = i2d_CMS_ContentInfo(cms->content, &bytes);
    if (length <= 0) return nothing;
    csignatures_bytes whole = copy_of(bytes, (size_t)length);
    OPENSSL_free(bytes);
    return whole;
}

void csignatures_cms_free(csignatures_cms *cms) {
    if (cms == NULL) return;
    CMS_ContentInfo_free(cms->content);
    free(cms);
}

csignatures_bytes signature_of(EVP_PKEY *key, const uint8_t *bytes, size_t count) {
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    csignatures_bytes signature = nothing;
    size_t length = 0;
    if (key != NULL && context != NULL && EVP_DigestSignInit(context, NULL, EVP_sha256(), NULL, key) == 1
        && EVP_DigestSign(context, NULL, &length, bytes, count) == 1) {
        signature = (csignatures_bytes){malloc(length), length};
        if (signature.bytes == NULL
            || EVP_DigestSign(context, signature.bytes, &signature.count, bytes, count) != 1) {
            free(signature.bytes);
            signature = nothing;
        }
    }
    EVP_MD_CTX_free(context);
    return signature;
}

csignatures_bytes csignatures_sign(const uint8_t *key, size_t key_count, const uint8_t *bytes, size_t count) {
    const uint8_t *next = key;
    EVP_PKEY *opened = d2i_AutoPrivateKey(NULL, &next, (long)key_count);
    csignatures_bytes signature = signature_of(opened, bytes, count);
    EVP_PKEY_free(opened);
    ERR_clear_error();
    return signature;
}

csignatures_bytes csignatures_sign_digest(
    const uint8_t *key, size_t key_count, const uint8_t *digest, size_t digest_count) {
    const uint8_t *next = key;
    EVP_PKEY *opened = d2i_AutoPrivateKey(NULL, &next, (long)key_count);
    EVP_PKEY_CTX *context = opened == NULL ? NULL : EVP_PKEY_CTX_new(opened, NULL);
    csignatures_bytes signature = nothing;
    size_t length = 0;
    if (context != NULL && EVP_PKEY_sign_init(context) == 1
        && EVP_PKEY_CTX_set_signature_md(context, EVP_sha256()) == 1
        && EVP_PKEY_sign(context, NULL, &length, digest, digest_count) == 1) {
        signature = (csignatures_bytes){malloc(length), length};
        if (signature.bytes == NULL
            || EVP_PKEY_sign(context, signature.bytes, &signature.count, digest, digest_count) != 1) {
            free(signature.bytes);
            signature = nothing;
        }
    }
    EVP_PKEY_CTX_free(context);
    EVP_PKEY_free(opened);
    ERR_clear_error();
    return signature;
}

int csignatures_verify(
    const uint8_t *certificate, size_t certificate_count, const uint8_t *bytes, size_t count,
    const uint8_t *signature, size_t signature_count) {
    const uint8_t *next = certificate;
    X509 *owner = d2i_X509(NULL, &next, (long)certificate_count);
    EVP_PKEY *key = owner == NULL ? NULL : X509_get_pubkey(owner);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    int holds = key != NULL && context != NULL && EVP_DigestVerifyInit(context, NULL, EVP_sha256(), NULL, key) == 1
        && EVP_DigestVerify(context, signature, signature_count, bytes, count) == 1;
    EVP_MD_CTX_free(context);
    EVP_PKEY_free(key);
    X509_free(owner);
    ERR_clear_error();
    return holds;
}

X509_STORE *store_of(STACK_OF(X509) *roots, int64_t time) {
    X509_STORE *store = X509_STORE_new();
    if (store == NULL) return NULL;
    for (int index = 0; index < sk_X509_num(roots); index++) X509_STORE_add_cert(store, sk_X509_value(roots, index));
    X509_VERIFY_PARAM *rules = X509_STORE_get0_param(store);
    X509_VERIFY_PARAM_set_time(rules, (time_t)time);
    X509_VERIFY_PARAM_set_purpose(rules, X509_PURPOSE_ANY);
    return store;
}

/// What CMS_verify left in the queue of errors: a certificate that is not trusted, or anything else.
static csignatures_cms_outcome outcome_of_failure(csignatures_bytes *reason) {
    csignatures_cms_outcome outcome = csignatures_cms_altered;
    const char *words = NULL;
    int flags = 0;
    unsigned long code;
    while ((code = ERR_get_error_all(NULL, NULL, NULL, &words, &flags)) != 0) {
        if (ERR_GET_LIB(code) != ERR_LIB_CMS || ERR_GET_REASON(code) != CMS_R_CERTIFICATE_VERIFY_ERROR) continue;
        outcome = csignatures_cms_untrusted;
        if (words != NULL && (flags & ERR_TXT_STRING) && reason->bytes == NULL) {
            *reason = copy_of((const uint8_t *)words, strlen(words));
        }
    }
    return outcome;
}

csignatures_cms_outcome csignatures_cms_verify(
    const uint8_t *bytes, size_t count, const uint8_t *content, size_t content_count, const uint8_t *root_bytes,
    size_t roots_count, int64_t time, csignatures_bytes *signer, csignatures_bytes *reason) {
    const uint8_t *next = bytes;
    ERR_clear_error();
    CMS_ContentInfo *cms = d2i_CMS_ContentInfo(NULL, &next, (long)count);
    STACK_OF(X509) *roots = read_certificates(root_bytes, roots_count), *signers = NULL;
    X509_STORE *store = roots == NULL ? NULL : store_of(roots, time);
    // What is trusted is trusted, also when another has vouched for it: others for whom that one vouches are not.
    if (store != NULL) X509_STORE_set_flags(store, X509_V_FLAG_PARTIAL_CHAIN);
    BIO *text = BIO_new_mem_buf(content, (int)content_count);
    csignatures_cms_outcome outcome = csignatures_cms_unreadable;
    // Nothing may follow it: a file is the same bytes for everybody, or it is not what was signed.
    if (cms != NULL && next == bytes + count && store != NULL && text != NULL
        && OBJ_obj2nid(CMS_get0_type(cms)) == NID_pkcs7_signed
        && sk_CMS_SignerInfo_num(CMS_get0_SignerInfos(cms)) == 1) {
        if (CMS_verify(cms, NULL, store, text, NULL, CMS_BINARY) == 1) {
            signers = CMS_get0_signers(cms);
            uint8_t *own = NULL;
            int length = sk_X509_num(signers) == 1 ? i2d_X509(sk_X509_value(signers, 0), &own) : 0;
            if (length > 0) *signer = copy_of(own, (size_t)length);
            if (length > 0) OPENSSL_free(own);
            if (signer->bytes != NULL) outcome = csignatures_cms_holds;
        } else {
            outcome = outcome_of_failure(reason);
        }
    }
    sk_X509_free(signers);
    BIO_free(text);
    X509_STORE_free(store);
    sk_X509_pop_free(roots, X509_free);
    CMS_ContentInfo_free(cms);
    ERR_clear_error();
    return outcome;
}

csignatures_bytes csignatures_timestamp_query(const uint8_t *digest, size_t digest_count) {
    TS_REQ *query = TS_REQ_new();
    TS_MSG_IMPRINT *imprint = TS_MSG_IMPRINT_new();
    X509_ALGOR *algorithm = X509_ALGOR_new();
    uint8_t *bytes = NULL;
    int length = 0;
    if (query != NULL && imprint != NULL && algorithm != NULL
        && X509_ALGOR_set0(algorithm, OBJ_nid2obj(NID_sha256), V_ASN1_NULL, NULL)
        && TS_MSG_IMPRINT_set_algo(imprint, algorithm)
        && TS_MSG_IMPRINT_set_msg(imprint, (unsigned char *)digest, (int)digest_count) && TS_REQ_set_version(query, 1)
        && TS_REQ_set_msg_imprint(query, imprint) && TS_REQ_set_cert_req(query, 1)) {
        length = i2d_TS_REQ(query, &bytes);
    }
    csignatures_bytes whole = length > 0 ? copy_of(bytes, (size_t)length) : nothing;
    if (length > 0) OPENSSL_free(bytes);
    X509_ALGOR_free(algorithm);
    TS_MSG_IMPRINT_free(imprint);
    TS_REQ_free(query);
    ERR_clear_error();
    return whole;
}

/// False when the authority said something that is no time.
static int time_of(TS_TST_INFO *said, int64_t *time) {
    struct tm parts;
    if (!ASN1_TIME_to_tm(TS_TST_INFO_get_time(said), &parts)) return 0;
    *time = (int64_t)timegm(&parts);
    return 1;
}

csignatures_timestamp_outcome csignatures_timestamp_verify(
    const uint8_t *bytes, size_t count, const uint8_t *digest, size_t digest_count, const uint8_t *root_bytes,
    size_t roots_count, int64_t *time) {
    const uint8_t *next = bytes;
    TS_RESP *response = d2i_TS_RESP(NULL, &next, (long)count);
    if (response == NULL || next != bytes + count) {
        TS_RESP_free(response);
        ERR_clear_error();
        return csignatures_timestamp_unreadable;
    }
    TS_TST_INFO *said = TS_RESP_get_tst_info(response);
    STACK_OF(X509) *roots = read_certificates(root_bytes, roots_count);
    X509_STORE *store = X509_STORE_new();
    TS_VERIFY_CTX *rules = TS_VERIFY_CTX_new();
    csignatures_bytes imprint = {OPENSSL_malloc(digest_count == 0 ? 1 : digest_count), digest_count};
    csignatures_timestamp_outcome outcome =
        said == NULL ? csignatures_timestamp_refused : csignatures_timestamp_wrong;
    if (said != NULL && roots != NULL && store != NULL && rules != NULL && imprint.bytes != NULL
        && time_of(said, time)) {
        memcpy(imprint.bytes, digest, digest_count);
        for (int index = 0; index < sk_X509_num(roots); index++) {
            X509_STORE_add_cert(store, sk_X509_value(roots, index));
        }
        X509_VERIFY_PARAM_set_time(X509_STORE_get0_param(store), (time_t)*time);
        TS_VERIFY_CTX_set_flags(rules, TS_VFY_VERSION | TS_VFY_SIGNATURE | TS_VFY_IMPRINT);
        // The rules free both.
        TS_VERIFY_CTX_set_store(rules, store);
        TS_VERIFY_CTX_set_imprint(rules, imprint.bytes, (long)imprint.count);
        store = NULL;
        imprint.bytes = NULL;
        if (TS_RESP_verify_response(rules, response) == 1) outcome = csignatures_timestamp_holds;
    }
    OPENSSL_free(imprint.bytes);
    X509_STORE_free(store);
    TS_VERIFY_CTX_free(rules);
    sk_X509_pop_free(roots, X509_free);
    TS_RESP_free(response);
    ERR_clear_error();
    return outcome;
}

/// P-256, or RSA of at least 2048 bits: what PDF readers in use verify.
static int is_taken(const EVP_PKEY *key) {
    char group[32] = "";
    if (EVP_PKEY_is_a(key, "RSA")) return EVP_PKEY_get_bits(key) >= 2048;
    return EVP_PKEY_is_a(key, "EC") && EVP_PKEY_get_group_name(key, group, sizeof group, NULL) == 1
        && strcmp(group, "prime256v1") == 0;
}

static csignatures_bytes pkcs8(EVP_PKEY *key) {
    PKCS8_PRIV_KEY_INFO *wrapped = EVP_PKEY2PKCS8(key);
    uint8_t *bytes = NULL;
    int length = wrapped == NULL ? 0 : i2d_PKCS8_PRIV_KEY_INFO(wrapped, &bytes);
    csignatures_bytes copy = length > 0 ? copy_of(bytes, (size_t)length) : nothing;
    if (length > 0) OPENSSL_clear_free(bytes, (size_t)length);
    PKCS8_PRIV_KEY_INFO_free(wrapped);
    return copy;
}

static csignatures_bytes all_of(X509 *own, STACK_OF(X509) *others) {
    size_t length = (size_t)i2d_X509(own, NULL);
    for (int index = 0; index < sk_X509_num(others); index++) length += (size_t)i2d_X509(sk_X509_value(others, index), NULL);
    csignatures_bytes all = {malloc(length), length};
    if (all.bytes == NULL) return nothing;
    uint8_t *next = all.bytes;
    i2d_X509(own, &next);
    for (int index = 0; index < sk_X509_num(others); index++) i2d_X509(sk_X509_value(others, index), &next);
    return all;
}

csignatures_bytes csignatures_pkcs12_make(
    const uint8_t *key, size_t key_count, const uint8_t *certificates, size_t count, const char *passphrase) {
    const uint8_t *next = key;
    EVP_PKEY *opened = d2i_AutoPrivateKey(NULL, &next, (long)key_count);
    STACK_OF(X509) *others = read_certificates(certificates, count);
    X509 *own = others == NULL ? NULL : sk_X509_shift(others);
    PKCS12 *made = opened == NULL || own == NULL
        ? NULL : PKCS12_create(passphrase, NULL, opened, own, others, 0, 0, 100000, 100000, 0);
    uint8_t *bytes = NULL;
    int length = made == NULL ? 0 : i2d_PKCS12(made, &bytes);
    csignatures_bytes whole = length > 0 ? copy_of(bytes, (size_t)length) : nothing;
    if (length > 0) OPENSSL_free(bytes);
    PKCS12_free(made);
    X509_free(own);
    sk_X509_pop_free(others, X509_free);
    EVP_PKEY_free(opened);
    ERR_clear_error();
    return whole;
}

csignatures_outcome csignatures_pkcs12_open(
    const uint8_t *file, size_t count, const char *passphrase, csignatures_bytes *key,
    csignatures_bytes *certificates) {
    const uint8_t *next = file;
    PKCS12 *opened = d2i_PKCS12(NULL, &next, (long)count);
    EVP_PKEY *private_key = NULL;
    X509 *own = NULL;
    STACK_OF(X509) *others = NULL;
    csignatures_outcome outcome = csignatures_not_pkcs12;
    if (opened != NULL) {
        if (!PKCS12_parse(opened, passphrase, &private_key, &own, &others)) {
            outcome = csignatures_wrong_passphrase;
        } else if (private_key == NULL || own == NULL) {
            outcome = csignatures_no_key;
        } else if (!is_taken(private_key)) {
            outcome = csignatures_key_not_taken;
        } else {
            *key = pkcs8(private_key);
            *certificates = all_of(own, others);
            outcome = key->bytes != NULL && certificates->bytes != NULL ? csignatures_opened : csignatures_no_key;
        }
    }
    sk_X509_pop_free(others, X509_free);
    X509_free(own);
    EVP_PKEY_free(private_key);
    PKCS12_free(opened);
    ERR_clear_error();
    return outcome;
}
