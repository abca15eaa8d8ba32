#include "casework/filing.h"
#include "casework/access.h"
#include "casework/advice.h"
#include "casework/clocks.h"
#include "casework/concern.h"
#include "casework/reach.h"
#include "casework/size.h"

#include <string.h>

/* ---- the gate -------------------------------------------------------------------------------- */

enum err
casework_organization(struct casework *w, struct organization *o)
{
    return store_organization_load(w->store, w->arena, w->who->organization_id, o, &w->fault);
}

enum err
casework_gate(struct casework *w, const struct organization *o, const char *kind)
{
    const struct law_gate *gate = law_gate(casework_law(w), kind);
    bool is_open = gate == NULL;

    if (!is_open) {
        enum err err =
            store_filing_in_force(w->store, o->id, gate->needs->code, &is_open, &w->fault);
        if (err)
            return err;
    }
    return is_open ? OK : fail(&w->fault, ERR_CONFLICT, gate->code, "", "%s", gate->message);
}

/* ---- begun ----------------------------------------------------------------------------------- */

enum err
casework_begin_decide(struct casework *w, const struct concern *x)
{
    const struct law *l = casework_law(w);
    const struct law_kind *known = law_kind(l, x->kind);
    struct organization o;
    struct filing of;
    enum err err;

    if (known == NULL || !law_has_action(known, x->action))
        return fail(&w->fault, ERR_INPUT, "action_unavailable", "/action",
                    "本系统尚未开放%s的%s办理，如需办理，请联系%s", law_label_of_kind(l, x->kind),
                    law_label_of_action(l, x->action), casework_office(w));

    if ((err = casework_may_begin(w, x->kind)))
        return err;
    if ((err = concern_ask(w, x, &of)))
        return err;
    err = casework_organization(w, &o);
    return err ? err : casework_gate(w, &o, x->kind);
}

#define ASKED(verb_) ((struct law_question){.verb = (verb_)})

/* The audit line names what a filer does. */
static struct move
move_of_filer(struct filing *x, const char *audit)
{
    return (struct move){
        .filing = x, .actor_role = role_name(ROLE_FILER), .audit = audit, .object = x->id};
}

/* Of what is about an earlier filing, the one that is open and nobody has written into. */
static enum err
begun_of(struct casework *w, const struct concern *x, struct filing *out)
{
    enum err err = store_filing_open_of(w->store, w->arena, x->of, out, &w->fault);
    bool is_mine = !err && str_is(out->organization_id, w->who->organization_id);

    if (!err && !(is_mine && str_is(out->action, x->action) && out->revision == 1))
        return ERR_NOTFOUND;
    return err;
}

enum err
casework_begun(struct casework *w, const struct concern *x, struct filing *out)
{
    struct filing like = {
        .organization_id = w->who->organization_id, .kind = x->kind, .action = x->action};
    if (x->of != NULL)
        return begun_of(w, x, out);
    return store_filing_untouched(w->store, w->arena, &like, out, &w->fault);
}

static enum err
exists_already(struct casework *w, const struct concern *x, const struct law_kind *known)
{
    if (x->of != NULL)
        return fail(&w->fault, ERR_CONFLICT, "of_open", "/of",
                    "就这件%s已有一件变更或注销正在办理，请在它上面继续，或等它办结", known->label);
    return fail(&w->fault, ERR_CONFLICT, "filing_exists", "",
                "本单位已有办理中或已通过的%s，请在原有备案上继续", known->label);
}

enum err
casework_begin(struct casework *w, const struct concern *of, struct filing *x)
{
    const struct law_kind *known = law_kind(casework_law(w), of->kind);
    const char *data = "{}";
    struct filing concerned;
    enum err err = concern_ask(w, of, &concerned);
    if (err)
        return err;
    if (of->of != NULL && (err = concern_data(w, &concerned, &data)))
        return err;

    *x = (struct filing){.organization_id = w->who->organization_id,
                         .kind = of->kind,
                         .action = of->action,
                         .of = of->of,
                         .state = known->initial->code,
                         .standing = standing_name(known->initial->standing),
                         .is_single = known->is_single && of->of == NULL,
                         .data = data,
                         .title = concerned.title ? concerned.title : "",
                         .checked_with = policy_rule_set(w->policy)};
    if ((err = store_filing_add(w->store, x, &w->fault)) == ERR_CONFLICT)
        return exists_already(w, of, known);
    if (err)
        return err;
    if ((err = quota_hold(w, USAGE_DRAFTS)))
        return err;
    if ((err = quota_hold(w, USAGE_OPEN_FILINGS)))
        return err;

    struct move m = move_of_filer(x, "filing.create");
    m.event = "create";
    m.to = x->state;
    return move_record(w, &m);
}

/* ---- saved ----------------------------------------------------------------------------------- */

static enum err
not_allowed(struct casework *w, const struct filing *x, const char *code, const char *what)
{
    return fail(&w->fault, ERR_CONFLICT, code, "", "本件当前状态为“%s”，%s。%s",
                law_label_of_state(casework_law(w), x->kind, x->action, x->state), what,
                advice_where(w, x));
}

/* A version that was handed in is frozen: what follows is the next. */
static enum err
next_version(struct casework *w, struct filing *x)
{
    struct version frozen;

    if (x->submitted_at == 0)
        return OK;
    enum err err = store_version_load(w->store, w->arena, x->id, x->version, &frozen, &w->fault);
    if (!err)
        x->version++;
    return err == ERR_NOTFOUND ? OK : err;
}

static enum err
parse_data(struct casework *w, const struct filing *x, json_t **data)
{
    return json_read(w->arena, x->data, strlen(x->data), data, &w->fault);
}

/* Answers to fields that the rules no longer ask may stay as they were. */
enum err
casework_shape(struct casework *w, const struct filing *x, const json_t *data)
{
    struct findings fs;
    json_t *old;

    findings_start(&fs, w->arena);
    shape_check(casework_compiled(w, x->kind)->shape, data, NULL, &fs);
    if (fs.count == 0)
        return OK;

    enum err err = parse_data(w, x, &old);
    return err ? err : data_shape(w, x->kind, data, old);
}

static void
add_masked(void *ctx, const json_t *field, const char *pointer)
{
    struct findings *fs = ctx;
    findings_add(fs, "save.masked", pointer,
                 arena_printf(fs->text.a, "%s含有星号，是遮盖之后的样子，不是原来的内容",
                              json_str(field, "label")),
                 "请填写完整的内容；没有改动的，请重新打开草稿再保存");
}

/* What was only shown with stars is never written over what it stands for. */
static enum err
masked_refuse(struct casework *w, const struct filing *x, const json_t *data)
{
    struct findings fs;
    json_t *old;
    enum err err;

    findings_start(&fs, w->arena);
    mask_sent(w->arena, casework_form(w, x->kind), data, NULL, add_masked, &fs);
    if (fs.count == 0)
        return OK;
    if ((err = parse_data(w, x, &old)))
        return err;
    findings_start(&fs, w->arena);
    mask_sent(w->arena, casework_form(w, x->kind), data, old, add_masked, &fs);
    return fs.count > 0 ? casework_findings(w, "value_masked", "没有保存：有遮盖过的内容", &fs)
                        : OK;
}

static enum err
files_may(struct casework *w, const struct filing *x, const json_t *data)
{
    json_t *old;

    if (w->who->limited_by == NULL)
        return OK;
    enum err err = parse_data(w, x, &old);
    return err ? err : reach_save(w, x->kind, data, old);
}

enum err
casework_save_decide(struct casework *w, const json_t *data, struct saving *x)
{
    struct filing *f = &x->filing;
    enum err err;

    x->move = move_of_filer(f, "filing.save");
    if ((err = move_find(w, &x->move, &ASKED(VERB_SAVE))))
        return err;
    x->is_late = x->move.by == NULL;
    if (!(err = size_of_data(w, f->kind, data)))
        err = casework_shape(w, f, data);
    if (err && x->is_late)
        return not_allowed(w, f, "not_editable", "不能修改");
    if (err)
        return err;
    if ((err = masked_refuse(w, f, data)))
        return err;
    if ((err = files_may(w, f, data)))
        return err;

    const char *title = shape_text_at(data, json_str(casework_form(w, f->kind), "title_at"));
    x->data = json_canonical(w->arena, data);
    f->title = title ? title : "";
    if (x->is_late)
        return OK;
    return f->submitted_at == 0 ? clocks_draft_ask(w, f, data, &x->of_draft)
                                : clocks_ask(w, f, x->move.by, &x->move.clocks);
}

/* Who tries again and again, because he is not told or does not listen, is kept once. */
static enum err
keep(struct casework *w, struct kept *k)
{
    struct kept last;
    enum err err = store_kept_newest(w->store, w->arena, k->filing_id, &last, &w->fault);
    if (err && err != ERR_NOTFOUND)
        return err;

    bool is_there = !err && str_is(last.account_id, k->account_id) && str_is(last.data, k->data);
    k->id = is_there ? last.id : NULL;
    if (is_there)
        return OK;
    if ((err = store_kept_add(w->store, k, &w->fault)) || w->quotas == NULL)
        return err;
    return store_kept_trim(w->store, w->who->organization_id, w->quotas->kept, &w->fault);
}

static enum err
keep_save(struct casework *w, struct saving *x)
{
    struct kept k = {.filing_id = x->filing.id,
                     .account_id = w->who->id,
                     .base_revision = x->if_match > 0 ? x->if_match : 0,
                     .data = x->data,
                     .title = x->filing.title,
                     .at = w->now};
    enum err err = keep(w, &k);

    x->kept_id = k.id;
    return err;
}

/* Both stay: the newer in its place, this one beside it. Who sends what stands there already has
 * lost nothing: the answer to the same save was lost on its way, or a colleague typed the same. Who
 * names no revision of this filing is told so all the same. */
static enum err
save_lost(struct casework *w, struct saving *x)
{
    struct filing newer;
    enum err err = store_filing_load(w->store, w->arena, x->filing.id, &newer, &w->fault);
    if (err)
        return casework_found(w, err);
    bool is_same = str_is(newer.data, x->data);
    if (is_same && x->if_match > 0) {
        x->filing = newer;
        return OK;
    }

    x->is_lost = true;
    x->newer = newer.revision;
    return is_same ? OK : keep_save(w, x);
}

/* It was submitted, or decided upon, while somebody went on typing elsewhere. */
static enum err
save_late(struct casework *w, struct saving *x)
{
    struct filing now;
    enum err err = store_filing_load(w->store, w->arena, x->filing.id, &now, &w->fault);
    if (err)
        return casework_found(w, err);
    if (now.revision != x->filing.revision)
        return ERR_AGAIN;
    if (!str_is(now.data, x->data) && (err = keep_save(w, x)))
        return err;
    (void)not_allowed(w, &now, "not_editable", "不能修改");
    return OK;
}

enum err
casework_save_store(struct casework *w, struct saving *x)
{
    struct filing *f = &x->filing;
    bool is_more = strlen(x->data) > strlen(f->data); /* who deletes something always may */

    if (x->is_late)
        return save_late(w, x);
    if (x->if_match >= 0 && x->if_match != f->revision)
        return save_lost(w, x);

    f->data = x->data;
    f->saved_by = w->who->id;
    bool is_moved = !str_is(x->move.from, x->move.to);
    enum err err = is_moved ? next_version(w, f) : OK;
    if (err)
        return err;
    if ((err = store_filing_save(w->store, f, &w->fault)) == ERR_STALE)
        return ERR_AGAIN; /* decided upon what stood there before */
    if (!err && is_more)
        err = quota_hold(w, USAGE_DRAFT_BYTES);
    if (!err && x->of_draft != NULL)
        err = clocks_draft_keep(w, f, x->of_draft);
    if (err || !is_moved)
        return casework_found(w, err);
    return move_store(w, &x->move);
}

enum err
casework_delete(struct casework *w, const char *id, long if_match)
{
    struct filing x;
    enum err err = casework_filing(w, ACT_FILE, id, &x);
    if (err)
        return err;

    if (if_match > 0 && if_match != x.revision)
        return fail(&w->fault, ERR_STALE, "stale", "",
                    "草稿已有更新的内容，没有删除。请重新读取，确认后再删");
    if (x.submitted_at != 0 || !str_is(x.standing, standing_name(STANDING_EDITABLE)))
        return fail(&w->fault, ERR_CONFLICT, "not_deletable", "", "本件当前状态为“%s”。%s",
                    law_label_of_state(casework_law(w), x.kind, x.action, x.state),
                    advice_kept(w, &x));

    if ((err = store_filing_delete(w->store, x.id, x.revision, &w->fault)))
        return err;
    if ((err = store_judgement_erase(w->store, x.id, &w->fault)))
        return err;
    if ((err = store_deadlines_set(w->store, x.id, NULL, 0, &w->fault)))
        return err;
    return casework_audit(w, "filing.delete", x.id, NULL);
}

/* ---- judged ---------------------------------------------------------------------------------- */

/* A filing is judged by these, which are loaded once, before the snapshot ends. */
struct dossier {
    const struct frozen *frozen;
    const struct organization *organization;
    struct id_list *attachments;
    const struct files *files;       /* as in struct facts_of */
    const char *submitted_on;        /* NULL: it is only checked */
    const char *today;               /* NULL: the real one */
    const struct law_transition *by; /* that it is about to take; NULL: it is only checked */
    bool tells_elsewhere;            /* as in struct facts_of */
};

static enum err
filing_facts_of(struct casework *w, const struct filing *x, const struct dossier *of,
                const char **facts)
{
    struct course course;
    struct approved_days approval;
    const char *first, *changed;
    enum err err = frozen_first_day(w, x, of->submitted_on, &first);
    if (err)
        return err;
    if ((err = clocks_course(w, x, of->by, &course)))
        return err;
    if ((err = concern_changed(w, x, of->frozen->data, &changed)))
        return err;
    if ((err = concern_approval(w, x, &approval)))
        return err;

    struct facts_of f = {.filing_id = x->id,
                         .kind = x->kind,
                         .action = x->action,
                         .version = x->version,
                         .changed = changed,
                         .data = of->frozen->text,
                         .parsed = of->frozen->data,
                         .title = x->title,
                         .dropped = of->frozen->dropped,
                         .products = of->frozen->trees,
                         .text_hash = of->frozen->text_hash,
                         .organization = of->organization,
                         .attachments = of->attachments,
                         .files = of->files,
                         .today = of->today,
                         .submitted_on = of->submitted_on,
                         .first_submitted_on = first,
                         .course = &course,
                         .approval = x->of ? &approval : NULL,
                         .tells_elsewhere = of->tells_elsewhere};
    return facts_build(w, &f, facts);
}

enum err
casework_draft_facts(struct casework *w, const struct drafted *x, const char **facts)
{
    struct id_list attachments;
    struct dossier of = {.frozen = x->frozen,
                         .organization = x->organization,
                         .attachments = &attachments,
                         .today = x->today};

    data_attachments(w, x->filing->kind, x->frozen->data, &attachments);
    return filing_facts_of(w, x->filing, &of, facts);
}

/* ---- submitted ------------------------------------------------------------------------------- */

static enum err
declaration_check(struct casework *w, const char *kind, bool is_declared)
{
    struct findings fs;

    if (is_declared)
        return OK;
    findings_start(&fs, w->arena);
    findings_add(&fs, "submit.declaration", "/declaration",
                 arena_printf(w->arena, "提交前须勾选“%s”", frozen_promise(w, kind)),
                 "请核对全部内容后勾选承诺，再提交");
    return casework_findings(w, "declaration_required", "没有作出真实性承诺，未提交", &fs);
}

static enum err
unfinished_check(struct casework *w, const struct submission *x)
{
    struct findings fs;

    findings_start(&fs, w->arena);
    frozen_unfinished(w, x->filing.kind, &x->frozen, &fs);
    if (fs.count == 0)
        return OK;
    return casework_findings(w, "product_unfinished", "关联的产品还没有填完，没有提交", &fs);
}

/* A submit that is not allowed at all never comes before the rules. */
static enum err
submit_may(struct casework *w, struct submission *x, const struct organization *o, bool is_declared)
{
    struct filing *f = &x->filing, of;
    char hash[SHA256_TEXT];
    enum err err;

    x->move = move_of_filer(f, "filing.submit");
    if ((err = move_find(w, &x->move, &ASKED(VERB_SUBMIT))))
        return err;
    if (x->move.by == NULL)
        return not_allowed(w, f, "already_submitted", "不能再提交");
    if ((err = concern_standing(w, f, &of)))
        return err;
    if ((err = declaration_check(w, f->kind, is_declared)))
        return err;
    if ((err = casework_gate(w, o, f->kind)))
        return err;
    if ((err = freeze_filing(w, f, &x->frozen)))
        return err;
    if ((err = unfinished_check(w, x)))
        return err;

    /* Here, and not while others wait for the queue of writers. */
    sha256_hex(x->frozen.text, strlen(x->frozen.text), hash);
    x->move.data_hash = arena_strdup(w->arena, hash);
    return data_shape(w, f->kind, x->frozen.data, NULL);
}

/* Where it goes may hang on what was filed and on what the rules derived of it. */
static enum err
submit_to(struct casework *w, struct submission *x)
{
    json_t *filing = json_pack("{s:O}", "data", (json_t *)(uintptr_t)x->frozen.data);
    const json_t *derived = json_object_get(x->judged.parsed, "derived");
    const json_t *route = json_object_get(x->judged.parsed, "route");
    json_t *facts = arena_json(w->arena, json_pack("{s:o, s:O?, s:O?}", "filing", filing, "derived",
                                                   (json_t *)(uintptr_t)derived, "route",
                                                   (json_t *)(uintptr_t)route));
    struct law_question q = {.verb = VERB_SUBMIT, .facts = facts};
    enum err err = move_find(w, &x->move, &q);
    if (err || x->move.by != NULL)
        return err;
    return fail(&w->fault, ERR_RULE, "no_way", "",
                "系统未能确定本件提交后由谁审核，没有提交，请联系%s", casework_office(w));
}

static bool
is_refusal(const struct judged *j)
{
    return str_is(j->verdict, "not_acceptable");
}

/* What is refused for its own sake is told nothing of others. */
static enum err
refuse_alone(struct casework *w, struct submission *x, const struct dossier *of)
{
    struct judged alone;
    const char *facts;
    enum err err = filing_facts_of(w, &x->filing, of, &facts);
    if (err)
        return err;

    store_read_end(w->store);
    if ((err = casework_judge(w, facts, &alone)))
        return err;
    if (is_refusal(&alone))
        x->judged = alone;
    return OK;
}

/* That a code, a name or a text stands with somebody else is told of what is handed in, and not of
 * what is refused: whoever tried codes would learn who files, and leave no trace of it. Nor does
 * the time tell it: each refusal is looked at again, whether anything stands elsewhere or not. */
static enum err
submit_judge(struct casework *w, struct submission *x, const struct dossier *of)
{
    struct dossier beside = *of;
    const char *facts;
    enum err err;

    beside.tells_elsewhere = true;
    if ((err = filing_facts_of(w, &x->filing, &beside, &facts)))
        return err;
    store_read_end(w->store);
    if ((err = casework_judge(w, facts, &x->judged)))
        return err;
    if (is_refusal(&x->judged) && (err = refuse_alone(w, x, of)))
        return err;
    return submit_to(w, x);
}

enum err
casework_submit_decide(struct casework *w, const char *id, bool is_declared, struct submission *x)
{
    struct filing *f = &x->filing;
    struct organization o;
    enum err err;

    /* load and validate */
    if ((err = casework_filing(w, ACT_SUBMIT, id, f)))
        return err;
    if ((err = casework_organization(w, &o)))
        return err;
    if ((err = submit_may(w, x, &o, is_declared)))
        return err;

    if ((err = next_version(w, f)))
        return err;
    data_coverage(w, f, x->frozen.data, &x->coverage);
    data_attachments(w, f->kind, x->frozen.data, &x->attachments);
    if ((err = shown_freeze(w, f, &x->frozen, &x->attachments, &x->shown)))
        return err;
    struct dossier of = {.frozen = &x->frozen,
                         .organization = &o,
                         .attachments = &x->attachments,
                         .files = &x->shown.files,
                         .submitted_on = w->today,
                         .by = x->move.by};

    /* judge; where it goes may be another stage than was told, which has a clock of its own */
    if ((err = submit_judge(w, x, &of)))
        return err;
    if (x->move.by->to->stage == of.by->to->stage || !clocks_hang_on_moves(w, f->kind))
        return OK;
    of.by = x->move.by;
    return submit_judge(w, x, &of);
}

/* The rules say no: that is a judgement, too. The filing stays as it is. */
static enum err
refuse(struct casework *w, struct submission *x)
{
    const struct judged *j = &x->judged;
    bool is_kept = false;
    struct buf detail = BUF(w->arena);
    enum err err = judgement_is_kept(w, &x->filing, j, &is_kept);

    x->is_refused = true;
    if (err || is_kept)
        return err;

    if ((err = store_filing_missing(w->store, x->filing.id, judged_errors(j), &w->fault)))
        return err;
    if ((err = judgement_keep(w, &x->filing, x->move.event, j)))
        return err;
    if (w->quotas != NULL &&
        (err = store_judgement_trim(w->store, x->filing.id, w->quotas->refused, &w->fault)))
        return err;
    if ((err = judgement_audit(w, &x->filing, j)))
        return err;
    buf_open(&detail, NULL, '{');
    buf_json_str(&detail, "rule_set", j->rule_set);
    buf_json_str(&detail, "facts_hash", j->facts_hash);
    buf_close(&detail);
    return casework_audit(w, "filing.refused_submit", x->filing.id, detail.p);
}

enum err
casework_submit_store(struct casework *w, struct submission *x)
{
    struct filing *f = &x->filing;

    if (is_refusal(&x->judged))
        return refuse(w, x);

    f->rule_set = f->checked_with = x->judged.rule_set;
    f->submitted_at = w->now;
    f->text_hash = x->frozen.text_hash;
    x->move.submission = x;
    return move_store(w, &x->move);
}

/* ---- withdrawn ------------------------------------------------------------------------------- */

enum err
casework_withdraw(struct casework *w, const char *id, struct filing *x)
{
    enum err err = casework_filing(w, ACT_SUBMIT, id, x);
    if (err)
        return err;

    struct move m = move_of_filer(x, "filing.withdraw");
    if ((err = move_find(w, &m, &ASKED(VERB_WITHDRAW))))
        return err;
    if (m.by == NULL)
        return fail(&w->fault, ERR_CONFLICT, "not_withdrawable", "",
                    "本件当前状态为“%s”，不能撤回；只有提交之后、审核开始之前可以撤回",
                    law_label_of_state(casework_law(w), x->kind, x->action, x->state));
    return move_store(w, &m);
}
