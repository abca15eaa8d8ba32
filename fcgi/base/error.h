/* base/error: one enum for every failure, and the words that go with it. */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MUST __attribute__((warn_unused_result))
#define PRINTF(f, a) __attribute__((format(printf, f, a)))
#define LEN(a) (sizeof(a) / sizeof((a)[0]))

enum err {
    OK,
    ERR_INPUT,    /* the caller's data is at fault */
    ERR_AUTH,     /* nobody is logged in */
    ERR_DENIED,   /* somebody is, and may not */
    ERR_NOTFOUND, /* no such thing, or not for this caller */
    ERR_CONFLICT, /* the state of things forbids it */
    ERR_STALE,    /* a newer version exists */
    ERR_LARGE,    /* a body or file over its limit */
    ERR_LIMIT,    /* too often; fault.retry_after_s is set */
    ERR_BUSY,     /* try again later: storage full, writer queue too long, shutting down */
    ERR_AGAIN,    /* lost a race inside the transaction: the request is run once more */
    ERR_RULE,     /* the rules gave no answer; fail closed */
    ERR_DAMAGED,  /* what was stored is gone, or not as it was stored */
    ERR_BUG,      /* ours */
    ERR__MAX
};

/* Words for one failure. All are cut to fit at a whole character. */
struct fault {
    enum err err;
    char code[48];   /* the stable English word that programs read: "number_malformed" */
    char text[400];  /* for people, in Chinese */
    char where[128]; /* a JSON pointer, a rule file and line, or the name of a statement */
    int retry_after_s;
};

/* Fills f (NULL allowed) and returns err, so that a caller can return fail(...). */
enum err fail(struct fault *f, enum err err, const char *code, const char *where, const char *text,
              ...) PRINTF(5, 6);
/* "ERR_INPUT" and kin, for logs and tests. */
const char *err_name(enum err err);

#endif
