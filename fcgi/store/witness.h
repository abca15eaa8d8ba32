/*
 * witness: what is remembered of a database outside of it, so that one which vanished, went back or
 * was cut is not taken for what was promised.
 *
 * Two files beside the database. suanbei.witness names it (the hash of the line on which its audit
 * trail got a key), tells how often a witness was begun, and the last line of the trail;
 * suanbei.serials holds the last value of every counter that gives numbers. The clerk writes them
 * anew when they have moved, after an fsync of the log: so they may lag behind the database, by a
 * second mostly, and never tell of what is not on disk. They are compared at the start and by a
 * restore.
 *
 * Whoever copies database and witness together shows nothing: heads that are kept elsewhere do
 * (store/audit.h).
 */
#ifndef STORE_WITNESS_H
#define STORE_WITNESS_H

#include "model/model.h"

struct store;

enum witness_flaw {
    WITNESS_NONE,
    WITNESS_ABSENT, /* there was one, and it is gone */
    WITNESS_OTHER,  /* it tells of another database */
    WITNESS_CUT,    /* it knows lines of the trail that are not there */
    WITNESS_LINE,   /* it knows another line */
    WITNESS_SERIAL, /* it knows numbers that were given, and are not on record */
    WITNESS_BROKEN, /* it cannot be read */
    WITNESS__MAX
};
struct witness_verdict {
    enum witness_flaw flaw;
    long line; /* the last that it knows; 0: there is none */
    char hash[SHA256_TEXT];
    long times;   /* that one was begun, as the file tells */
    bool has_log; /* what lies beside the database as its log may be another's */
};
/* Compares the database with the witness in the folder. OK whatever it finds. */
enum err store_witness_compare(struct store *s, const char *folder, struct witness_verdict *out,
                               struct fault *f) MUST;
/* Said behind what is wrong with a database whose log may be another's. */
#define WITNESS_LOG "。旁边的 suanbei.db-wal 若不是它的，请先移走"
/* What the flaw is, in words, and what to do; "" when there is none. */
const char *witness_text(struct arena *a, const struct witness_verdict *x);

/* At the start of a pool: compares, and begins a witness where there was none yet. ERR_CONFLICT,
 * "witness_" and the flaw, in words with the remedy. */
enum err store_witness_start(struct store *s, struct fault *f) MUST;

/* What of it is on file already. */
struct witness_kept {
    long line;
    int64_t sum; /* of the serials */
};
/* Writes what has moved since. No transaction may be open. ERR_BUSY, "database_gone": the file of
 * this database is not at its place any more; nothing is written to it from then on. */
enum err store_witness_keep(struct store *s, struct witness_kept *kept, struct fault *f) MUST;

/* So many numbers of each counter are never given, beyond what the database and the witness know:
 * those that may have been given since. Of the counters that are for all it is a hundred times as
 * many. */
#define WITNESS_SKIP 10
/* "Yes, go on from here": a line of the trail tells from what to what, and numbers are passed over.
 * In a write of its own. folder: of the witness. store_witness_begin() is to follow, when the
 * database is at its place. */
enum err store_witness_go_on(struct store *s, const char *folder, long skip, struct fault *f) MUST;
/* Writes the witness anew into the folder. */
enum err store_witness_begin(struct store *s, const char *folder, struct fault *f) MUST;

/* Before a database is made at that path: ERR_CONFLICT, "database_gone", when a witness there knows
 * one. */
enum err witness_knows_none(const char *db_path, struct fault *f) MUST;

#endif
