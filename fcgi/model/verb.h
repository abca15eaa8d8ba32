/*
 * model/verb: what the core can do. Rules name their events, states and stages as they like; behind
 * each event stands one verb, and a verb brings about effects whatever the rules say of it. A few
 * effects more may be named by a transition.
 */
#ifndef MODEL_VERB_H
#define MODEL_VERB_H

#include "base/base.h"

enum verb {
    VERB_NONE,
    VERB_SAVE,
    VERB_SUBMIT,
    VERB_WITHDRAW,
    VERB_CLAIM,
    VERB_RELEASE,
    VERB_PASS,
    VERB_RETURN,
    VERB_REFUSE,
    VERB_REVOKE,
    VERB_DEREGISTER,
    VERB_LAPSE, /* what it concerns is in force no more, and so it ends */
    VERB__MAX
};
enum verb_by { BY_FILER = 1, BY_REVIEWER, BY_AUTHORITY };

/* Where a filing stands, whatever its state is called. */
enum standing {
    STANDING_NONE,
    STANDING_EDITABLE, /* in its filer's hands */
    STANDING_REVIEW,   /* at a stage */
    STANDING_IN_FORCE, /* approved */
    STANDING_OVER,     /* nothing follows */
    STANDING__MAX
};

/* In the order in which they run. */
enum effect {
    EFFECT_FREEZE_VERSION,
    EFFECT_KEEP_JUDGEMENT,
    EFFECT_SET_COVERAGE,
    EFFECT_CLEAR_COVERAGE,
    EFFECT_LINK_ATTACHMENTS,
    EFFECT_START_CLOCKS,
    EFFECT_STOP_CLOCKS,
    EFFECT_DROP_CLOCKS,
    EFFECT_OPEN_TASK,
    EFFECT_NEXT_TASK,
    EFFECT_DROP_TASK,
    EFFECT_ADMIT,   /* the organization is who its filing says */
    EFFECT_NUMBER,  /* a number of the kind's series is issued */
    EFFECT_PUBLISH, /* an entry in the register */
    EFFECT_STRIKE,  /* the entry becomes a tombstone */
    EFFECT_AMEND,   /* the filing that it concerns takes over what was filed */
    EFFECT_FINISH,  /* the filing that it concerns is deregistered */
    EFFECT__MAX
};
#define EFFECT_BIT(effect) (1U << (effect))
/* Those that a transition names in `does`; all others follow by themselves. */
#define EFFECTS_DECLARED                                                                           \
    (EFFECT_BIT(EFFECT_ADMIT) | EFFECT_BIT(EFFECT_NUMBER) | EFFECT_BIT(EFFECT_PUBLISH) |           \
     EFFECT_BIT(EFFECT_STRIKE) | EFFECT_BIT(EFFECT_AMEND) | EFFECT_BIT(EFFECT_FINISH))

enum verb verb_parse(const char *name); /* VERB_NONE when unknown */
const char *verb_name(enum verb verb);
enum verb_by verb_by(enum verb verb);
/* A decision of a reviewer, with reasons: it ends a task. */
bool verb_is_decision(enum verb verb);
/* A decision that must say why. */
bool verb_needs_reasons(enum verb verb);
/* The effects of a verb that leads to such a state, as bits. */
unsigned verb_brings(enum verb verb, enum standing to);
/* The effects among EFFECTS_DECLARED that it may be given. */
unsigned verb_may_bring(enum verb verb);

enum standing standing_parse(const char *name); /* STANDING_NONE when unknown */
const char *standing_name(enum standing standing);
int effect_parse(const char *name); /* -1 when none of that name may be declared */
const char *effect_name(enum effect effect);

#endif
