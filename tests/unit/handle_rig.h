/*
 * handle_rig: handlers without FastCGI or nginx. A dispatcher is opened on a database of its own,
 * with the shipped rules and a clock that the tests move; requests go in by hand.
 */
#ifndef HANDLE_RIG_H
#define HANDLE_RIG_H

#include "handle/handle.h"
#include "rig.h"

extern int64_t now_ms;           /* begins on 2026-09-22, in the morning in Beijing */
extern struct settings settings; /* of the dispatcher */
extern const struct world handle_world;
extern bool lets_upload; /* false: others have as many large files in hand as there may be */

extern bool hashes_many;   /* said to whoever wants to hash a password */
extern int hashes_at_once; /* begun and not over */

#define DAY_MS 86400000LL

/* ---- a request and its answer ---------------------------------------------------------------- */

extern char bearer[128], key[64], if_match[64]; /* sent along unless empty */
extern struct reply r;                          /* the answer to the last request */

/* The answer, parsed; it lives until the next call. NULL when it has no body, or is a page. */
json_t *ask(enum method method, const char *path, const char *json);
const char *header(const char *name); /* of the answer, NULL when there is none */

/* Sends it as a file; the answer is as of ask(). */
json_t *send_file(const char *filename, const char *type, const void *content, size_t n);
/* Does that, and it is taken; the id of the attachment is copied to id. */
void upload(const char *filename, const char *type, const void *content, size_t n, char id[64]);

/* ---- people, filings ------------------------------------------------------------------------- */

#define PASSWORD "correct horse 9"

void sign_up(const char *username); /* with an organization; nobody is logged in after it */
int log_in(const char *username, const char *password); /* the status; sets bearer when it is 200 */
void enter(const char *username);                       /* signs up and logs in */
/* Staff who see everything, made behind the dispatcher's back; nobody is logged in by it. */
void hire(const char *username, struct role_set roles);

/* A new filing of the subject of who is logged in; path becomes /filings/ID. */
void new_subject(char path[128]);
/* Does that and fills it in with the examples that its form declares, so that it passes. */
void new_good_subject(char path[128]);

/* All tests by one dispatcher. */
int handle_main(int argc, char **argv, const struct check_test *tests, size_t n);

#endif
