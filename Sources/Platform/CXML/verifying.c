// SPDX-License-Identifier: Apache-2.0
#include "internal.h"

#include <libxml/c14n.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>
#include <xmlsec/crypto.h>
#include <xmlsec/xmldsig.h>
#include <xmlsec/xmlsec.h>

/// More certificates than this are nobody's chain.
#define MOST_CERTIFICATES 8

static X509 *certificate_of(xmlNodePtr node) {
    xmlChar *text = xmlNodeGetContent(node);
    if (text == NULL) return NULL;
    size_t count = strlen((const char *)text), length = 0;
    // Line breaks and blanks are part of nothing.
    for (size_t index = 0; index < count; index++) {
        if (strchr(" \t\r\n", text[index]) == NULL) text[length++] = text[index];
    }
    uint8_t *der = malloc(length + 4);
    int decoded = der == NULL ? -1 : EVP_DecodeBlock(der, text, (int)length);
    const uint8_t *next = der;
    X509 *certificate = decoded > 0 ? d2i_X509(NULL, &next, decoded) : NULL;
    free(der);
    xmlFree(text);
    ERR_clear_error();
    return certificate;
}

/// Those in `KeyInfo/X509Data`, as far as they can be read.
static STACK_OF(X509) *certificates_in(xmlNodePtr signature) {
    STACK_OF(X509) *certificates = sk_X509_new_null();
    xmlNodePtr info = cxml_child(signature, "KeyInfo");
    for (xmlNodePtr data = info == NULL ? NULL : info->children; data != NULL; data = data->next) {
        if (!cxml_is_called(data, "X509Data")) continue;
        for (xmlNodePtr node = data->children; node != NULL; node = node->next) {
            if (!cxml_is_called(node, "X509Certificate") || sk_X509_num(certificates) >= MOST_CERTIFICATES) continue;
            X509 *certificate = certificate_of(node);
            if (certificate != NULL) sk_X509_push(certificates, certificate);
        }
    }
    return certificates;
}

static int is_method(xmlNodePtr node, const char *algorithm) {
    xmlChar *value = node == NULL ? NULL : xmlGetNoNsProp(node, BAD_CAST "Algorithm");
    int is_it = xmlStrEqual(value, BAD_CAST algorithm);
    xmlFree(value);
    return is_it;
}

#define DSIG "http://www.w3.org/2000/09/xmldsig#"
#define DSIG_MORE "http://www.w3.org/2001/04/xmldsig-more#"
#define ENC "http://www.w3.org/2001/04/xmlenc#"
#define EXCLUSIVE "http://www.w3.org/2001/10/xml-exc-c14n#"
#define INCLUSIVE "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
#define INCLUSIVE_11 "http://www.w3.org/2006/12/xml-c14n11"

/// The way of canonicalisation that is named; -1 for none that is known.
static int way_of(xmlNodePtr node) {
    if (is_method(node, EXCLUSIVE)) return XML_C14N_EXCLUSIVE_1_0;
    if (is_method(node, INCLUSIVE)) return XML_C14N_1_0;
    return is_method(node, INCLUSIVE_11) ? XML_C14N_1_1 : -1;
}

/// The one reference there is, when it is to the whole document without the signature, by methods that are known.
static xmlNodePtr whole_reference(xmlNodePtr info) {
    xmlNodePtr reference = cxml_child(info, "Reference");
    if (reference == NULL) return NULL;
    for (xmlNodePtr next = reference->next; next != NULL; next = next->next) {
        if (cxml_is_called(next, "Reference")) return NULL;
    }
    xmlChar *address = xmlGetNoNsProp(reference, BAD_CAST "URI");
    int is_whole = address == NULL || *address == 0;
    xmlFree(address);
    int is_enveloped = 0;
    xmlNodePtr transforms = cxml_child(reference, "Transforms");
    for (xmlNodePtr node = transforms == NULL ? NULL : transforms->children; node != NULL; node = node->next) {
        if (!cxml_is_called(node, "Transform")) continue;
        if (is_method(node, DSIG "enveloped-signature")) {
            is_enveloped = 1;
        } else if (way_of(node) < 0) {
            return NULL;
        }
    }
    return is_whole && is_enveloped ? reference : NULL;
}

static const EVP_MD *digest_of(xmlNodePtr method) {
    if (is_method(method, DSIG "sha1")) return EVP_sha1();
    if (is_method(method, ENC "sha256")) return EVP_sha256();
    if (is_method(method, ENC "sha512")) return EVP_sha512();
    return NULL;
}

static const EVP_MD *signature_digest_of(xmlNodePtr method) {
    if (is_method(method, DSIG "rsa-sha1")) return EVP_sha1();
    if (is_method(method, DSIG_MORE "rsa-sha256")) return EVP_sha256();
    if (is_method(method, DSIG_MORE "rsa-sha512")) return EVP_sha512();
    return NULL;
}

static int allow(xmlSecDSigCtxPtr context) {
    xmlSecTransformId both[] = {xmlSecTransformInclC14NId, xmlSecTransformInclC14N11Id, xmlSecTransformExclC14NId};
    xmlSecTransformId reference[] = {
        xmlSecTransformEnvelopedId, xmlSecTransformSha1Id, xmlSecTransformSha256Id, xmlSecTransformSha512Id,
    };
    xmlSecTransformId signature[] = {
        xmlSecTransformRsaSha1Id, xmlSecTransformRsaSha256Id, xmlSecTransformRsaSha512Id,
    };
    int done = 1;
    for (size_t index = 0; index < sizeof both / sizeof *both; index++) {
        done = done && xmlSecDSigCtxEnableReferenceTransform(context, both[index]) >= 0
            && xmlSecDSigCtxEnableSignatureTransform(context, both[index]) >= 0;
    }
    for (size_t index = 0; index < sizeof reference / sizeof *reference; index++) {
        done = done && xmlSecDSigCtxEnableReferenceTransform(context, reference[index]) >= 0;
    }
    for (size_t index = 0; index < sizeof signature / sizeof *signature; index++) {
        done = done && xmlSecDSigCtxEnableSignatureTransform(context, signature[index]) >= 0;
    }
    context->enabledReferenceUris = xmlSecTransformUriTypeEmpty;
    return done;
}

/// By xmlsec, with this certificate's key and no other.
static int holds(xmlNodePtr signature, X509 *certificate) {
    uint8_t *der = NULL;
    int count = i2d_X509(certificate, &der);
    xmlSecKeyPtr key = count <= 0
        ? NULL
        : xmlSecCryptoAppKeyLoadMemory(der, (xmlSecSize)count, xmlSecKeyDataFormatCertDer, NULL, NULL, NULL);
    OPENSSL_free(der);
    xmlSecDSigCtxPtr context = key == NULL ? NULL : xmlSecDSigCtxCreate(NULL);
    if (context == NULL) {
        if (key != NULL) xmlSecKeyDestroy(key);
        return 0;
    }
    context->signKey = key;
    int is_right = allow(context) && xmlSecDSigCtxVerify(context, signature) >= 0
        && context->status == xmlSecDSigStatusSucceeded;
    xmlSecDSigCtxDestroy(context);
    ERR_clear_error();
    return is_right;
}

// A signature whose elements are in the namespace of the document is none that xmlsec knows. Its parts are
// canonicalised by libxml2 as they stand.

struct visibility {
    xmlNodePtr inside, outside;
};

static int is_within(xmlNodePtr node, xmlNodePtr above) {
    while (node != NULL && node != above) node = node->parent;
    return node != NULL;
}

static int is_visible(void *context, xmlNodePtr node, xmlNodePtr parent) {
    struct visibility *visibility = context;
    // A namespace is no node of the tree: its element says where it is.
    xmlNodePtr here = node->type == XML_NAMESPACE_DECL ? parent : node;
    if (visibility->inside != NULL && !is_within(here, visibility->inside)) return 0;
    return visibility->outside == NULL || !is_within(here, visibility->outside);
}

static xmlBufferPtr canonical(xmlDocPtr tree, struct visibility visibility, int way) {
    xmlBufferPtr buffer = xmlBufferCreate();
    xmlOutputBufferPtr output = buffer == NULL ? NULL : xmlOutputBufferCreateBuffer(buffer, NULL);
    int count = output == NULL
        ? -1
        : xmlC14NExecute(tree, is_visible, &visibility, way, NULL, 0, output);
    if (output != NULL) xmlOutputBufferClose(output);
    if (count >= 0) return buffer;
    xmlBufferFree(buffer);
    return NULL;
}

/// The bytes of a base64 text; -1 when it is none.
static int decoded(xmlNodePtr node, uint8_t *bytes, int room) {
    xmlChar *text = node == NULL ? NULL : xmlNodeGetContent(node);
    if (text == NULL) return -1;
    int length = 0, padding = 0, count = -1;
    for (xmlChar *next = text; *next != 0; next++) {
        if (strchr(" \t\r\n", *next) == NULL) text[length++] = *next;
    }
    while (padding < 2 && padding < length && text[length - 1 - padding] == '=') padding++;
    if (length / 4 * 3 <= room) count = EVP_DecodeBlock(bytes, text, length);
    xmlFree(text);
    ERR_clear_error();
    return count < padding ? -1 : count - padding;
}

static int has_digest(xmlNodePtr reference, xmlNodePtr signature) {
    xmlNodePtr transforms = cxml_child(reference, "Transforms");
    // Without a word about it, a tree becomes bytes by inclusive C14N; the last word counts.
    int way = XML_C14N_1_0;
    for (xmlNodePtr node = transforms == NULL ? NULL : transforms->children; node != NULL; node = node->next) {
        if (cxml_is_called(node, "Transform") && way_of(node) >= 0) way = way_of(node);
    }
    const EVP_MD *method = digest_of(cxml_child(reference, "DigestMethod"));
    uint8_t expected[EVP_MAX_MD_SIZE + 3], found[EVP_MAX_MD_SIZE];
    int count = decoded(cxml_child(reference, "DigestValue"), expected, sizeof expected);
    unsigned int length = 0;
    struct visibility visibility = {NULL, signature};
    xmlBufferPtr text = method == NULL ? NULL : canonical(signature->doc, visibility, way);
    int is_right = text != NULL
        && EVP_Digest(xmlBufferContent(text), (size_t)xmlBufferLength(text), found, &length, method, NULL)
        && count == (int)length && memcmp(expected, found, length) == 0;
    xmlBufferFree(text);
    return is_right;
}

static int holds_as_it_stands(xmlNodePtr signature, xmlNodePtr reference, X509 *certificate) {
    xmlNodePtr info = cxml_child(signature, "SignedInfo");
    int way = way_of(cxml_child(info, "CanonicalizationMethod"));
    const EVP_MD *method = signature_digest_of(cxml_child(info, "SignatureMethod"));
    EVP_PKEY *key = X509_get0_pubkey(certificate);
    if (method == NULL || key == NULL || !EVP_PKEY_is_a(key, "RSA") || way < 0
        || !has_digest(reference, signature)) {
        return 0;
    }
    uint8_t value[2048];
    int count = decoded(cxml_child(signature, "SignatureValue"), value, sizeof value);
    struct visibility visibility = {info, NULL};
    xmlBufferPtr text = count <= 0 ? NULL : canonical(signature->doc, visibility, way);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    int is_right = text != NULL && context != NULL
        && EVP_DigestVerifyInit(context, NULL, method, NULL, key) == 1
        && EVP_DigestVerify(
               context, value, (size_t)count, xmlBufferContent(text), (size_t)xmlBufferLength(text)) == 1;
    EVP_MD_CTX_free(context);
    xmlBufferFree(text);
    ERR_clear_error();
    return is_right;
}

static void rename_space(xmlNodePtr node, xmlNsPtr space) {
    if (node->type != XML_ELEMENT_NODE) return;
    xmlSetNs(node, space);
    for (xmlNodePtr next = node->children; next != NULL; next = next->next) rename_space(next, space);
}

static int is_of_xmldsig(xmlNodePtr node) { return node->ns != NULL && xmlStrEqual(node->ns->href, BAD_CAST DSIG); }

/// A default namespace on the element itself, which is that of XML signatures.
static xmlNsPtr own_space(xmlNodePtr node) {
    for (xmlNsPtr space = node->nsDef; space != NULL; space = space->next) {
        if (space->prefix != NULL) continue;
        xmlFree((xmlChar *)space->href);
        space->href = xmlStrdup(BAD_CAST DSIG);
        return space->href == NULL ? NULL : space;
    }
    return xmlNewNs(node, BAD_CAST DSIG, NULL);
}

/// Signed in the usual namespace, whose name was lost when the message was written again.
static int holds_renamed(xmlNodePtr signature, X509 *certificate) {
    xmlDocPtr copy = xmlCopyDoc(signature->doc, 1);
    if (copy == NULL) return 0;
    xmlNodePtr twin = cxml_child(cxml_find(xmlDocGetRootElement(copy), (const char *)signature->parent->name), "Signature");
    xmlNsPtr space = twin == NULL ? NULL : own_space(twin);
    if (space != NULL) rename_space(twin, space);
    int is_right = space != NULL && holds(twin, certificate);
    xmlFreeDoc(copy);
    return is_right;
}

static int is_weak(xmlNodePtr info, xmlNodePtr reference, X509 *certificate) {
    EVP_PKEY *key = X509_get0_pubkey(certificate);
    return key == NULL || EVP_PKEY_get_bits(key) < CXML_KEY_BITS || is_method(cxml_child(info, "SignatureMethod"), DSIG "rsa-sha1")
        || is_method(cxml_child(reference, "DigestMethod"), DSIG "sha1");
}

static cxml_verdict verdict(xmlNodePtr signature, cxml_signer *signer) {
    xmlNodePtr info = cxml_child(signature, "SignedInfo"), reference = whole_reference(info);
    STACK_OF(X509) *certificates = certificates_in(signature);
    int count = sk_X509_num(certificates);
    cxml_verdict verdict = reference == NULL || count <= 0 || digest_of(cxml_child(reference, "DigestMethod")) == NULL
            || signature_digest_of(cxml_child(info, "SignatureMethod")) == NULL
        ? cxml_unsupported
        : cxml_altered;
    for (int index = 0; verdict == cxml_altered && index < count; index++) {
        X509 *certificate = sk_X509_value(certificates, index);
        int is_right = is_of_xmldsig(signature)
            ? holds(signature, certificate)
            : holds_as_it_stands(signature, reference, certificate) || holds_renamed(signature, certificate);
        if (!is_right) continue;
        uint8_t *der = NULL;
        int length = i2d_X509(certificate, &der);
        if (length > 0) signer->certificate = cxml_copy(der, (size_t)length);
        OPENSSL_free(der);
        signer->is_weak = is_weak(info, reference, certificate);
        verdict = cxml_holds;
    }
    sk_X509_pop_free(certificates, X509_free);
    return verdict;
}

cxml_verdict cxml_verify(cxml_document *document, const char *place, cxml_signer *signer) {
    signer->certificate = nothing;
    signer->is_weak = 0;
    xmlNodePtr signature = cxml_child(cxml_find(xmlDocGetRootElement(document->tree), place), "Signature");
    if (signature == NULL) return cxml_unsigned;
    return cxml_is_begun() ? verdict(signature, signer) : cxml_unsupported;
}
