#include "govern/tally.h"
#include "govern/lives.h"
#include "policy/policy.h"

#include <string.h>

#define SAMPLES_MAX 5 /* of a rule or a kind */

/* The ways in which a finding can differ, and the words of its rule. */
static const char *const ways[] = {"appeared", "disappeared", "severity", "words"};
static const char *const words[] = {"title", "law", "source"};

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
        t->counts[k] = (long)json_integer_value(json_object_get(counts, govern_replay_kinds[k]));
    memset(t->facts_chain, '0', SHA256_TEXT - 1);
    memset(t->hits_chain, '0', SHA256_TEXT - 1);
    if (facts && strlen(facts) == SHA256_TEXT - 1)
        memcpy(t->facts_chain, facts, SHA256_TEXT);
    if (hits && strlen(hits) == SHA256_TEXT - 1)
        memcpy(t->hits_chain, hits, SHA256_TEXT);
    static const char *const names[] = {"rules", "deadlines", "samples", "lives"};
    json_t **const at[] = {&t->rules, &t->deadlines, &t->samples, &t->lives};
    for (size_t i = 0; i < LEN(names); i++) {
        json_t *x = json_object_get(root, names[i]);
        *at[i] = x ? json_incref(x) : json_object();
    }
    json_decref(root);
}

static void
counts_json(struct buf *b, const struct tally *t)
{
    buf_open(b, "counts", '{');
    buf_json_int(b, "unchanged", t->unchanged);
    for (int k = 0; k < KIND__MAX; k++)
        buf_json_int(b, govern_replay_kinds[k], t->counts[k]);
    buf_close(b);
}

char *
tally_text(struct arena *a, const struct tally *t)
{
    struct buf b = BUF(a);

    buf_open(&b, NULL, '{');
    counts_json(&b, t);
    buf_json_int(&b, "changed", t->changed);
    buf_json_str(&b, "facts", t->facts_chain);
    buf_json_str(&b, "hits", t->hits_chain);
    buf_json_raw(&b, "rules", json_text(a, t->rules));
    buf_json_raw(&b, "deadlines", json_text(a, t->deadlines));
    buf_json_raw(&b, "samples", json_text(a, t->samples));
    buf_json_raw(&b, "lives", json_text(a, t->lives));
    buf_close(&b);

    return b.p;
}

void
tally_free(struct tally *t)
{
    json_decref(t->rules);
    json_decref(t->deadlines);
    json_decref(t->samples);
    json_decref(t->lives);
}

/* ---- a change more --------------------------------------------------------------------------- */

static json_t *
sample_of(struct arena *a, const struct replay_hit *hit)
{
    struct buf b = BUF(a);

    buf_open(&b, NULL, '{');
    govern_hit_members(&b, hit);
    buf_close(&b);
    return json_loads(b.p, 0, NULL);
}

static void
add_sample(struct arena *a, json_t *parent, const char *name, const struct replay_hit *hit)
{
    json_t *list = member(parent, name, json_array);
    if (json_array_size(list) < SAMPLES_MAX)
        json_array_append_new(list, sample_of(a, hit));
}

static void
add_rule(json_t *rule, const json_t *x)
{
    json_t *counts = member(rule, "counts", json_object);

    for (size_t i = 0; i < LEN(words); i++)
        json_object_set(rule, words[i], json_object_get(x, words[i]));
    for (size_t i = 0; i < LEN(ways); i++)
        if (json_object_get(x, ways[i]))
            count(counts, ways[i]);
}

void
tally_add(struct arena *a, struct tally *t, const struct change *c, const struct replay_hit *hit)
{
    const char *name;
    json_t *x;

    t->changed++;
    for (int k = 0; k < KIND__MAX; k++)
        if (c->kinds >> k & 1) {
            t->counts[k]++;
            add_sample(a, t->samples, govern_replay_kinds[k], hit);
        }

    json_object_foreach(c->rules, name, x)
    {
        json_t *rule = member(t->rules, name, json_object);
        add_rule(rule, x);
        add_sample(a, rule, "samples", hit);
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

static void
rule_json(struct buf *b, const char *id, const json_t *rule)
{
    const json_t *counts = json_object_get(rule, "counts");

    buf_open(b, NULL, '{');
    buf_json_str(b, "rule", id);
    for (size_t i = 0; i < LEN(words); i++)
        if (json_str(rule, words[i]))
            buf_json_str(b, words[i], json_str(rule, words[i]));
    buf_open(b, "counts", '{');
    for (size_t i = 0; i < LEN(ways); i++)
        buf_json_int(b, ways[i], json_integer_value(json_object_get(counts, ways[i])));
    buf_close(b);
    buf_json_raw(b, "samples", json_text(b->a, json_object_get(rule, "samples")));
    buf_close(b);
}

/* By id, so that the order in which they were met does not matter. */
static void
rules_json(struct buf *b, const json_t *rules)
{
    const char **ids = arena_alloc(b->a, (json_object_size(rules) + 1) * sizeof *ids), *id;
    size_t n = 0;
    json_t *any;

    json_object_foreach((json_t *)(uintptr_t)rules, id, any) ids[n++] = id;
    str_sort(ids, n);
    buf_open(b, "rules", '[');
    for (size_t i = 0; i < n; i++)
        rule_json(b, ids[i], json_object_get(rules, ids[i]));
    buf_close(b);
}

static void
titles_json(struct buf *b, const struct report_of *of)
{
    buf_open(b, "titles", '{');
    if (json_str(of->manifest, "title"))
        buf_json_str(b, "rule_set", json_str(of->manifest, "title"));
    if (json_str(of->base_manifest, "title"))
        buf_json_str(b, "base", json_str(of->base_manifest, "title"));
    buf_close(b);
}

char *
report_text(struct arena *a, const struct report_of *of)
{
    const struct tally *t = of->tally;
    struct buf b = BUF(a);

    buf_open(&b, NULL, '{');
    buf_json_str(&b, "rule_set", of->replay->rule_set);
    buf_json_str(&b, "base", of->replay->base);
    buf_json_str(&b, "engine", policy_engine());
    buf_json_int(&b, "decisions", of->replay->total);
    buf_json_str(&b, "facts_hash", t->facts_chain);
    counts_json(&b, t);
    buf_json_int(&b, "changed", t->changed);
    buf_json_int(&b, "filings", of->filings);
    buf_json_str(&b, "hits_hash", t->hits_chain);
    titles_json(&b, of);
    rules_json(&b, t->rules);

    buf_json_raw(&b, "deadlines", json_text(a, t->deadlines));
    buf_json_raw(&b, "samples", json_text(a, t->samples));
    lives_json(&b, t->lives);
    buf_json_str(&b, "as_of", of->replay->as_of);
    buf_json_raw(&b, "law", of->law);
    buf_json_raw(&b, "landing", of->landing);
    buf_json_raw(&b, "matters", of->matters);
    buf_close(&b);
    return json_canonical(a, arena_json(a, json_loads(b.p, 0, NULL))); /* it is hashed */
}
