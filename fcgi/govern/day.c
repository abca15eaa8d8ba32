#include "govern/day.h"

#include <string.h>

/* The text with the n bytes at `at`, which are of it, put as value. */
static const char *
put(struct arena *a, const char *text, const char *at, size_t n, const char *value)
{
    return arena_printf(a, "%.*s%s%s", (int)(at - text), text, value, at + n);
}

/* The value of object's member as value, where it has one that is not null. */
static const char *
set(struct arena *a, const char *object, const char *key, const char *value)
{
    size_t n;
    const char *at = json_member(object, key, &n);

    return at == NULL || *at == 'n' ? object : put(a, object, at, n, value);
}

static const char *
member(struct arena *a, const char *object, const char *key)
{
    size_t n;
    const char *at = json_member(object, key, &n);
    return at ? arena_strndup(a, at, n) : NULL;
}

static const char *
filing_on(struct arena *a, const char *filing, const char *day)
{
    const char *was = member(a, filing, "submitted_on");
    const char *first = member(a, filing, "first_submitted_on");

    if (was != NULL && first != NULL && str_is(was, first))
        filing = set(a, filing, "first_submitted_on", day);
    return set(a, filing, "submitted_on", day);
}

const char *
day_facts(struct arena *a, const char *facts, const char *day)
{
    const char *quoted = arena_printf(a, "\"%s\"", day);
    const char *clock = member(a, facts, "clock"), *filing = member(a, facts, "filing");

    if (clock != NULL) {
        clock = set(a, clock, "now", arena_printf(a, "\"%sT12:00:00+08:00\"", day));
        facts = set(a, facts, "clock", set(a, clock, "today", quoted));
    }
    return filing ? set(a, facts, "filing", filing_on(a, filing, quoted)) : facts;
}
