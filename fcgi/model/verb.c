#include "model/verb.h"

#define BIT(effect) EFFECT_BIT(EFFECT_##effect)

/* ---- verbs ----------------------------------------------------------------------------------- */

static const struct {
    const char *name;
    enum verb_by by;
    unsigned brings;   /* always */
    unsigned may;      /* when a transition says so */
    bool is_decision;  /* brings what becomes of the task besides */
    bool with_reasons; /* Art 25: a refusal says why, and so does a return */
} verbs[VERB__MAX] = {
    [VERB_SAVE] = {"save", BY_FILER, 0, 0, false, false},
    [VERB_SUBMIT] = {"submit", BY_FILER,
                     BIT(FREEZE_VERSION) | BIT(KEEP_JUDGEMENT) | BIT(SET_COVERAGE) |
                         BIT(LINK_ATTACHMENTS) | BIT(START_CLOCKS) | BIT(OPEN_TASK),
                     0, false, false},
    [VERB_WITHDRAW] = {"withdraw", BY_FILER,
                       BIT(DROP_TASK) | BIT(DROP_CLOCKS) | BIT(CLEAR_COVERAGE), 0, false, false},
    [VERB_CLAIM] = {"claim", BY_REVIEWER, 0, 0, false, false},
    [VERB_RELEASE] = {"release", BY_REVIEWER, 0, 0, false, false},
    [VERB_PASS] = {"pass", BY_REVIEWER, 0,
                   BIT(ADMIT) | BIT(NUMBER) | BIT(PUBLISH) | BIT(AMEND) | BIT(FINISH), true, false},
    [VERB_RETURN] = {"return", BY_REVIEWER, 0, 0, true, true},
    [VERB_REFUSE] = {"refuse", BY_REVIEWER, 0, 0, true, true},
    [VERB_REVOKE] = {"revoke", BY_AUTHORITY, BIT(STOP_CLOCKS), BIT(STRIKE), false, true},
    [VERB_DEREGISTER] = {"deregister", BY_AUTHORITY, BIT(STOP_CLOCKS), BIT(STRIKE), false, true},
    [VERB_LAPSE] = {"lapse", BY_AUTHORITY, BIT(STOP_CLOCKS) | BIT(DROP_TASK) | BIT(CLEAR_COVERAGE),
                    0, false, false},
};

enum verb
verb_parse(const char *name)
{
    for (int i = VERB_NONE + 1; i < VERB__MAX; i++)
        if (str_is(verbs[i].name, name))
            return (enum verb)i;
    return VERB_NONE;
}

const char *
verb_name(enum verb verb)
{
    return verbs[verb].name;
}

enum verb_by
verb_by(enum verb verb)
{
    return verbs[verb].by;
}

bool
verb_is_decision(enum verb verb)
{
    return verbs[verb].is_decision;
}

bool
verb_needs_reasons(enum verb verb)
{
    return verbs[verb].with_reasons;
}

unsigned
verb_brings(enum verb verb, enum standing to)
{
    unsigned effects = verbs[verb].brings;

    if (!verbs[verb].is_decision)
        return effects;
    if (to == STANDING_REVIEW)
        return effects | BIT(NEXT_TASK);
    return effects | BIT(STOP_CLOCKS) | (to == STANDING_IN_FORCE ? 0 : BIT(CLEAR_COVERAGE));
}

unsigned
verb_may_bring(enum verb verb)
{
    return verbs[verb].may;
}

/* ---- standings, effects ---------------------------------------------------------------------- */

static const char *const standings[STANDING__MAX] = {[STANDING_EDITABLE] = "editable",
                                                     [STANDING_REVIEW] = "review",
                                                     [STANDING_IN_FORCE] = "in_force",
                                                     [STANDING_OVER] = "over"};

enum standing
standing_parse(const char *name)
{
    for (int i = STANDING_NONE + 1; i < STANDING__MAX; i++)
        if (str_is(standings[i], name))
            return (enum standing)i;
    return STANDING_NONE;
}

const char *
standing_name(enum standing standing)
{
    return standings[standing];
}

static const char *const effects[EFFECT__MAX] = {
    [EFFECT_FREEZE_VERSION] = "freeze_version",
    [EFFECT_KEEP_JUDGEMENT] = "keep_judgement",
    [EFFECT_SET_COVERAGE] = "set_coverage",
    [EFFECT_CLEAR_COVERAGE] = "clear_coverage",
    [EFFECT_LINK_ATTACHMENTS] = "link_attachments",
    [EFFECT_START_CLOCKS] = "start_clocks",
    [EFFECT_STOP_CLOCKS] = "stop_clocks",
    [EFFECT_DROP_CLOCKS] = "drop_clocks",
    [EFFECT_OPEN_TASK] = "open_task",
    [EFFECT_NEXT_TASK] = "next_task",
    [EFFECT_DROP_TASK] = "drop_task",
    [EFFECT_ADMIT] = "admit",
    [EFFECT_NUMBER] = "number",
    [EFFECT_PUBLISH] = "publish",
    [EFFECT_STRIKE] = "strike",
    [EFFECT_AMEND] = "amend",
    [EFFECT_FINISH] = "finish",
};

int
effect_parse(const char *name)
{
    for (int i = 0; i < EFFECT__MAX; i++)
        if ((EFFECTS_DECLARED & EFFECT_BIT(i)) && str_is(effects[i], name))
            return i;
    return -1;
}

const char *
effect_name(enum effect effect)
{
    return effects[effect];
}
