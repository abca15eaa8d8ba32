/*
 * clerk: the timed work of a pool, as a table of jobs (jobs.h).
 *
 * One process of the pool is the clerk. It opens the database, and from then on clerk_tick() runs
 * whatever is due and says when it wants to be called again; between two calls the process may end.
 * A job that fails is logged and comes again at its next time, and the other jobs go on. A new job
 * is one row of the table and one function in the file of its noun.
 *
 * The room has a file for each noun of its jobs.
 */
#ifndef CLERK_H
#define CLERK_H

#include "courier/courier.h"
#include "govern/govern.h"
#include "store/store.h"

/* The parts of the settings that concern the clerk. Strings are borrowed and outlive it. */
struct clerk_options {
    struct store_options store;
    struct govern_folder rules;
    struct govern_shared *shared; /* NULL: no pool (tests) */
    const char *blob_folder, *open_folder;
    /* What is kept free for those who log in and review: see room.c. */
    int64_t free_bytes_min, reserve_file_bytes;
    bool is_watching; /* rules.mode = watch: the folder says which set is active */
    int rings;        /* of audit lines that wait; 0: none do (tests) */
    /* Where the head of the audit trail goes: see struct settings. */
    struct {
        const char *command, *file;
        bool to_syslog;
        int every_ms; /* 0: it goes nowhere (tests) */
    } head;
    /* Where notices go that leave the house; what is not taken is tried again after a while, so
     * many times. */
    struct {
        struct courier courier;
        int tries_max;
        int64_t wait_ms, wait_max_ms;
    } outbox;
};

/*
 * Before there is a clerk or a worker: makes the database, notes the mode beside it for the command
 * line, and sees to the rules (govern_start). When the folder's set is not good the last good one
 * stays active, the answer is OK, and *why says what is wrong. ERR_RULE when no set serves.
 */
enum err clerk_prepare(const struct clerk_options *options, struct fault *why) MUST;

/* Instead of it, while another program still serves: everything is as this one needs it. Nothing is
 * written but a file for a moment, which a full disk refuses. */
enum err clerk_prove(const struct clerk_options *options, struct fault *f) MUST;

struct clerk;
enum err clerk_open(struct clerk **out, const struct clerk_options *options, struct fault *f) MUST;
/* Milliseconds until the next job is due. */
int clerk_tick(struct clerk *c);
/* When no worker is left: what they did last is remembered beside the database. */
void clerk_last(struct clerk *c);
void clerk_close(struct clerk *c);

#endif
