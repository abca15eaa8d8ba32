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

size_t
route_index(const struct route *r)
{
    size_t before = 0, t = 0;

    while (t < LEN(tables) && (r < tables[t]->rows || r >= tables[t]->rows + tables[t]->n))
        before += tables[t++]->n;
    return t < LEN(tables) ? before + (size_t)(r - tables[t]->rows) : before;
}

size_t
handle_routes_n(void)
{
    size_t n = 0;

    for (size_t t = 0; t < LEN(tables); t++)
        n += tables[t]->n;
    return n;
}

const char *
handle_route_method(size_t i)
{
    return http_method_name(route_at(i)->method);
}

const char *
handle_route_path(size_t i)
{
    return route_at(i)->path;
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

/* Rows whose paths begin with the same part, which is never a variable one: each request looks
 * among those. Places in the surface, from 1; 0: no more. */
enum { SHELVES = 128, ROUTES_MAX = 1024 };
static struct {
    bool is_made;
    const struct route *rows[ROUTES_MAX];
    unsigned short first[SHELVES], next[ROUTES_MAX];
} shelf;

static unsigned
shelf_of(const char *path)
{
    unsigned h = 0;

    for (path += *path == '/'; *path != '\0' && *path != '/'; path++)
        h = h * 31 + (unsigned char)*path;
    return h % SHELVES;
}

/* From the end, so that each shelf has its rows in their order. */
static void
fill_shelves(void)
{
    size_t n = 0;

    while (n < ROUTES_MAX && (shelf.rows[n] = route_at(n)) != NULL)
        n++;
    for (; n > 0; n--) {
        unsigned short *first = &shelf.first[shelf_of(shelf.rows[n - 1]->path)];
        shelf.next[n - 1] = *first;
        *first = (unsigned short)n;
    }
    shelf.is_made = true;
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

    if (!shelf.is_made)
        fill_shelves();
    for (size_t i = shelf.first[shelf_of(path)]; i != 0; i = shelf.next[i - 1]) {
        const struct route *r = shelf.rows[i - 1];
        if (r->method == c->request->method && path_matches(r->path, path) && is_variable(found))
            found = r;
    }

    if (found != NULL)
        take_params(c->work.arena, found->path, path, c->params);
    *allowed = found != NULL ? NULL : methods_of(c->work.arena, path);
    return found;
}
