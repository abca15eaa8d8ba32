/* What the rules are told of a filing, and what their answer means. */
#include "handle/desk.h"

#include <string.h>

/* ---- what is in the data --------------------------------------------------------------------- */

struct gather {
    struct arena *a;
    const json_t **found;
    int n, cap;
};

static void
gather_one(void *ctx, const json_t *value)
{
    struct gather *g = ctx;

    if (g->n == g->cap) {
        int cap = g->cap ? g->cap * 2 : 16;
        const json_t **found = arena_alloc(g->a, (size_t)cap * sizeof *found);
        if (g->n > 0)
            memcpy(found, g->found, (size_t)g->n * sizeof *found);
        g->found = found;
        g->cap = cap;
    }
    g->found[g->n++] = value;
}

static struct gather
gather(struct desk *d, const char *kind, const json_t *data, const char *format)
{
    struct gather g = {.a = d->arena};
    shape_visit(json_object_get(desk_form(d, kind), "schema"), data, format, gather_one, &g);
    return g;
}

void
data_attachments(struct desk *d, const char *kind, const json_t *data, const char ***ids, int *n)
{
    struct gather g = gather(d, kind, data, "attachment");
    *ids = arena_alloc(d->arena, (size_t)(g.n + 1) * sizeof **ids);
    *n = 0;
    for (int i = 0; i < g.n; i++)
        if (json_is_string(g.found[i]))
            (*ids)[(*n)++] = json_string_value(g.found[i]);
}

void
data_coverage(struct desk *d, const char *filing_id, const char *kind, const json_t *data,
              struct coverage **rows, int *n)
{
    struct gather g = gather(d, kind, data, "coverage");
    size_t total = 0, i;
    json_t *row;

    for (int k = 0; k < g.n; k++)
        total += json_array_size(g.found[k]);
    *rows = arena_alloc(d->arena, (total + 1) * sizeof **rows);
    *n = 0;
    for (int k = 0; k < g.n; k++) {
        json_array_foreach(g.found[k], i, row)
        {
            if (json_str(row, "product") != NULL)
                (*rows)[(*n)++] =
                    (struct coverage){filing_id, json_str(row, "product"), json_str(row, "path"),
                                      json_str(row, "function")};
        }
    }
}

enum err
data_shape(struct desk *d, const char *kind, const json_t *data, const json_t *old)
{
    struct findings fs;
    findings_start(&fs, d->arena);
    shape_check(json_object_get(desk_form(d, kind), "schema"), data, old, &fs);
    return fs.count > 0
               ? desk_findings(d, "shape_invalid", "填报内容的字段名或类型有误，没有保存", &fs)
               : OK;
}

/* ---- facts ----------------------------------------------------------------------------------- */

static enum err
organization_facts(struct desk *d, struct buf *b, const struct facts_of *of)
{
    struct organization o;
    struct filing subject;
    bool elsewhere = false;

    if (of->organization_id == NULL) {
        buf_json_raw(b, "organization", NULL);
        return OK;
    }

    enum err err = store_organization_load(d->store, d->arena, of->organization_id, &o, &d->fault);
    if (err)
        return err;

    const char *code = shape_text_at(of->parsed, json_str(desk_form(d, of->kind), "code_at"));
    if (code != NULL &&
        (err = store_credit_code_elsewhere(d->store, o.id, code, &elsewhere, &d->fault)))
        return err;

    buf_key(b, "organization");
    buf_puts(b, "{");
    buf_json_bool(b, "credit_code_elsewhere", elsewhere);
    buf_json_str(b, "id", o.id);
    buf_json_str(b, "name", o.name);
    buf_json_raw(b, "serial", o.serial ? arena_printf(d->arena, "%ld", o.serial) : NULL);
    buf_key(b, "subject");

    if (o.subject_filing_id == NULL) {
        buf_puts(b, "null}");
        return OK;
    }
    if ((err = store_filing_load(d->store, d->arena, o.subject_filing_id, &subject, &d->fault)))
        return err;

    buf_puts(b, "{");
    buf_json_raw(b, "data", subject.data);
    buf_puts(b, "}}");
    return OK;
}

static enum err
products_facts(struct desk *d, struct buf *b, const struct facts_of *of)
{
    struct product *rows = NULL;
    int n = 0;
    enum err err;

    if (of->organization_id != NULL &&
        (err = store_product_list(d->store, d->arena, of->organization_id, NULL, 0, &rows, &n,
                                  &d->fault)))
        return err;

    buf_key(b, "products");
    buf_puts(b, "[");
    for (int i = 0; i < n; i++) {
        json_t *product;
        if ((err = json_read(d->arena, rows[i].data, strlen(rows[i].data), &product, &d->fault)))
            return err;
        json_object_set_new(product, "id", json_string(rows[i].id));
        buf_puts(b, i ? "," : "");
        buf_puts(b, json_canonical(d->arena, product));
    }

    buf_puts(b, "]");
    return OK;
}

static enum err
attachments_facts(struct desk *d, struct buf *b, const struct facts_of *of)
{
    const char **ids;
    int n;

    data_attachments(d, of->kind, of->parsed, &ids, &n);
    str_sort(ids, (size_t)n);
    buf_key(b, "attachments");
    buf_puts(b, "{");
    for (int i = 0; i < n && of->organization_id != NULL; i++) {
        struct attachment x;
        bool is_repeated = i > 0 && str_is(ids[i - 1], ids[i]);
        enum err err = is_repeated
                           ? ERR_NOTFOUND
                           : store_attachment_load(d->store, d->arena, ids[i], &x, &d->fault);
        if (err == ERR_NOTFOUND || (!err && !str_is(x.organization_id, of->organization_id)))
            continue;
        if (err)
            return err;
        buf_key(b, x.id);
        buf_puts(b, "{");
        buf_json_str(b, "filename", x.filename);
        buf_json_str(b, "media_type", x.media_type);
        buf_json_int(b, "size_bytes", x.size_bytes);
        buf_puts(b, "}");
    }

    buf_puts(b, "}");
    return OK;
}

/* Members in the order of their names and as json_canonical() writes them, so that whoever hashes
 * the facts need not sort them first. */
enum err
facts_build(struct desk *d, const struct facts_of *of, const char **facts)
{
    struct buf b = BUF(d->arena);
    char now[TIME_TEXT];
    enum err err;

    time_rfc3339(d->now, now);
    buf_puts(&b, "{");
    if ((err = attachments_facts(d, &b, of)))
        return err;

    buf_key(&b, "clock");
    buf_puts(&b, "{");
    buf_json_str(&b, "now",
                 of->today ? arena_printf(d->arena, "%sT12:00:00+08:00", of->today) : now);
    buf_json_str(&b, "today", of->today ? of->today : d->today);
    buf_puts(&b, "}");
    buf_key(&b, "filing");
    buf_puts(&b, "{");
    buf_json_str(&b, "action", of->action);
    buf_json_raw(&b, "data", of->data);
    buf_json_str(&b, "first_submitted_on", of->first_submitted_on);
    buf_json_str(&b, "id", of->filing_id);
    buf_json_str(&b, "kind", of->kind);
    buf_json_str(&b, "submitted_on", of->submitted_on);
    buf_json_int(&b, "version", of->version);
    buf_puts(&b, "}");
    if (of->issue != NULL)
        buf_json_raw(&b, "issue", of->issue);
    if ((err = organization_facts(d, &b, of)))
        return err;
    if ((err = products_facts(d, &b, of)))
        return err;

    buf_puts(&b, "}");
    *facts = b.p;
    return OK;
}

/* ---- the answer ------------------------------------------------------------------------------ */

enum err
judge_filing(struct desk *d, const struct facts_of *of, struct judgement *j)
{
    json_t *parsed;

    *j = (struct judgement){.rule_set = arena_strdup(d->arena, policy_rule_set(d->policy))};
    enum err err = facts_build(d, of, &j->facts);
    if (err)
        return err;

    desk_loaded(d);
    if ((err = policy_judge(d->policy, d->arena, j->facts, &j->answer, &j->fault))) {
        d->fault = j->fault;
        return err;
    }

    j->is_fault = j->fault.err == ERR_RULE;
    if (j->is_fault)
        log_line(LOG_ERROR_, "rules: %s gave no answer: %s %s %s", j->rule_set, j->fault.code,
                 j->fault.where, j->fault.text);
    if ((err = json_read(d->arena, j->answer, strlen(j->answer), &parsed, &d->fault)))
        return err;

    j->parsed = parsed;
    j->verdict = json_str(parsed, "verdict");
    j->facts_hash = json_str(parsed, "facts_hash");
    return OK;
}
