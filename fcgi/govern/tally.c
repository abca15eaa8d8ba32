#include "govern/tally.h"

#include <string.h>

#define SAMPLES_MAX 5 /* of a rule or a kind */

const char *const replay_kinds[KIND__MAX] = {"accept_to_refuse", "refuse_to_accept",
                                             "findings_changed", "deadline_moved",
                                             "route_moved",      "error"};

/* ---- before and after ------------------------------------------------------------------------ */

static bool
same_text(const json_t *x, const json_t *y, const char *member)
{
    const char *a = json_str(x, member), *b = json_str(y, member);
    return a && b ? str_is(a, b) : a == b;
}

/* About the same place by the same rule. */
static bool
is_pair(const json_t *x, const json_t *y)
{
    return same_text(x, y, "rule") && same_text(x, y, "path");
}

static bool
has_same_words(const json_t *x, const json_t *y)
{
    return same_text(x, y, "message") && same_text(x, y, "suggestion") && same_text(x, y, "law");
}

static bool
is_same(const json_t *x, const json_t *y)
{
    return is_pair(x, y) && same_text(x, y, "severity") && has_same_words(x, y);
}

/* One finding that is not the same on both sides; x or y is NULL when it is on one side only. */
static void
note_finding(struct change *c, const json_t *x, const json_t *y)
{
    const json_t *any = y ? y : x;
    const char *rule = json_str(any, "rule");
    const char *what = !x                            ? "appeared"
                       : !y                          ? "disappeared"
                       : same_text(x, y, "severity") ? "words"
                                                     : "severity";
    json_t *list = json_object_get(c->what, "findings"), *line = json_object(),
           *by_rule = json_object_get(c->rules, rule);

    c->kinds |= 1u << KIND_FINDINGS_CHANGED;
    if (!list)
        json_object_set_new(c->what, "findings", list = json_array());
    json_object_set(line, "rule", json_object_get(any, "rule"));
    json_object_set(line, "title", json_object_get(any, "title"));
    json_object_set(line, "path", json_object_get(any, "path"));
    json_object_set(line, "field", json_object_get(any, "field"));
    json_object_set_new(line, "what", json_string(what));
    json_object_set_new(line, "before",
                        x ? json_incref(json_object_get(x, "severity")) : json_null());
    json_object_set_new(line, "after",
                        y ? json_incref(json_object_get(y, "severity")) : json_null());
    json_array_append_new(list, line);

    if (!by_rule) {
        json_object_set_new(c->rules, rule, by_rule = json_object());
        json_object_set(by_rule, "title", json_object_get(any, "title"));
        json_object_set(by_rule, "law", json_object_get(any, "law"));
        json_object_set(by_rule, "source", json_object_get(any, "source"));
    }
    json_object_set_new(by_rule, what, json_true());
}

/* First what is the same, then what is about the same place, then the rest. */
static void
compare_findings(struct arena *a, struct change *c, const json_t *before, const json_t *after)
{
    size_t bn = json_array_size(before), an = json_array_size(after);
    bool *used = arena_alloc(a, bn + 1), *done = arena_alloc(a, an + 1);

    for (int loose = 0; loose < 2; loose++)
        for (size_t i = 0; i < an; i++)
            for (size_t k = 0; k < bn && !done[i]; k++) {
                const json_t *x = json_array_get(before, k), *y = json_array_get(after, i);
                if (used[k] || !(loose ? is_pair(x, y) : is_same(x, y)))
                    continue;
                used[k] = done[i] = true;
                if (loose)
                    note_finding(c, x, y);
            }

    for (size_t k = 0; k < bn; k++)
        if (!used[k])
            note_finding(c, json_array_get(before, k), NULL);
    for (size_t i = 0; i < an; i++)
        if (!done[i])
            note_finding(c, NULL, json_array_get(after, i));
}

static const json_t *
deadline_of(const json_t *list, const char *name)
{
    size_t i;
    json_t *d;
    json_array_foreach(list, i, d) if (str_is(json_str(d, "name"), name)) return d;
    return NULL;
}

static void
note_deadline(struct change *c, const char *name, const json_t *x, const json_t *y)
{
    json_t *list = json_object_get(c->what, "deadlines"), *line = json_object();
    const char *was = json_str(x, "due_on"), *is = json_str(y, "due_on");
    int order = was && is ? strcmp(is, was) : 0;

    c->kinds |= 1u << KIND_DEADLINE_MOVED;
    if (!list)
        json_object_set_new(c->what, "deadlines", list = json_array());
    json_object_set_new(line, "name", json_string(name));
    json_object_set_new(line, "before", x ? json_deep_copy(x) : json_null());
    json_object_set_new(line, "after", y ? json_deep_copy(y) : json_null());
    json_array_append_new(list, line);
    json_object_set_new(c->deadline, name,
                        json_string(order < 0   ? "earlier"
                                    : order > 0 ? "later"
                                                : "other"));
}

static void
compare_deadlines(struct change *c, const json_t *before, const json_t *after)
{
    size_t i;
    json_t *d;

    json_array_foreach((json_t *)(uintptr_t)before, i, d)
    {
        const json_t *y = deadline_of(after, json_str(d, "name"));
        if (!y || !json_equal(d, y))
            note_deadline(c, json_str(d, "name"), d, y);
    }

    json_array_foreach((json_t *)(uintptr_t)after, i,
                       d) if (!deadline_of(before, json_str(d, "name")))
        note_deadline(c, json_str(d, "name"), NULL, d);
}

static void
compare_verdicts(struct change *c, const json_t *before, const json_t *after)
{
    const char *was = json_str(before, "verdict"), *is = json_str(after, "verdict");
    if (!was || !is || str_is(was, is))
        return;

    json_t *line = json_object();
    json_object_set_new(line, "before", json_string(was));
    json_object_set_new(line, "after", json_string(is));
    json_object_set_new(c->what, "verdict", line);
    if (str_is(is, "not_acceptable"))
        c->kinds |= 1u << KIND_ACCEPT_TO_REFUSE;
    else if (str_is(was, "not_acceptable"))
        c->kinds |= 1u << KIND_REFUSE_TO_ACCEPT;

    if (str_is(is, "needs_human"))
        c->kinds |= 1u << KIND_ERROR;
}

void
change_find(struct arena *a, const json_t *before, const json_t *after, struct change *out)
{
    *out = (struct change){.what = arena_json(a, json_object()),
                           .rules = arena_json(a, json_object()),
                           .deadline = arena_json(a, json_object())};
    compare_verdicts(out, before, after);
    compare_findings(a, out, json_object_get(before, "findings"),
                     json_object_get(after, "findings"));
    compare_deadlines(out, json_object_get(before, "deadlines"),
                      json_object_get(after, "deadlines"));
    json_t *was = json_object_get(before, "route"), *is = json_object_get(after, "route");
    if (!json_equal(was, is)) {
        json_t *line = json_object();
        json_object_set(line, "before", was ? was : json_null());
        json_object_set(line, "after", is ? is : json_null());
        json_object_set_new(out->what, "route", line);
        out->kinds |= 1u << KIND_ROUTE_MOVED;
    }
}

const char *
change_kinds(struct arena *a, const struct change *c)
{
    struct buf b = BUF(a);
    buf_puts(&b, "");
    for (int k = 0; k < KIND__MAX; k++)
        if (c->kinds >> k & 1)
            buf_printf(&b, "%s%s", b.n ? " " : "", replay_kinds[k]);
    return b.p;
}

const char *
change_rules(struct arena *a, const struct change *c)
{
    const char **ids = arena_alloc(a, (json_object_size(c->rules) + 1) * sizeof *ids), *id;
    struct buf b = BUF(a);
    size_t n = 0;
    json_t *any;

    json_object_foreach(c->rules, id, any) ids[n++] = id;
    str_sort(ids, n);
    buf_puts(&b, " ");
    for (size_t i = 0; i < n; i++)
        buf_printf(&b, "%s ", ids[i]);
    return b.p;
}

/* ---- the tally ------------------------------------------------------------------------------- */

static json_t *
member(json_t *object, const char *name, json_t *(*make)(void))
{
    json_t *x = json_object_get(object, name);
    if (!x)
        json_object_set_new(object, name, x = make());
    return x;
}

static void
count(json_t *object, const char *name)
{
    json_object_set_new(object, name,
                        json_integer(json_integer_value(json_object_get(object, name)) + 1));
}

void
tally_chain(char chain[SHA256_TEXT], const char *next)
{
    struct sha256 h;
    sha256_start(&h);
    sha256_add(&h, chain, SHA256_TEXT - 1);
    sha256_add(&h, next, strlen(next));
    sha256_end(&h, chain);
}

void
tally_read(struct tally *t, const char *text)
{
    json_t *root = json_loads(text, 0, NULL), *counts = json_object_get(root, "counts");
    const char *facts = json_str(root, "facts"), *hits = json_str(root, "hits");

    *t = (struct tally){.unchanged = (long)json_integer_value(json_object_get(counts, "unchanged")),
                        .changed = (long)json_integer_value(json_object_get(root, "changed"))};
    for (int k = 0; k < KIND__MAX; k++)
        t->counts[k] = (long)json_integer_value(json_object_get(counts, replay_kinds[k]));
    memset(t->facts_chain, '0', SHA256_TEXT - 1);
    memset(t->hits_chain, '0', SHA256_TEXT - 1);
    if (facts && strlen(facts) == SHA256_TEXT - 1)
        memcpy(t->facts_chain, facts, SHA256_TEXT);
    if (hits && strlen(hits) == SHA256_TEXT - 1)
        memcpy(t->hits_chain, hits, SHA256_TEXT);
    static const char *const names[] = {"rules", "deadlines", "samples"};
    json_t **const at[] = {&t->rules, &t->deadlines, &t->samples};
    for (size_t i = 0; i < LEN(names); i++) {
        json_t *x = json_object_get(root, names[i]);
        *at[i] = x ? json_incref(x) : json_object();
    }
    json_decref(root);
}

static json_t *
counts_json(const struct tally *t)
{
    json_t *counts = json_object();
    json_object_set_new(counts, "unchanged", json_integer(t->unchanged));
    for (int k = 0; k < KIND__MAX; k++)
        json_object_set_new(counts, replay_kinds[k], json_integer(t->counts[k]));
    return counts;
}

char *
tally_text(struct arena *a, const struct tally *t)
{
    json_t *root = arena_json(a, json_object());

    json_object_set_new(root, "counts", counts_json(t));
    json_object_set_new(root, "changed", json_integer(t->changed));
    json_object_set_new(root, "facts", json_string(t->facts_chain));
    json_object_set_new(root, "hits", json_string(t->hits_chain));
    json_object_set(root, "rules", t->rules);
    json_object_set(root, "deadlines", t->deadlines);
    json_object_set(root, "samples", t->samples);
    return json_text(a, root);
}

void
tally_free(struct tally *t)
{
    json_decref(t->rules);
    json_decref(t->deadlines);
    json_decref(t->samples);
}

/* Whose decision it is, for people to look it up. */
static json_t *
sample(const struct replay_hit *hit)
{
    json_t *x = json_object();

    json_object_set_new(x, "filing", json_string(hit->filing_id));
    json_object_set_new(x, "n", json_integer(hit->n));
    json_object_set_new(x, "version", json_integer(hit->version));
    json_object_set_new(x, "title", json_string(hit->title));
    json_object_set_new(x, "organization", json_string(hit->organization));
    json_object_set_new(x, "number", hit->number ? json_string(hit->number) : json_null());
    json_object_set_new(x, "kinds", json_string(hit->kinds));
    return x;
}

static void
add_sample(json_t *list, const struct replay_hit *hit)
{
    if (json_array_size(list) < SAMPLES_MAX)
        json_array_append_new(list, sample(hit));
}

void
tally_add(struct arena *a, struct tally *t, const struct change *c, const struct replay_hit *hit)
{
    static const char *const whats[] = {"appeared", "disappeared", "severity", "words"};
    const char *name;
    json_t *x;

    t->changed++;
    for (int k = 0; k < KIND__MAX; k++)
        if (c->kinds >> k & 1) {
            t->counts[k]++;
            add_sample(member(t->samples, replay_kinds[k], json_array), hit);
        }

    json_object_foreach(c->rules, name, x)
    {
        json_t *rule = member(t->rules, name, json_object),
               *counts = member(rule, "counts", json_object);
        json_object_set(rule, "title", json_object_get(x, "title"));
        json_object_set(rule, "law", json_object_get(x, "law"));
        json_object_set(rule, "source", json_object_get(x, "source"));
        for (size_t i = 0; i < LEN(whats); i++)
            if (json_object_get(x, whats[i]))
                count(counts, whats[i]);
        add_sample(member(rule, "samples", json_array), hit);
    }

    json_object_foreach(c->deadline, name, x)
    {
        json_t *d = member(t->deadlines, name, json_object);
        count(d, "moved");
        count(d, json_string_value(x));
    }
    tally_chain(t->hits_chain, arena_printf(a, "%ld %s %s", hit->ord, hit->kinds, hit->change));
}

/* ---- the report ------------------------------------------------------------------------------ */

static json_t *
rules_json(const struct tally *t)
{
    static const char *const whats[] = {"appeared", "disappeared", "severity", "words"};
    json_t *list = json_array(), *x;
    const char *id;

    json_object_foreach(t->rules, id, x)
    {
        json_t *rule = json_deep_copy(x), *counts = member(rule, "counts", json_object);
        for (size_t i = 0; i < LEN(whats); i++)
            if (!json_object_get(counts, whats[i]))
                json_object_set_new(counts, whats[i], json_integer(0));
        json_object_set_new(rule, "rule", json_string(id));
        size_t at = 0; /* by id, so that the order in which they were met does not matter */
        while (at < json_array_size(list) &&
               strcmp(json_str(json_array_get(list, at), "rule"), id) < 0)
            at++;
        json_array_insert_new(list, at, rule);
    }

    return list;
}

char *
report_text(struct arena *a, const struct report_of *of)
{
    const struct tally *t = of->tally;
    json_t *r = arena_json(a, json_object()), *titles = json_object();

    json_object_set_new(r, "rule_set", json_string(of->replay->rule_set));
    json_object_set_new(r, "base", json_string(of->replay->base));
    json_object_set_new(r, "engine", json_string(policy_engine()));
    json_object_set_new(r, "decisions", json_integer(of->replay->total));
    json_object_set_new(r, "facts_hash", json_string(t->facts_chain));
    json_object_set_new(r, "counts", counts_json(t));
    json_object_set_new(r, "changed", json_integer(t->changed));
    json_object_set_new(r, "filings", json_integer(of->filings));
    json_object_set_new(r, "hits_hash", json_string(t->hits_chain));
    json_object_set(titles, "rule_set", json_object_get(of->manifest, "title"));
    json_object_set(titles, "base", json_object_get(of->base_manifest, "title"));
    json_object_set_new(r, "titles", titles);
    json_object_set_new(r, "rules", rules_json(t));
    json_object_set(r, "deadlines", t->deadlines);
    json_object_set(r, "samples", t->samples);

    return json_canonical(a, r);
}
