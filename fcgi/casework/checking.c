#include "casework/checking.h"
#include "casework/access.h"
#include "casework/product.h"

#include <stdlib.h>
#include <string.h>

/* ---- findings, for who reads them in the form ------------------------------------------------ */

struct told {
    const json_t *finding;
    struct form_place place;
    enum { TOLD_FAULT, TOLD_OF_ALL, TOLD_OF_PART, TOLD_BESIDE } rank;
    size_t n; /* as the rules said it */
};

static int
compare(const void *one, const void *other)
{
    const struct told *x = one, *y = other;
    int by_place = form_place_compare(&x->place, &y->place);

    if (x->rank != y->rank)
        return x->rank < y->rank ? -1 : 1;
    if (by_place != 0)
        return by_place;
    return x->n < y->n ? -1 : 1;
}

/* An error in all of it comes before what is said of a part, and a remark on all of it after. */
static int
rank_of(const json_t *finding)
{
    const char *path = json_str(finding, "path");

    if (json_is_true(json_object_get(finding, "fault")))
        return TOLD_FAULT;
    if (path != NULL && *path != '\0')
        return TOLD_OF_PART;
    return str_is(json_str(finding, "severity"), "error") ? TOLD_OF_ALL : TOLD_BESIDE;
}

/* Without the field's help at its end; NULL when it ends otherwise. */
static const char *
without_help(struct arena *a, const char *suggestion, const char *help)
{
    size_t n = suggestion ? strlen(suggestion) : 0, tail = help ? strlen(help) : 0;

    if (tail == 0 || n < tail || strcmp(suggestion + n - tail, help) != 0)
        return NULL;
    const char *rest = arena_strndup(a, suggestion, n - tail);
    return rest[0] == '\0' || str_is(rest, "填写要求：") ? "请对照填写要求修改" : rest;
}

static const char *
finding_text(struct casework *w, const struct told *x)
{
    const char *was = json_str(x->finding, "suggestion");
    const char *now = without_help(w->arena, was, json_str(x->place.leaf, "help"));
    json_t *copy;

    if (now == NULL)
        return json_text(w->arena, x->finding);
    copy = arena_json(w->arena, json_copy((json_t *)(uintptr_t)x->finding));
    json_object_set_new(copy, "suggestion", json_string(now));
    return json_text(w->arena, copy);
}

const char *
findings_in_order(struct casework *w, const char *kind, const json_t *findings)
{
    size_t n = json_array_size(findings), i;
    struct told *list = arena_alloc(w->arena, (n + 1) * sizeof *list);
    const json_t *form = casework_form(w, kind);
    struct buf b = BUF(w->arena);
    json_t *one;

    json_array_foreach(findings, i, one)
    {
        list[i] = (struct told){.finding = one,
                                .place = form_place(form, json_str(one, "path")),
                                .rank = rank_of(one),
                                .n = i};
    }
    qsort(list, n, sizeof *list, compare);

    buf_open(&b, NULL, '[');
    for (i = 0; i < n; i++)
        buf_raw_item(&b, finding_text(w, &list[i]));
    buf_close(&b);
    return b.p;
}

/* ---- the answer ------------------------------------------------------------------------------ */

/* What is required of these data, and what applies to them. Who types is not to wait for rules that
 * fail: nothing is said of it then. */
static const char *
fields_now(struct casework *w, const struct checking *x)
{
    const char *answer, *list;
    struct fault f;
    size_t n;

    if (x->judged.is_fault || policy_ask(w->policy, w->arena, POLICY_FIELDS, x->facts, &answer, &f))
        return "[]";
    list = json_member(answer, "fields", &n);
    return list ? arena_strndup(w->arena, list, n) : "[]";
}

/* The rules do not see whether a product is finished: that is the core's to say. */
static const json_t *
with_unfinished(struct casework *w, const struct checking *x, bool *is_refused)
{
    json_t *all = arena_json(w->arena, json_array()), *own;
    struct findings fs;

    findings_start(&fs, w->arena);
    frozen_unfinished(w, x->filing.kind, &x->frozen, &fs);
    *is_refused = fs.count > 0;
    json_array_extend(all, json_object_get(x->judged.parsed, "findings"));
    const char *text = findings_end(&fs);
    if (*is_refused && json_read(w->arena, text, strlen(text), &own, NULL) == OK)
        json_array_extend(all, own);
    return all;
}

/* The trace is passed on unread. */
static void
write_rest(struct casework *w, struct buf *b, const struct checking *x)
{
    const char *key;
    json_t *value;

    json_object_foreach((json_t *)(uintptr_t)x->judged.parsed, key, value)
    {
        size_t n;
        const char *trace = str_is(key, "trace") ? json_member(x->judged.answer, key, &n) : NULL;
        if (str_is(key, "findings") || str_is(key, "verdict"))
            continue;
        buf_json_raw(b, key,
                     trace ? arena_strndup(w->arena, trace, n) : json_text(w->arena, value));
    }
}

static void
write_answer(struct casework *w, struct checking *x)
{
    struct buf b = BUF(w->arena);
    bool is_refused = false;
    const json_t *findings = with_unfinished(w, x, &is_refused);

    buf_open(&b, NULL, '{');
    buf_json_str(&b, "verdict", is_refused ? "not_acceptable" : x->judged.verdict);
    buf_json_raw(&b, "findings", findings_in_order(w, x->filing.kind, findings));
    write_rest(w, &b, x);
    buf_json_raw(&b, "fields", fields_now(w, x));
    buf_close(&b);
    x->answer = b.p;
}

static enum err
judge(struct casework *w, struct checking *x)
{
    store_read_end(w->store);
    enum err err = casework_judge(w, x->facts, &x->judged);
    if (!err)
        write_answer(w, x);
    return err;
}

/* ---- a filing -------------------------------------------------------------------------------- */

static void
put_data(struct casework *w, struct filing *x, const json_t *data)
{
    const char *title = shape_text_at(data, json_str(casework_form(w, x->kind), "title_at"));

    x->data = json_canonical(w->arena, data);
    x->title = title ? title : "";
}

enum err
casework_check_decide(struct casework *w, const char *id, const json_t *data, struct checking *x)
{
    struct organization o;
    struct drafted of = {.filing = &x->filing, .frozen = &x->frozen, .organization = &o};
    enum err err;

    if ((err = casework_filing(w, ACT_FILE, id, &x->filing)))
        return err;
    if ((err = casework_organization(w, &o)))
        return err;
    if (data != NULL) {
        if ((err = casework_shape(w, &x->filing, data)))
            return err;
        put_data(w, &x->filing, data);
    }
    if ((err = freeze_filing(w, &x->filing, &x->frozen)))
        return err;
    if ((err = casework_draft_facts(w, &of, &x->facts)))
        return err;
    return judge(w, x);
}

enum err
casework_check_store(struct casework *w, struct checking *x)
{
    x->filing.checked_with = x->judged.rule_set;
    x->filing.missing = judged_errors(&x->judged);
    enum err err = store_filing_checked(w->store, &x->filing, &w->fault);
    return err ? casework_found(w, err) : judgement_audit(w, &x->filing, &x->judged);
}

/* ---- of no filing ---------------------------------------------------------------------------- */

enum err
casework_check_open(struct casework *w, const struct check_of *of, struct checking *x)
{
    struct facts_of f = {.kind = of->kind,
                         .action = of->action,
                         .version = 1,
                         .data = json_canonical(w->arena, of->data),
                         .parsed = of->data,
                         .today = of->today};
    enum err err = data_shape(w, of->kind, of->data, NULL);
    if (err)
        return err;

    x->filing.kind = of->kind;
    if ((err = facts_build(w, &f, &x->facts)))
        return err;
    return judge(w, x);
}

static enum err
product_facts_of(struct casework *w, const struct check_of *of, const char **facts)
{
    struct product p = {.id = "", .organization_id = w->who->organization_id};
    return product_facts(w, &p, of->data, NULL, facts);
}

static enum err
filing_facts_of_none(struct casework *w, const struct check_of *of, struct checking *x)
{
    struct organization o;
    struct drafted drafted = {&x->filing, &x->frozen, &o, of->today};
    enum err err = data_shape(w, of->kind, of->data, NULL);
    if (err)
        return err;

    if ((err = casework_organization(w, &o)))
        return err;
    put_data(w, &x->filing, of->data);
    if ((err = freeze_filing(w, &x->filing, &x->frozen)))
        return err;
    return casework_draft_facts(w, &drafted, &x->facts);
}

enum err
casework_check_own(struct casework *w, const struct check_of *of, struct checking *x)
{
    bool is_filing = law_kind(casework_law(w), of->kind) != NULL;
    enum err err = casework_may(w, ACT_READ_OWN, NULL);
    if (err)
        return err;

    x->filing = (struct filing){.id = "",
                                .organization_id = w->who->organization_id,
                                .kind = of->kind,
                                .action = of->action,
                                .version = 1};
    err = is_filing ? filing_facts_of_none(w, of, x) : product_facts_of(w, of, &x->facts);
    return err ? err : judge(w, x);
}
