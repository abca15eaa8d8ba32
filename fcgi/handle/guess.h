/*
 * guess: what people try until it fits, passwords, codes and names, is counted and slowed down.
 * Private to this room.
 *
 * A password is counted by account and address together, by address, and, for who comes from where
 * the account was never used, by account. So nobody's failures stand in the way of a right password
 * from where its owner has logged in before. What is counted is kept under a keyed hash: people
 * type passwords where a name belongs.
 */
#ifndef HANDLE_GUESS_H
#define HANDLE_GUESS_H

#include "handle/context.h"

enum guess_kind {
    GUESS_LOGIN,    /* of an account's password, from an address */
    GUESS_ACCOUNT,  /* of an account's password, from wherever it was never used */
    GUESS_ADDRESS,  /* of anybody's password, from an address */
    GUESS_FACTOR,   /* of an account's code, with the right password, from anywhere */
    GUESS_OWN,      /* of one's own password, while one is logged in, from an address */
    GUESS_NAMES,    /* which names are taken */
    GUESS_RECOVERY, /* whose contact it is */
    GUESS_CODE,     /* of a recovery */
    GUESS_INVITED,  /* of an invitation or a mandate, from an address */
    GUESS_MATTER,   /* no guess: what a stranger opens, which is counted as one */
    GUESS_TAKEOVER, /* which credit codes are taken: each request is counted */
    GUESS__MAX
};

struct guess {
    enum guess_kind kind;
    const char *who; /* key of a name, or an id; NULL: everybody */
    const char *key;
    struct attempts so_far;
};
#define GUESS(kind_, who_) ((struct guess){.kind = (kind_), .who = (who_)})

/* How many of them have failed so far. */
enum err guesses_load(struct context *c, struct guess *g, int n) MUST;
/* Loads them. ERR_LIMIT, in the words of what there was too much of, while any must wait. */
enum err guesses_may(struct context *c, struct guess *g, int n, const char *what) MUST;
/* One more has failed, as loaded in this transaction. */
enum err guesses_failed(struct context *c, const struct guess *g, int n) MUST;
/* It was right: the failures are forgotten. As loaded. */
enum err guess_forget(struct context *c, const struct guess *g) MUST;

/* Those of an account's password, from this address and from wherever it was never used: whoever
 * has a new password, or is let in again, begins anew. */
enum err guesses_forget(struct context *c, const char *username) MUST;

/* Has the account logged in from the address of this request? Never in a read when nobody has. */
enum err address_known(struct context *c, const char *account_id, bool *is) MUST;
/* It has now. */
enum err address_note(struct context *c, const char *account_id) MUST;

#endif
