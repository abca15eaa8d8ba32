/*
 * wire: what goes over the socket between a worker and its judge. A frame is a length (4 bytes,
 * little endian), a type and as many bytes of payload. The judge speaks only when asked, one frame
 * for each.
 */
#ifndef POLICY_WIRE_H
#define POLICY_WIRE_H

#include "policy/policy.h"

#define WIRE_FD 3
#define WIRE_HEAD 5
#define WIRE_MAX (16u << 20)

enum wire {
    WIRE_LOAD = 'L', /* struct wire_load, then the set as JSON; answered by the manifest */
    WIRE_TEST =
        'T', /* nothing, or one byte: stop at the first case that fails; answered by the report */
    WIRE_BATCH = 'B', /* per question its length (4 bytes, little endian) and its facts; answered by
                         a struct wire_outcome each */
    WIRE_ASK = 'A',   /* one byte of enum policy_verb, then the facts; answered by the answer */
    WIRE_OK = 'O',    /* JSON */
    WIRE_FAULT = 'E'  /* one byte of enum err, then code, where and text, each with its NUL */
};

struct wire_load {
    int64_t budget_ops;
    uint64_t memory_bytes;
    char rule_set[SHA256_TEXT];
};

/* What became of one question of a batch. One that ran into a limit ends the batch: the answers up
 * to it are all there are. */
enum {
    WIRE_ACCEPTABLE = 'a',
    WIRE_NOT_ACCEPTABLE = 'n',
    WIRE_NEEDS_HUMAN = 'h',
    WIRE_NO_ANSWER = 'f'
};
struct wire_outcome {
    char what;
    char hash[SHA256_TEXT]; /* of the outcome; "" without an answer */
};

static inline void
wire_head(unsigned char head[WIRE_HEAD], size_t n, enum wire type)
{
    for (int i = 0; i < 4; i++)
        head[i] = (unsigned char)(n >> (8 * i));
    head[4] = (unsigned char)type;
}

static inline size_t
wire_number(const unsigned char at[4])
{
    return (size_t)at[0] | (size_t)at[1] << 8 | (size_t)at[2] << 16 | (size_t)at[3] << 24;
}

static inline size_t
wire_length(const unsigned char head[WIRE_HEAD])
{
    return wire_number(head);
}

#endif
