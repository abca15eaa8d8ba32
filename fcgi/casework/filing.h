/*
 * filing: a filing in its filer's hands: begun, saved, deleted, checked, submitted, withdrawn.
 */
#ifndef CASEWORK_FILING_H
#define CASEWORK_FILING_H

#include "casework/concern.h"
#include "casework/frozen.h"
#include "casework/move.h"
#include "casework/shown.h"

/* ERR_CONFLICT naming the gate before this kind, when it is shut for the organization. */
enum err casework_gate(struct casework *w, const struct organization *o, const char *kind) MUST;
/* The organization of whoever asks. */
enum err casework_organization(struct casework *w, struct organization *o) MUST;

/* ---- drafts ---------------------------------------------------------------------------------- */

/* ERR_INPUT when the rules do not open this action, or not of this filing. */
enum err casework_begin_decide(struct casework *w, const struct concern *x) MUST;
/* One that was begun so before and never written into: it is offered again. ERR_NOTFOUND when there
 * is none. */
enum err casework_begun(struct casework *w, const struct concern *x, struct filing *out) MUST;
/* Sets x. */
enum err casework_begin(struct casework *w, const struct concern *of, struct filing *x) MUST;

struct saving {
    struct filing filing; /* as it will stand */
    struct move move;
    const char *data;              /* canonical */
    const struct judged *of_draft; /* its clocks, where the save moves them; NULL: it does not */
    long if_match; /* the revision typed over: -1: whatever stands there; 0: unknown, so lost */
    bool is_lost;  /* a newer save stands: this one was kept beside it */
    bool is_late;  /* the filing is no longer editable: the same */
    long newer;    /* its revision */
    const char *kept_id;
};
/* x->filing and x->if_match are set by the caller. */
enum err casework_save_decide(struct casework *w, const json_t *data, struct saving *x) MUST;
/* OK when it was lost or late, too: what was typed is kept, and that must be committed. */
enum err casework_save_store(struct casework *w, struct saving *x) MUST;

/* if_match 0: none was given. */
enum err casework_delete(struct casework *w, const char *id, long if_match) MUST;

/* ---- submitted, withdrawn -------------------------------------------------------------------- */

/* What the rules are told of a draft that nobody submits; asked for in a snapshot. */
struct drafted {
    const struct filing *filing;
    const struct frozen *frozen;
    const struct organization *organization;
    const char *today; /* NULL: the real one */
};
enum err casework_draft_facts(struct casework *w, const struct drafted *of,
                              const char **facts) MUST;
/* Names and types of data against the form; an answer that x holds already may stay. */
enum err casework_shape(struct casework *w, const struct filing *x, const json_t *data) MUST;

struct submission {
    struct filing filing; /* as it will stand */
    struct move move;
    struct frozen frozen;
    struct shown_frozen shown;
    struct id_list attachments;
    struct coverage_list coverage;
    struct judged judged;
    bool is_refused; /* the rules say no: the judgement is kept, the filing stays as it was */
};
/* is_declared: the filer promised that it is true. */
enum err casework_submit_decide(struct casework *w, const char *id, bool is_declared,
                                struct submission *x) MUST;
enum err casework_submit_store(struct casework *w, struct submission *x) MUST;

enum err casework_withdraw(struct casework *w, const char *id, struct filing *x) MUST;

#endif
