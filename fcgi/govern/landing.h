/*
 * landing: where live filings stand when another rule set becomes active. A set must know every
 * state in which a filing lives, or say where those go (`moved`); every way of becoming active
 * comes through here, so that none can strand them.
 */
#ifndef GOVERN_LANDING_H
#define GOVERN_LANDING_H

#include "store/store.h"

/* In the caller's transaction: moves what the set moves, and makes it active. by NULL: the system.
 * ERR_CONFLICT filings_stranded when a live filing would stand nowhere; the text names the kinds
 * and states, and how many filings stand there; matters_stranded when the set does not know where
 * an open matter beside a filing stands. */
enum err govern_enact(struct store *s, const struct account *by, struct activation *x,
                      struct fault *f) MUST;

/* What enacting the law would do to live filings, as JSON for a report: a list of {kind, state,
 * label, filings, to} with `to` null where they would be stranded; only where something moves. */
enum err govern_landing_json(struct store *s, struct arena *a, const struct law *law,
                             const char **json, struct fault *f) MUST;

/* The manifests of the set that is active and of the one that is to be. */
struct landing_sides {
    const json_t *base, *candidate;
};
/* The same of open matters beside filings, of all of them: a list of {kind, kind_label, state,
 * state_label, n, to, label}; where `to` is the state nothing moves. */
enum err govern_matters_json(struct store *s, struct arena *a, const struct landing_sides *sides,
                             const char **json, struct fault *f) MUST;

/* That of a stored set. */
enum err govern_law(struct store *s, struct arena *a, const char *hash, const struct law **law,
                    struct fault *f) MUST;

#endif
