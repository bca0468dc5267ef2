// SPDX-License-Identifier: Apache-2.0
#include "internal.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <xmlsec/crypto.h>
#include <xmlsec/errors.h>
#include <xmlsec/xmlsec.h>

void cxml_free(void *pointer) { free(pointer); }

cxml_bytes cxml_copy(const void *bytes, size_t count) {
    cxml_bytes copy = {malloc(count == 0 ? 1 : count), count};
    if (copy.bytes == NULL) return nothing;
    if (count > 0) memcpy(copy.bytes, bytes, count);
    return copy;
}

static pthread_once_t begun = PTHREAD_ONCE_INIT;
static int is_ready = 0;

static void say_nothing(
    const char *file, int line, const char *function, const char *object, const char *subject, int reason,
    const char *message) {
    (void)file, (void)line, (void)function, (void)object, (void)subject, (void)reason, (void)message;
}

static void begin(void) {
    xmlInitParser();
    xmlSecErrorsSetCallback(say_nothing);
    is_ready = xmlSecInit() >= 0 && xmlSecCryptoAppInit(NULL) >= 0 && xmlSecCryptoInit() >= 0;
    // Its initialisation sets its own again.
    xmlSecErrorsSetCallback(say_nothing);
}

/// libxml2 would write to the standard error what a stranger's message makes it stumble over.
static void write_nothing(void *context, const char *format, ...) { (void)context, (void)format; }

int cxml_is_begun(void) {
    pthread_once(&begun, begin);
    // Each thread has its own.
    xmlSetGenericErrorFunc(NULL, write_nothing);
    return is_ready;
}

struct reading {
    cxml_limits limits;
    cxml_outcome outcome;
    int depth;
    int64_t nodes;
    startElementNsSAX2Func start;
    endElementNsSAX2Func end;
};

static void stop(xmlParserCtxtPtr parser, cxml_outcome outcome) {
    struct reading *reading = parser->_private;
    if (reading->outcome == cxml_done) reading->outcome = outcome;
    xmlStopParser(parser);
}

/// Called before anything of the document type is read, so that no entity is ever known.
static void on_document_type(
    void *context, const xmlChar *name, const xmlChar *external, const xmlChar *system) {
    (void)name, (void)external, (void)system;
    stop(context, cxml_has_document_type);
}

static void on_start(
    void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *space, int spaces,
    const xmlChar **namespaces, int attributes, int defaulted, const xmlChar **values) {
    xmlParserCtxtPtr parser = context;
    struct reading *reading = parser->_private;
    reading->depth++;
    reading->nodes += 1 + spaces + attributes;
    if (reading->depth > reading->limits.depth) {
        stop(parser, cxml_too_deep);
    } else if (reading->nodes > reading->limits.nodes) {
        stop(parser, cxml_too_many_nodes);
    } else {
        reading->start(context, name, prefix, space, spaces, namespaces, attributes, defaulted, values);
    }
}

static void on_end(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *space) {
    xmlParserCtxtPtr parser = context;
    struct reading *reading = parser->_private;
    reading->depth--;
    reading->end(context, name, prefix, space);
}

cxml_outcome cxml_read(
    const uint8_t *bytes, size_t count, cxml_limits limits, cxml_document **document, int *line) {
    *document = NULL;
    *line = 0;
    if (!cxml_is_begun()) return cxml_no_memory;
    if (count == 0 || count > INT32_MAX) return cxml_malformed;
    xmlParserCtxtPtr parser = xmlNewParserCtxt();
    cxml_document *whole = malloc(sizeof *whole);
    if (parser == NULL || whole == NULL) {
        xmlFreeParserCtxt(parser);
        free(whole);
        return cxml_no_memory;
    }
    struct reading reading = {
        limits, cxml_done, 0, 0, parser->sax->startElementNs, parser->sax->endElementNs,
    };
    parser->_private = &reading;
    parser->sax->internalSubset = on_document_type;
    parser->sax->startElementNs = on_start;
    parser->sax->endElementNs = on_end;
    // HUGE, for files in base64 are long texts; what it would let through besides is bounded above.
    int options = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_HUGE | XML_PARSE_NOXINCNODE;
    whole->tree = xmlCtxtReadMemory(parser, (const char *)bytes, (int)count, NULL, NULL, options);
    cxml_outcome outcome = reading.outcome;
    if (outcome == cxml_done && (whole->tree == NULL || !parser->wellFormed)) {
        outcome = parser->errNo == XML_ERR_NO_MEMORY ? cxml_no_memory : cxml_malformed;
        *line = parser->lastError.line;
    }
    xmlFreeParserCtxt(parser);
    if (outcome == cxml_done) {
        *document = whole;
    } else {
        cxml_close(whole);
    }
    return outcome;
}

void cxml_close(cxml_document *document) {
    if (document == NULL) return;
    xmlFreeDoc(document->tree);
    free(document);
}

static void visit_element(xmlNodePtr node, cxml_visitor visitor) {
    size_t count = 0, index = 0;
    for (xmlAttrPtr attribute = node->properties; attribute != NULL; attribute = attribute->next) count++;
    const char **attributes = calloc(2 * count + 1, sizeof *attributes);
    xmlChar **values = calloc(count + 1, sizeof *values);
    if (attributes != NULL && values != NULL) {
        for (xmlAttrPtr attribute = node->properties; attribute != NULL; attribute = attribute->next, index++) {
            values[index] = xmlNodeGetContent((xmlNodePtr)attribute);
            attributes[2 * index] = (const char *)attribute->name;
            attributes[2 * index + 1] = values[index] == NULL ? "" : (const char *)values[index];
        }
        const char *space = node->ns == NULL ? NULL : (const char *)node->ns->href;
        visitor.start(visitor.context, (const char *)node->name, space, attributes);
    }
    for (index = 0; values != NULL && index < count; index++) xmlFree(values[index]);
    free(values);
    free(attributes);
}

static void visit(xmlNodePtr node, cxml_visitor visitor) {
    if (node->type == XML_ELEMENT_NODE) {
        visit_element(node, visitor);
        // As deep as the limit of the reading.
        for (xmlNodePtr child = node->children; child != NULL; child = child->next) visit(child, visitor);
        visitor.end(visitor.context);
    } else if ((node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) && node->content != NULL) {
        visitor.text(visitor.context, (const char *)node->content, strlen((const char *)node->content));
    }
}

void cxml_walk(const cxml_document *document, cxml_visitor visitor) {
    xmlNodePtr root = xmlDocGetRootElement(document->tree);
    if (root != NULL) visit(root, visitor);
}

int cxml_is_called(xmlNodePtr node, const char *name) {
    return node->type == XML_ELEMENT_NODE && xmlStrEqual(node->name, BAD_CAST name);
}

xmlNodePtr cxml_child(xmlNodePtr parent, const char *name) {
    for (xmlNodePtr node = parent == NULL ? NULL : parent->children; node != NULL; node = node->next) {
        if (cxml_is_called(node, name)) return node;
    }
    return NULL;
}

xmlNodePtr cxml_find(xmlNodePtr node, const char *name) {
    if (node == NULL || cxml_is_called(node, name)) return node;
    for (xmlNodePtr next = node->children; next != NULL; next = next->next) {
        if (next->type != XML_ELEMENT_NODE) continue;
        xmlNodePtr found = cxml_find(next, name);
        if (found != NULL) return found;
    }
    return NULL;
}
