#include "handle/rule_next.h"

#include <string.h>

static const struct step {
    const char *name, *label;
    enum act act;
    enum govern_step step; /* STEP_TEST, STEP_REPLAY: nothing but the act */
    bool is_signed;        /* nobody signs where the folder says what is active */
} steps[] = {
    {"test", "运行用例", ACT_EDIT_RULES, STEP_TEST, false},
    {"replay", "重放", ACT_REPLAY_RULES, STEP_REPLAY, false},
    {"approve", "审批", ACT_SIGN_RULES, STEP_APPROVE, true},
    {"activate", "启用", ACT_SIGN_RULES, STEP_ACTIVATE, true},
    {"emergency", "紧急启用", ACT_SIGN_RULES, STEP_EMERGENCY, true},
    {"rollback", "回退", ACT_SIGN_RULES, STEP_ROLLBACK, false},
    {"take_back", "撤回", ACT_EDIT_RULES, STEP_WITHDRAW, false},
};

static const char *const step_names[] = {"test",      "replay",   "approve",   "activate",
                                         "emergency", "rollback", "take_back", NULL};
const struct member next_members[] = {
    {"step", M_STRING, M_REQUIRED, .at = TEXT_AT(next_row, step), .choices = step_names,
     .title = "步骤"},
    {"label", M_STRING, M_REQUIRED, .at = TEXT_AT(next_row, label), .title = "步骤的名称"},
    {"allowed", M_BOOLEAN, M_REQUIRED, .at = BOOL_AT(next_row, is_allowed),
     .title = "您现在可否办理"},
    {"why", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(next_row, why),
     .title = "为什么还不可以；可以时为空"},
    MEMBERS_END,
};

/* OK, or the fault with which the step would be refused now. */
static enum err
may(struct context *c, const struct rule_set *x, const struct step *step, struct fault *f)
{
    struct casework *w = &c->work;
    enum err err = casework_may(w, step->act, NULL);

    if (err)
        *f = w->fault;
    w->fault = (struct fault){0};
    if (err)
        return err;
    if (step->is_signed && (err = govern_signs(c->settings->is_watching, f)))
        return err;
    return govern_may(w->store, w->arena, w->who, x, step->step, f);
}

enum err
rule_set_next(struct context *c, const struct rule_set *x, struct rows *out)
{
    struct arena *a = c->work.arena;
    struct next_row *rows = arena_alloc(a, LEN(steps) * sizeof *rows);

    for (size_t i = 0; i < LEN(steps); i++) {
        struct fault f = {0};
        enum err err = may(c, x, &steps[i], &f);
        if (err && err != ERR_CONFLICT && err != ERR_DENIED && err != ERR_NOTFOUND) {
            c->work.fault = f;
            return err;
        }
        rows[i] = (struct next_row){.step = steps[i].name,
                                    .label = steps[i].label,
                                    .why = err ? arena_strdup(a, f.text) : NULL,
                                    .is_allowed = !err};
    }
    *out = (struct rows){rows, LEN(steps)};
    return OK;
}
