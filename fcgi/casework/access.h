/*
 * access: one table says who may do what, and on whose things. The routes name an act, and so does
 * every function that loads something for somebody; nothing else asks for a role. A filer's role
 * alone opens nothing of an organization: what the owner lets a member do there does.
 */
#ifndef CASEWORK_ACCESS_H
#define CASEWORK_ACCESS_H

#include "casework/work.h"

enum act {
    ACT_LOOK = 1,     /* what is public; 0 is no act, and nobody may do it */
    ACT_SELF,         /* one's own account and session */
    ACT_READ_OWN,     /* what the own organization has, and its people */
    ACT_FILE,         /* its drafts, products, files: filled in */
    ACT_SUBMIT,       /* handed in, taken back, declared in its name */
    ACT_KEEP_MEMBERS, /* who belongs to it, and what each may do there */
    ACT_READ_FILING,  /* what is its own, or what lies in a reviewer's scope */
    ACT_REVIEW,       /* tasks in one's scope, of a stage that one works */
    ACT_ASSIGN,       /* such tasks given to others, and those of a stage that one leads */
    ACT_READ_RULES,   /* sets, their trials, replays, signatures */
    ACT_EDIT_RULES,   /* proposing, testing */
    ACT_REPLAY_RULES, /* asking for a replay */
    ACT_SIGN_RULES,   /* approving, activating, taking back */
    ACT_READ_AUDIT,
    ACT_KEEP_STAFF, /* accounts of staff */
    ACT_READ_STATUS,
    ACT_READ_FIGURES, /* what became of filings, by kind, class and province */
    ACT__MAX
};

struct act_rule {
    const char *name;
    unsigned roles; /* any of them; ACT_LOOK asks for none */
    unsigned on;    /* enum act_on: on whose things; 0: they are nobody's */
    /* What a filer must be in the organization at least; MEMBER_NONE: it is not about that. */
    enum membership member;
    bool by_token; /* a program may store something by it */
};
enum act_on { ON_OWN = 1, ON_SCOPE = 2, ON_STAGE = 4, ON_LED = 8 };
extern const struct act_rule acts[ACT__MAX];

/* Somebody acts upon this. NULL members: it is not that. */
struct thing {
    const char *organization_id; /* whose it is */
    const char *filing_id, *attachment_id;
    const struct task *task;
};

/*
 * May who do that? thing NULL: at all, to whatever. OK; ERR_AUTH when nobody is logged in;
 * ERR_DENIED with the reason when somebody is and may not; ERR_NOTFOUND when it is not for them to
 * know that the thing is there.
 */
enum err casework_may(struct casework *w, enum act act, const struct thing *thing) MUST;
/* Has who charge of the filing? Whoever decided an earlier task of it sees it, and no more. OK;
 * ERR_DENIED "transferred" with where it went. */
enum err casework_in_charge(struct casework *w, const char *filing_id) MUST;
/* May who, for whose organization filings are begun, begin one of that kind? ERR_DENIED for an
 * agent whose mandate is for others. */
enum err casework_may_begin(struct casework *w, const char *kind) MUST;
/* Refuses an agent what is beyond the filings that the mandate is for. ERR_DENIED. */
enum err casework_limited(struct casework *w) MUST;
/* Asks without a thing, and leaves no fault. */
bool casework_can(const struct casework *w, enum act act);

/* The same for a row that stores something: what an account keeps for itself, and what staff
 * decide, is not for a program that acts by a token. ERR_DENIED. */
enum err casework_may_store(struct casework *w, enum act act) MUST;

/* Loads what an id names, for an act on it; ERR_NOTFOUND when there is none or it is not theirs. */
enum err casework_filing(struct casework *w, enum act act, const char *id, struct filing *x) MUST;
/* The same without what was typed into it, which whoever shows it loads then. */
enum err casework_filing_head(struct casework *w, enum act act, const char *id,
                              struct filing *x) MUST;
enum err casework_filing_data(struct casework *w, struct filing *x) MUST;
enum err casework_product(struct casework *w, enum act act, const char *id, struct product *x) MUST;
enum err casework_attachment(struct casework *w, const char *id, struct attachment *x) MUST;
enum err casework_task(struct casework *w, const char *id, struct task *x) MUST;
/* The same for who may give it to somebody. */
enum err casework_task_given(struct casework *w, const char *id, struct task *x) MUST;
/* Does who lead the stage of the task, so that they may give it from one to another? */
bool casework_leads(const struct casework *w, const struct task *t);

#endif
