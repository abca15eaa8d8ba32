/* store/likeness: marks of filings' texts (model/likeness), and which filings share them. */
#ifndef STORE_LIKENESS_H
#define STORE_LIKENESS_H

#include "model/model.h"

struct store;

/* The key of marks: the same in every process, and made of one that seals. */
enum err store_likeness_key(struct store *s, unsigned char out[SEAL_SHORT_BYTES],
                            struct fault *f) MUST;

/* How far the clerk has come, and by which fields. */
struct likeness_at {
    long event;
    const char *texts;
};
enum err store_likeness_at(struct store *s, struct arena *a, struct likeness_at *out,
                           struct fault *f) MUST;
enum err store_likeness_at_set(struct store *s, const struct likeness_at *at, struct fault *f) MUST;
/* Has anything happened since? */
enum err store_likeness_any(struct store *s, bool *out, struct fault *f) MUST;
/* A filing that something happened to. */
struct likeness_due {
    long event;
    const char *filing_id, *kind, *title;
    long version;
    bool is_new; /* its newest version is not marked yet */
};
enum err store_likeness_next(struct store *s, struct arena *a, const struct likeness_at *at,
                             int limit, struct likeness_due **out, int *n, struct fault *f) MUST;
/* Replaces what was marked of a filing. Inside a write. */
enum err store_likeness_set(struct store *s, struct arena *a, const struct likeness_due *of,
                            const char *texts, const struct marks *marks, struct fault *f) MUST;
/* What was marked of all filings of an organization is gone. Inside a write. */
enum err store_likeness_forget(struct store *s, const char *organization_id, struct fault *f) MUST;

struct likeness_like {
    const char *filing_id;
    long shared, weight;
};
/* Those that share marks with a filing, the likest first; what stands in many counts little, what
 * stands in very many nothing, unless nearly all of the filing's marks do. */
enum err store_likeness_like(struct store *s, struct arena *a, const char *filing_id,
                             const struct marks *marks, int limit, struct likeness_like **out,
                             int *n, struct fault *f) MUST;

#endif
