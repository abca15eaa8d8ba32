/* Then and now: reasons beside what they were about, and versions beside each other. */
#include "handle/compare.h"
#include "handle/masking.h"
#include "handle/route.h"

#include <stdlib.h>

/* ---- what they are --------------------------------------------------------------------------- */

static const struct member file_members[] = {
    {"filename", M_STRING, M_REQUIRED, .title = "文件名"},
    {"media_type", M_STRING, M_REQUIRED, .title = "按内容判断的类型"},
    {"size_bytes", M_INTEGER, M_REQUIRED, .title = "字节数"},
    {"sha256", M_STRING, M_REQUIRED, .title = "SHA-256"},
    {"uploaded_at", M_TIME, M_REQUIRED, .title = "上传时间"},
    MEMBERS_END,
};
static const struct member file = {.type = M_OBJECT, .of = file_members, .title = "一个附件"};
const struct member files_members[] = {{.type = M_OTHERS, .each = &file}, MEMBERS_END};

const struct member open_reason_members[] = {
    {"path", M_STRING, M_REQUIRED,
     .title =
         "所涉字段或部分，照现在的位置：列表项换了位置的跟着走，已删去的是它所在的列表；空为全件"},
    {"path_then", M_STRING, M_REQUIRED, .title = "审核时的位置"},
    {"item", M_INTEGER, M_REQUIRED | M_NULLABLE, .title = "列表的第几项（从 0 起），照现在的位置"},
    {"item_id", M_STRING, M_REQUIRED | M_NULLABLE, .title = "这一项的编号；没有编号的为 null"},
    {"section_label", M_STRING, M_REQUIRED | M_NULLABLE, .title = "部分的名称；涉及全件的为 null"},
    {"field_label", M_STRING, M_REQUIRED | M_NULLABLE,
     .title = "字段的名称，审核时的表单所称；涉及整个部分或全件的为 null"},
    {"value_then", M_STRING, M_REQUIRED | M_NULLABLE, .title = "审核时所填"},
    {"value_now", M_STRING, M_REQUIRED | M_NULLABLE, .title = "现在所填"},
    {"changed", M_BOOLEAN, M_REQUIRED, .title = "退回之后这里是否改过"},
    {"code", M_STRING, M_REQUIRED | M_NULLABLE, .title = "理由的代码"},
    {"code_label", M_STRING, M_REQUIRED | M_NULLABLE, .title = "理由的代码（中文）"},
    {"reason", M_STRING, M_REQUIRED, .title = "理由"},
    {"suggestion", M_STRING, M_REQUIRED | M_NULLABLE, .title = "补正建议"},
    {"event_at", M_TIME, M_REQUIRED, .title = "何时提出"},
    MEMBERS_END,
};

static const char *const diff_kinds[] = {"added", "removed", "changed", "moved", NULL};
const struct member diff_row_members[] = {
    {"path", M_STRING, M_REQUIRED,
     .title = "字段位置，照后一版；删去的照前一版；/products/0 起的是所关联的产品"},
    {"section_label", M_STRING, M_REQUIRED, .title = "部分的名称"},
    {"field_label", M_STRING, M_REQUIRED, .title = "字段的名称，自上而下"},
    {"before", M_ANY, M_REQUIRED | M_NULLABLE | M_PERSONAL,
     .title = "前一版所填，照字段的类型；移动的为原来第几项"},
    {"after", M_ANY, M_REQUIRED | M_NULLABLE | M_PERSONAL,
     .title = "后一版所填，照字段的类型；移动的为现在第几项"},
    {"before_text", M_STRING, M_REQUIRED | M_NULLABLE, .title = "前一版所填，供人看"},
    {"after_text", M_STRING, M_REQUIRED | M_NULLABLE, .title = "后一版所填，供人看"},
    {"kind", M_STRING, M_REQUIRED, .choices = diff_kinds,
     .title = "added 新填，removed 删去，changed 改动，moved 换了位置"},
    {"by_reason", M_BOOLEAN, M_REQUIRED, .title = "最近一次退回的理由指到这里"},
    MEMBERS_END,
};

/* ---- GET /filings/:id/diff ------------------------------------------------------------------- */

#define TYPED "draft"
#define IN_FORCE "in_force"
static const struct member diff_query[] = {
    {"from", M_STRING,
     .title =
         "前一版是第几个版本，或 in_force：所针对的备案在这之前有效的；没有写时是后一版之前的一个"},
    {"to", M_STRING, .title = "后一版是第几个版本，或 draft：正在填写的；没有写时是最新的"},
    UNMASK,
    MEMBERS_END,
};
struct diff_answer {
    long from, to;  /* NO_NUMBER: what is typed */
    const char *of; /* whose version `from` is; NULL: its own */
    const char *rows;
};
static const struct member diff_answer[] = {
    {"from", M_INTEGER, M_REQUIRED, .at = LONG_AT(diff_answer, from), .title = "前一版"},
    {"of", M_ID, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(diff_answer, of),
     .title = "前一版是所针对的那一件备案的；是本件的为 null"},
    {"to", M_INTEGER, M_REQUIRED | M_NULLABLE, .at = LONG_AT(diff_answer, to),
     .title = "后一版；正在填写的为 null"},
    {"rows", M_LIST, M_REQUIRED | M_JSON, .at = TEXT_AT(diff_answer, rows), .of = diff_row_members,
     .title = "不同之处，按表单的顺序；名称取自各版自己的规则集"},
    MEMBERS_END,
};

static enum err
version_asked(struct context *c, const char *name, long *n)
{
    const char *text = context_query(c, name);
    char *end = NULL;

    *n = 0;
    if (text == NULL || str_is(text, str_is(name, "to") ? TYPED : IN_FORCE))
        return OK;
    *n = *text >= '1' && *text <= '9' ? strtol(text, &end, 10) : 0;
    if (*n > 0 && *end == '\0')
        return OK;
    return fail(&c->work.fault, ERR_INPUT, "parameter_invalid",
                arena_printf(c->work.arena, "/%s", name), "%s 应为版本的序号（1、2……）%s", name,
                str_is(name, "to") ? "，或 draft" : "，或 in_force");
}

/* What is typed is for its filer alone. */
static bool
is_typing(struct context *c, const struct filing *x)
{
    struct thing thing = {.organization_id = x->organization_id};
    return casework_may(&c->work, ACT_READ_OWN, &thing) == OK &&
           law_standing(casework_law(&c->work), x->kind, x->state) == STANDING_EDITABLE;
}

/* The newest version up to one; 0: nothing was submitted yet. */
static enum err
newest(struct context *c, const struct filing *x, long most, long *n)
{
    struct casework *w = &c->work;
    struct version v = {0};
    enum err err = store_version_newest(w->store, w->arena, x->id, most, &v, &w->fault);

    *n = v.n;
    return err == ERR_NOTFOUND ? OK : err;
}

static enum err
nothing_before(struct context *c)
{
    return fail(&c->work.fault, ERR_NOTFOUND, "version_none", "",
                "没有更早的版本可以对照；提交过一次之后才有");
}

/* What it is about, as it stood before: before it was handed in, or, of what is typed, now. */
static enum err
held_against(struct context *c, const struct filing *x, struct diff_answer *a, struct filing *of)
{
    struct casework *w = &c->work;
    struct base base = {0};
    enum err err;

    if (!str_is(context_query(c, "from"), IN_FORCE))
        return OK;
    if (x->of == NULL)
        return fail(&w->fault, ERR_NOTFOUND, "version_none", "/from",
                    "这件不针对已有的备案，没有有效的版本可以对照");
    if (a->to != NO_NUMBER) {
        if ((err = rounds_concerned(w, x, a->to, &base)))
            return err;
    } else {
        if ((err = store_filing_load(w->store, w->arena, x->of, &base.filing, &w->fault)))
            return casework_found(w, err);
        base.version = base.filing.version;
    }
    *of = base.filing;
    a->of = of->id;
    a->from = base.version;
    return OK;
}

/* Sets what the query leaves open. */
static enum err
choose(struct context *c, const struct filing *x, struct diff_answer *a)
{
    const char *asked = context_query(c, "to");
    bool is_typed = str_is(asked, TYPED) || (asked == NULL && is_typing(c, x));
    enum err err;

    if ((err = version_asked(c, "from", &a->from)))
        return err;
    if ((err = version_asked(c, "to", &a->to)))
        return err;
    if (is_typed && !is_typing(c, x))
        return casework_not_found(&c->work);
    if (!is_typed && a->to == 0 && (err = newest(c, x, LONG_MAX, &a->to)))
        return err;
    bool is_held = str_is(context_query(c, "from"), IN_FORCE);
    if (a->from == 0 && !is_held && (err = newest(c, x, is_typed ? LONG_MAX : a->to - 1, &a->from)))
        return err;
    if ((a->from == 0 && !is_held) || (!is_typed && a->to == 0))
        return nothing_before(c);
    if (is_typed)
        a->to = NO_NUMBER;
    return OK;
}

static enum err
show_masked(struct context *c, const struct state_of *before, const struct state_of *after,
            struct diff_answer *a)
{
    struct masking k;
    enum err err = masking_start(c, after->filing, &k);
    if (err)
        return err;
    masking_set(&k, before->rule_set);
    masking_set(&k, after->rule_set);

    masking_learn(&k, after->filing->kind, before->data);
    masking_learn(&k, after->filing->kind, after->data);
    a->rows = masking_rows(&k, a->rows);
    return masking_end(&k);
}

static enum err
diff_get(struct context *c)
{
    struct casework *w = &c->work;
    struct filing x, of;
    struct diff_answer a = {0};
    struct state_of before, after;
    enum err err;

    if ((err = casework_filing(w, ACT_READ_FILING, c->params[0], &x)))
        return err;
    if ((err = choose(c, &x, &a)))
        return err;
    if ((err = held_against(c, &x, &a, &of)))
        return err;
    if ((err = compare_version(w, a.of ? &of : &x, a.from, &before)))
        return err;
    err = a.to == NO_NUMBER ? compare_draft(w, &x, &after) : compare_version(w, &x, a.to, &after);
    if (err)
        return err;
    if ((err = compare_states(w, &before, &after, &a.rows)))
        return err;
    if ((err = show_masked(c, &before, &after, &a)))
        return err;
    reply_row(c, &a);
    return OK;
}

/* ---- rows ------------------------------------------------------------------------------------ */

static const struct route rows[] = {
    {.method = GET,
     .path = "/filings/:id/diff",
     .act = ACT_READ_FILING,
     .read = diff_get,
     .query = diff_query,
     .answer = diff_answer,
     .reads = "diff.read",
     .name = "compareVersions",
     .title = "两个版本的不同之处，或正在填写的与上次提交的"},
};
ROUTES(compare, rows);
