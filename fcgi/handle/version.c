/* Versions: what was submitted, frozen, with the products that it covers, in words. */
#include "handle/version.h"
#include "handle/filing_data.h"
#include "handle/masking.h"
#include "handle/route.h"

#include <stdlib.h>
#include <string.h>

/* ---- what is covered, in words --------------------------------------------------------------- */

static const struct member function_members[] = {
    {"path", M_STRING, M_REQUIRED, .title = "功能访问路径，如 打开 APP › 首页"},
    {"name", M_STRING, M_REQUIRED, .title = "功能名称"},
    MEMBERS_END,
};
const struct member coverage_members[] = {
    {"product", M_ID, M_REQUIRED, .title = "产品编号"},
    {"path", M_ID, M_REQUIRED | M_NULLABLE, .title = "功能访问路径编号；勾选整个产品时为 null"},
    {"function", M_ID, M_REQUIRED | M_NULLABLE, .title = "功能编号；勾选整条路径时为 null"},
    {"label", M_STRING, M_REQUIRED, .title = "所勾选的，自上而下的名称"},
    {"functions", M_LIST, M_REQUIRED, .of = function_members, .title = "其中的功能，最多列一百个"},
    {"functions_total", M_INTEGER, M_REQUIRED, .title = "其中功能的个数"},
    MEMBERS_END,
};
const struct member product_change_members[] = {
    {"product", M_ID, M_REQUIRED, .at = TEXT_AT(product_change, product_id), .title = "产品编号"},
    {"name", M_STRING, M_REQUIRED, .at = TEXT_AT(product_change, name), .title = "现在的名称"},
    {"findings", M_LIST, M_REQUIRED | M_JSON, .at = TEXT_AT(product_change, findings),
     .of = finding_members, .title = "规则对改动的意见"},
    MEMBERS_END,
};

/* ---- GET /filings/:id/versions, …/versions/:n ------------------------------------------------ */

struct version_answer {
    struct version version;
    const char *coverage; /* JSON lists */
    const char *products, *masked;
};
static const struct member version_row[] = {
    {"n", M_INTEGER, M_REQUIRED, .at = LONG_AT(version, n), .title = "第几个版本"},
    {"submitted_at", M_TIME, M_REQUIRED, .at = TIME_AT(version, submitted_at), .title = "提交时间"},
    {"data_hash", M_STRING, M_REQUIRED, .at = TEXT_AT(version, data_hash),
     .title = "填报内容的哈希"},
    {"promise", M_STRING, M_REQUIRED, .at = TEXT_AT(version, promise), .title = "所作的承诺，原文"},
    MEMBERS_END,
};
static const struct member frozen_product = {
    .type = M_OBJECT, .flags = M_FREE, .title = "一个产品，提交时的全部内容，由当时的表单声明"};
static const struct member version_answer[] = {
    {.type = M_WITH, .of = version_row, .at = offsetof(struct version_answer, version)},
    {"data", M_OBJECT, M_REQUIRED | M_JSON | M_FREE | M_PERSONAL,
     .at = TEXT_AT(version_answer, version.data), .schemas_of = filing_data_schemas,
     .title = FILING_DATA},
    {"coverage", M_LIST, M_REQUIRED | M_JSON, .at = TEXT_AT(version_answer, coverage),
     .of = coverage_members, .title = "关联的产品、路径与功能"},
    {"products", M_LIST, M_REQUIRED | M_JSON, .at = TEXT_AT(version_answer, products),
     .each = &frozen_product, .title = "关联的产品，提交时的原样"},
    {"masked", M_LIST, M_REQUIRED | M_JSON, .at = TEXT_AT(version_answer, masked),
     .title = MASKED_TITLE},
    MEMBERS_END,
};

static enum err
version_list(struct context *c)
{
    struct casework *w = &c->work;
    struct filing x;
    struct version *rows;
    int n;
    enum err err;

    if ((err = casework_filing(w, ACT_READ_FILING, c->params[0], &x)))
        return err;
    if ((err = store_version_list(w->store, w->arena, x.id, &rows, &n, &w->fault)))
        return err;
    reply_page(c, &(struct page){.rows = rows, .size = sizeof *rows, .n = n});
    return OK;
}

static long
number_of(const char *text)
{
    char *end;
    long n = text && *text >= '1' && *text <= '9' ? strtol(text, &end, 10) : 0;
    return n > 0 && *end == '\0' ? n : 0;
}

static enum err
show_masked(struct context *c, const struct filing *x, struct version_answer *v)
{
    struct masking k;
    enum err err = masking_start(c, x, &k);
    if (err)
        return err;
    if ((err = masking_version(&k, x->id, v->version.n)))
        return err;

    v->version.data = masking_data(&k, x->kind, v->version.data);
    v->products = masking_products(&k, v->products);
    v->masked = masking_paths(&k);
    return masking_end(&k);
}

static enum err
version_get(struct context *c)
{
    struct casework *w = &c->work;
    struct filing x;
    struct version_answer v = {0};
    struct frozen frozen;
    enum err err;

    if ((err = casework_filing(w, ACT_READ_FILING, c->params[0], &x)))
        return err;
    err = store_version_load(w->store, w->arena, x.id, number_of(c->params[1]), &v.version,
                             &w->fault);
    if (err == ERR_NOTFOUND)
        return fail(&w->fault, ERR_NOTFOUND, "not_found", "",
                    "这件备案没有第 %s 个版本，请从版本列表中选择", c->params[1]);
    if (err)
        return err;
    if ((err = frozen_version(w, &v.version, &frozen)))
        return err;

    v.coverage = coverage_words(w->arena, frozen.list);
    v.products = frozen.trees;
    if ((err = show_masked(c, &x, &v)))
        return err;
    reply_row(c, &v);
    return OK;
}

/* ---- rows ------------------------------------------------------------------------------------ */

static const struct route rows[] = {
    {.method = GET,
     .path = "/filings/:id/versions",
     .act = ACT_READ_FILING,
     .read = version_list,
     .answer = version_row,
     .is_list = true,
     .name = "listVersions",
     .title = "一件备案提交过的版本，新的在前"},
    {.method = GET,
     .path = "/filings/:id/versions/:n",
     .act = ACT_READ_FILING,
     .read = version_get,
     .query = unmask_query,
     .answer = version_answer,
     .reads = "version.read",
     .name = "getVersion",
     .title = "提交时的内容、所关联的产品与承诺"},
};
ROUTES(version, rows);
