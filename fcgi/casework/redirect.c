/* A takeover that asks for another organization than the one that is meant: the office ends it, and
 * one for the right organization, which has the same credit code, goes on in its place. */
#include "casework/casework.h"
#include "casework/takeover_steps.h"

/* Refused where it is asked for already, or has another code. */
static enum err
find_target(struct casework *w, const struct takeover *t, const char *organization_id,
            struct takeover *to)
{
    struct takeover_holder *rows;
    struct findings fs;
    int n, i = 0;
    enum err err = store_takeover_holders(w->store, w->arena, t->credit_code, &rows, &n, &w->fault);
    if (err)
        return err;

    while (i < n && !str_is(rows[i].id, organization_id))
        i++;
    findings_start(&fs, w->arena);
    if (str_is(organization_id, t->organization_id))
        findings_add(&fs, "takeover.organization", "/organization", "这份申请所认领的就是这个单位",
                     "请选择使用同一代码的另一个单位");
    else if (i == n)
        findings_add(&fs, "takeover.organization", "/organization",
                     "没有这样一个使用同一统一社会信用代码的单位", "请在使用这个代码的单位中选择");
    if (fs.count > 0)
        return casework_findings(w, "takeover_invalid", "没有改转", &fs);

    to->organization_id = rows[i].id;
    to->filing_id = rows[i].filing_id;
    return OK;
}

/* The asker's own files go along; what the owner of the other organization handed in does not. */
static enum err
find_documents(struct casework *w, const struct takeover *t, struct id_list *out)
{
    struct attachment *files;
    int n;
    enum err err = store_takeover_documents(w->store, w->arena, t->id, &files, &n, &w->fault);
    if (err)
        return err;

    *out = (struct id_list){.ids = arena_alloc(w->arena, ((size_t)n + 1) * sizeof(char *))};
    for (int i = 0; i < n; i++)
        if (str_is(files[i].organization_id, t->by_organization_id))
            out->ids[out->n++] = files[i].id;
    return OK;
}

/* Asked by the same person for the same reason, of another organization. */
static enum err
begin(struct casework *w, const struct takeover *t, const char *organization_id,
      struct takeover_work *x)
{
    const json_t *rules = takeover_rules(casework_manifest(w));
    enum err err;

    *x = (struct takeover_work){
        .takeover = {.credit_code = t->credit_code,
                     .by_id = t->by_id,
                     .by_organization_id = t->by_organization_id,
                     .reason = t->reason},
        .event = TAKEOVER_ASKED,
        .audit = "takeover.redirect",
        .role = takeover_role(rules, &w->who->roles),
        .days = (long)json_integer_value(json_object_get(rules, "answer_days")),
    };
    if ((err = find_target(w, t, organization_id, &x->takeover)))
        return err;
    return find_documents(w, t, &x->documents);
}

enum err
casework_takeover_redirect(struct casework *w, const char *id, const struct takeover_choice *choice,
                           struct takeover_redirect *x)
{
    struct takeover *t = &x->was.takeover;
    enum takeover_side side;
    struct findings fs;
    enum err err;

    *x = (struct takeover_redirect){0};
    if ((err = takeover_waiting(w, id, &x->was, &side)))
        return err;
    struct takeover_may may = casework_takeover_may(w, t, side);
    if (!may.decline)
        return takeover_refuse_who(w, t, side);
    if (!may.redirect)
        return fail(
            &w->fault, ERR_CONFLICT, "redirect_untold", "",
            "规则没有写明改转时怎样告知申请人和原被认领的单位（people.lua 的 tells），不能改转");
    findings_start(&fs, w->arena);
    takeover_check_text(w, choice->reason, "理由", &fs);
    if (fs.count > 0)
        return casework_findings(w, "takeover_invalid", "没有改转", &fs);
    if ((err = takeover_check_asker(w, t)))
        return err;
    if ((err = begin(w, t, choice->organization_id, &x->next)))
        return err;

    takeover_end(w, &x->was, TAKEOVER_DECLINED, "takeover.redirect");
    x->was.event = TAKEOVER_REDIRECTED;
    t->grounds = choice->reason;
    t->ended_role = x->next.role;
    return OK;
}

enum err
casework_takeover_redirect_store(struct casework *w, struct takeover_redirect *x)
{
    struct takeover *t = &x->was.takeover, *next = &x->next.takeover;
    enum err err;

    if ((err = takeover_check_asker(w, t)))
        return err;
    if ((err = find_target(w, t, next->organization_id, next)))
        return err;
    if ((err = store_takeover_end(w->store, t, &w->fault)))
        return err;
    err = store_takeover_add(w->store, next, &x->next.documents, &w->fault);
    if (err == ERR_CONFLICT)
        return fail(&w->fault, ERR_CONFLICT, "takeover_waiting", "",
                    "申请人已经申请认领那个单位，还没有结果，请办理那一份");
    if (err)
        return err;
    if ((err = store_takeover_redirect(w->store, t->id, next->id, &w->fault)))
        return err;
    if ((err = takeover_note(w, &x->was)))
        return err;
    return takeover_note(w, &x->next);
}
