/*
 * model/proposal: what one person proposes that the office do to a filing in force of its own
 * accord, and another confirms.
 */
#ifndef MODEL_PROPOSAL_H
#define MODEL_PROPOSAL_H

#include <stdint.h>

/* Where it stands: it waits, or has ended in one of these ways. */
#define PROPOSAL_WAITING "waiting"
#define PROPOSAL_CONFIRMED "confirmed"
#define PROPOSAL_SENT_BACK "sent_back"
#define PROPOSAL_TAKEN_BACK "taken_back"
#define PROPOSAL_LAPSED "lapsed" /* the filing left force otherwise */

struct proposal {
    const char *id, *filing_id, *event;
    long version;       /* of the filing, that was looked at */
    const char *law;    /* the articles that it rests on */
    const char *reason; /* the facts and grounds, as the letter gives them */
    const char *state;
    const char *by_id, *by_role; /* who proposes, and under which role */
    int64_t at;
    const char *ended_by; /* account; NULL: nobody has, or the filing left force otherwise */
    const char *answer;   /* why it was sent back; NULL: it was not */
    int64_t ended_at;     /* 0: it waits */
    /* joined; not stored */
    const char *kind, *title, *number, *organization_id, *organization_name, *by_username;
    bool is_elsewhere; /* whoever looks has no charge of its filing; nobody who looks: false */
};

#endif
