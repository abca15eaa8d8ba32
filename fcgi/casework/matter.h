/*
 * matter: what is done about a matter beside a filing: it is opened, moved, and ends, as the rules
 * declare (model/matter.h). Part of casework.h.
 *
 * Each has two halves, as everything that is done to a filing. A move decides upon the filing's
 * organization and moves that root, so that of two officers who end a matter at once one is told
 * that it is over.
 */
#ifndef CASEWORK_MATTER_H
#define CASEWORK_MATTER_H

#include "casework/work.h"

struct matter_order {
    const char *kind; /* of an opening */
    const char *on;   /* of a move */
    const char *text, *contact, *type, *due_on;
    long amount;          /* yuan; 0: none */
    struct id_list files; /* attachments of the organization that answers */
};
/* What is decided. days: so many working days from today are due; the caller counts them into
 * due_on before it stores. */
struct matter_work {
    struct matter matter;
    struct matter_step step;
    const json_t *kind, *move;
    long days;
    long version; /* of the filing */
    struct id_list files;
    char code[TOKEN_TEXT], hash[SHA256_TEXT];
};

/* By somebody who need not be logged in, against what is published of a filing. */
enum err casework_matter_complain(struct casework *w, const struct entry *entry,
                                  const struct matter_order *order, struct matter_work *x) MUST;
/* By the office, beside a filing. */
enum err casework_matter_open(struct casework *w, const char *filing_id,
                              const struct matter_order *order, struct matter_work *x) MUST;
enum err casework_matter_move(struct casework *w, const char *id, const struct matter_order *order,
                              struct matter_work *x) MUST;
enum err casework_matter_store(struct casework *w, struct matter_work *x) MUST;

/* ERR_NOTFOUND when there is none or it is not for who asks: the office's in its scope, never of
 * the own organization; an organization's own that it was told of. */
enum err casework_matter(struct casework *w, const char *id, struct matter *x) MUST;
/* By what its opener was given. */
enum err casework_matter_followed(struct casework *w, const char *code, struct matter *x) MUST;
/* May who asks make this move? The office's own moves tell so by their roles. */
bool casework_matter_may(const struct casework *w, const json_t *move, const struct matter *x);

#endif
