// SPDX-License-Identifier: Apache-2.0
// A zip archive in memory whose entries are read as XML, piece by piece. No type of libzip or expat is named here.

#ifndef CSPREADSHEETS_H
#define CSPREADSHEETS_H

#include <stddef.h>
#include <stdint.h>

typedef struct dc_archive dc_archive;

enum dc_archive_outcome {
    DC_ARCHIVE_DONE = 0,
    /// The reader of the events stopped it.
    DC_ARCHIVE_STOPPED,
    DC_ARCHIVE_MALFORMED,
    DC_ARCHIVE_ENCRYPTED,
    /// It unpacks to more than was allowed.
    DC_ARCHIVE_TOO_LARGE,
    /// It declares a document type, the door to entities.
    DC_ARCHIVE_HAS_DTD,
    DC_ARCHIVE_NO_MEMORY,
};

/// The bytes have to stay where they are until it is closed. NULL for what is no archive.
dc_archive *_Nullable dc_archive_open(const uint8_t *_Nonnull bytes, size_t count);
void dc_archive_close(dc_archive *_Nonnull archive);

int64_t dc_archive_count(dc_archive *_Nonnull archive);

typedef struct {
    /// Belongs to the archive.
    const char *_Nullable name;
    /// As the archive says, which need not be true.
    uint64_t size, packed;
    int is_encrypted;
} dc_archive_entry;

/// Nothing is known of an entry without a name.
dc_archive_entry dc_archive_entry_at(dc_archive *_Nonnull archive, int64_t index);

typedef struct {
    void *_Nullable context;
    /// `attributes` are names and values in turn, then NULL. Anything but 0 stops the reading.
    int (*_Nonnull start)(
        void *_Nullable context, const char *_Nonnull name, const char *_Nullable const *_Nonnull attributes);
    int (*_Nonnull end)(void *_Nullable context, const char *_Nonnull name);
    int (*_Nonnull text)(void *_Nullable context, const char *_Nonnull bytes, int count);
} dc_xml_reader;

/// Reads an entry as XML. No more than `limit` bytes are unpacked; `used` tells how many were.
enum dc_archive_outcome dc_archive_parse(
    dc_archive *_Nonnull archive, int64_t index, uint64_t limit, dc_xml_reader reader, uint64_t *_Nonnull used);

#endif
