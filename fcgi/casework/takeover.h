/*
 * takeover: somebody finds the credit code of their organization taken, and asks to become the
 * owner of the one that has it. Its present owner may answer until the end of a day; then, or once
 * answered, the office may grant it, and decline it at any time. Part of casework.h.
 *
 * Granted, the asker leaves the organization that they had begun, which was never admitted, and
 * owns the other one; the former owner goes, or stays as a member, as the rules say. What that
 * organization filed is not touched. All that is decided stands on its root, so that of two who
 * decide at once one is told that it is done.
 */
#ifndef CASEWORK_TAKEOVER_H
#define CASEWORK_TAKEOVER_H

#include "casework/work.h"

struct takeover_order {
    const char *credit_code, *reason;
    struct id_list documents; /* the asker's, or the present owner's, files */
};
struct takeover_work {
    struct takeover takeover;
    struct id_list documents;
    const char *event, *audit; /* what happens to it */
    const char *role;          /* under which it is done; NULL: as the takeover says */
    long days;                 /* working days for the present owner's answer, from today */
    bool is_unknown;           /* nobody has that code: to be counted, then told */
};

/* ERR_CONFLICT, with the reason, where somebody cannot ask. The caller sets takeover.due_on. */
enum err casework_takeover_ask(struct casework *w, const struct takeover_order *order,
                               struct takeover_work *x) MUST;
/* Says that nobody has the code. */
enum err casework_takeover_unknown(struct casework *w) MUST;
enum err casework_takeover_answer(struct casework *w, const char *id,
                                  const struct takeover_order *order, struct takeover_work *x) MUST;
enum err casework_takeover_take_back(struct casework *w, const char *id,
                                     struct takeover_work *x) MUST;
struct takeover_choice {
    bool is_granted;
    const char *reason;
    const char *organization_id; /* granted: which one; NULL where one alone has the code */
};
/* ERR_INPUT names the organizations where several have the code and none is said; ERR_CONFLICT when
 * it is another than was asked for. */
enum err casework_takeover_decide(struct casework *w, const char *id,
                                  const struct takeover_choice *choice,
                                  struct takeover_work *x) MUST;
/* The organization of choice, with the same code, is the one that is meant: was ends, and next asks
 * for it by the same evidence, so that its owner is heard. ERR_INPUT when there is no such
 * organization, ERR_CONFLICT when the asker waits for it already or the rules do not tell those
 * concerned. The caller sets next.takeover.due_on, from next.days. */
struct takeover_redirect {
    struct takeover_work was, next;
};
enum err casework_takeover_redirect(struct casework *w, const char *id,
                                    const struct takeover_choice *choice,
                                    struct takeover_redirect *x) MUST;
enum err casework_takeover_redirect_store(struct casework *w, struct takeover_redirect *x) MUST;
/* What any of the others decided is stored, and whoever is to be told will be. */
enum err casework_takeover_store(struct casework *w, struct takeover_work *x) MUST;

/* On which side of it somebody is, as far as they may see it. */
enum takeover_side {
    TAKEOVER_NONE,
    TAKEOVER_ASKER,
    TAKEOVER_OWNER,
    TAKEOVER_FORMER,
    TAKEOVER_OFFICE
};
/* ERR_NOTFOUND when there is none, or it is nothing to who asks. */
enum err casework_takeover(struct casework *w, const char *id, struct takeover *x,
                           enum takeover_side *side) MUST;
/* What they may do about it now. */
struct takeover_may {
    bool answer, take_back, grant, decline, redirect;
};
struct takeover_may casework_takeover_may(struct casework *w, const struct takeover *x,
                                          enum takeover_side side);

#endif
