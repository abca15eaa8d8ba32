#include "casework/work.h"

enum err
casework_root(struct casework *w, const char *id)
{
    w->root.id = id;
    w->elsewhere = (struct elsewhere){0};
    return store_root_load(w->store, id, &w->root.revision, &w->fault);
}

static enum err
ask_elsewhere(struct casework *w, const struct elsewhere *x, bool *is)
{
    return store_credit_code_elsewhere(w->store, x->organization_id, x->credit_code, is, &w->fault);
}

enum err
casework_elsewhere(struct casework *w, const char *organization_id, const char *credit_code,
                   bool *is)
{
    w->elsewhere = (struct elsewhere){organization_id, credit_code, false};
    enum err err = ask_elsewhere(w, &w->elsewhere, is);
    w->elsewhere.is = *is;
    return err;
}

static enum err
settle_elsewhere(struct casework *w)
{
    bool is = false;

    if (w->elsewhere.credit_code == NULL)
        return OK;
    enum err err = ask_elsewhere(w, &w->elsewhere, &is);
    if (err)
        return err;
    return is == w->elsewhere.is ? OK : ERR_AGAIN;
}

enum err
casework_settle(struct casework *w, bool is_raised)
{
    const struct root *r = &w->root;

    if (r->id == NULL)
        return fail(&w->fault, ERR_BUG, "root_missing", "", "decided upon nothing");
    enum err err = is_raised ? store_root_raise(w->store, r->id, r->revision, &w->fault)
                             : store_root_hold(w->store, r->id, r->revision, &w->fault);
    return err ? err : settle_elsewhere(w);
}

enum err
casework_findings(struct casework *w, const char *code, const char *text, struct findings *fs)
{
    w->findings = findings_end(fs);
    return fail(&w->fault, ERR_INPUT, code, "", "%s，共 %d 处", text, fs->count);
}

enum err
casework_not_found(struct casework *w)
{
    bool is_reviewer = w->who != NULL && (w->who->roles.bits & ROLE_REVIEWER);
    return fail(&w->fault, ERR_NOTFOUND, "not_found", "", "没有找到，或%s，请从列表中重新打开",
                is_reviewer ? "不在您的审核范围内" : "不属于您的单位");
}

enum err
casework_found(struct casework *w, enum err err)
{
    return err == ERR_NOTFOUND ? casework_not_found(w) : err;
}

bool
casework_is_erased(const struct casework *w, enum err err)
{
    return err == ERR_NOTFOUND && str_is(w->fault.code, "key_erased");
}

enum err
casework_erased(struct casework *w)
{
    return fail(&w->fault, ERR_NOTFOUND, "key_erased", "",
                "这项内容已按要求销毁，不能再读取；备案编号、办理过程和审计记录仍然保留");
}

/* With the token by which a program acts, or the mandate by which an agent does. */
static const char *
with_means(struct casework *w, const char *detail)
{
    const struct account *who = w->who;
    const char *means = who == NULL ? NULL : who->token_id ? who->token_id : who->mandate_id;
    const char *name = means != NULL && who->token_id != NULL ? "token" : "mandate";

    if (means == NULL)
        return detail;
    if (detail == NULL)
        return arena_printf(w->arena, "{\"%s\":\"%s\"}", name, means);
    return arena_printf(w->arena, "{\"%s\":\"%s\",%s", name, means, detail + 1);
}

enum err
casework_audit(struct casework *w, const char *action, const char *object, const char *detail)
{
    const char *actor = w->who ? w->who->id : NULL;
    return store_audit_add(w->store, actor, action, object, with_means(w, detail), &w->fault);
}

const char *
casework_office(const struct casework *w)
{
    const json_t *office = json_object_get(casework_manifest(w), "office");
    const char *name = json_str(office, "name"), *contact = json_str(office, "contact");

    if (name == NULL)
        return "受理单位";
    return contact ? arena_printf(w->arena, "%s（%s）", name, contact) : name;
}

const char *
casework_first_action(const struct casework *w, const char *kind)
{
    const struct law *l = casework_law(w);
    const struct law_kind *known = law_kind(l, kind);

    if (known != NULL)
        return json_string_value(json_array_get(known->actions, 0));
    return l->actions_n > 0 ? l->actions[0].code : "";
}

const struct law *
casework_law(const struct casework *w)
{
    return policy_law(w->policy);
}

const json_t *
casework_manifest(const struct casework *w)
{
    return policy_manifest(w->policy);
}

const json_t *
casework_form(const struct casework *w, const char *kind)
{
    return json_object_get(json_object_get(casework_manifest(w), "forms"), kind);
}

const struct form *
casework_compiled(const struct casework *w, const char *kind)
{
    return policy_form(w->policy, kind);
}
