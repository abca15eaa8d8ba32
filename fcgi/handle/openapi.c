/* openapi.json, written from the route table, the member declarations and the active set's forms:
 * nothing in it stands twice. */
#include "handle/handlers.h"

#include <string.h>

static const char *const tags[][3] = {
    {"/register", "register", "公示"},       {"/forms", "declarations", "声明"},
    {"/vocabulary", "declarations", "声明"}, {"/check", "check", "检查"},
    {"/calendar", "declarations", "声明"},   {"/rule-sets", "declarations", "声明"},
    {"/openapi", "system", "系统"},          {"/healthz", "system", "系统"},
    {"/accounts", "accounts", "账号"},       {"/session", "accounts", "账号"},
    {"/account/", "accounts", "账号"},       {"/filings", "filings", "备案"},
    {"/products", "products", "产品及功能"}, {"/attachments", "attachments", "附件"},
    {"/review", "review", "审核"},           {"/staff", "staff", "工作人员"},
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
header_param(struct buf *b, const char *name, const char *title)
{
    buf_puts(b, b->p[b->n - 1] == '[' ? "{" : ",{");
    buf_json_str(b, "name", name);
    buf_json_str(b, "in", "header");
    buf_json_str(b, "description", title);
    buf_puts(b, ",\"schema\":{\"type\":\"string\"}}");
}

static void
write_params(struct buf *b, const struct route *r)
{
    buf_key(b, "parameters");
    buf_puts(b, "[");
    for (const char *p = strchr(r->path, ':'); p != NULL; p = strchr(p, ':')) {
        size_t n = strcspn(++p, "/");
        buf_printf(b,
                   "%s{\"name\":\"%.*s\",\"in\":\"path\",\"required\":true,\"schema\":{\"type\":"
                   "\"string\"}}",
                   b->p[b->n - 1] == '[' ? "" : ",", (int)n, p);
    }

    for (const struct member *p = r->query; p != NULL && p->name != NULL; p++) {
        buf_puts(b, b->p[b->n - 1] == '[' ? "{" : ",{");
        buf_json_str(b, "name", p->name);
        buf_json_str(b, "in", "query");
        buf_json_str(b, "description", p->title);
        buf_key(b, "schema");
        member_schema(b, p, false);
        buf_puts(b, "}");
    }

    if (r->flags & ROUTE_KEYED)
        header_param(b, "Idempotency-Key", "同一个键只生效一次");
    if (r->method == PUT && (r->flags & ROUTE_LARGE))
        header_param(b, "If-Match", "读取时得到的 ETag；必填，否则 428");
    if (r->flags & ROUTE_STREAMS)
        header_param(b, "X-Filename", "文件名，UTF-8 百分号编码");
    buf_puts(b, "]");
}

static void
write_body(struct buf *b, const struct route *r)
{
    if (r->flags & ROUTE_STREAMS) {
        buf_json_raw(b, "requestBody",
                     "{\"required\":true,\"content\":{\"application/octet-stream\":{}}}");
        return;
    }
    if (r->body == NULL && !(r->flags & ROUTE_FORM_BODY))
        return;

    buf_key(b, "requestBody");
    buf_printf(b, "{\"required\":%s,\"content\":{\"application/json\":{\"schema\":",
               r->flags & ROUTE_OPTIONAL_BODY ? "false" : "true");
    if (r->flags & ROUTE_FORM_BODY)
        buf_puts(b, "{\"$ref\":\"#/components/schemas/ProductForm\"}");
    else
        members_schema(b, r->body, false);
    buf_puts(b, "}}}");
}

static void
write_answers(struct buf *b, const struct route *r)
{
    buf_key(b, "responses");
    buf_printf(b, "{\"%d\":{\"description\":\"成功\"", r->status);
    if (r->answer != NULL) {
        buf_puts(b, ",\"content\":{\"application/json\":{\"schema\":");
        if (r->is_list)
            buf_puts(b, "{\"type\":\"object\",\"required\":[\"items\",\"next\"],\"properties\":{"
                        "\"next\":{\"type\":[\"string\",\"null\"]},"
                        "\"items\":{\"type\":\"array\",\"items\":");
        members_schema(b, r->answer, true);
        buf_puts(b, r->is_list ? "}}}}}" : "}}");
    } else if (r->media_type != NULL) {
        buf_printf(b, ",\"content\":{\"%s\":{}}", r->media_type);
    }

    buf_puts(b, "},\"4XX\":{\"$ref\":\"#/components/responses/Problem\"},\"5XX\":{\"$ref\":\"#/"
                "components/responses/Problem\"}}");
}

static void
write_who(struct buf *b, const struct route *r)
{
    if (r->who & WHO_PUBLIC)
        buf_json_raw(b, "x-roles", "[\"public\"]");
    else if (r->who & WHO_ACCOUNT)
        buf_json_raw(b, "x-roles", "[\"account\"]");
    else
        role_names_json(b, "x-roles", r->who);
}

static void
write_operation(struct buf *b, const struct route *r)
{
    buf_puts(b, "{");
    buf_json_str(b, "operationId", r->name);
    buf_json_str(b, "summary", r->title);
    buf_key(b, "tags");
    buf_printf(b, "[\"%s\"]", tag_of(r->path));
    write_who(b, r);
    buf_json_raw(b, "security", r->who & WHO_PUBLIC ? "[]" : "[{\"bearer\":[]},{\"cookie\":[]}]");
    write_params(b, r);
    write_body(b, r);
    write_answers(b, r);
    buf_puts(b, "}");
}

static void
write_tags(struct buf *b)
{
    buf_key(b, "tags");
    buf_puts(b, "[");
    for (size_t i = 0; i < LEN(tags); i++) {
        bool is_first = true;
        for (size_t k = 0; k < i; k++)
            is_first &= !str_is(tags[k][1], tags[i][1]);
        if (is_first)
            buf_printf(b, "%s{\"name\":\"%s\",\"description\":\"%s\"}", i ? "," : "", tags[i][1],
                       tags[i][2]);
    }
    buf_puts(b, "]");
}

static void
write_components(struct buf *b, const json_t *forms)
{
    static const char *const names[][2] = {
        {"subject", "SubjectData"}, {"algorithm", "AlgorithmData"}, {"product", "ProductForm"}};

    buf_key(b, "components");
    buf_puts(b,
             "{\"securitySchemes\":{\"bearer\":{\"type\":\"http\",\"scheme\":\"bearer\"},"
             "\"cookie\":{\"type\":\"apiKey\",\"in\":\"cookie\",\"name\":\"suanbei_session\"}},");
    buf_puts(b, "\"responses\":{\"Problem\":{\"description\":\"没有成功，内容没有改变\","
                "\"content\":{\"application/problem+json\":{\"schema\":"
                "{\"$ref\":\"#/components/schemas/Problem\"}}}}},\"schemas\":{\"Problem\":");
    members_schema(b, problem_answer, true);

    for (size_t i = 0; i < LEN(names); i++) {
        json_t *schema = json_object_get(json_object_get(forms, names[i][0]), "schema");
        if (schema == NULL)
            continue;
        buf_printf(b, ",\"%s\":%s", names[i][1], json_text(b->a, schema));
    }
    buf_puts(b, "}}");
}

void
openapi_write(struct buf *b, const json_t *forms)
{
    buf_puts(b, "{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"算备 "
                "Suanbei\",\"version\":\"1\",\"description\":"
                "\"互联网信息服务算法备案系统的接口。填报内容的字段由当前规则集声明，见 /forms。\","
                "\"license\":{\"name\":\"见项目说明\",\"identifier\":\"LicenseRef-Suanbei\"}},"
                "\"servers\":[{\"url\":\"/api/v1\"}]");
    write_tags(b);
    buf_key(b, "paths");
    buf_puts(b, "{");

    for (size_t i = 0; i < routes_n; i++) {
        bool is_first = true;
        for (size_t k = 0; k < i; k++)
            is_first &= !str_is(routes[k].path, routes[i].path);
        if (!is_first)
            continue;
        buf_key(b, template_of(b->a, routes[i].path));
        buf_puts(b, "{");
        for (size_t k = i; k < routes_n; k++) {
            static const char *const verbs[METHOD__MAX] = {"get", "post", "put", "patch", "delete"};
            if (!str_is(routes[k].path, routes[i].path))
                continue;
            buf_key(b, verbs[routes[k].method]);
            write_operation(b, &routes[k]);
        }
        buf_puts(b, "}");
    }

    buf_puts(b, "}");
    write_components(b, forms);
    buf_puts(b, "}");
}

void
handle_routes_json(struct buf *b)
{
    buf_puts(b, "[");
    for (size_t i = 0; i < routes_n; i++) {
        const struct route *r = &routes[i];
        buf_puts(b, i ? ",\n{" : "{");
        buf_json_str(b, "method", http_method_name(r->method));
        buf_json_str(b, "path", template_of(b->a, r->path));
        buf_key(b, "who");
        if (r->who & WHO_PUBLIC)
            buf_puts(b, "[\"public\"]");
        else if (r->who & WHO_ACCOUNT)
            buf_puts(b, "[\"account\"]");
        else {
            struct buf roles = BUF(b->a);
            role_names_json(&roles, "x", r->who);
            buf_puts(b, strchr(roles.p, '['));
        }
        buf_json_bool(b, "writes", r->flags & ROUTE_WRITES);
        buf_json_bool(b, "keyed", r->flags & ROUTE_KEYED);
        buf_json_str(b, "name", r->name);
        buf_puts(b, "}");
    }
    buf_puts(b, "]\n");
}
