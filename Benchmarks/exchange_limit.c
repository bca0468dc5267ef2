// SPDX-License-Identifier: Apache-2.0
// The limit of B3: what cannot be left out. Two processes; the first signs a document (SHA-256, P-256) and commits it, the second
// checks the signature, commits the document with its receipt, which it signs, and the first checks the receipt. No envelopes, no
// HTTP, no ledger, no rules; one table on each side, in a database that flushes at each commit.
//
//     exchange_limit sqlite:FILE|postgres://… COUNT BYTES GROUP     GROUP documents in one commit
#include <libpq-fe.h>
#include <openssl/evp.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int count, group;
static size_t size;

static void must(int fine, const char *what) {
    if (fine) return;
    fprintf(stderr, "exchange_limit: %s\n", what);
    exit(1);
}

typedef struct {
    sqlite3 *file;
    sqlite3_stmt *insert;
    PGconn *server;
} store;

static void run(store *to, const char *text) {
    if (to->file != NULL) must(sqlite3_exec(to->file, text, NULL, NULL, NULL) == SQLITE_OK, text);
    else PQclear(PQexec(to->server, text));
}

static store open_store(const char *address, const char *side) {
    store opened = {0};
    char text[512];
    if (strncmp(address, "sqlite:", 7) == 0) {
        snprintf(text, sizeof text, "%s.%s", address + 7, side);
        must(sqlite3_open(text, &opened.file) == SQLITE_OK, "database");
        run(&opened, "PRAGMA journal_mode = WAL");
        run(&opened, "PRAGMA synchronous = FULL");
        run(&opened, "CREATE TABLE paper (id INTEGER PRIMARY KEY, bytes BLOB, signature BLOB, receipt BLOB) STRICT");
        must(sqlite3_prepare_v2(opened.file, "INSERT INTO paper VALUES (?, ?, ?, ?)", -1, &opened.insert, NULL) == SQLITE_OK,
             "statement");
    } else {
        opened.server = PQconnectdb(address);
        must(PQstatus(opened.server) == CONNECTION_OK, "server");
        snprintf(text, sizeof text, "CREATE TABLE paper_%s (id int8 PRIMARY KEY, bytes bytea, signature bytea, receipt bytea)", side);
        run(&opened, text);
        snprintf(text, sizeof text, "INSERT INTO paper_%s VALUES ($1, $2, $3, $4)", side);
        PQclear(PQprepare(opened.server, "insert", text, 4, NULL));
    }
    return opened;
}

static void insert(store *to, int64_t id, const uint8_t *bytes, const uint8_t *signature, size_t signed_size,
                   const uint8_t *receipt, size_t receipt_size) {
    if (to->file != NULL) {
        sqlite3_reset(to->insert);
        sqlite3_bind_int64(to->insert, 1, id);
        sqlite3_bind_blob(to->insert, 2, bytes, (int)size, SQLITE_STATIC);
        sqlite3_bind_blob(to->insert, 3, signature, (int)signed_size, SQLITE_STATIC);
        sqlite3_bind_blob(to->insert, 4, receipt, (int)receipt_size, SQLITE_STATIC);
        must(sqlite3_step(to->insert) == SQLITE_DONE, "insert");
    } else {
        uint64_t key = __builtin_bswap64((uint64_t)id);
        const char *values[] = {(char *)&key, (const char *)bytes, (const char *)signature, (const char *)receipt};
        int lengths[] = {8, (int)size, (int)signed_size, (int)receipt_size}, forms[] = {1, 1, 1, 1};
        PGresult *done = PQexecPrepared(to->server, "insert", 4, values, lengths, forms, 0);
        must(PQresultStatus(done) == PGRES_COMMAND_OK, PQerrorMessage(to->server));
        PQclear(done);
    }
}

static size_t sign(EVP_PKEY *key, const uint8_t *bytes, size_t length, uint8_t *signature) {
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    size_t made = 80;
    must(EVP_DigestSignInit(context, NULL, EVP_sha256(), NULL, key) == 1
             && EVP_DigestSign(context, signature, &made, bytes, length) == 1, "sign");
    EVP_MD_CTX_free(context);
    return made;
}

static void verify(EVP_PKEY *key, const uint8_t *bytes, size_t length, const uint8_t *signature, size_t signed_size) {
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    must(EVP_DigestVerifyInit(context, NULL, EVP_sha256(), NULL, key) == 1
             && EVP_DigestVerify(context, signature, signed_size, bytes, length) == 1, "verify");
    EVP_MD_CTX_free(context);
}

static void write_all(int line, const void *bytes, size_t length) {
    for (const char *next = bytes; length > 0;) {
        ssize_t done = write(line, next, length);
        must(done > 0, "write");
        next += done;
        length -= (size_t)done;
    }
}

static void read_all(int line, void *bytes, size_t length) {
    for (char *next = bytes; length > 0;) {
        ssize_t done = read(line, next, length);
        must(done > 0, "read");
        next += done;
        length -= (size_t)done;
    }
}

typedef struct {
    uint64_t signed_size;
    uint8_t signature[80];
} seal;

typedef struct {
    int line;
    EVP_PKEY *key;
} returning;

static void *receive_receipts(void *given) {
    returning *from = given;
    for (int come = 0; come < count; come++) {
        seal receipt;
        read_all(from->line, &receipt, sizeof receipt);
        verify(from->key, (const uint8_t *)&come, sizeof come, receipt.signature, receipt.signed_size);
    }
    return NULL;
}

static void send_documents(int line, EVP_PKEY *key, store to) {
    uint8_t *documents = calloc((size_t)group, size);
    seal *seals = calloc((size_t)group, sizeof *seals);
    returning from = {line, key};
    pthread_t receipts;
    must(pthread_create(&receipts, NULL, receive_receipts, &from) == 0, "thread");
    for (int sent = 0; sent < count; sent += group) {
        int some = count - sent < group ? count - sent : group;
        run(&to, "BEGIN");
        for (int index = 0; index < some; index++) {
            uint8_t *document = documents + (size_t)index * size;
            int number = sent + index;
            memcpy(document, &number, sizeof number);
            seals[index].signed_size = sign(key, document, size, seals[index].signature);
            insert(&to, number, document, seals[index].signature, seals[index].signed_size, NULL, 0);
        }
        run(&to, "COMMIT");
        for (int index = 0; index < some; index++) {
            write_all(line, &seals[index], sizeof *seals);
            write_all(line, documents + (size_t)index * size, size);
        }
    }
    pthread_join(receipts, NULL);
}

static void answer_documents(int line, EVP_PKEY *key, store to) {
    uint8_t *document = malloc(size);
    seal *receipts = calloc((size_t)group, sizeof *receipts);
    for (int come = 0; come < count; come += group) {
        int some = count - come < group ? count - come : group;
        run(&to, "BEGIN");
        for (int index = 0; index < some; index++) {
            seal came;
            int number = come + index;
            read_all(line, &came, sizeof came);
            read_all(line, document, size);
            verify(key, document, size, came.signature, came.signed_size);
            receipts[index].signed_size = sign(key, (const uint8_t *)&number, sizeof number, receipts[index].signature);
            insert(&to, number, document, came.signature, came.signed_size, receipts[index].signature,
                   receipts[index].signed_size);
        }
        run(&to, "COMMIT");
        write_all(line, receipts, (size_t)some * sizeof *receipts);
    }
}

int main(int argc, char **argv) {
    must(argc == 5, "sqlite:FILE|postgres://… COUNT BYTES GROUP");
    count = atoi(argv[2]);
    size = (size_t)atol(argv[3]);
    group = atoi(argv[4]);
    EVP_PKEY *key = EVP_PKEY_Q_keygen(NULL, NULL, "EC", "P-256");
    int lines[2];
    must(key != NULL && socketpair(AF_UNIX, SOCK_STREAM, 0, lines) == 0, "socket");
    struct timespec began, ended;
    pid_t other = fork();
    if (other == 0) {
        answer_documents(lines[1], key, open_store(argv[1], "answer"));
        exit(0);
    }
    store to = open_store(argv[1], "send");
    clock_gettime(CLOCK_MONOTONIC, &began);
    send_documents(lines[0], key, to);
    clock_gettime(CLOCK_MONOTONIC, &ended);
    int ending = 0;
    must(waitpid(other, &ending, 0) == other && ending == 0, "the other side");
    printf("%.3f\n", (double)(ended.tv_sec - began.tv_sec) + (double)(ended.tv_nsec - began.tv_nsec) / 1e9);
    return 0;
}
