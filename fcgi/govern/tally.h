/* The count of what a replay has found so far, and the report that it ends in. Private to this
 * room. */
#ifndef TALLY_H
#define TALLY_H

#include "govern/change.h"
#include "model/model.h"

struct tally {
    long unchanged, changed, counts[KIND__MAX];
    char facts_chain[SHA256_TEXT],
        hits_chain[SHA256_TEXT]; /* each the hash of the one before and the next */
    json_t *rules, *deadlines, *samples;
    json_t *lives; /* as lives.h keeps it */
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
    const char *engine;
    const json_t *manifest, *base_manifest;
    long filings;
    const char *law, *landing, *matters; /* JSON: law_diff.h, landing.h; NULL: not looked at */
};
char *report_text(struct arena *a, const struct report_of *of);

#endif
