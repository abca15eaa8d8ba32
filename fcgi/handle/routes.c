/* The whole request surface: the tables of the nouns. */
#include "handle/route.h"

#include <string.h>

#define ROUTE_NOUN(noun) &noun##_routes,
static const struct route_table *const tables[] = {ROUTE_NOUNS(ROUTE_NOUN)};

const struct member no_members[] = {MEMBERS_END};
const struct member paged_query[] = {PAGED, MEMBERS_END};
const char *const page_types[] = {"text/html", NULL};

const struct route *
route_at(size_t i)
{
    for (size_t t = 0; t < LEN(tables); t++) {
        if (i < tables[t]->n)
            return &tables[t]->rows[i];
        i -= tables[t]->n;
    }
    return NULL;
}

const char *
route_reads(const struct route *r)
{
    if (r->method != GET || r->reads != NULL)
        return r->method == GET ? r->reads : NULL;
    return r->headers & HEADER_FILE || members_personal(r->answer) || members_personal(r->beside)
               ? "data.read"
               : NULL;
}

/* path is as nginx decoded it. */
static bool
path_matches(const char *pattern, const char *path)
{
    for (;;) {
        if (*pattern == ':') {
            size_t len = strcspn(path, "/");
            if (len == 0)
                return false;
            pattern += strcspn(pattern, "/");
            path += len;
        } else if (*pattern != *path) {
            return false;
        } else if (*pattern == '\0') {
            return true;
        } else {
            pattern++;
            path++;
        }
    }
}

/* The parts of a path that matches. */
static void
take_params(struct arena *a, const char *pattern, const char *path, const char *params[2])
{
    for (int n = 0; *pattern != '\0';) {
        if (*pattern != ':') {
            pattern++;
            path++;
            continue;
        }
        size_t len = strcspn(path, "/");
        params[n++] = arena_strndup(a, path, len);
        pattern += strcspn(pattern, "/");
        path += len;
    }
}

/* Literal parts before variable ones: "/rule-sets/active" is not a set of that hash. */
static bool
is_variable(const struct route *r)
{
    return r == NULL || strchr(r->path, ':') != NULL;
}

/* The methods that the rows of this path have, as in Allow; "" when there is no such path. */
static const char *
methods_of(struct arena *a, const char *path)
{
    struct buf methods = BUF(a);
    const struct route *r;

    buf_puts(&methods, "");
    for (size_t i = 0; (r = route_at(i)) != NULL; i++)
        if (path_matches(r->path, path))
            buf_printf(&methods, "%s%s", methods.n ? ", " : "",
                       r->method == GET ? "GET, HEAD" : http_method_name(r->method));

    return methods.p;
}

const struct route *
route_find(struct context *c, const char *path, const char **allowed)
{
    const struct route *found = NULL;

    for (size_t t = 0; t < LEN(tables); t++) {
        for (size_t i = 0; i < tables[t]->n; i++) {
            const struct route *r = &tables[t]->rows[i];
            if (r->method == c->request->method && path_matches(r->path, path) &&
                is_variable(found))
                found = r;
        }
    }

    if (found != NULL)
        take_params(c->work.arena, found->path, path, c->params);
    *allowed = found != NULL ? NULL : methods_of(c->work.arena, path);
    return found;
}
