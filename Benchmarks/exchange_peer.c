// SPDX-License-Identifier: Apache-2.0
// The peer of B3: the same bytes through RabbitMQ. Durable queues, persistent messages, publisher confirms on both ways, and
// acknowledgements by hand; 64 at once, as ours. Nothing is signed and nothing is kept but in the queues.
//
//     exchange_peer send PORT COUNT BYTES     publishes, and ends when as many receipts have come
//     exchange_peer answer PORT COUNT         takes them, publishes a receipt for each, then acknowledges
#include <amqp.h>
#include <amqp_tcp_socket.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { batch = 64, receipt_bytes = 1200 };

static int port, count;

static void must(int fine, const char *what) {
    if (fine) return;
    fprintf(stderr, "exchange_peer: %s\n", what);
    exit(1);
}

static void reply(amqp_connection_state_t line, const char *what) {
    must(amqp_get_rpc_reply(line).reply_type == AMQP_RESPONSE_NORMAL, what);
}

static amqp_connection_state_t connect_to_broker(void) {
    amqp_connection_state_t line = amqp_new_connection();
    amqp_socket_t *socket = amqp_tcp_socket_new(line);
    must(socket != NULL && amqp_socket_open(socket, "127.0.0.1", port) == 0, "no broker");
    must(amqp_login(line, "/", 0, 131072, 0, AMQP_SASL_METHOD_PLAIN, "guest", "guest").reply_type == AMQP_RESPONSE_NORMAL,
         "login");
    amqp_channel_open(line, 1);
    reply(line, "channel");
    for (int index = 0; index < 2; index++) {
        amqp_bytes_t queue = amqp_cstring_bytes(index ? "receipts" : "documents");
        amqp_queue_declare(line, 1, queue, 0, 1, 0, 0, amqp_empty_table);
        reply(line, "queue");
    }
    return line;
}

static amqp_connection_state_t publisher(void) {
    amqp_connection_state_t line = connect_to_broker();
    amqp_confirm_select(line, 1);
    reply(line, "confirms");
    return line;
}

static amqp_connection_state_t consumer(const char *queue) {
    amqp_connection_state_t line = connect_to_broker();
    amqp_basic_qos(line, 1, 0, 4 * batch, 0);
    amqp_basic_consume(line, 1, amqp_cstring_bytes(queue), amqp_empty_bytes, 0, 0, 0, amqp_empty_table);
    reply(line, "consume");
    return line;
}

static void publish(amqp_connection_state_t line, const char *queue, void *bytes, size_t size) {
    amqp_basic_properties_t durable = {._flags = AMQP_BASIC_DELIVERY_MODE_FLAG, .delivery_mode = 2};
    amqp_bytes_t body = {size, bytes};
    must(amqp_basic_publish(line, 1, amqp_empty_bytes, amqp_cstring_bytes(queue), 0, 0, &durable, body) == AMQP_STATUS_OK,
         "publish");
}

/// Waits until the broker has confirmed everything up to `tag`: one by one in any order, or all up to one at once.
static void confirmed(amqp_connection_state_t line, uint64_t tag) {
    static uint8_t *single = NULL;
    static uint64_t upto = 0;
    if (single == NULL) single = calloc((size_t)count + 2, 1);
    while (upto < tag) {
        amqp_frame_t frame;
        must(amqp_simple_wait_frame(line, &frame) == AMQP_STATUS_OK, "frame");
        must(frame.frame_type == AMQP_FRAME_METHOD && frame.payload.method.id == AMQP_BASIC_ACK_METHOD, "not confirmed");
        amqp_basic_ack_t *ack = frame.payload.method.decoded;
        must(ack->delivery_tag <= (uint64_t)count, "confirmed what was not sent");
        if (ack->multiple && ack->delivery_tag > upto) upto = ack->delivery_tag;
        single[ack->delivery_tag] = 1;
        while (single[upto + 1]) upto++;
        amqp_maybe_release_buffers(line);
    }
}

/// Takes what is there, at least one and at most a batch. Gives how many, and the tag of the last.
static int take(amqp_connection_state_t line, int most, uint64_t *tag) {
    int taken = 0;
    do {
        amqp_envelope_t envelope;
        amqp_maybe_release_buffers(line);
        must(amqp_consume_message(line, &envelope, NULL, 0).reply_type == AMQP_RESPONSE_NORMAL, "consume");
        *tag = envelope.delivery_tag;
        taken++;
        amqp_destroy_envelope(&envelope);
    } while (taken < most && (amqp_frames_enqueued(line) || amqp_data_in_buffer(line)));
    return taken;
}

static void *receive_receipts(void *ignored) {
    amqp_connection_state_t line = consumer("receipts");
    uint64_t tag = 0;
    for (int come = 0; come < count;) {
        come += take(line, batch, &tag);
        amqp_basic_ack(line, 1, tag, 1);
    }
    return ignored;
}

static void send_documents(size_t size) {
    amqp_connection_state_t line = publisher();
    uint8_t *document = malloc(size);
    FILE *chance = fopen("/dev/urandom", "rb");
    must(document != NULL && chance != NULL && fread(document, 1, size, chance) == size, "memory");
    struct timespec began, ended;
    clock_gettime(CLOCK_MONOTONIC, &began);
    pthread_t receipts;
    must(pthread_create(&receipts, NULL, receive_receipts, NULL) == 0, "thread");
    for (int sent = 0; sent < count;) {
        for (int index = 0; index < batch && sent < count; index++, sent++) {
            memcpy(document, &sent, sizeof sent);
            publish(line, "documents", document, size);
        }
        confirmed(line, (uint64_t)sent);
    }
    pthread_join(receipts, NULL);
    clock_gettime(CLOCK_MONOTONIC, &ended);
    printf("%.3f\n", (double)(ended.tv_sec - began.tv_sec) + (double)(ended.tv_nsec - began.tv_nsec) / 1e9);
}

static void answer_documents(void) {
    amqp_connection_state_t documents = consumer("documents"), receipts = publisher();
    static uint8_t receipt[receipt_bytes];
    uint64_t tag = 0, said = 0;
    for (int come = 0; come < count;) {
        int taken = take(documents, batch, &tag);
        for (int index = 0; index < taken; index++) publish(receipts, "receipts", receipt, sizeof receipt);
        confirmed(receipts, said += (uint64_t)taken);
        amqp_basic_ack(documents, 1, tag, 1);
        come += taken;
    }
    // The last acknowledgement goes out with the goodbye.
    amqp_connection_close(documents, AMQP_REPLY_SUCCESS);
}

int main(int argc, char **argv) {
    must(argc >= 4, "send PORT COUNT BYTES, or answer PORT COUNT");
    port = atoi(argv[2]);
    count = atoi(argv[3]);
    if (strcmp(argv[1], "answer") == 0) answer_documents();
    else send_documents((size_t)atol(argv[4]));
    return 0;
}
