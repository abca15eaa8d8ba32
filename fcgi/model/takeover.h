/*
 * model/takeover: somebody asks to become the owner of the organization that has a credit code, and
 * the office decides by the evidence.
 *
 * Whoever asks has an organization of their own that was not admitted, because the code is taken.
 * What the rules say of it is one object of the manifest: who decides, how long the present owner
 * may answer, how many one person may have open, what becomes of the former owner, who is told.
 */
#ifndef MODEL_TAKEOVER_H
#define MODEL_TAKEOVER_H

#include "model/role.h"

#include <jansson.h>

/* Where it stands: it waits, or has ended in one of these ways. */
#define TAKEOVER_WAITING "waiting"
#define TAKEOVER_GRANTED "granted"
#define TAKEOVER_DECLINED "declined"
#define TAKEOVER_TAKEN_BACK "taken_back"
/* What people are told of besides these ends. */
#define TAKEOVER_ASKED "asked"
#define TAKEOVER_ANSWERED "answered"
#define TAKEOVER_REDIRECTED "redirected" /* declined, and goes on for another organization */
/* Whom: these, or a role of the reviewers. */
#define TAKEOVER_TO_ASKER "asker"
#define TAKEOVER_TO_FORMER "former"
#define TAKEOVER_TO_ORGANIZATION "organization"

struct takeover {
    const char *id, *organization_id;
    const char *filing_id; /* the organization's subject, whose reviewers decide */
    const char *credit_code;
    const char *by_id, *by_organization_id; /* who asks, and what they owned then */
    const char *reason;
    int64_t at;
    const char *due_on; /* the last day on which the present owner may answer */
    const char *answer, *answered_by;
    int64_t answered_at; /* 0: is not */
    const char *state;
    const char *grounds;  /* why it was granted or declined */
    const char *ended_by; /* account; NULL: nobody */
    const char *ended_role;
    int64_t ended_at;      /* 0: it waits */
    const char *former_id; /* who was the owner; NULL: it was not granted, or there was none */
    /* joined; not stored */
    const char *organization_name, *by_username, *by_organization_name;
    const char *redirected_to, *redirected_from; /* takeovers; NULL: none */
};

/* An organization that was admitted with the code. */
struct takeover_holder {
    const char *id, *name;
    const char *filing_id; /* its subject */
    int64_t admitted_at;
    long filings; /* that were handed in */
};

/* What keeps somebody from leaving an organization that they own. */
struct organization_holds {
    bool has_people;  /* others are members */
    bool has_filings; /* one was handed in, or is in force */
    bool is_admitted;
};

const char *takeover_state_label(const char *state);
/* The same, of one that may have been redirected. */
const char *takeover_label(const struct takeover *x);
/* What a set declares of it; NULL: nobody can ask. */
const json_t *takeover_rules(const json_t *manifest);
/* Do they tell the asker, and the organization that is not meant, when one is redirected? */
bool takeover_redirects(const json_t *rules);
/* The role under which one with these roles decides; NULL: they do not. */
const char *takeover_role(const json_t *rules, const struct role_set *roles);

#endif
