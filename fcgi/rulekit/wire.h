/*
 * wire: the frames on the socket between a worker and its judge. A frame is a length (4 bytes,
 * little endian), a type and as many bytes of payload. The judge speaks only when asked: one frame
 * for each, and before the answer to a question asked again one for everything that it sets to
 * work.
 */
#ifndef RULEKIT_WIRE_H
#define RULEKIT_WIRE_H

#include "base/base.h"

#define WIRE_FD 3
#define WIRE_HEAD 5
#define WIRE_MAX (16u << 20)

enum wire_type {
    /* struct wire_load, then the set as JSON; answered by the manifest */
    WIRE_LOAD = 'L',
    /* struct wire_load, then files as JSON, whole or not; answered by [{file, line, column,
     * message}] of each that is no Lua. A judge that was asked this is asked nothing else */
    WIRE_SYNTAX = 'S',
    /* the same of a whole set; where all of it is Lua, [{where, message}] of each file that keeps
     * it from loading */
    WIRE_FAULTS = 'F',
    /* nothing, or one byte: stop at the first case that fails; answered by the report */
    WIRE_TEST = 'T',
    /* of each question its length (4 bytes, little endian) and its facts; answered by a struct
     * wire_outcome each */
    WIRE_BATCH = 'B',
    /* one byte of enum wire_verb, then the facts; answered by the answer. Of WIRE_AGAIN the facts
     * come after what must be known of the times before: its length (4 bytes, little endian) and
     * its JSON */
    WIRE_ASK = 'A',

    WIRE_OK = 'O',    /* JSON */
    WIRE_FAULT = 'E', /* one byte of enum err, then code, where, text and what of the set was at
                         work, each with its NUL */
    WIRE_AT = 'W'     /* before the answer to WIRE_AGAIN: what of the set is now at work */
};

#define WIRE_AT_MAX 512 /* bytes of what is at work, with a NUL */

enum wire_verb {
    WIRE_JUDGE,
    WIRE_AGAIN,
    WIRE_PUBLISH,
    WIRE_NUMBER,
    WIRE_DAYS,
    WIRE_FIELDS,
    WIRE_QUESTIONNAIRE,
    WIRE_VERB__MAX
};

struct wire_load {
    int64_t budget_ops;
    uint64_t memory_bytes;
    char rule_set[SHA256_TEXT];
};

/* How one question of a batch ended. One that ran into a limit ends the batch: the answers up to it
 * are all there are. */
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
wire_head(unsigned char head[WIRE_HEAD], size_t n, enum wire_type type)
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
