#include "govern/change.h"

#include <string.h>

/* Two answers while they are compared. The differences are written as they are found. */
struct comparison {
    struct change *out;
    const char *facts;              /* that both are about; NULL: not known */
    struct buf findings, deadlines; /* lists */
};

/* ---- findings -------------------------------------------------------------------------------- */

static bool
same_text(const json_t *x, const json_t *y, const char *member)
{
    const char *a = json_str(x, member), *b = json_str(y, member);
    return a && b ? str_is(a, b) : a == b;
}

static bool
is_fault(const json_t *finding)
{
    return json_is_true(json_object_get(finding, "fault"));
}

/* Two findings are a pair when one rule speaks of one place; a rule that failed does not speak. */
static bool
is_pair(const json_t *x, const json_t *y)
{
    return same_text(x, y, "rule") && same_text(x, y, "path") && is_fault(x) == is_fault(y);
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

/* A member of a finding; one that it does not have is left out. */
static void
copy_text(struct buf *b, const json_t *finding, const char *member)
{
    const char *text = json_str(finding, member);
    if (text)
        buf_json_str(b, member, text);
}

/* Marks under its rule in which way a finding differs. */
static void
note_rule(struct change *c, const json_t *finding, const char *how)
{
    static const char *const words[] = {"title", "law", "source"};
    const char *id = json_str(finding, "rule");
    json_t *rule = json_object_get(c->rules, id);

    if (!rule) {
        json_object_set_new(c->rules, id, rule = json_object());
        for (size_t i = 0; i < LEN(words); i++)
            json_object_set(rule, words[i], json_object_get(finding, words[i]));
    }
    json_object_set_new(rule, how, json_true());
}

/* One finding that is not the same on both sides; x or y is NULL when it is on one side only. */
static void
note_finding(struct comparison *p, const json_t *x, const json_t *y)
{
    static const char *const members[] = {"rule", "title", "path", "field"};
    struct buf *b = &p->findings;
    const json_t *any = y ? y : x;
    const char *how = !x                            ? "appeared"
                      : !y                          ? "disappeared"
                      : same_text(x, y, "severity") ? "words"
                                                    : "severity";

    p->out->kinds |= 1u << KIND_FINDINGS_CHANGED;
    buf_open(b, NULL, '{');
    for (size_t i = 0; i < LEN(members); i++)
        copy_text(b, any, members[i]);
    buf_json_str(b, "what", how);
    buf_json_str(b, "before", json_str(x, "severity"));
    buf_json_str(b, "after", json_str(y, "severity"));
    buf_close(b);
    note_rule(p->out, any, how);
}

/* Pairs what is the same, then, loosely, what is about the same place; what is left has no pair. */
static void
compare_findings(struct comparison *p, const json_t *before, const json_t *after)
{
    struct arena *a = p->findings.a;
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
                    note_finding(p, x, y);
            }

    for (size_t k = 0; k < bn; k++)
        if (!used[k])
            note_finding(p, json_array_get(before, k), NULL);
    for (size_t i = 0; i < an; i++)
        if (!done[i])
            note_finding(p, NULL, json_array_get(after, i));
}

/* ---- deadlines ------------------------------------------------------------------------------- */

static const json_t *
deadline_of(const json_t *list, const char *name)
{
    size_t i;
    json_t *d;
    json_array_foreach(list, i, d)
    {
        if (str_is(json_str(d, "name"), name))
            return d;
    }
    return NULL;
}

/* A value before and after; NULL: there was none. */
static void
write_pair(struct buf *b, const json_t *before, const json_t *after)
{
    buf_json_raw(b, "before", before ? json_text(b->a, before) : NULL);
    buf_json_raw(b, "after", after ? json_text(b->a, after) : NULL);
}

/* A day that stands in the facts as it is, no day that a candidate made up of what a filer typed.
 */
static bool
is_of_facts(const struct comparison *p, const char *day)
{
    return p->facts == NULL || day == NULL ||
           strstr(p->facts, arena_printf(p->deadlines.a, "\"%s\"", day)) != NULL;
}

/* So do the days that it leaves out. */
static bool
is_credit_of_facts(const struct comparison *p, const json_t *deadline)
{
    size_t i;
    json_t *span;

    json_array_foreach(json_object_get(deadline, "credit"), i, span)
    {
        if (!is_of_facts(p, json_str(span, "from")) || !is_of_facts(p, json_str(span, "to")))
            return false;
    }
    return true;
}

/* Where the days are told by which it is counted, the rest follows from them; of any other neither
 * a day is told nor how many there are. */
static const json_t *
told(const struct comparison *p, const json_t *deadline)
{
    static const char *const counted[] = {"credit", "credited", "waited", "left"};
    bool begins = is_of_facts(p, json_str(deadline, "from"));

    if (deadline == NULL || (begins && is_credit_of_facts(p, deadline)))
        return deadline;
    json_t *copy = arena_json(p->deadlines.a, json_copy((json_t *)(uintptr_t)deadline));
    if (!begins)
        json_object_set_new(copy, "from", json_null());
    json_object_set_new(copy, "due_on", json_null());
    for (size_t i = 0; i < LEN(counted); i++)
        json_object_del(copy, counted[i]);
    return copy;
}

static void
note_deadline(struct comparison *p, const char *name, const json_t *x, const json_t *y)
{
    struct buf *b = &p->deadlines;
    const char *was = json_str(x, "due_on"), *is = json_str(y, "due_on");
    int order = was && is ? strcmp(is, was) : 0;
    const char *way = order < 0 ? "earlier" : order > 0 ? "later" : "other";

    p->out->kinds |= 1u << KIND_DEADLINE_MOVED;
    json_object_set_new(p->out->deadline, name, json_string(way));
    buf_open(b, NULL, '{');
    buf_json_str(b, "name", name);
    write_pair(b, told(p, x), told(p, y));
    buf_close(b);
}

/* What a deadline says beside these follows from them and from the day. One that is kept from
 * before there were units counts working days. */
static bool
is_same_deadline(const json_t *x, const json_t *y)
{
    static const char *const members[] = {"from", "days", "due_on", "provisional", "state"};
    const char *was = json_str(x, "unit"), *is = json_str(y, "unit");

    for (size_t i = 0; i < LEN(members); i++)
        if (!json_equal(json_object_get(x, members[i]), json_object_get(y, members[i])))
            return false;
    return str_is(was ? was : "workday", is ? is : "workday");
}

static void
compare_deadlines(struct comparison *p, const json_t *before, const json_t *after)
{
    size_t i;
    json_t *d;

    json_array_foreach(before, i, d)
    {
        const json_t *y = deadline_of(after, json_str(d, "name"));
        if (!y || !is_same_deadline(d, y))
            note_deadline(p, json_str(d, "name"), d, y);
    }

    json_array_foreach(after, i, d)
    {
        if (!deadline_of(before, json_str(d, "name")))
            note_deadline(p, json_str(d, "name"), NULL, d);
    }
}

/* ---- the whole ------------------------------------------------------------------------------- */

/* Did a rule fail? It may have been beside an error, which refuses all the same. */
static bool
has_fault(const json_t *answer)
{
    size_t i;
    json_t *x;
    json_array_foreach(json_object_get(answer, "findings"), i, x)
    {
        if (is_fault(x))
            return true;
    }
    return str_is(json_str(answer, "verdict"), "needs_human");
}

static void
compare_verdicts(struct change *c, struct buf *b, const json_t *before, const json_t *after)
{
    const json_t *x = json_object_get(before, "verdict"), *y = json_object_get(after, "verdict");
    const char *was = json_string_value(x), *is = json_string_value(y);
    if (has_fault(after) && !has_fault(before))
        c->kinds |= 1u << KIND_ERROR;
    if (!was || !is || str_is(was, is))
        return;

    if (str_is(is, "not_acceptable"))
        c->kinds |= 1u << KIND_ACCEPT_TO_REFUSE;
    else if (str_is(was, "not_acceptable"))
        c->kinds |= 1u << KIND_REFUSE_TO_ACCEPT;

    buf_open(b, "verdict", '{');
    write_pair(b, x, y);
    buf_close(b);
}

static void
compare_routes(struct change *c, struct buf *b, const json_t *before, const json_t *after)
{
    const json_t *was = json_object_get(before, "route"), *is = json_object_get(after, "route");
    if (json_equal(was, is))
        return;

    c->kinds |= 1u << KIND_ROUTE_MOVED;
    buf_open(b, "route", '{');
    write_pair(b, was, is);
    buf_close(b);
}

/* Their names alone: a value may be made of what a filer typed. */
static void
compare_derived(struct change *c, struct buf *b, const json_t *before, const json_t *after)
{
    json_t *was = json_object_get(before, "derived"), *is = json_object_get(after, "derived"),
           *names = arena_json(b->a, json_array()), *value;
    const char *name;

    json_object_foreach(was, name, value)
    {
        if (!json_equal(value, json_object_get(is, name)))
            json_array_append_new(names, json_string(name));
    }
    json_object_foreach(is, name, value)
    {
        if (json_object_get(was, name) == NULL)
            json_array_append_new(names, json_string(name));
    }
    if (json_array_size(names) == 0)
        return;

    c->kinds |= 1u << KIND_DERIVED_CHANGED;
    buf_json_raw(b, "derived", json_text(b->a, names));
}

void
change_find(struct arena *a, const struct compared *of, struct change *out)
{
    const json_t *before = of->before, *after = of->after;
    struct buf what = BUF(a);
    struct comparison p = {out, of->facts, BUF(a), BUF(a)};

    *out = (struct change){.rules = arena_json(a, json_object()),
                           .deadline = arena_json(a, json_object())};
    buf_open(&p.findings, NULL, '[');
    compare_findings(&p, json_object_get(before, "findings"), json_object_get(after, "findings"));
    buf_close(&p.findings);
    buf_open(&p.deadlines, NULL, '[');
    compare_deadlines(&p, json_object_get(before, "deadlines"),
                      json_object_get(after, "deadlines"));
    buf_close(&p.deadlines);

    buf_open(&what, NULL, '{');
    compare_verdicts(out, &what, before, after);
    compare_routes(out, &what, before, after);
    compare_derived(out, &what, before, after);
    if (out->kinds & 1u << KIND_FINDINGS_CHANGED)
        buf_json_raw(&what, "findings", p.findings.p);
    if (out->kinds & 1u << KIND_DEADLINE_MOVED)
        buf_json_raw(&what, "deadlines", p.deadlines.p);
    buf_close(&what);

    out->what = arena_json(a, json_loads(what.p, 0, NULL));
}

const char *
change_kinds(struct arena *a, const struct change *c)
{
    struct buf b = BUF(a);
    buf_puts(&b, "");
    for (int k = 0; k < KIND__MAX; k++)
        if (c->kinds >> k & 1)
            buf_printf(&b, "%s%s", b.n ? " " : "", govern_replay_kinds[k]);
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
