/* What the office does to a filing in force of its own accord, by two people. */
#include "casework/proposal.h"
#include "casework/access.h"
#include "casework/judging.h"
#include "casework/moves.h"

#include <string.h>

#define TEXT_MOST 4000

/* ---- words ----------------------------------------------------------------------------------- */

const char *
proposal_step_label(enum proposal_step step)
{
    static const char *const labels[PROPOSAL__STEPS] = {[PROPOSAL_CONFIRM] = "确认",
                                                        [PROPOSAL_SEND_BACK] = "退回提议",
                                                        [PROPOSAL_TAKE_BACK] = "收回提议"};
    return labels[step];
}

const char *
proposal_state_label(const char *state)
{
    static const struct law_term states[] = {{PROPOSAL_WAITING, "等待确认", NULL},
                                             {PROPOSAL_CONFIRMED, "已确认", NULL},
                                             {PROPOSAL_SENT_BACK, "已退回", NULL},
                                             {PROPOSAL_TAKEN_BACK, "已收回", NULL},
                                             {PROPOSAL_LAPSED, "已失效", NULL}};
    for (size_t i = 0; i < LEN(states); i++)
        if (str_is(states[i].code, state))
            return states[i].label;
    return state;
}

/* ---- who may --------------------------------------------------------------------------------- */

static bool
is_proposed(const struct law_transition *t)
{
    return t->from->standing == STANDING_IN_FORCE && verb_by(t->event->verb) == BY_AUTHORITY;
}

const char *
casework_may_confirm(struct casework *w)
{
    const struct law *l = casework_law(w);
    struct buf b = BUF(w->arena);

    buf_open(&b, NULL, '[');
    for (int i = 0; i < l->transitions_n; i++) {
        const struct law_transition *t = &l->transitions[i];
        if (is_proposed(t) && law_may_confirm(t, &w->who->roles))
            buf_json_item(&b, arena_printf(w->arena, "%s %s", t->kind->code, t->event->code));
    }
    buf_close(&b);
    return b.p;
}

/* What the proposal would bring, as whoever proposed it meant. */
static enum err
find_move(struct casework *w, const struct proposal *p, struct proposal_work *x)
{
    struct role_set roles = ROLE_SET(ROLE_REVIEWER);
    struct law_question q = {.event = p->event};

    role_set_review(&roles, w->arena, p->by_role);
    x->move = (struct move){.filing = &x->filing, .roles = &roles, .is_of_authority = true};
    enum err err = move_find(w, &x->move, &q);
    x->move.roles = NULL;
    return err;
}

/* Some transition of that kind and event names a role of theirs. */
static bool
may_confirm(struct casework *w, const struct proposal *p)
{
    const struct law *l = casework_law(w);

    for (int i = 0; i < l->transitions_n; i++) {
        const struct law_transition *t = &l->transitions[i];
        if (is_proposed(t) && str_is(t->kind->code, p->kind) && str_is(t->event->code, p->event) &&
            law_may_confirm(t, &w->who->roles))
            return true;
    }
    return false;
}

static bool
is_by_me(const struct casework *w, const struct proposal *p)
{
    return str_is(p->by_id, w->who->id);
}

bool
casework_proposal_may(struct casework *w, const struct proposal *p, enum proposal_step step)
{
    if (!str_is(p->state, PROPOSAL_WAITING) ||
        str_is(p->organization_id, w->who->organization_id) || !casework_can(w, ACT_REVIEW))
        return false;
    if (step == PROPOSAL_TAKE_BACK)
        return is_by_me(w, p);
    return !p->is_elsewhere && !is_by_me(w, p) && may_confirm(w, p);
}

static enum err
not_own(struct casework *w, const char *organization_id)
{
    if (!str_is(w->who->organization_id, organization_id))
        return OK;
    return fail(&w->fault, ERR_DENIED, "own_organization", "",
                "不能办理本单位的备案，请由其他人员办理");
}

enum err
casework_proposal(struct casework *w, const char *id, struct proposal *x)
{
    bool is_in_scope = false, is_in_charge = false;
    enum err err =
        id_valid(id) ? store_proposal_load(w->store, w->arena, id, x, &w->fault) : ERR_NOTFOUND;
    bool is_erased = casework_is_erased(w, err);
    if (err && !is_erased)
        return casework_found(w, err);
    if (!casework_can(w, ACT_REVIEW))
        return casework_not_found(w);
    err = store_filing_in_scope(w->store, x->filing_id, w->who->id, &is_in_scope, &w->fault);
    if (err)
        return err;
    if (!is_in_scope)
        return casework_not_found(w);
    err = store_filing_in_charge(w->store, x->filing_id, w->who->id, &is_in_charge, &w->fault);
    if (err)
        return err;
    x->is_elsewhere = !is_in_charge;
    return is_erased ? casework_erased(w) : OK;
}

/* ---- proposed -------------------------------------------------------------------------------- */

/* The role of theirs under which it is proposed, or confirmed. */
static const char *
acting_role(const struct casework *w, const json_t *roles)
{
    size_t i;
    json_t *role;

    json_array_foreach(roles, i, role)
    {
        if (role_set_has(&w->who->roles, json_string_value(role)))
            return json_string_value(role);
    }
    return NULL;
}

/* 409 with the state and what may be done from it; 403 when others may do it from there. */
static enum err
refuse_state(struct casework *w, const struct filing *x, enum verb verb)
{
    const struct law *l = casework_law(w);
    struct law_question q = {
        .kind = x->kind, .action = x->action, .state = x->state, .verb = verb, .today = w->today};
    struct move_open *open;
    struct buf b = BUF(w->arena);
    int n;

    if (law_next(l, &q) != NULL)
        return fail(&w->fault, ERR_DENIED, "role_required", "", "您的角色不能提议这样办理");
    enum err err = casework_moves(w, x, &open, &n);
    if (err)
        return err;
    buf_puts(&b, "");
    for (int i = 0; i < n; i++)
        buf_puts(&b, arena_printf(w->arena, "%s%s", i ? "、" : "，现在可以：", open[i].label));
    return fail(&w->fault, ERR_CONFLICT, "state_conflict", "", "该件当前状态为“%s”，不能这样办理%s",
                law_label_of_state(l, x->kind, x->action, x->state),
                n > 0 ? b.p : "，没有您可以办理的");
}

static bool
is_blank(struct casework *w, const char *text)
{
    return text == NULL || *text_fold(w->arena, text) == '\0';
}

static void
check_text(struct casework *w, const char *text, const char *path, struct findings *fs)
{
    if (is_blank(w, text))
        findings_add(fs, "proposal.text", path, "没有写明理由", "请写明事实与理由");
    else if (utf8_length(text) > TEXT_MOST)
        findings_add(fs, "proposal.text", path, arena_printf(w->arena, "理由最多 %d 字", TEXT_MOST),
                     "请删减后再提交");
}

/* The chosen article as it is declared; NULL: none of them. */
static const char *
ground_of(const struct law_transition *by, const char *article)
{
    size_t i;
    json_t *one;

    if (article == NULL && json_array_size(by->grounds) == 1)
        return json_string_value(json_array_get(by->grounds, 0));
    json_array_foreach(by->grounds, i, one)
    {
        if (str_is(json_string_value(one), article))
            return json_string_value(one);
    }
    return NULL;
}

static const char *
grounds_text(struct casework *w, const json_t *grounds)
{
    struct buf b = BUF(w->arena);
    size_t i;
    json_t *one;

    buf_puts(&b, "请写以下之一：");
    json_array_foreach(grounds, i, one)
        buf_puts(&b, arena_printf(w->arena, "%s%s", i ? "、" : "", json_string_value(one)));
    return b.p;
}

static enum err
check_order(struct casework *w, const struct proposal_order *o, struct proposal_work *x)
{
    struct findings fs;

    findings_start(&fs, w->arena);
    check_text(w, o->reason, "/reason", &fs);
    x->proposal.law = ground_of(x->move.by, o->article);
    if (x->proposal.law == NULL)
        findings_add(&fs, "proposal.article", "/article", "没有选定所依据的条款",
                     grounds_text(w, x->move.by->grounds));
    return fs.count == 0 ? OK : casework_findings(w, "proposal_invalid", "没有办理", &fs);
}

static enum err
none_waits(struct casework *w, const char *filing_id)
{
    struct proposal p;
    enum err err = store_proposal_waiting(w->store, w->arena, filing_id, &p, &w->fault);

    if (err == ERR_NOTFOUND) {
        w->fault = (struct fault){0};
        return OK;
    }
    if (err)
        return err;
    return fail(&w->fault, ERR_CONFLICT, "proposal_waiting", "",
                "这件备案已有“%s”的提议等待确认，请先由另一人确认、退回，或由提议人收回",
                law_label_of_event(casework_law(w), p.event));
}

enum err
casework_propose_decide(struct casework *w, const char *filing_id,
                        const struct proposal_order *order, struct proposal_work *x)
{
    struct law_question q = {.verb = order->verb};
    struct filing *f = &x->filing;
    enum err err;

    *x = (struct proposal_work){0};
    if ((err = casework_filing(w, ACT_READ_FILING, filing_id, f)))
        return err;
    if ((err = casework_root(w, f->organization_id)))
        return err;
    if ((err = not_own(w, f->organization_id)))
        return err;
    if ((err = casework_in_charge(w, f->id)))
        return err;
    x->move = (struct move){.filing = f, .is_of_authority = true};
    if ((err = move_find(w, &x->move, &q)))
        return err;
    if (x->move.by == NULL)
        return refuse_state(w, f, order->verb);
    if ((err = none_waits(w, f->id)))
        return err;
    if ((err = check_order(w, order, x)))
        return err;
    x->proposal.filing_id = f->id;
    x->proposal.event = x->move.event;
    x->proposal.version = f->version;
    x->proposal.reason = order->reason;
    x->proposal.by_id = w->who->id;
    x->proposal.by_role = acting_role(w, x->move.by->who);
    return OK;
}

enum err
casework_propose_store(struct casework *w, struct proposal_work *x)
{
    enum err err = store_proposal_add(w->store, &x->proposal, &w->fault);

    if (err == ERR_CONFLICT)
        return none_waits(w, x->filing.id);
    return err ? err : casework_audit(w, "proposal.add", x->proposal.id, NULL);
}

/* ---- confirmed, sent back, taken back -------------------------------------------------------- */

/* 409 with how it ended: nothing follows. */
static enum err
refuse_ended(struct casework *w, const struct proposal *p)
{
    return fail(&w->fault, ERR_CONFLICT, "state_conflict", "",
                "这份提议%s，没有可以办理的；需要时请重新提议", proposal_state_label(p->state));
}

static enum err
refuse_who(struct casework *w, const struct proposal *p, enum proposal_step step)
{
    if (step == PROPOSAL_TAKE_BACK)
        return fail(&w->fault, ERR_DENIED, "not_proposer", "",
                    "提议只能由提议人收回；不同意的请退回");
    if (is_by_me(w, p))
        return fail(&w->fault, ERR_DENIED, "same_person", "",
                    "这是您提议的，须由另一人确认或退回；不再需要的请收回");
    return fail(&w->fault, ERR_DENIED, "role_required", "", "您的角色不能确认或退回这份提议");
}

/* One reason, of the whole. */
static const char *
reasons_of(struct casework *w, const char *reason)
{
    struct buf b = BUF(w->arena);

    buf_open(&b, NULL, '[');
    buf_open(&b, NULL, '{');
    buf_json_str(&b, "path", "");
    buf_json_str(&b, "reason", reason);
    buf_close(&b);
    buf_close(&b);
    return b.p;
}

static enum err
confirm(struct casework *w, struct proposal_work *x)
{
    const struct proposal *p = &x->proposal;
    enum err err = store_filing_load(w->store, w->arena, p->filing_id, &x->filing, &w->fault);
    if (err)
        return casework_found(w, err);
    if ((err = find_move(w, p, x)))
        return err;
    if (x->move.by == NULL)
        return fail(
            &w->fault, ERR_CONFLICT, "move_not_allowed", "",
            "该件当前状态为“%s”，不能这样办理；可以退回提议",
            law_label_of_state(casework_law(w), x->filing.kind, x->filing.action, x->filing.state));
    if (x->filing.version != p->version)
        return fail(&w->fault, ERR_CONFLICT, "version_moved", "",
                    "提议之后这件备案的内容已经变更，不能确认；请退回，看过现在的内容后重新提议");
    if (!law_may_confirm(x->move.by, &w->who->roles))
        return refuse_who(w, p, PROPOSAL_CONFIRM);
    x->move.actor_role = acting_role(w, x->move.by->second);
    x->move.reasons = reasons_of(w, p->reason);
    x->move.law = p->law;
    x->move.audit = "proposal.confirm";
    x->move.object = p->id;
    return OK;
}

static enum err
send_back(struct casework *w, const char *answer)
{
    struct findings fs;

    findings_start(&fs, w->arena);
    check_text(w, answer, "/reason", &fs);
    return fs.count == 0 ? OK : casework_findings(w, "proposal_invalid", "没有退回", &fs);
}

enum err
casework_proposal_decide(struct casework *w, const char *id, enum proposal_step step,
                         const char *answer, struct proposal_work *x)
{
    struct proposal *p = &x->proposal;
    enum err err;

    *x = (struct proposal_work){0};
    if ((err = casework_proposal(w, id, p)))
        return err;
    if ((err = casework_root(w, p->organization_id)))
        return err;
    if ((err = not_own(w, p->organization_id)))
        return err;
    if (!str_is(p->state, PROPOSAL_WAITING))
        return refuse_ended(w, p);
    if (step != PROPOSAL_TAKE_BACK && (err = casework_in_charge(w, p->filing_id)))
        return err;
    if (!casework_proposal_may(w, p, step))
        return refuse_who(w, p, step);
    if (step == PROPOSAL_CONFIRM)
        return confirm(w, x);
    if (step == PROPOSAL_SEND_BACK && (err = send_back(w, answer)))
        return err;
    p->state = step == PROPOSAL_SEND_BACK ? PROPOSAL_SENT_BACK : PROPOSAL_TAKEN_BACK;
    p->answer = answer;
    return OK;
}

enum err
casework_proposal_store(struct casework *w, struct proposal_work *x)
{
    struct proposal *p = &x->proposal;

    x->move.filing = &x->filing;
    if (x->move.by != NULL)
        return move_store(w, &x->move);
    p->ended_by = w->who->id;
    p->ended_at = w->now;
    enum err err = store_proposal_end(w->store, p, &w->fault);
    if (err)
        return err;
    bool is_sent_back = str_is(p->state, PROPOSAL_SENT_BACK);
    return casework_audit(w, is_sent_back ? "proposal.send_back" : "proposal.take_back", p->id,
                          NULL);
}
