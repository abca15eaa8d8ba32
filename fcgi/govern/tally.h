/* What a replay has counted so far, and how one answer differs from another. Private to this room.
 */
#ifndef TALLY_H
#define TALLY_H

#include "govern/govern.h"

enum replay_kind {
    KIND_ACCEPT_TO_REFUSE,
    KIND_REFUSE_TO_ACCEPT,
    KIND_FINDINGS_CHANGED,
    KIND_DEADLINE_MOVED,
    KIND_ROUTE_MOVED,
    KIND_ERROR, /* the candidate gave no answer, or a rule of it failed, where the base had none of
                   this */
    KIND__MAX
};
extern const char *const replay_kinds[KIND__MAX];

/* One decision, before and after. */
struct change {
    unsigned kinds; /* bits of enum replay_kind; 0: none that anybody could tell */
    json_t *what;  /* verdict, findings, deadlines, route: those that differ; no values of fields */
    json_t *rules; /* id → {what, title, law, source} */
    json_t *deadline; /* name → "earlier", "later", "moved" */
};
/* Compares two answers of the rules. Everything is in the arena. */
void change_find(struct arena *a, const json_t *before, const json_t *after, struct change *out);
/* "accept_to_refuse findings_changed", and " rule.a rule.b ". */
const char *change_kinds(struct arena *a, const struct change *c);
const char *change_rules(struct arena *a, const struct change *c);

struct tally {
    long unchanged, changed, counts[KIND__MAX];
    char facts_chain[SHA256_TEXT],
        hits_chain[SHA256_TEXT]; /* each the hash of the one before and the next */
    json_t *rules, *deadlines, *samples;
};
/* From the text in the row; "{}" is the start. tally_free() afterwards. */
void tally_read(struct tally *t, const char *text);
char *tally_text(struct arena *a, const struct tally *t);
void tally_free(struct tally *t);
void tally_chain(char chain[SHA256_TEXT], const char *next);
/* Counts a change; hit tells whose it is. */
void tally_add(struct arena *a, struct tally *t, const struct change *c,
               const struct replay_hit *hit);

/* The report, canonical. */
struct report_of {
    const struct replay *replay;
    const struct tally *tally;
    const json_t *manifest, *base_manifest;
    long filings;
};
char *report_text(struct arena *a, const struct report_of *of);

#endif
