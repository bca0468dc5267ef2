// SPDX-License-Identifier: Apache-2.0

#include "cspreadsheets.h"

#include <expat.h>
#include <stdlib.h>
#include <zip.h>

/// No sheet nests deeper.
#define DEPTH_LIMIT 64
#define PIECE 16384

struct dc_archive {
    zip_t *zip;
};

dc_archive *dc_archive_open(const uint8_t *bytes, size_t count) {
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(bytes, count, 0, &error);
    if (source == NULL) return NULL;
    zip_t *zip = zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error);
    zip_error_fini(&error);
    if (zip == NULL) {
        zip_source_free(source);
        return NULL;
    }
    dc_archive *archive = malloc(sizeof *archive);
    if (archive == NULL) {
        zip_discard(zip);
        return NULL;
    }
    archive->zip = zip;
    return archive;
}

void dc_archive_close(dc_archive *archive) {
    zip_discard(archive->zip);
    free(archive);
}

int64_t dc_archive_count(dc_archive *archive) { return zip_get_num_entries(archive->zip, 0); }

dc_archive_entry dc_archive_entry_at(dc_archive *archive, int64_t index) {
    dc_archive_entry entry = {0};
    zip_stat_t stat;
    zip_stat_init(&stat);
    if (zip_stat_index(archive->zip, (zip_uint64_t)index, 0, &stat) != 0) return entry;
    if ((stat.valid & ZIP_STAT_NAME) == 0 || (stat.valid & ZIP_STAT_SIZE) == 0) return entry;
    entry.name = stat.name;
    entry.size = stat.size;
    entry.packed = stat.valid & ZIP_STAT_COMP_SIZE ? stat.comp_size : stat.size;
    entry.is_encrypted = stat.valid & ZIP_STAT_ENCRYPTION_METHOD && stat.encryption_method != ZIP_EM_NONE;
    return entry;
}

struct reading {
    XML_Parser parser;
    dc_xml_reader reader;
    enum dc_archive_outcome outcome;
    int depth;
};

static void stop(struct reading *reading, enum dc_archive_outcome outcome) {
    // The first reason is the one that counts: expat may call once more after it was stopped.
    if (reading->outcome != DC_ARCHIVE_DONE) return;
    reading->outcome = outcome;
    XML_StopParser(reading->parser, XML_FALSE);
}

static void on_start(void *context, const XML_Char *name, const XML_Char **attributes) {
    struct reading *reading = context;
    if (++reading->depth > DEPTH_LIMIT) {
        stop(reading, DC_ARCHIVE_MALFORMED);
    } else if (reading->outcome == DC_ARCHIVE_DONE
               && reading->reader.start(reading->reader.context, name, (const char *const *)attributes) != 0) {
        stop(reading, DC_ARCHIVE_STOPPED);
    }
}

static void on_end(void *context, const XML_Char *name) {
    struct reading *reading = context;
    reading->depth--;
    if (reading->outcome == DC_ARCHIVE_DONE && reading->reader.end(reading->reader.context, name) != 0) {
        stop(reading, DC_ARCHIVE_STOPPED);
    }
}

static void on_text(void *context, const XML_Char *bytes, int count) {
    struct reading *reading = context;
    if (reading->outcome == DC_ARCHIVE_DONE && reading->reader.text(reading->reader.context, bytes, count) != 0) {
        stop(reading, DC_ARCHIVE_STOPPED);
    }
}

static void on_document_type(
    void *context, const XML_Char *name, const XML_Char *system, const XML_Char *public, int has_subset) {
    (void)name, (void)system, (void)public, (void)has_subset;
    stop(context, DC_ARCHIVE_HAS_DTD);
}

enum dc_archive_outcome dc_archive_parse(
    dc_archive *archive, int64_t index, uint64_t limit, dc_xml_reader reader, uint64_t *used) {
    *used = 0;
    zip_file_t *file = zip_fopen_index(archive->zip, (zip_uint64_t)index, 0);
    if (file == NULL) {
        int code = zip_error_code_zip(zip_get_error(archive->zip));
        return code == ZIP_ER_NOPASSWD || code == ZIP_ER_ENCRNOTSUPP ? DC_ARCHIVE_ENCRYPTED : DC_ARCHIVE_MALFORMED;
    }
    XML_Parser parser = XML_ParserCreate(NULL);
    if (parser == NULL) {
        zip_fclose(file);
        return DC_ARCHIVE_NO_MEMORY;
    }
    struct reading reading = {.parser = parser, .reader = reader, .outcome = DC_ARCHIVE_DONE, .depth = 0};
    XML_SetUserData(parser, &reading);
    XML_SetElementHandler(parser, on_start, on_end);
    XML_SetCharacterDataHandler(parser, on_text);
    XML_SetStartDoctypeDeclHandler(parser, on_document_type);
    for (;;) {
        void *piece = XML_GetBuffer(parser, PIECE);
        if (piece == NULL) {
            reading.outcome = DC_ARCHIVE_NO_MEMORY;
            break;
        }
        zip_int64_t count = zip_fread(file, piece, PIECE);
        if (count < 0) {
            // What is cut off, and what is not what its checksum says.
            reading.outcome = DC_ARCHIVE_MALFORMED;
            break;
        }
        *used += (uint64_t)count;
        if (*used > limit) {
            reading.outcome = DC_ARCHIVE_TOO_LARGE;
            break;
        }
        enum XML_Status status = XML_ParseBuffer(parser, (int)count, count == 0);
        if (reading.outcome != DC_ARCHIVE_DONE) break;
        if (status != XML_STATUS_OK) {
            reading.outcome = DC_ARCHIVE_MALFORMED;
            break;
        }
        if (count == 0) break;
    }
    XML_ParserFree(parser);
    zip_fclose(file);
    return reading.outcome;
}
