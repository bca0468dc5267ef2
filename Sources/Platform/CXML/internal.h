// SPDX-License-Identifier: Apache-2.0
// What the files of this target share. Only they name types of libxml2, xmlsec and libcrypto.
#ifndef CXML_INTERNAL_H
#define CXML_INTERNAL_H

#include "cxml.h"

// What pkg-config says xmlsec was built with: SwiftPM takes no definitions from there, and sizes depend on them.
#define XMLSEC_NO_SIZE_T
#define XMLSEC_OPENSSL3_ENGINES 1
#define XMLSEC_NO_GOST 1
#define XMLSEC_NO_GOST2012 1
#define XMLSEC_NO_CRYPTO_DYNAMIC_LOADING 1
#define XMLSEC_CRYPTO_OPENSSL 1

#include <libxml/tree.h>
#include <openssl/x509.h>

/// No shorter key is signed with, and one that signed is called weak.
#define CXML_KEY_BITS 2048

struct cxml_document {
    xmlDocPtr tree;
};

static const cxml_bytes nothing = {NULL, 0};

/// Makes the libraries ready, once, and quiet on this thread.
int cxml_is_begun(void);

cxml_bytes cxml_copy(const void *bytes, size_t count);

int cxml_is_called(xmlNodePtr node, const char *name);

/// The first child of that name, in any namespace.
xmlNodePtr cxml_child(xmlNodePtr parent, const char *name);

/// The first of that name, in the order of the document.
xmlNodePtr cxml_find(xmlNodePtr node, const char *name);

/// NULL when one of them cannot be read.
STACK_OF(X509) *cxml_read_certificates(const char *pem);

/// A passphrase would be asked for at the terminal: there is none.
int cxml_no_passphrase(char *buffer, int size, int is_writing, void *context);

#endif
