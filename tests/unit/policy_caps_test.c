/*
 * Whatever keeps to the caps is judged within the budget of one question: filings of every kind
 * whose data is as large as a request may be, beside products that are as many, or as large, as
 * they may be. That is what lets the core say of a question that runs out: the rules are at fault,
 * not the data.
 */
#include "policy_rig.h"

#include "model/ceiling.h"

#include <string.h>

#define BODY_MOST (1000 * 1000) /* of a request with a filing's data: see handle/dispatch.c */

/* Ways of being large: each text as long as it may be, each list too, or that and all of it wrong.
 */
enum way { LONG_TEXTS, MANY_ITEMS, MANY_ERRORS };

struct filling {
    const json_t *manifest;
    json_t *attachments; /* those that the data name */
    enum way way;
    const char *unit; /* that long texts repeat; NULL: a character */
    long room;        /* bytes that may still be added */
};

/* ---- as much as a form takes ----------------------------------------------------------------- */

static json_t *fields_of(struct filling *x, const json_t *fields);

static json_int_t
limit_of(const json_t *field, const char *name)
{
    return json_integer_value(json_object_get(json_object_get(field, "limits"), name));
}

static json_t *
text_of(struct filling *x, const json_t *field)
{
    json_int_t n = limit_of(field, "max_length");
    struct buf b = BUF(a);

    if (x->way == MANY_ERRORS)
        return json_string("一行\n又一行");
    if (json_str(json_object_get(field, "limits"), "pattern") || json_str(field, "format"))
        return json_copy(json_object_get(field, "example"));
    const char *unit = x->unit ? x->unit : "字";
    json_int_t units = x->way == LONG_TEXTS ? n / (json_int_t)utf8_length(unit) : 2;
    for (json_int_t i = 0; i < units && x->room > 3; i++, x->room -= (long)strlen(unit))
        buf_puts(&b, unit);
    return json_string(b.n ? b.p : "字");
}

static json_t *
attachment_of(struct filling *x, const json_t *field)
{
    const char *id = arena_printf(a, "att_%zu", json_object_size(x->attachments));
    const json_t *accept = json_object_get(json_object_get(field, "limits"), "accept");

    json_object_set_new(x->attachments, id,
                        json_pack("{s:s, s:O, s:i}", "filename", "报告.pdf", "media_type",
                                  json_array_get(accept, 0), "size_bytes", 1024));
    return json_string(id);
}

/* Every item costs its names, quotes and commas, too. */
static json_t *
list_of(struct filling *x, const json_t *field)
{
    const json_t *fields = json_object_get(field, "fields");
    json_t *list = json_array();

    for (json_int_t i = 0; i < limit_of(field, "max_items") && x->room > 200; i++) {
        json_t *item = fields ? fields_of(x, fields) : text_of(x, field);
        json_array_append_new(list, item);
        x->room -= 25 * (long)(fields ? json_array_size(fields) : 1);
    }
    return list;
}

static json_t *
codes_of(struct filling *x, const json_t *field)
{
    const json_t *vocabulary = json_object_get(x->manifest, "vocabulary");
    const json_t *items =
        json_object_get(json_object_get(vocabulary, json_str(field, "choices")), "items");
    json_t *list = json_array(), *item;
    size_t i;

    json_array_foreach(items, i, item) json_array_append(list, json_object_get(item, "code"));
    for (; x->way == MANY_ERRORS && i < (size_t)ceiling_most(CEILING_LIST_ITEMS); i++)
        json_array_append(list, json_array_get(list, 0));
    return list;
}

/* Each item names another function of the first product. */
static json_t *
coverage_of(const json_t *field)
{
    json_t *list = json_array();

    for (json_int_t i = 0; i < limit_of(field, "max_items"); i++)
        json_array_append_new(list,
                              json_pack("{s:s, s:s, s:s}", "product", "product_0", "path", "path_0",
                                        "function", arena_printf(a, "function_%d", (int)i)));
    return list;
}

static json_t *
value_of(struct filling *x, const json_t *field)
{
    const char *type = json_str(field, "type");

    if (str_is(type, "text") || str_is(type, "long_text"))
        return text_of(x, field);
    if (str_is(type, "list"))
        return list_of(x, field);
    if (str_is(type, "choices"))
        return codes_of(x, field);
    if (str_is(type, "coverage"))
        return coverage_of(field);
    if (str_is(type, "attachment"))
        return attachment_of(x, field);
    return json_deep_copy(json_object_get(field, "example"));
}

static json_t *
fields_of(struct filling *x, const json_t *fields)
{
    json_t *out = json_object(), *field;
    size_t i;

    json_array_foreach(fields, i, field)
        json_object_set_new(out, json_str(field, "name"), value_of(x, field));
    return out;
}

static json_t *
data_of(struct filling *x, const char *kind)
{
    const json_t *form = json_object_get(json_object_get(x->manifest, "forms"), kind);
    bool is_flat = str_is(json_str(form, "layout"), "flat");
    json_t *out = json_object(), *section;
    size_t i;

    json_array_foreach(json_object_get(form, "sections"), i, section)
    {
        const json_t *actions = json_object_get(section, "actions");
        if (json_array_size(actions) > 0 && !json_list_has(actions, "initial"))
            continue; /* it is not asked */
        json_t *part = fields_of(x, json_object_get(section, "fields"));
        if (is_flat)
            json_object_update_new(out, part);
        else
            json_object_set_new(out, json_str(section, "id"), part);
    }
    return out;
}

/* ---- the organization's products ------------------------------------------------------------- */

static void
give_ids(json_t *product, size_t n)
{
    json_t *path, *function;
    size_t i, k;

    json_object_set_new(product, "id", json_string(arena_printf(a, "product_%zu", n)));
    json_array_foreach(json_object_get(product, "paths"), i, path)
    {
        json_object_set_new(path, "id", json_string(arena_printf(a, "path_%zu", i)));
        json_array_foreach(json_object_get(path, "functions"), k, function) json_object_set_new(
            function, "id", json_string(arena_printf(a, "function_%zu", i * 100 + k)));
    }
}

static size_t
size_of(const json_t *x)
{
    return strlen(json_text(a, x));
}

/* As many as there may be, each with its share of the bytes; few: as large as they may be. */
static json_t *
products_of(struct filling *x, bool is_few)
{
    size_t most = (size_t)ceiling_most(CEILING_PRODUCT_BYTES), used = 0;
    size_t count = is_few ? 3 : (size_t)ceiling_most(CEILING_PRODUCTS);
    json_t *list = json_array();

    for (size_t i = 0; i < count; i++) {
        x->room = (long)(most / count);
        json_t *product = data_of(x, "product");
        give_ids(product, i);
        used += size_of(product);
        if (used > most) {
            json_decref(product);
            break;
        }
        json_array_append_new(list, product);
    }
    return list;
}

/* ---- judged ---------------------------------------------------------------------------------- */

struct cap {
    const char *name, *kind;
    enum way way;
    bool has_few_products;
    const char *unit; /* of a text that is made to be dear to look at */
};
static const struct cap caps[] = {
    {"a subject of long texts", "subject", LONG_TEXTS, true, NULL},
    {"a product of long texts", "product", LONG_TEXTS, true, NULL},
    {"a product of many functions", "product", MANY_ITEMS, false, NULL},
    {"a subject full of errors", "subject", MANY_ERRORS, true, NULL},
    {"a product full of errors", "product", MANY_ERRORS, true, NULL},
    {"an algorithm full of errors", "algorithm", MANY_ERRORS, true, NULL},
    {"an algorithm of long texts beside large products", "algorithm", LONG_TEXTS, true, NULL},
    {"an algorithm of long texts beside many products", "algorithm", LONG_TEXTS, false, NULL},
    {"an algorithm of many items beside large products", "algorithm", MANY_ITEMS, true, NULL},
    {"an algorithm of many items beside many products", "algorithm", MANY_ITEMS, false, NULL},
    {"texts of digits, each alone", "algorithm", LONG_TEXTS, true, "1、"},
    {"texts of digits that begin like a card's, each alone", "algorithm", LONG_TEXTS, true, "6 2 "},
    {"texts of numbers one beside the other", "algorithm", LONG_TEXTS, true, "13800138000，"},
    {"texts that are nearly claims", "algorithm", LONG_TEXTS, true, "全国市场最"},
    {"texts of what nobody filled in", "algorithm", LONG_TEXTS, true, "待补充xx"},
};

static const char *
facts_of(const struct cap *c, const json_t *manifest)
{
    struct filling x = {.manifest = manifest,
                        .attachments = json_object(),
                        .way = c->way,
                        .unit = c->unit,
                        .room = BODY_MOST};
    json_t *data = data_of(&x, c->kind), *attachments = json_deep_copy(x.attachments);
    x.room = BODY_MOST;
    x.way = LONG_TEXTS; /* it has passed a review */
    x.unit = NULL;
    json_t *subject = data_of(&x, "subject");
    x.way = MANY_ITEMS;
    json_t *products = products_of(&x, c->has_few_products);
    json_t *facts = json_pack(
        "{s:{s:s, s:s}, s:{s:s, s:s, s:s, s:i, s:o, s:s}, s:{s:s, s:s, s:i, s:b, s:{s:o}}, s:o, "
        "s:o}",
        "clock", "today", "2026-11-24", "now", "2026-11-24T10:00:00+08:00", "filing", "id", "f",
        "kind", c->kind, "action", "initial", "version", 1, "data", data, "submitted_on",
        "2026-11-24", "organization", "id", "o", "name", "某单位", "serial", 1234567,
        "credit_code_elsewhere", 0, "subject", "data", subject, "products", products, "attachments",
        attachments);

    json_decref(x.attachments);
    return json_canonical(a, arena_json(a, facts));
}

static struct policy *p; /* one for all rows: a judgement leaves nothing behind */

static void
open_policy(void)
{
    struct policy_limits limits = policy_limits_default;
    struct bundle *b;
    struct fault f = {0};

    if (p != NULL)
        return;
    limits.load_wall_ms = limits.ask_wall_ms =
        60000; /* the machine may be slow, the price is not */
    if (bundle_read(&b, "rules", NULL, &f) || policy_open(&p, b, &limits, &f))
        check_stop("%s %s", f.where, f.text);
    bundle_free(b);
}

static void
what_keeps_to_the_caps_is_judged_within_the_budget(const void *row)
{
    struct fault f = {0};
    const char *answer;

    open_policy();
    const char *facts = facts_of(row, policy_manifest(p));
    CHECK_MOST(strlen(facts), (size_t)ceiling_most(CEILING_FACTS_BYTES));
    if (CHECK_ERR(policy_ask(p, a, POLICY_JUDGE, facts, &answer, &f), OK, &f))
        CHECK_LACKS(answer, "\"fault\":true");
}

static void
the_policy_closes(void)
{
    open_policy();
    policy_close(p);
    p = NULL;
    CHECK(p == NULL);
}

static const struct check_test tests[] = {
    TEST_MANY(what_keeps_to_the_caps_is_judged_within_the_budget, caps),
    TEST(the_policy_closes),
    TEST(no_judge_is_left_behind),
};

int
main(int argc, char **argv)
{
    rig_start(argc, argv);
    return check_main(argc, argv, tests, LEN(tests));
}
