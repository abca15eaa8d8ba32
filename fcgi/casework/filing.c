#include "casework/filing.h"
#include "casework/access.h"
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
    const json_t *gate = workflow_gate(casework_manifest(w), kind);

    if (gate == NULL || o->subject_filing_id != NULL)
        return OK;
    return fail(&w->fault, ERR_CONFLICT, json_str(gate, "code"), "", "%s",
                json_str(gate, "message"));
}

/* ---- begun ----------------------------------------------------------------------------------- */

static bool
form_has_action(const json_t *form, const char *action)
{
    size_t i;
    json_t *name;

    json_array_foreach(json_object_get(form, "actions"), i, name)
    {
        if (str_is(json_string_value(name), action))
            return true;
    }
    return false;
}

enum err
casework_begin_decide(struct casework *w, const char *kind, const char *action)
{
    const json_t *form = casework_form(w, kind);
    struct organization o;

    if (form == NULL || !form_has_action(form, action))
        return fail(&w->fault, ERR_INPUT, "action_unavailable", "/action",
                    "当前规则没有开放“%s”的“%s”办理，请选择表单中列出的办理事项", kind, action);

    enum err err = casework_organization(w, &o);
    return err ? err : casework_gate(w, &o, kind);
}

/* The audit line names what a filer does. */
static struct move
move_of_filer(struct filing *x, const char *audit)
{
    return (struct move){.filing = x, .actor_role = "filer", .audit = audit, .object = x->id};
}

enum err
casework_begin(struct casework *w, const char *kind, const char *action, struct filing *x)
{
    *x = (struct filing){.organization_id = w->who->organization_id,
                         .kind = kind,
                         .action = action,
                         .state = "draft",
                         .data = "{}",
                         .title = "",
                         .checked_with = policy_rule_set(w->policy)};
    enum err err = store_filing_add(w->store, x, &w->fault);
    if (err == ERR_CONFLICT)
        return fail(&w->fault, ERR_CONFLICT, "filing_exists", "",
                    "本单位已有办理中或已通过的主体备案，请在原有备案上继续");
    if (err)
        return err;

    struct move m = move_of_filer(x, "filing.create");
    m.event = "create";
    m.to = x->state;
    return move_record(w, &m);
}

/* ---- saved ----------------------------------------------------------------------------------- */

static enum err
parse_data(struct casework *w, const struct filing *x, json_t **data)
{
    return json_read(w->arena, x->data, strlen(x->data), data, &w->fault);
}

/* Answers to fields that the rules no longer ask may stay as they were. */
static enum err
save_shape(struct casework *w, const struct filing *x, const json_t *data)
{
    struct findings fs;
    json_t *old;

    findings_start(&fs, w->arena);
    shape_check(json_object_get(casework_form(w, x->kind), "schema"), data, NULL, &fs);
    if (fs.count == 0)
        return OK;

    enum err err = parse_data(w, x, &old);
    return err ? err : data_shape(w, x->kind, data, old);
}

enum err
casework_save_decide(struct casework *w, const json_t *data, struct saving *x)
{
    struct filing *f = &x->filing;
    enum err err;

    x->move = move_of_filer(f, "filing.save");
    if (!move_find(w, &x->move, f, "save"))
        return fail(&w->fault, ERR_CONFLICT, "not_editable", "",
                    "备案处于“%s”，不能修改。提交后、审核人员接手前可以先撤回再改",
                    workflow_label(casework_manifest(w), f->state));
    if ((err = size_of_data(w, f->kind, data)))
        return err;
    if ((err = save_shape(w, f, data)))
        return err;

    const char *title = shape_text_at(data, json_str(casework_form(w, f->kind), "title_at"));
    x->data = json_canonical(w->arena, data);
    f->title = title ? title : "";
    return OK;
}

/* Both stay: the newer in its place, this one beside it. Who sends the same once more, because the
 * answer was lost on its way, has lost nothing. */
static enum err
save_lost(struct casework *w, struct saving *x)
{
    struct kept k = {.filing_id = x->filing.id,
                     .account_id = w->who->id,
                     .base_revision = x->if_match,
                     .data = x->data,
                     .at = w->now};
    struct filing newer;
    enum err err = store_filing_load(w->store, w->arena, x->filing.id, &newer, &w->fault);
    if (err)
        return casework_found(w, err);
    if (str_is(newer.saved_by, w->who->id) && str_is(newer.data, x->data)) {
        x->filing = newer;
        return OK;
    }

    if ((err = store_kept_add(w->store, &k, &w->fault)))
        return err;
    x->is_lost = true;
    x->newer = newer.revision;
    x->kept_id = k.id;
    return OK;
}

enum err
casework_save_store(struct casework *w, struct saving *x)
{
    struct filing *f = &x->filing;

    if (x->if_match > 0 && x->if_match != f->revision)
        return save_lost(w, x);

    f->data = x->data;
    f->saved_by = w->who->id;
    f->version += !str_is(x->move.from, x->move.to);
    enum err err = store_filing_save(w->store, f, &w->fault);
    if (err == ERR_STALE)
        return ERR_AGAIN; /* decided upon what stood there before */
    if (err || str_is(x->move.from, x->move.to))
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
    if (!str_is(x.state, "draft") || x.submitted_at != 0)
        return fail(&w->fault, ERR_CONFLICT, "not_deletable", "",
                    "只能删除从未提交过的草稿；提交过的备案须留存，不再办理的可以撤回");

    if ((err = store_filing_delete(w->store, x.id, x.revision, &w->fault)))
        return err;
    return casework_audit(w, "filing.delete", x.id, NULL);
}

/* ---- judged ---------------------------------------------------------------------------------- */

/* The day on which version 1 was handed in; today while there is none. */
static enum err
first_day(struct casework *w, const struct filing *x, char day[DATE_TEXT])
{
    struct version first;

    memcpy(day, w->today, DATE_TEXT);
    if (x->version == 1)
        return OK;
    enum err err = store_version_load(w->store, w->arena, x->id, 1, &first, &w->fault);
    if (!err)
        date_beijing(first.submitted_at, day);
    return err == ERR_NOTFOUND ? OK : err;
}

/* A filing is judged by these, which are loaded once, before the snapshot ends. */
struct dossier {
    const json_t *data;
    const struct organization *organization;
    struct id_list *attachments;
    const char *submitted_on; /* NULL: it is only checked */
};

static enum err
filing_facts_of(struct casework *w, const struct filing *x, const struct dossier *of,
                const char **facts)
{
    char first[DATE_TEXT];
    enum err err = first_day(w, x, first);
    if (err)
        return err;

    struct facts_of f = {.filing_id = x->id,
                         .kind = x->kind,
                         .action = x->action,
                         .version = x->version,
                         .data = x->data,
                         .parsed = of->data,
                         .organization = of->organization,
                         .attachments = of->attachments,
                         .submitted_on = of->submitted_on,
                         .first_submitted_on = of->submitted_on || x->version > 1 ? first : NULL};
    return facts_build(w, &f, facts);
}

enum err
casework_check_decide(struct casework *w, const char *id, struct checking *x)
{
    struct organization o;
    struct id_list attachments;
    json_t *data;
    const char *facts;
    enum err err;

    /* load */
    if ((err = casework_filing(w, ACT_FILE, id, &x->filing)))
        return err;
    if ((err = casework_organization(w, &o)))
        return err;
    if ((err = parse_data(w, &x->filing, &data)))
        return err;
    data_attachments(w, x->filing.kind, data, &attachments);
    struct dossier of = {.data = data, .organization = &o, .attachments = &attachments};
    if ((err = filing_facts_of(w, &x->filing, &of, &facts)))
        return err;

    /* judge */
    store_read_end(w->store);
    return casework_judge(w, facts, &x->judged);
}

enum err
casework_check_store(struct casework *w, struct checking *x)
{
    enum err err = store_filing_checked(w->store, x->filing.id, x->judged.rule_set, &w->fault);
    return err ? casework_found(w, err) : judgement_audit(w, &x->filing, &x->judged);
}

/* ---- submitted ------------------------------------------------------------------------------- */

static enum err
declaration_check(struct casework *w, bool is_declared)
{
    struct findings fs;

    if (is_declared)
        return OK;
    findings_start(&fs, w->arena);
    findings_add(&fs, "submit.declaration", "/declaration",
                 "提交前须勾选“我承诺上述填报信息真实有效”", "请核对全部内容后勾选承诺，再提交");
    return casework_findings(w, "declaration_required", "没有作出真实性承诺，未提交", &fs);
}

/* A submit that is not allowed at all never comes before the rules. */
static enum err
submit_may(struct casework *w, struct submission *x, const struct organization *o, bool is_declared)
{
    struct filing *f = &x->filing;
    json_t *data;
    enum err err;

    x->move = move_of_filer(f, "filing.submit");
    if (!move_find(w, &x->move, f, "submit"))
        return fail(&w->fault, ERR_CONFLICT, "already_submitted", "",
                    "备案处于“%s”，不能再提交；进展见办理经过",
                    workflow_label(casework_manifest(w), f->state));
    if ((err = declaration_check(w, is_declared)))
        return err;
    if ((err = casework_gate(w, o, f->kind)))
        return err;
    if ((err = parse_data(w, f, &data)))
        return err;
    x->data = data;
    return data_shape(w, f->kind, data, data);
}

enum err
casework_submit_decide(struct casework *w, const char *id, bool is_declared, struct submission *x)
{
    struct filing *f = &x->filing;
    struct organization o;
    const char *facts;
    enum err err;

    /* load and validate */
    if ((err = casework_filing(w, ACT_FILE, id, f)))
        return err;
    if ((err = casework_organization(w, &o)))
        return err;
    if ((err = submit_may(w, x, &o, is_declared)))
        return err;

    /* Handed in again as it is: the version before is frozen already. */
    if (!str_is(f->state, "draft"))
        f->version++;
    data_coverage(w, f, x->data, &x->coverage);
    data_attachments(w, f->kind, x->data, &x->attachments);
    struct dossier of = {.data = x->data,
                         .organization = &o,
                         .attachments = &x->attachments,
                         .submitted_on = w->today};
    if ((err = filing_facts_of(w, f, &of, &facts)))
        return err;

    /* judge */
    store_read_end(w->store);
    return casework_judge(w, facts, &x->judged);
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

    if ((err = judgement_keep(w, &x->filing, "submit", j)))
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
    char hash[SHA256_TEXT];

    if (str_is(x->judged.verdict, "not_acceptable"))
        return refuse(w, x);

    sha256_hex(f->data, strlen(f->data), hash);
    f->rule_set = f->checked_with = x->judged.rule_set;
    f->submitted_at = w->now;
    x->move.submission = x;
    x->move.data_hash = arena_strdup(w->arena, hash);
    return move_store(w, &x->move);
}

/* ---- withdrawn ------------------------------------------------------------------------------- */

enum err
casework_withdraw(struct casework *w, const char *id, struct filing *x)
{
    enum err err = casework_filing(w, ACT_FILE, id, x);
    if (err)
        return err;

    struct move m = move_of_filer(x, "filing.withdraw");
    if (!move_find(w, &m, x, "withdraw"))
        return fail(&w->fault, ERR_CONFLICT, "not_withdrawable", "",
                    "备案处于“%s”，不能撤回；只有提交后、审核人员接手前可以撤回",
                    workflow_label(casework_manifest(w), x->state));
    return move_store(w, &m);
}
