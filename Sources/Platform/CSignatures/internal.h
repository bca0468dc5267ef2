// SPDX-License-Identifier: Apache-2.0
// What the files of this target share.
#ifndef CSIGNATURES_INTERNAL_H
#define CSIGNATURES_INTERNAL_H

#include "csignatures.h"

#include <openssl/evp.h>
#include <openssl/x509.h>

static const csignatures_bytes nothing = {NULL, 0};

csignatures_bytes copy_of(const uint8_t *bytes, size_t count);

/// DER, one after the other; NULL when there is none, or one cannot be read.
STACK_OF(X509) *read_certificates(const uint8_t *bytes, size_t count);

/// Trusts these for any purpose, at that time.
X509_STORE *store_of(STACK_OF(X509) *roots, int64_t time);

/// As csignatures_cms_begin, with certificates that were read; they stay the caller's.
csignatures_cms *begin(STACK_OF(X509) *certificates, const uint8_t *digest, size_t digest_count);

csignatures_bytes signature_of(EVP_PKEY *key, const uint8_t *bytes, size_t count);

#endif
