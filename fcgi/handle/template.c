/* Templates of the documents that filers hand in: which there are, and each as a document, with
 * what a filing already says filled in. Nothing personal is: the engine's letters.lua refuses a
 * field that has a mask. */
#include "handle/route.h"
#include "press/press.h"

#include <string.h>

#define DOCX "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
#define BLANK "　　　　　　　　" /* to be written on */

/* ---- GET /templates -------------------------------------------------------------------------- */

static const struct member when_members[] = {
    {"path", M_STRING, M_REQUIRED, .title = "表单的哪一项"},
    {"code", M_STRING, M_REQUIRED, .title = "选了哪个代码"},
    MEMBERS_END,
};
static const struct member template_row[] = {
    {"code", M_STRING, M_REQUIRED, .title = "模板"},
    {"title", M_STRING, M_REQUIRED, .title = "名称"},
    {"version", M_INTEGER, M_REQUIRED, .title = "第几版，印在文件的末尾"},
    {"since", M_DATE, M_REQUIRED | M_NULLABLE,
     .title = "自哪一天起用这一版；第 1 版为 null。此前上传的，检查时提醒核对"},
    {"law", M_STRING, M_REQUIRED, .title = "依据"},
    {"kind", M_STRING, M_REQUIRED, .title = "哪种备案用"},
    {"field", M_STRING, M_REQUIRED | M_NULLABLE, .title = "填好后上传在表单的哪一项"},
    {"when", M_LIST, M_REQUIRED, .of = when_members,
     .title = "表单各项都这样选时用；不论怎样选都用的为空"},
    {"source", M_STRING, M_REQUIRED, .title = "文件与行"},
    MEMBERS_END,
};

static const json_t *
templates_of(struct context *c)
{
    return json_object_get(casework_manifest(&c->work), "templates");
}

static void
write_row(struct buf *b, const json_t *x)
{
    const char *path;
    json_t *code;

    buf_open(b, NULL, '{');
    buf_json_str(b, "code", json_str(x, "code"));
    buf_json_str(b, "title", json_str(x, "title"));
    buf_json_int(b, "version", json_integer_value(json_object_get(x, "version")));
    buf_json_str(b, "since", json_str(x, "since"));
    buf_json_str(b, "law", json_str(x, "law"));
    buf_json_str(b, "kind", json_str(x, "kind"));
    buf_json_str(b, "field", json_str(x, "field"));
    buf_open(b, "when", '[');
    json_object_foreach((json_t *)(uintptr_t)json_object_get(x, "when"), path, code)
    {
        buf_open(b, NULL, '{');
        buf_json_str(b, "path", path);
        buf_json_str(b, "code", json_string_value(code));
        buf_close(b);
    }
    buf_close(b);
    buf_json_str(b, "source", json_str(x, "source"));
    buf_close(b);
}

static enum err
template_list(struct context *c)
{
    struct buf b = BUF(c->work.arena);
    size_t i;
    json_t *x;

    buf_open(&b, NULL, '{');
    buf_open(&b, "items", '[');
    json_array_foreach(templates_of(c), i, x) write_row(&b, x);
    buf_close(&b);
    buf_json_raw(&b, "next", "null");
    buf_close(&b);
    reply_text(c, b.p);
    return OK;
}

/* ---- GET /templates/:code -------------------------------------------------------------------- */

static const struct member template_query[] = {
    {"filing", M_STRING, .title = "把这件备案已填的内容填进去；没有写时是空白的"},
    MEMBERS_END,
};
static const char *const template_types[] = {DOCX, NULL};

static enum err
template_find(struct context *c, const json_t **out)
{
    size_t i;
    json_t *x;

    json_array_foreach(templates_of(c), i, x)
    {
        *out = x;
        if (str_is(json_str(x, "code"), c->params[0]))
            return OK;
    }
    return fail(&c->work.fault, ERR_NOTFOUND, "template_unknown", "",
                "没有模板“%s”；有哪些见 /templates", c->params[0]);
}

/* The filing that fills it in: the asker's own, of the kind that the template is for. */
static enum err
load_filing(struct context *c, const json_t *template, struct letter_source *out)
{
    struct casework *w = &c->work;
    struct filing *x = arena_alloc(w->arena, sizeof *x);
    json_t *data = NULL;
    enum err err = casework_filing(w, ACT_READ_OWN, context_query(c, "filing"), x);
    if (err)
        return err;
    if (!str_is(x->kind, json_str(template, "kind")))
        return fail(&w->fault, ERR_INPUT, "template_other_kind", "/filing",
                    "“%s”用于%s，这件是%s，请改用它的模板", json_str(template, "title"),
                    law_label_of_kind(casework_law(w), json_str(template, "kind")),
                    law_label_of_kind(casework_law(w), x->kind));
    if (x->data != NULL && (err = json_read(w->arena, x->data, strlen(x->data), &data, &w->fault)))
        return err;
    out->filing = x;
    out->data = data;
    return OK;
}

static enum err
compose(struct context *c, const json_t *template, struct letter_source *source, json_t **lines)
{
    struct casework *w = &c->work;
    const struct letter_fields fields = {letter_field, letter_items, source};
    const char *text;
    enum err err =
        letter_compose(w->arena, json_object_get(template, "lines"), &fields, &text, &w->fault);

    if (source->err)
        return source->err;
    return err ? err : json_read(w->arena, text, strlen(text), lines, &w->fault);
}

static enum err
template_get(struct context *c)
{
    struct arena *a = c->work.arena;
    struct letter_source source = {.w = &c->work, .blank = BLANK};
    const json_t *x = NULL;
    struct press_file file;
    json_t *lines;
    enum err err = template_find(c, &x);

    if (!err && context_query(c, "filing") != NULL)
        err = load_filing(c, x, &source);
    if (err)
        return err;
    if ((err = compose(c, x, &source, &lines)))
        return err;
    const char *title = json_str(x, "title");
    long long version = json_integer_value(json_object_get(x, "version"));
    const struct press_paper paper = {
        .lines = lines,
        .footer = arena_printf(a, "模板：%s，第 %lld 版", title, version),
        .made_of = arena_printf(a, "%s/%lld", json_str(x, "code"), version)};
    if ((err = press_docx(a, &paper, &file, &c->work.fault)))
        return err;

    c->reply->status = 200;
    c->reply->content_type = DOCX;
    c->reply->body = file.p;
    c->reply->body_n = file.n;
    reply_header(c->reply, "Content-Disposition",
                 http_disposition(a, arena_printf(a, "%s 第%lld版.docx", title, version)));
    reply_header(c->reply, "X-Content-Type-Options", "nosniff");
    return OK;
}

/* ---- rows ------------------------------------------------------------------------------------ */

static const struct route rows[] = {
    {.method = GET,
     .path = "/templates",
     .act = ACT_LOOK,
     .read = template_list,
     .answer = template_row,
     .is_list = true,
     .name = "listTemplates",
     .title = "填报用的文件模板"},
    {.method = GET,
     .path = "/templates/:code",
     .act = ACT_LOOK,
     .read = template_get,
     .query = template_query,
     .media_types = template_types,
     .headers = HEADER_NAMED,
     .name = "getTemplate",
     .title = "一份模板，Word 文档；写明一件备案的，已填的内容填在其中"},
};
ROUTES(template, rows);
