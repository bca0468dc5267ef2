// SPDX-License-Identifier: Apache-2.0
#include "internal.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <string.h>
#include <xmlsec/crypto.h>
#include <xmlsec/templates.h>
#include <xmlsec/xmldsig.h>
#include <xmlsec/xmlsec.h>

static EVP_PKEY *read_key(const char *pem) {
    BIO *source = BIO_new_mem_buf(pem, -1);
    EVP_PKEY *key = source == NULL ? NULL : PEM_read_bio_PrivateKey(source, NULL, cxml_no_passphrase, NULL);
    BIO_free(source);
    ERR_clear_error();
    return key;
}

static int is_fit(EVP_PKEY *key) { return EVP_PKEY_is_a(key, "RSA") && EVP_PKEY_get_bits(key) >= CXML_KEY_BITS; }

static int name_signer(xmlNodePtr node, const char *pem) {
    STACK_OF(X509) *certificates = cxml_read_certificates(pem);
    X509 *own = certificates == NULL ? NULL : sk_X509_value(certificates, 0);
    BIO *sink = BIO_new(BIO_s_mem());
    char *text = NULL;
    int done = 0;
    if (node != NULL && own != NULL && sink != NULL
        && X509_NAME_print_ex(sink, X509_get_subject_name(own), 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB) >= 0) {
        long count = BIO_get_mem_data(sink, &text);
        xmlNodePtr words = count > 0 ? xmlNewTextLen(BAD_CAST text, (int)count) : NULL;
        done = words != NULL && xmlAddChild(node, words) != NULL;
    }
    BIO_free(sink);
    sk_X509_pop_free(certificates, X509_free);
    return done;
}

/// The template that xmlsec fills in.
static xmlNodePtr template_in(xmlNodePtr place, const char *certificate) {
    xmlNodePtr signature = xmlSecTmplSignatureCreate(
        place->doc, xmlSecTransformExclC14NId, xmlSecTransformRsaSha256Id, NULL);
    if (signature == NULL || xmlAddChild(place, signature) == NULL) {
        xmlFreeNode(signature);
        return NULL;
    }
    xmlNodePtr reference = xmlSecTmplSignatureAddReference(signature, xmlSecTransformSha256Id, NULL, BAD_CAST "", NULL);
    xmlNodePtr info = xmlSecTmplSignatureEnsureKeyInfo(signature, NULL);
    xmlNodePtr data = info == NULL ? NULL : xmlSecTmplKeyInfoAddX509Data(info);
    int done = reference != NULL && data != NULL
        && xmlSecTmplReferenceAddTransform(reference, xmlSecTransformEnvelopedId) != NULL
        && xmlSecTmplReferenceAddTransform(reference, xmlSecTransformExclC14NId) != NULL
        && name_signer(xmlSecTmplX509DataAddSubjectName(data), certificate)
        && xmlSecTmplX509DataAddCertificate(data) != NULL;
    return done ? signature : NULL;
}

/// NULL with the reason in `outcome`.
static xmlSecKeyPtr signing_key(const char *key, const char *certificate, cxml_signing_outcome *outcome) {
    EVP_PKEY *private = read_key(key);
    STACK_OF(X509) *certificates = cxml_read_certificates(certificate);
    X509 *own = certificates == NULL ? NULL : sk_X509_value(certificates, 0);
    xmlSecKeyPtr loaded = NULL;
    if (private == NULL || own == NULL) {
        *outcome = cxml_bad_key;
    } else if (!is_fit(private) || !X509_check_private_key(own, private)) {
        *outcome = cxml_unfit_key;
    } else {
        *outcome = cxml_bad_key;
        loaded = xmlSecCryptoAppKeyLoadMemory(
            (const xmlSecByte *)key, (xmlSecSize)strlen(key), xmlSecKeyDataFormatPem, NULL, cxml_no_passphrase, NULL);
        uint8_t *der = NULL;
        int count = i2d_X509(own, &der);
        if (loaded != NULL
            && (count <= 0
                || xmlSecCryptoAppKeyCertLoadMemory(loaded, der, (xmlSecSize)count, xmlSecKeyDataFormatCertDer) < 0)) {
            xmlSecKeyDestroy(loaded);
            loaded = NULL;
        }
        OPENSSL_free(der);
    }
    EVP_PKEY_free(private);
    sk_X509_pop_free(certificates, X509_free);
    ERR_clear_error();
    return loaded;
}

cxml_signing_outcome cxml_sign(
    cxml_document *document, const char *place, const char *key, const char *certificate, cxml_bytes *bytes) {
    *bytes = nothing;
    cxml_signing_outcome outcome = cxml_not_signed;
    xmlNodePtr parent = cxml_find(xmlDocGetRootElement(document->tree), place);
    if (parent == NULL) return cxml_no_place;
    if (!cxml_is_begun()) return cxml_not_signed;
    xmlSecKeyPtr loaded = signing_key(key, certificate, &outcome);
    if (loaded == NULL) return outcome;
    xmlNodePtr signature = template_in(parent, certificate);
    xmlSecDSigCtxPtr context = xmlSecDSigCtxCreate(NULL);
    outcome = cxml_not_signed;
    if (context == NULL) {
        xmlSecKeyDestroy(loaded);
    } else {
        // The context frees it.
        context->signKey = loaded;
        if (signature != NULL && xmlSecDSigCtxSign(context, signature) >= 0) {
            xmlChar *text = NULL;
            int count = 0;
            xmlDocDumpMemoryEnc(document->tree, &text, &count, "UTF-8");
            if (text != NULL) *bytes = cxml_copy(text, (size_t)count);
            xmlFree(text);
            if (bytes->bytes != NULL) outcome = cxml_signed;
        }
        xmlSecDSigCtxDestroy(context);
    }
    ERR_clear_error();
    return outcome;
}
