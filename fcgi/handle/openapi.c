/* openapi.json, written from the route tables, the member declarations and the active set's forms:
 * nothing in it stands twice. */
#include "handle/openapi.h"
#include "handle/declared.h"
#include "handle/manifest.h"
#include "handle/route.h"

#include <string.h>

#define PAGES "/pages/" /* what is answered there is HTML, whatever becomes of it */

static const char *const tags[][3] = {
    {"/register", "register", "公示"},       {"/forms", "declarations", "声明"},
    {"/vocabulary", "declarations", "声明"}, {"/check", "check", "检查"},
    {"/calendar", "declarations", "声明"},   {"/rule-sets", "declarations", "声明"},
    {"/rule-work", "declarations", "声明"},  {"/openapi", "system", "系统"},
    {"/healthz", "system", "系统"},          {"/accounts", "accounts", "账号"},
    {"/session", "accounts", "账号"},        {"/account", "accounts", "账号"},
    {"/filings", "filings", "备案"},         {"/home", "filings", "备案"},
    {"/recoveries", "accounts", "账号"},     {"/products", "products", "产品及功能"},
    {"/attachments", "attachments", "附件"}, {"/review", "review", "审核"},
    {"/staff", "staff", "工作人员"},         {"/pages", "pages", "公众页面"},
    {"/status", "system", "系统"},           {"/audit", "audit", "审计"},
};

static const char *
tag_of(const char *path)
{
    for (size_t i = 0; i < LEN(tags); i++)
        if (str_starts(path, tags[i][0]))
            return tags[i][1];
    return "system";
}

/* "/filings/:id" → "/filings/{id}" */
static const char *
template_of(struct arena *a, const char *path)
{
    struct buf b = BUF(a);

    buf_puts(&b, "");
    for (; *path != '\0'; path++) {
        if (*path != ':') {
            buf_add(&b, path, 1);
            continue;
        }
        size_t n = strcspn(++path, "/");
        buf_printf(&b, "{%.*s}", (int)n, path);
        path += n - 1;
    }
    return b.p;
}

static void
write_ref(struct buf *b, const char *key, const char *kind, const char *name)
{
    buf_open(b, key, '{');
    buf_json_str(b, "$ref", arena_printf(b->a, "#/components/%s/%s", kind, name));
    buf_close(b);
}

/* ---- what goes in ---------------------------------------------------------------------------- */

static void
write_param(struct buf *b, const char *in, const char *name, const char *title, bool is_required)
{
    buf_open(b, NULL, '{');
    buf_json_str(b, "name", name);
    buf_json_str(b, "in", in);
    if (is_required)
        buf_json_bool(b, "required", true);
    if (title != NULL)
        buf_json_str(b, "description", title);
    buf_open(b, "schema", '{');
    buf_json_str(b, "type", "string");
    buf_close(b);
    buf_close(b);
}

static void
write_query_param(struct buf *b, const struct member *m, const struct law *l)
{
    buf_open(b, NULL, '{');
    buf_json_str(b, "name", m->name);
    buf_json_str(b, "in", "query");
    buf_json_str(b, "description", m->title);
    member_schema(b, "schema", m, l);
    buf_close(b);
}

/* A GET that tells a tag is answered 304 when nothing has changed. */
static bool
is_read_again(const struct route *r)
{
    return r->method == GET && r->headers & (HEADER_PAGE | HEADER_SAME | HEADER_ETAG);
}

static void
write_header_params(struct buf *b, const struct route *r)
{
    if (r->flags & ROUTE_KEYED)
        write_param(b, "header", "Idempotency-Key", "同一个键只生效一次", false);
    if (r->flags & ROUTE_MATCHES)
        write_param(b, "header", "If-Match", "读取时得到的 ETag；没有时答 428，不符时答 412", true);
    else if (r->tag != NULL)
        write_param(b, "header", "If-Match", "读取时得到的 ETag；不符时答 412", false);
    if (r->flags & ROUTE_STREAMS)
        write_param(b, "header", "X-Filename", "文件名，UTF-8 百分号编码", true);
    if (is_read_again(r))
        write_param(b, "header", "If-None-Match", "上次得到的 ETag；没有变时答 304", false);
    if (r->headers & HEADER_FILE)
        write_param(b, "header", "Range", "只要其中一段，答 206", false);
}

static void
write_params(struct buf *b, const struct route *r, const struct law *l)
{
    buf_open(b, "parameters", '[');
    for (const char *p = strchr(r->path, ':'); p != NULL; p = strchr(p, ':')) {
        size_t n = strcspn(++p, "/");
        write_param(b, "path", arena_strndup(b->a, p, n), NULL, true);
    }
    for (const struct member *m = r->query; m != NULL && m->type != M_END; m++)
        write_query_param(b, m, l);
    write_header_params(b, r);
    buf_close(b);
}

/* Opens {"content": {media type: {: the caller writes a schema and closes three. */
static void
open_content(struct buf *b, const char *media_type)
{
    buf_open(b, "content", '{');
    buf_open(b, media_type, '{');
}

static void
close_content(struct buf *b)
{
    buf_close(b);
    buf_close(b);
}

static void
write_body(struct buf *b, const struct route *r, const struct law *l)
{
    bool is_stream = r->flags & ROUTE_STREAMS;

    if (r->body == NULL && r->body_schema == NULL && !is_stream)
        return;
    buf_open(b, "requestBody", '{');
    buf_json_bool(b, "required", !(r->flags & ROUTE_OPTIONAL_BODY));
    open_content(b, is_stream               ? "application/octet-stream"
                    : r->flags & ROUTE_FORM ? "application/x-www-form-urlencoded"
                                            : "application/json");
    if (r->body_schema != NULL)
        write_ref(b, "schema", "schemas", r->body_schema);
    else if (r->body != NULL)
        members_schema(b, "schema", r->body, l);
    close_content(b);
    buf_close(b);
}

/* ---- what comes out -------------------------------------------------------------------------- */

static void
write_item(struct buf *b, const char *key, const struct route *r, const struct law *l)
{
    if (r->answer_schema != NULL)
        write_ref(b, key, "schemas", r->answer_schema);
    else
        members_schema(b, key, r->answer, l);
}

static void
write_beside(struct buf *b, const struct route *r, const struct law *l)
{
    for (const struct member *m = r->beside; m != NULL && m->type != M_END; m++)
        member_schema(b, m->name, m, l);
}

static void
write_list(struct buf *b, const struct route *r, const struct law *l)
{
    buf_open(b, "schema", '{');
    buf_json_str(b, "type", "object");
    buf_open(b, "required", '[');
    buf_json_item(b, "items");
    buf_json_item(b, "next");
    for (const struct member *m = r->beside; m != NULL && m->type != M_END; m++)
        buf_json_item(b, m->name);
    buf_close(b);

    buf_open(b, "properties", '{');
    buf_open(b, "items", '{');
    buf_json_str(b, "type", "array");
    write_item(b, "items", r, l);
    buf_close(b);
    buf_json_raw(b, "next", "{\"type\":[\"string\",\"null\"]}");
    write_beside(b, r, l);
    buf_close(b);
    buf_json_bool(b, "additionalProperties", false);
    buf_close(b);
}

struct header {
    unsigned of; /* enum answer_headers; 0: of all */
    const char *name, *title;
    bool may_be_absent;
};
/* Those that programs act upon, as they come out of nginx. */
static const struct header answer_headers[] = {
    {0, "Cache-Control", "能否留存", false},
    {HEADER_ETAG, "ETag", "这一版的标记，保存时放入 If-Match", false},
    {HEADER_PAGE | HEADER_SAME, "ETag", "这一版的标记，再读时放入 If-None-Match", false},
    {HEADER_LOCATION, "Location", "新建之物的地址；302：所在的地址", false},
    {HEADER_COOKIE, "Set-Cookie", "登录的 Cookie，要令牌时没有；退出时清除", true},
    {HEADER_FILE, "Content-Disposition", "文件名，RFC 6266", false},
    {HEADER_FILE, "X-Content-Type-Options", "nosniff", false},
    {HEADER_NAMED, "Content-Disposition", "文件名，RFC 6266；JSON 没有", true},
    {HEADER_NAMED, "X-Content-Type-Options", "nosniff", true},
    {HEADER_PAGE, "Content-Security-Policy", "页面的限制", false},
};
static const struct header problem_headers[] = {
    {0, "Cache-Control", "能否留存", false},
    {0, "WWW-Authenticate", "401：怎样登录", true},
    {0, "Allow", "405：这个地址可用的方法", true},
    {0, "ETag", "412：较新内容的标记", true},
    {0, "Retry-After", "429、503：几秒之后再试", true},
};
static const struct header page_problem_headers[] = {
    {0, "Cache-Control", "能否留存", false},
    {0, "Content-Security-Policy", "页面的限制", false},
    {0, "ETag", "404：这一版的标记", true},
    {0, "Retry-After", "503：几秒之后再试", true},
    {0, "Allow", "405：这个地址可用的方法", true},
};

static void
write_headers(struct buf *b, const struct header *list, size_t n, unsigned of)
{
    buf_open(b, "headers", '{');
    for (size_t i = 0; i < n; i++) {
        if (list[i].of != 0 && !(list[i].of & of))
            continue;
        buf_open(b, list[i].name, '{');
        buf_json_str(b, "description", list[i].title);
        buf_json_bool(b, "required", !list[i].may_be_absent);
        buf_json_raw(b, "schema", "{\"type\":\"string\"}");
        buf_close(b);
    }
    buf_close(b);
}

static void
write_content(struct buf *b, const struct route *r, const struct law *l)
{
    bool is_json = r->answer != NULL || r->answer_schema != NULL;

    if (!is_json && r->media_types == NULL)
        return;
    buf_open(b, "content", '{');
    if (is_json) {
        buf_open(b, "application/json", '{');
        if (r->is_list)
            write_list(b, r, l);
        else
            write_item(b, "schema", r, l);
        buf_close(b);
    }
    for (const char *const *type = r->media_types; type != NULL && *type != NULL; type++)
        buf_json_raw(b, *type, "{}");
    buf_close(b);
}

static void
write_answer(struct buf *b, const struct route *r, int status, const struct law *l)
{
    const char *what = status == 304   ? "没有变"
                       : status == 302 ? "在另一个地址"
                       : status == 206 ? "所要的一段"
                                       : "成功";
    bool is_elsewhere = status == 302;

    buf_open(b, arena_printf(b->a, "%d", status), '{');
    buf_json_str(b, "description", what);
    write_headers(b, answer_headers, LEN(answer_headers),
                  is_elsewhere ? HEADER_LOCATION : r->headers);
    if (status != 304 && !is_elsewhere)
        write_content(b, r, l);
    buf_close(b);
}

static void
write_answers(struct buf *b, const struct route *r, const struct law *l)
{
    const char *problem = str_starts(r->path, PAGES) ? "PageProblem" : "Problem";

    buf_open(b, "responses", '{');
    write_answer(b, r, r->status ? r->status : 200, l);
    if (r->other_status != 0)
        write_answer(b, r, r->other_status, l);
    if (r->headers & HEADER_FILE)
        write_answer(b, r, 206, l);
    if (is_read_again(r))
        write_answer(b, r, 304, l);
    write_ref(b, "4XX", "responses", problem);
    write_ref(b, "5XX", "responses", problem);
    buf_close(b);
}

/* ---- operations ------------------------------------------------------------------------------ */

static void
write_who(struct buf *b, const char *key, enum act act, const struct law *l)
{
    if (act == ACT_LOOK)
        buf_json_raw(b, key, "[\"public\"]");
    else if (act == ACT_SELF)
        buf_json_raw(b, key, "[\"account\"]");
    else
        law_roles_json(b, key, acts[act].roles, l);
}

static void
write_operation(struct buf *b, const struct route *r, const struct law *l)
{
    static const char *const verbs[METHOD__MAX] = {"get", "post", "put", "patch", "delete"};
    bool is_public = r->act == ACT_LOOK;

    buf_open(b, verbs[r->method], '{');
    buf_json_str(b, "operationId", r->name);
    buf_json_str(b, "summary", r->title);
    buf_open(b, "tags", '[');
    buf_json_item(b, tag_of(r->path));
    buf_close(b);
    write_who(b, "x-roles", r->act, l);
    buf_json_raw(b, "security", is_public ? "[]" : "[{\"bearer\":[]},{\"cookie\":[]}]");
    write_params(b, r, l);
    write_body(b, r, l);
    write_answers(b, r, l);
    buf_close(b);
}

static bool
is_first_of_path(size_t at)
{
    for (size_t k = 0; k < at; k++)
        if (str_is(route_at(k)->path, route_at(at)->path))
            return false;
    return true;
}

static void
write_path(struct buf *b, const char *path, const struct law *l)
{
    const struct route *r;

    buf_open(b, template_of(b->a, path), '{');
    for (size_t k = 0; (r = route_at(k)) != NULL; k++)
        if (str_is(r->path, path))
            write_operation(b, r, l);
    buf_close(b);
}

/* ---- the rest -------------------------------------------------------------------------------- */

static void
write_tags(struct buf *b)
{
    buf_open(b, "tags", '[');
    for (size_t i = 0; i < LEN(tags); i++) {
        bool is_first = true;
        for (size_t k = 0; k < i; k++)
            is_first &= !str_is(tags[k][1], tags[i][1]);
        if (!is_first)
            continue;
        buf_open(b, NULL, '{');
        buf_json_str(b, "name", tags[i][1]);
        buf_json_str(b, "description", tags[i][2]);
        buf_close(b);
    }
    buf_close(b);
}

static void
give_id(json_t *schema)
{
    json_t *id = json_pack("{s:s}", "type", "string");
    json_object_set_new(json_object_get(schema, "properties"), "id", id);
}

/* A list of what is declared there. */
static json_t *
list_schema(struct arena *a, const struct law *l, const struct member *of, const char *title)
{
    struct buf b = BUF(a);
    json_t *item;

    buf_open(&b, NULL, '{');
    members_schema(&b, "item", of, l);
    buf_close(&b);
    if (json_read(a, b.p, b.n, &item, NULL))
        return json_object();
    return json_pack("{s:s,s:s,s:O}", "type", "array", "description", title, "items",
                     json_object_get(item, "item"));
}

/* Without what only somebody keeps to who has filled it in: a draft has any of its members, or
 * none, and null is no answer. */
static void
relax(json_t *schema)
{
    static const char *const kept_to[] = {"required",  "minItems", "maxItems", "minLength",
                                          "maxLength", "pattern",  "minimum",  "maximum",
                                          "oneOf",     "format",   "examples", "uniqueItems"};
    const char *type = json_str(schema, "type"), *key;
    json_t *member;

    for (size_t i = 0; i < LEN(kept_to); i++)
        json_object_del(schema, kept_to[i]);
    json_object_foreach(json_object_get(schema, "properties"), key, member) relax(member);
    if (json_object_get(schema, "items") != NULL)
        relax(json_object_get(schema, "items"));
    if (type != NULL)
        json_object_set_new(schema, "type", json_pack("[s,s]", type, "null"));
}

static void
declare(json_t *own, const char *name, const char *type, const char *title)
{
    json_object_set_new(own, name, json_pack("{s:s,s:s}", "type", type, "description", title));
}

/* What is saved: whatever of the form is filled in, with the ids that were told. */
static json_t *
product_body(struct arena *a, const json_t *form)
{
    json_t *schema = arena_json(a, json_deep_copy(form));
    json_t *own = json_object_get(schema, "properties");
    json_t *path = json_object_get(json_object_get(own, "paths"), "items");
    json_t *functions = json_object_get(json_object_get(path, "properties"), "functions");

    relax(schema);
    json_object_set_new(schema, "type", json_string("object"));
    give_id(path);
    give_id(json_object_get(functions, "items"));
    declare(own, "complete", "boolean",
            "false：先存为草稿，缺什么都存；没有或为 true：填完了，照 GET /forms/product 检查");
    return schema;
}

/* A product as it is sent: what the form declares, with what is ours. */
static json_t *
product_schema(struct arena *a, const json_t *form, const struct law *l)
{
    json_t *schema = product_body(a, form), *own = json_object_get(schema, "properties");

    give_id(schema);
    json_object_del(own, "complete");
    declare(own, "state", "string", "draft 草稿，complete 已填完");
    declare(own, "state_label", "string", "状态（中文）");
    declare(own, "missing", "integer", "草稿还有几处没有填好");
    json_object_set_new(own, "used_by",
                        list_schema(a, l, product_use_members, "用到它的备案事项，每处一行"));
    for (size_t i = 0; i < 2; i++)
        json_object_set_new(own, i ? "updated_at" : "created_at",
                            json_pack("{s:s,s:s}", "type", "string", "format", "date-time"));
    json_object_set_new(own, "findings",
                        list_schema(a, l, finding_members, "规则的意见，保存时给出"));
    return schema;
}

static void
write_form_schema(struct buf *b, const json_t *forms, const char *kind, const char *name)
{
    const json_t *schema = json_object_get(json_object_get(forms, kind), "schema");

    buf_json_raw(b, name,
                 schema != NULL ? json_text(b->a, schema)
                                : "{\"type\":\"object\",\"title\":\"规则没有声明这张表单\","
                                  "\"additionalProperties\":false}");
}

static void
write_form_schemas(struct buf *b, const json_t *forms, const struct law *l)
{
    const json_t *product = json_object_get(json_object_get(forms, NOUN_PRODUCT), "schema");

    for (int i = 0; i < l->kinds_n; i++)
        write_form_schema(b, forms, l->kinds[i].code, data_schema_name(b->a, l->kinds[i].code));
    write_form_schema(b, forms, NOUN_PRODUCT, PRODUCT_SCHEMA);
    write_form_schema(b, forms, NOUN_ACCOUNT, ACCOUNT_SCHEMA);
    if (product != NULL)
        buf_json_raw(b, PRODUCT_BODY_SCHEMA, json_text(b->a, product_body(b->a, product)));
    if (product != NULL)
        buf_json_raw(b, "Product", json_text(b->a, product_schema(b->a, product, l)));
}

static void
write_components(struct buf *b, const json_t *forms, const struct law *l)
{
    buf_open(b, "components", '{');
    buf_json_raw(b, "securitySchemes",
                 "{\"bearer\":{\"type\":\"http\",\"scheme\":\"bearer\"},\"cookie\":{\"type\":"
                 "\"apiKey\",\"in\":\"cookie\",\"name\":\"suanbei_session\",\"description\":"
                 "\"经 TLS 访问时名为 __Host-suanbei\"}}");
    buf_open(b, "responses", '{');
    buf_open(b, "Problem", '{');
    buf_json_str(b, "description", "没有成功，内容没有改变");
    write_headers(b, problem_headers, LEN(problem_headers), 0);
    open_content(b, "application/problem+json");
    write_ref(b, "schema", "schemas", "Problem");
    close_content(b);
    buf_close(b);
    buf_open(b, "PageProblem", '{');
    buf_json_str(b, "description", "没有成功，原因写在页面上");
    write_headers(b, page_problem_headers, LEN(page_problem_headers), 0);
    buf_json_raw(b, "content", "{\"text/html\":{}}");
    buf_close(b);
    buf_close(b);

    buf_open(b, "schemas", '{');
    members_schema(b, "Problem", problem_answer_members, l);
    members_schema(b, "FormField", form_field_members, l);
    buf_json_raw(b, "OpenApi",
                 "{\"type\":\"object\",\"additionalProperties\":true,\"title\":\"本文件，其成员由 "
                 "OpenAPI 3.1 规定\"}");
    write_form_schemas(b, forms, l);
    buf_close(b);
    buf_close(b);
}

static void
write_info(struct buf *b)
{
    buf_json_str(b, "openapi", "3.1.0");
    buf_open(b, "info", '{');
    buf_json_str(b, "title", "算备 Suanbei");
    buf_json_str(b, "version", "1");
    buf_json_str(b, "description",
                 "互联网信息服务算法备案系统的接口。填报内容的字段由当前规则集声明，见 /forms。");
    buf_json_raw(b, "license", "{\"name\":\"见项目说明\",\"identifier\":\"LicenseRef-Suanbei\"}");
    buf_close(b);
    buf_json_raw(b, "servers", "[{\"url\":\"/api/v1\"}]");
}

void
openapi_write(struct buf *b, const json_t *forms, const struct law *l)
{
    const struct route *r;

    buf_open(b, NULL, '{');
    write_info(b);
    write_tags(b);
    buf_open(b, "paths", '{');
    for (size_t i = 0; (r = route_at(i)) != NULL; i++)
        if (is_first_of_path(i))
            write_path(b, r->path, l);
    buf_close(b);
    write_components(b, forms, l);
    buf_close(b);
}

/* ---- the tables, for the command line -------------------------------------------------------- */

void
handle_routes_json(struct buf *b)
{
    const struct route *r;

    buf_open(b, NULL, '[');
    for (size_t i = 0; (r = route_at(i)) != NULL; i++) {
        buf_open(b, NULL, '{');
        buf_json_str(b, "method", http_method_name(r->method));
        buf_json_str(b, "path", template_of(b->a, r->path));
        write_who(b, "who", r->act, NULL);
        buf_json_str(b, "act", acts[r->act].name);
        buf_json_str(b, "member", member_name((long)acts[r->act].member));
        buf_json_bool(b, "writes", r->read == NULL);
        buf_json_bool(b, "keyed", r->flags & ROUTE_KEYED);
        buf_json_str(b, "reads", route_reads(r));
        buf_json_str(b, "name", r->name);
        buf_close(b);
    }
    buf_close(b);
    buf_puts(b, "\n");
}

void
handle_acts_json(struct buf *b)
{
    buf_open(b, NULL, '[');
    for (enum act act = ACT_LOOK; act < ACT__MAX; act++) {
        buf_open(b, NULL, '{');
        buf_json_str(b, "act", acts[act].name);
        write_who(b, "who", act, NULL);
        buf_json_str(b, "member", member_name((long)acts[act].member));
        buf_close(b);
    }
    buf_close(b);
    buf_puts(b, "\n");
}
