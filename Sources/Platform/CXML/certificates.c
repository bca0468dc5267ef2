// SPDX-License-Identifier: Apache-2.0
#include "internal.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509_vfy.h>

int cxml_no_passphrase(char *buffer, int size, int is_writing, void *context) {
    (void)buffer, (void)size, (void)is_writing, (void)context;
    return -1;
}

STACK_OF(X509) *cxml_read_certificates(const char *pem) {
    STACK_OF(X509) *certificates = sk_X509_new_null();
    BIO *source = BIO_new_mem_buf(pem, -1);
    X509 *next = NULL;
    while (certificates != NULL && source != NULL
           && (next = PEM_read_bio_X509(source, NULL, cxml_no_passphrase, NULL)) != NULL) {
        sk_X509_push(certificates, next);
    }
    // The end of the text is an error too, and the one that is expected.
    int is_at_end = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
    ERR_clear_error();
    BIO_free(source);
    if (is_at_end) return certificates;
    sk_X509_pop_free(certificates, X509_free);
    return NULL;
}

int cxml_count_certificates(const char *pem) {
    STACK_OF(X509) *certificates = cxml_read_certificates(pem);
    int count = certificates == NULL ? -1 : sk_X509_num(certificates);
    sk_X509_pop_free(certificates, X509_free);
    return count;
}

int cxml_is_vouched_for(const uint8_t *certificate, size_t count, const char *roots, int64_t time) {
    const uint8_t *next = certificate;
    X509 *own = d2i_X509(NULL, &next, (long)count);
    STACK_OF(X509) *trusted = cxml_read_certificates(roots);
    X509_STORE *store = X509_STORE_new();
    X509_STORE_CTX *context = X509_STORE_CTX_new();
    int is_right = 0;
    if (own != NULL && trusted != NULL && store != NULL && context != NULL
        && X509_STORE_CTX_init(context, store, own, trusted)) {
        X509_STORE_CTX_set0_trusted_stack(context, trusted);
        X509_VERIFY_PARAM *parameters = X509_STORE_CTX_get0_param(context);
        X509_VERIFY_PARAM_set_time(parameters, (time_t)time);
        // Whoever sets an authority below the root means that one.
        X509_VERIFY_PARAM_set_flags(parameters, X509_V_FLAG_PARTIAL_CHAIN);
        is_right = X509_verify_cert(context) == 1;
    }
    X509_STORE_CTX_free(context);
    X509_STORE_free(store);
    sk_X509_pop_free(trusted, X509_free);
    X509_free(own);
    ERR_clear_error();
    return is_right;
}

static cxml_bytes taken(BIO *sink) {
    char *text = NULL;
    long count = BIO_get_mem_data(sink, &text);
    return count > 0 ? cxml_copy(text, (size_t)count) : nothing;
}

static X509 *self_signed(EVP_PKEY *key, const char *name, int64_t from, int64_t until) {
    X509 *certificate = X509_new();
    X509_NAME *subject = X509_NAME_new();
    BIGNUM *number = BN_new();
    int done = certificate != NULL && subject != NULL && number != NULL
        && X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, (const uint8_t *)name, -1, -1, 0)
        && BN_rand(number, 127, BN_RAND_TOP_ANY, BN_RAND_BOTTOM_ANY)
        && BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate)) != NULL && X509_set_version(certificate, 2)
        && X509_set_subject_name(certificate, subject) && X509_set_issuer_name(certificate, subject)
        && ASN1_TIME_set(X509_getm_notBefore(certificate), (time_t)from) != NULL
        && ASN1_TIME_set(X509_getm_notAfter(certificate), (time_t)until) != NULL && X509_set_pubkey(certificate, key)
        && X509_sign(certificate, key, EVP_sha256());
    BN_free(number);
    X509_NAME_free(subject);
    if (done) return certificate;
    X509_free(certificate);
    return NULL;
}

int cxml_make_identity(const char *name, int64_t from, int64_t until, cxml_bytes *key, cxml_bytes *certificate) {
    EVP_PKEY *own = EVP_RSA_gen(3072);
    X509 *signed_one = own == NULL ? NULL : self_signed(own, name, from, until);
    BIO *keys = BIO_new(BIO_s_mem()), *certificates = BIO_new(BIO_s_mem());
    int done = signed_one != NULL && keys != NULL && certificates != NULL
        && PEM_write_bio_PKCS8PrivateKey(keys, own, NULL, NULL, 0, NULL, NULL)
        && PEM_write_bio_X509(certificates, signed_one);
    *key = done ? taken(keys) : nothing;
    *certificate = done ? taken(certificates) : nothing;
    BIO_free(keys);
    BIO_free(certificates);
    X509_free(signed_one);
    EVP_PKEY_free(own);
    ERR_clear_error();
    return key->bytes != NULL && certificate->bytes != NULL;
}
