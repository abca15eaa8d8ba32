/* A query and a JSON body against the members that every route declares. The first byte says which
 * route, the first line is the query. */
#include "fuzz.h"
#include "handle/route.h"

#include <string.h>

static struct arena *a;
static const struct law no_law;

static void
look_at_query(const struct route *r, const char *query)
{
    for (const struct member *m = r->query; m != NULL && m->type != M_END; m++) {
        const char *value = http_query(a, query, m->name);
        if (value != NULL)
            (void)member_allows(m->type == M_LIST ? m->each : m, value, &no_law, a);
        FUZZ_MUST(value == NULL || utf8_valid(value, strlen(value)));
    }
}

static void
look_at_body(const struct route *r, const char *text, size_t n)
{
    struct findings fs;
    json_t *command, *told;

    const struct member *members = r->body ? r->body : no_members;
    findings_start(&fs, a);
    if (json_read(a, text, n, &command, NULL) != OK)
        return;
    members_tidy(a, members, command);
    const char *tidy = json_canonical(a, command);
    members_tidy(a, members, command);
    FUZZ_MUST(str_is(json_canonical(a, command), tidy)); /* what is tidy stays */
    members_check(members, command, &no_law, &fs);
    const char *words = findings_end(&fs);
    FUZZ_MUST(json_read(a, words, strlen(words), &told, NULL) == OK);
    const char *canonical = json_canonical(a, command);
    FUZZ_MUST(json_read(a, canonical, strlen(canonical), &told, NULL) == OK);
    FUZZ_MUST(json_equal(told, command));
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    static size_t routes;

    if (a == NULL) {
        base_init();
        a = arena_new();
        while (route_at(routes) != NULL)
            routes++;
    }
    if (n < 2)
        return 0;
    const struct route *r = route_at(p[0] % routes);
    const char *rest = (const char *)p + 1;
    const char *end = memchr(rest, '\n', n - 1);
    size_t line = end ? (size_t)(end - rest) : n - 1;
    const char *query = arena_strndup(a, rest, line);
    look_at_query(r, query);
    if (end != NULL)
        look_at_body(r, end + 1, n - 1 - line - 1);
    arena_reset(a);
    return 0;
}
