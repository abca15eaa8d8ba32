/* A task decided: what the rules publish of it, what follows, the letters it makes. */
#include "casework/review.h"
#include "casework/clocks.h"
#include "casework/concern.h"
#include "casework/letters.h"
#include "casework/reasons.h"
#include "casework/reroute.h"

#include <string.h>

/* ---- decided --------------------------------------------------------------------------------- */

/* The numbering rules draw on this: the day, and the last serial of each counter of the series. */
static enum err
issue_json(struct casework *w, const struct decision *x, const char **out)
{
    struct buf b = BUF(w->arena);
    struct number_serial *rows;
    int n = 0;

    if (move_brings(&x->move, EFFECT_NUMBER)) {
        const struct law_kind *kind = law_kind(casework_law(w), x->filing.kind);
        enum err err = store_number_serials(w->store, w->arena, x->filing.organization_id,
                                            kind->series, &rows, &n, &w->fault);
        if (err)
            return err;
    }
    buf_open(&b, NULL, '{');
    buf_open(&b, "serials", '{');
    for (int i = 0; i < n; i++)
        buf_json_int(&b, rows[i].counter, rows[i].n);
    buf_close(&b);
    if (move_brings(&x->move, EFFECT_AMEND))
        buf_json_str(&b, "amended_on", w->today);
    buf_json_str(&b, "filed_on", w->today);
    buf_close(&b);
    *out = b.p;
    return OK;
}

/* A rule that raised is named with what became of the decision, and whom to ask. */
static enum err
publication_failed(struct casework *w, enum err err)
{
    struct fault f = w->fault;

    if (err != ERR_RULE || !str_is(f.code, "rule_error"))
        return err;
    return fail(&w->fault, ERR_RULE, f.code, f.where,
                "编号或公示规则出错，决定没有作出，请规则管理员检查 %s：%s",
                *f.where ? f.where : "numbering.lua、publication.lua", f.text);
}

/* The rules are asked to publish the frozen version, with the number that it would get. */
static enum err
approval_facts(struct casework *w, struct decision *x, const char **facts)
{
    struct filing *f = &x->filing;
    struct organization o;
    struct version v;
    struct id_list attachments;
    const char *issue;
    enum err err;

    if ((err = store_version_load(w->store, w->arena, f->id, x->task.version, &v, &w->fault)))
        return err;
    if ((err = frozen_version(w, &v, &x->frozen)))
        return err;
    if ((err = store_organization_load(w->store, w->arena, f->organization_id, &o, &w->fault)))
        return err;
    if ((err = issue_json(w, x, &issue)))
        return err;

    data_attachments(w, f->kind, x->frozen.data, &attachments);
    struct facts_of of = {.filing_id = f->id,
                          .kind = f->kind,
                          .action = f->action,
                          .version = v.n,
                          .data = v.data,
                          .parsed = x->frozen.data,
                          .title = f->title,
                          .products = x->frozen.trees,
                          .text_hash = v.text_hash,
                          .organization = &o,
                          .attachments = &attachments,
                          .issue = issue};
    return facts_build(w, &of, facts);
}

/* An effect draws on its member of the answer, which must be there. */
static const struct {
    enum effect effect;
    const char *member;
    json_type type;
    const char *words, *file;
} needs[] = {
    {EFFECT_NUMBER, "number", JSON_STRING, "编号规则没有给出备案编号", "numbering.lua"},
    {EFFECT_PUBLISH, "entry", JSON_OBJECT, "公示规则没有给出公示内容", "publication.lua"},
    {EFFECT_ADMIT, "organization", JSON_OBJECT, "公示规则没有给出单位信息", "publication.lua"},
};

/* What an amendment draws on hangs on what it changes. */
static bool
is_needed(struct casework *w, const struct decision *x, enum effect effect)
{
    const struct law_kind *admitting = law_admitting(casework_law(w));
    bool is_subject = admitting != NULL && str_is(admitting->code, x->filing.kind);

    if (move_brings(&x->move, effect))
        return true;
    if (!move_brings(&x->move, EFFECT_AMEND))
        return false;
    return effect == EFFECT_ADMIT ? is_subject
                                  : effect == EFFECT_PUBLISH && x->concerned.number != NULL;
}

static enum err
publication_check(struct casework *w, const struct decision *x)
{
    for (size_t i = 0; i < LEN(needs); i++) {
        const json_t *member = json_object_get(x->published, needs[i].member);
        bool is_there = member != NULL && json_typeof(member) == needs[i].type;
        if (!is_there && is_needed(w, x, needs[i].effect))
            return fail(&w->fault, ERR_RULE, "rule_error", "",
                        "%s，决定没有作出，请规则管理员检查 %s", needs[i].words, needs[i].file);
    }
    return OK;
}

/* ERR_RULE when the rules give no answer, or less than is needed: nothing is approved then. */
static enum err
ask_publication(struct casework *w, const char *facts, struct decision *x)
{
    json_t *published;
    const char *answer;
    enum err err;

    if ((err = policy_ask(w->policy, w->arena, POLICY_PUBLISH, facts, &answer, &w->fault)))
        return publication_failed(w, err);
    if ((err = json_read(w->arena, answer, strlen(answer), &published, &w->fault)))
        return err;

    x->published = published;
    x->number = json_str(published, "number");
    x->serial = (struct number_serial){
        .organization_id = x->filing.organization_id,
        .series = json_str(published, "series"),
        .counter = json_str(published, "counter"),
        .n = (long)json_integer_value(json_object_get(published, "serial")),
    };
    return publication_check(w, x);
}

static bool
is_approval(const struct decision *x)
{
    return move_brings(&x->move, EFFECT_PUBLISH) || move_brings(&x->move, EFFECT_ADMIT) ||
           move_brings(&x->move, EFFECT_AMEND);
}

enum err
casework_decision_decide(struct casework *w, const char *task_id,
                         const struct decision_order *order, struct decision *x)
{
    const char *facts;
    enum err err;

    if ((err = review_filing(w, task_id, &x->task, &x->filing)))
        return err;
    const struct law_event *outcome = law_event(casework_law(w), order->outcome);
    if ((err = reasons_check(w, x->filing.kind, outcome, order->reasons)))
        return err;
    if ((err = review_is_mine(w, &x->task)))
        return err;

    x->move = review_move_of(w, &x->task, &x->filing, "task.decide");
    struct law_question q = {.event = order->outcome};
    if ((err = move_find(w, &x->move, &q)))
        return err;
    if (x->move.by == NULL || !verb_is_decision(x->move.by->event->verb))
        return review_not_allowed(w, &x->filing, "不能作出这个决定");
    x->task.outcome = order->outcome;
    x->task.reasons =
        json_array_size(order->reasons) > 0 ? json_text(w->arena, order->reasons) : NULL;
    x->task.note = order->note;
    if (move_brings(&x->move, EFFECT_AMEND) || move_brings(&x->move, EFFECT_FINISH)) {
        if ((err = concern_standing(w, &x->filing, &x->concerned)))
            return err;
    }
    if (!is_approval(x))
        return clocks_ask(w, &x->filing, x->move.by, &x->move.clocks);

    if ((err = approval_facts(w, x, &facts)))
        return err;
    if ((err = reroute_look(w, x)))
        return err;
    store_read_end(w->store);
    err = ask_publication(w, facts, x);
    return err ? err : reroute_ask(w, x);
}

enum err
casework_decision_store(struct casework *w, struct decision *x)
{
    struct task *t = &x->task;

    t->state = "done";
    t->done_at = w->now;
    enum err err = store_task_move(w->store, t, "claimed", &w->fault);
    if (err)
        return err;

    if (x->number != NULL)
        x->filing.number = x->number;
    x->move.reasons = t->reasons;
    x->move.note = t->note;
    x->move.decision = x;
    if ((err = move_store(w, &x->move)))
        return err;
    if ((err = reroute_store(w, x)))
        return err;
    if ((err = store_task_draft_drop(w->store, t->id, &w->fault)))
        return err;
    return store_task_load(w->store, w->arena, t->id, t, &w->fault);
}

/* What the reviewer has written so far. */
static enum err
written_reasons(struct casework *w, const struct task *t, const char **out)
{
    struct task_draft draft = {0};
    json_t *read;
    enum err err = store_task_draft_load(w->store, w->arena, t->id, w->who->id, &draft, &w->fault);

    *out = NULL;
    if (err || draft.draft == NULL)
        return err == ERR_NOTFOUND ? OK : err;
    if ((err = json_read(w->arena, draft.draft, strlen(draft.draft), &read, &w->fault)))
        return err;
    const json_t *reasons = json_object_get(read, "reasons");
    *out = reasons ? json_text(w->arena, reasons) : NULL;
    return OK;
}

enum err
casework_decision_letters(struct casework *w, const char *task_id, const char *outcome,
                          struct letter_draft **out, int *n)
{
    struct law_question q = {.event = outcome};
    struct filing x;
    struct task t;
    enum err err = review_filing(w, task_id, &t, &x);
    if (err)
        return err;

    struct move m = review_move_of(w, &t, &x, NULL);
    if ((err = move_find(w, &m, &q)))
        return err;
    if (m.by == NULL || !verb_is_decision(m.by->event->verb))
        return review_not_allowed(w, &x, "不能作出这个决定");
    if ((err = written_reasons(w, &t, &m.reasons)))
        return err;
    return letters_preview(w, &m, out, n);
}
