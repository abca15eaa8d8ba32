/*
 * reach: the files that an agent may open whose mandate is for some filings only. Those are what
 * such a filing was handed in with, what its draft names now, whoever of the organization brought
 * it, and what the agent brought. What a draft no longer names, and was never handed in, is not
 * there for them any more.
 */
#ifndef CASEWORK_REACH_H
#define CASEWORK_REACH_H

#include "casework/work.h"

/* Those that drafts within reach of w->who->limited_by, which is not NULL, name now; in no order.
 * ids live in w->arena. */
enum err reach_named(struct casework *w, struct id_list *out) MUST;
/* May that agent open all of them? */
enum err reach_files(struct casework *w, const struct id_list *ids, bool *out) MUST;
/* A draft opens what it names, so such an agent writes into it none that is out of reach: data may
 * name those alone that old does, or that the agent may open. ERR_DENIED. */
enum err reach_save(struct casework *w, const char *kind, const json_t *data,
                    const json_t *old) MUST;

#endif
