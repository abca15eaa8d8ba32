#include "casework/advice.h"

bool
advice_may_withdraw(struct casework *w, const struct filing *x)
{
    struct law_question q = {.kind = x->kind,
                             .action = x->action,
                             .state = x->state,
                             .verb = VERB_WITHDRAW,
                             .today = w->today};
    return law_next(casework_law(w), &q) != NULL;
}

/* Was it reviewers who ended it there? Then what was missing may be put right. */
static bool
is_refusal(const struct law *l, const struct filing *x)
{
    for (int i = 0; i < l->transitions_n; i++) {
        const struct law_transition *t = &l->transitions[i];
        if (str_is(t->kind->code, x->kind) && str_is(t->to->code, x->state) &&
            t->event->verb == VERB_REFUSE)
            return true;
    }
    return false;
}

const char *
advice_where(struct casework *w, const struct filing *x)
{
    switch (law_standing(casework_law(w), x->kind, x->state)) {
    case STANDING_EDITABLE:
        return "请刷新后查看可办理的事项";
    case STANDING_REVIEW:
        return advice_may_withdraw(w, x) ? "请先撤回，再作修改" : "请等待审核结果，进展见办理经过";
    case STANDING_IN_FORCE:
        return arena_printf(w->arena, "已通过的内容须通过变更备案修改；不能办理变更的，请联系%s",
                            casework_office(w));
    case STANDING_OVER:
        return is_refusal(casework_law(w), x) ? "该件已办结；补齐材料后可新建一件"
                                              : "该件已办结；如需再次备案，请新建一件";
    default:
        return arena_printf(w->arena, "现行流程没有这一状态，请联系%s", casework_office(w));
    }
}

const char *
advice_kept(struct casework *w, const struct filing *x)
{
    switch (law_standing(casework_law(w), x->kind, x->state)) {
    case STANDING_EDITABLE:
        return "提交过的备案须留存，不能删除；不再办理的，不必再提交";
    case STANDING_REVIEW:
        return advice_may_withdraw(w, x) ? "审核中的备案须留存，不能删除；不再办理的可以撤回"
                                         : "审核中的备案须留存，不能删除";
    case STANDING_IN_FORCE:
        return "已通过的备案须留存，不能删除";
    default:
        return "该件已办结，须留存，不能删除";
    }
}
