/* What is asked of whom: forms, the codes that may be chosen, and areas. */
#include "handle/dispatcher.h"
#include "handle/manifest.h"
#include "handle/route.h"

#include <string.h>

/* ---- GET /forms/:kind ------------------------------------------------------------------------ */

static const struct member form_query[] = {
    {"action", M_STRING, .title = "办理事项"},
    {"rule_set", M_STRING, .title = "规则集的哈希，曾经启用过的；没有写时是正在使用的"},
    MEMBERS_END,
};
static const struct member step_members[] = {
    {"id", M_STRING, M_REQUIRED, .title = "步骤"},
    {"title", M_STRING, M_REQUIRED, .title = "名称"},
    {"help", M_STRING, .title = "说明"},
    {"sections", M_LIST, M_REQUIRED, .title = "这一步的分组；最后一步可以没有，用来核对并提交"},
    MEMBERS_END,
};
const struct member form_answer[] = {
    {"kind", M_STRING, M_REQUIRED, .title = "种类"},
    {"action", M_STRING, M_REQUIRED, .title = "办理事项"},
    {"title", M_STRING, M_REQUIRED, .title = "名称"},
    {"rule_set", M_STRING, M_REQUIRED, .title = "规则集的哈希"},
    {"promise", M_STRING, M_REQUIRED | M_NULLABLE, .title = "提交时所作的承诺；早先的规则集没有"},
    {"steps", M_LIST, M_REQUIRED, .of = step_members, .title = "页面的步骤，按先后"},
    {"sections", M_LIST, M_REQUIRED, .of = form_section_members, .title = "分组与字段，按页面顺序"},
    {"schema", M_OBJECT, M_REQUIRED | M_FREE,
     .title = "填报内容的 JSON Schema 2020-12，其成员由该标准规定"},
    MEMBERS_END,
};

const char *
form_action(struct context *c, const json_t *form)
{
    const json_t *actions = json_object_get(form, "actions");
    const char *asked = context_query(c, "action");
    size_t i;
    json_t *name;

    if (asked == NULL)
        return json_string_value(json_array_get(actions, 0));
    json_array_foreach(actions, i, name)
    {
        if (str_is(json_string_value(name), asked))
            return asked;
    }
    return NULL;
}

/* A form as it is sent, but for the action. */
struct asked_form {
    const json_t *form;
    const char *action; /* NULL: it does not know that */
    const char *text;
};

static void
form_in_use(struct context *c, const char *kind, struct asked_form *x)
{
    x->form = casework_form(&c->work, kind);
    x->action = form_action(c, x->form);
    for (const struct form_text *f = c->dispatcher->forms; f->text != NULL; f++)
        if (str_is(f->of.kind, kind) && str_is(f->of.action, x->action))
            x->text = f->text;
}

static enum err
form_of_set(struct context *c, const char *hash, const char *kind, struct asked_form *x)
{
    struct casework *w = &c->work;
    struct set_form_query q = {.hash = hash, .kind = kind};
    const char *text;
    json_t *form;
    enum err err = store_rule_set_form(w->store, w->arena, &q, &text, &w->fault);
    if (err)
        return err == ERR_NOTFOUND ? OK : err;

    if ((err = json_read(w->arena, text, strlen(text), &form, &w->fault)))
        return err;
    x->form = form;
    x->action = form_action(c, form);
    struct form_of of = {hash, kind, x->action};
    x->text = form_text(w->arena, &of, form);
    return OK;
}

/* Its tag is made of what is sent: whoever has it has the same. */
static void
reply_form(struct context *c, const char *action, const char *text)
{
    struct buf b = BUF(c->work.arena);
    char hash[SHA256_TEXT];

    buf_open(&b, NULL, '{');
    buf_json_str(&b, "action", action);
    buf_members(&b, text);
    buf_close(&b);
    sha256_hex(b.p, b.n, hash);
    reply_same(c, arena_printf(c->work.arena, "\"%.32s\"", hash), b.p);
}

static enum err
form_get(struct context *c)
{
    const char *kind = c->params[0], *hash = context_query(c, "rule_set");
    struct asked_form x = {0};
    enum err err = OK;

    if (hash == NULL || str_is(hash, policy_rule_set(c->work.policy)))
        form_in_use(c, kind, &x);
    else
        err = form_of_set(c, hash, kind, &x);
    if (err)
        return err;

    if (x.text != NULL && x.action != NULL) {
        reply_form(c, x.action, x.text);
        return OK;
    }
    return fail(&c->work.fault, ERR_NOTFOUND, "form_unknown", "",
                "%s没有“%s”的表单，或尚未开放这种办理；请核对种类与办理事项",
                hash ? "没有启用过这套规则，或其中" : "本系统",
                law_label_of_kind(casework_law(&c->work), kind));
}

/* ---- GET /vocabulary, /vocabulary/area ------------------------------------------------------- */

static enum err
vocabulary_get(struct context *c)
{
    reply_text(c, c->dispatcher->vocabulary);
    return OK;
}

static const struct member area_query[] = {
    {"parent", M_STRING, .title = "上级的代码；没有写时列出省级"},
    MEMBERS_END,
};
struct area_answer {
    const char *code, *label, *path;
    bool has_children;
};
static const struct member area_answer[] = {
    {"code", M_STRING, M_REQUIRED, .at = TEXT_AT(area_answer, code), .title = "六位代码"},
    {"label", M_STRING, M_REQUIRED, .at = TEXT_AT(area_answer, label), .title = "名称"},
    {"path", M_STRING, M_REQUIRED, .at = TEXT_AT(area_answer, path),
     .title = "自上而下的名称，如“北京市海淀区”"},
    {"has_children", M_BOOLEAN, M_REQUIRED, .at = BOOL_AT(area_answer, has_children),
     .title = "是否还有下一级"},
    MEMBERS_END,
};

/* That the set in use lists: read when they are first asked for. */
static const struct areas *
areas_of(struct dispatcher *o)
{
    const char *text = json_str(policy_manifest(o->policy), "areas");

    if (o->areas.rows == NULL)
        o->areas = areas_read(o->set_arena, text ? text : "");
    return &o->areas;
}

static enum err
area_list(struct context *c)
{
    struct arena *a = c->work.arena;
    const struct areas *all = areas_of(c->dispatcher);
    const char *code = context_query(c, "parent");
    const struct area *parent = areas_find(all, code);
    struct page p = {.size = sizeof(struct area_answer)};

    if (code != NULL && parent == NULL)
        return fail(&c->work.fault, ERR_NOTFOUND, "area_unknown", "/parent",
                    "没有代码为“%s”的地区，请从上一级的列表中选取", code);
    struct area_answer *list = arena_alloc(a, ((size_t)all->n + 1) * sizeof *list);
    for (int i = 0; i < all->n; i++) {
        const struct area *x = &all->rows[i];
        if (x->parent == parent)
            list[p.n++] = (struct area_answer){x->code, x->label, areas_label(a, all, x->code),
                                               x->has_children};
    }

    p.rows = list;
    reply_page(c, &p);
    reply_header(c->reply, "Cache-Control", "public, max-age=60");
    return OK;
}

/* ---- rows ------------------------------------------------------------------------------------ */

static const struct route rows[] = {
    {.method = GET,
     .path = "/forms/:kind",
     .act = ACT_LOOK,
     .read = form_get,
     .query = form_query,
     .answer = form_answer,
     .headers = HEADER_SAME,
     .name = "getForm",
     .title = "表单的字段声明"},
    {.method = GET,
     .path = "/vocabulary",
     .act = ACT_LOOK,
     .read = vocabulary_get,
     .answer = vocabulary_answer,
     .name = "getVocabulary",
     .title = "代码表"},
    {.method = GET,
     .path = "/vocabulary/area",
     .act = ACT_LOOK,
     .read = area_list,
     .query = area_query,
     .answer = area_answer,
     .is_list = true,
     .name = "listAreas",
     .title = "行政区划，逐级列出"},
};
ROUTES(form, rows);
