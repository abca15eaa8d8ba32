#include "store/sieve.h"
#include "store/folding.h"

#include <stdlib.h>

/* ---- what is asked for ----------------------------------------------------------------------- */

static const struct column term_columns[] = {COLUMN(term, id), COLUMN(term, n)};
static const struct row_map term_map = ROW_MAP(term_columns, term);

struct years {
    long first, last;
};
static const struct column years_columns[] = {COLUMN(years, first), COLUMN(years, last)};
static const struct row_map years_map = ROW_MAP(years_columns, years);

static void
seek_term(struct sieve *x, struct group *g, const struct term *term)
{
    if (term->n <= 0)
        return;
    if (x->sought_n == x->sought_room) {
        x->sought_room = 2 * x->sought_room + GROUPS_MAX;
        struct sought *more = arena_bytes(x->a, (size_t)x->sought_room * sizeof *more);
        if (x->sought_n > 0)
            memcpy(more, x->sought, (size_t)x->sought_n * sizeof *more);
        x->sought = more;
    }
    x->sought[x->sought_n++] = (struct sought){.id = term->id, .none_first = 0, .none_last = -1};
    g->terms++;
    g->n += term->n;
}

static enum err
add_term(struct sieve *x, struct group *g, const char *name, struct fault *f)
{
    struct term term;
    enum err err = postings_term(x->s, name, &term, f);

    if (!err)
        seek_term(x, g, &term);
    return err;
}

/* Its terms are added before the next group is begun. */
static struct group *
new_group(struct sieve *x, int facet)
{
    struct group *g = &x->groups[x->n++];
    *g = (struct group){.first = x->sought_n, .facet = facet};
    return g;
}

/* kind:code of each code of a list between spaces. A list of nothing but spaces is the code "". */
static enum err
add_codes(struct sieve *x, struct arena *a, int facet, const char *kind, const char *codes,
          struct fault *f)
{
    if (codes == NULL)
        return OK;

    struct group *g = new_group(x, facet);
    const char *at = codes + strspn(codes, " ");
    if (*at == '\0')
        return add_term(x, g, arena_printf(a, "%s:", kind), f);
    while (*at != '\0') {
        int n = (int)strcspn(at, " ");
        enum err err = add_term(x, g, arena_printf(a, "%s:%.*s", kind, n, at), f);
        if (err)
            return err;
        at += n;
        at += strspn(at, " ");
    }
    return OK;
}

/* The code as it stands, whatever is in it. */
static enum err
add_code(struct sieve *x, struct arena *a, int facet, const char *kind, const char *code,
         struct fault *f)
{
    if (code == NULL)
        return OK;
    struct group *g = new_group(x, facet);
    return add_term(x, g, arena_printf(a, "%s:%s", kind, code), f);
}

/* Called so, or called so once. */
static enum err
add_organization(struct sieve *x, struct arena *a, const char *name, struct fault *f)
{
    if (name == NULL)
        return OK;
    struct group *g = new_group(x, FACET__MAX);
    enum err err = add_term(x, g, arena_printf(a, "organization:%s", name), f);
    return err ? err : add_term(x, g, arena_printf(a, "was:%s", name), f);
}

/* ---- a span of days -------------------------------------------------------------------------- */

/* The days of one month. */
static enum err
add_between(struct sieve *x, struct group *g, const char *from, const char *to, struct fault *f)
{
    struct term *terms;
    int n = 0;
    enum err err =
        db_all(x->s, Q_TERMS_BETWEEN, ROWS(x->a, &term_map, &terms, &n),
               VALUES(T(arena_printf(x->a, "on:%s", from)), T(arena_printf(x->a, "on:%s", to))), f);

    for (int i = 0; !err && i < n; i++)
        seek_term(x, g, &terms[i]);
    return err;
}

/* Months are counted from January of the year 0. A year is one term, where all of it is asked. */
static enum err
add_months(struct sieve *x, struct group *g, long first, long last, struct fault *f)
{
    for (long at = first; at <= last;) {
        bool is_year = at % 12 == 0 && at + 11 <= last;
        const char *name = is_year ? arena_printf(x->a, "on:%04ld", at / 12)
                                   : arena_printf(x->a, "on:%04ld-%02ld", at / 12, at % 12 + 1);
        enum err err = add_term(x, g, name, f);
        if (err)
            return err;
        at += is_year ? 12 : 1;
    }
    return OK;
}

static bool
ends_month(struct arena *a, const char *day)
{
    return !date_valid(arena_printf(a, "%.8s%02ld", day, strtol(day + 8, NULL, 10) + 1));
}

static long
month_of(const char *day)
{
    return strtol(day, NULL, 10) * 12 + strtol(day + 5, NULL, 10) - 1;
}

/* Its whole years and months, and the days at both ends. */
static enum err
add_span(struct sieve *x, const char *from, const char *to, struct fault *f)
{
    struct group *g = new_group(x, FACET__MAX);
    bool is_head = !str_is(from + 8, "01"), is_tail = !ends_month(x->a, to);
    long first = month_of(from), last = month_of(to);

    if (first == last && (is_head || is_tail))
        return add_between(x, g, from, to, f);
    enum err err = is_head ? add_between(x, g, from, arena_printf(x->a, "%.8s31", from), f) : OK;
    if (!err && is_tail)
        err = add_between(x, g, arena_printf(x->a, "%.8s01", to), to, f);
    return err ? err : add_months(x, g, first + is_head, last - is_tail, f);
}

/* No further than there are entries: who says no end means every year. */
static enum err
add_days(struct sieve *x, const struct entry_query *q, struct fault *f)
{
    const char *from = q->filed_from, *to = q->filed_to;
    struct years years;

    if (from == NULL && to == NULL)
        return OK;
    enum err err = db_one(x->s, Q_TERM_YEARS, ROW(NULL, &years_map, &years), NONE, f);
    if (err)
        return err;
    if (from == NULL || strtol(from, NULL, 10) < years.first)
        from = arena_printf(x->a, "%04ld-01-01", years.first);
    if (to == NULL || strtol(to, NULL, 10) > years.last)
        to = arena_printf(x->a, "%04ld-12-31", years.last);
    x->is_empty = x->is_empty || strcmp(from, to) > 0;
    return x->is_empty ? OK : add_span(x, from, to, f);
}

/* ---- words ----------------------------------------------------------------------------------- */

static size_t
blank(const char *s)
{
    static const char *const blanks[] = {" ", "\t", "\n", "\r", "\u3000", "\u00a0", "\u2003"};
    for (size_t i = 0; i < LEN(blanks); i++)
        if (str_starts(s, blanks[i]))
            return strlen(blanks[i]);
    return 0;
}

/* Folded, without blanks. Words of one character are a word only all together, as one writes a name
 * with blanks in it; too many are one, too. */
static int
split(struct arena *a, const char *text, const char *words[WORDS_MAX])
{
    bool is_any_long = false;
    int n = 0;

    for (const char *at = text, *end; *at != '\0' && n <= WORDS_MAX; at = end) {
        for (end = at; *end != '\0' && blank(end) == 0;)
            end++;
        const char *word = text_fold(a, arena_strndup(a, at, (size_t)(end - at)));
        if (*word != '\0' && n < WORDS_MAX)
            words[n] = word;
        n += *word != '\0';
        is_any_long = is_any_long || utf8_length(word) >= 2;
        end += blank(end);
    }
    if (n > WORDS_MAX || (n > 0 && !is_any_long)) {
        words[0] = text_fold(a, text);
        n = 1;
    }
    return n;
}

/* The rarest terms of a word, each a group: the others seldom cut off more. */
static enum err
add_word(struct sieve *x, const char *word, struct fault *f)
{
    enum { BEST = 4 };
    struct term best[BEST] = {{0}};
    char gram[GRAM_TEXT];
    int n = 0;

    for (size_t step; (step = folding_gram(word, gram)) > 0; word += step) {
        struct term term;
        enum err err = postings_term(x->s, gram, &term, f);
        if (err)
            return err;
        if (term.n == 0) {
            x->is_empty = true;
            return OK;
        }
        int at = n < BEST ? n++ : BEST - 1;
        if (at == BEST - 1 && best[at].n != 0 && best[at].n <= term.n)
            continue;
        for (; at > 0 && best[at - 1].n > term.n; at--)
            best[at] = best[at - 1];
        best[at] = term;
    }
    for (int i = 0; i < n; i++) {
        if (x->n >= GROUPS_MAX - 8) {
            x->is_exact = false;
            break;
        }
        seek_term(x, new_group(x, FACET__MAX), &best[i]);
    }
    return OK;
}

static enum err
add_words(struct sieve *x, const char *text, struct fault *f)
{
    x->words_n = text ? split(x->a, text, x->words) : 0;
    x->is_exact = true;
    for (int i = 0; i < x->words_n; i++) {
        enum err err = add_word(x, x->words[i], f);
        if (err)
            return err;
        x->is_exact = x->is_exact && utf8_length(x->words[i]) == 2;
    }
    return OK;
}

/* ---- the sieve ------------------------------------------------------------------------------- */

static int
by_rarity(const void *x, const void *y)
{
    const struct group *a = x, *b = y;
    return a->n < b->n ? -1 : a->n > b->n;
}

static enum err
add_filters(struct sieve *x, struct arena *a, const struct entry_query *q, struct fault *f)
{
    const char *organization = x->organization;
    enum err err = add_codes(x, a, FACET_TYPE, "type", q->algorithm_types, f);

    if (!err)
        err = add_codes(x, a, FACET_ROLE, "role", q->roles, f);
    if (!err)
        err = add_code(x, a, FACET_AREA, "area", q->area && *q->area ? q->area : NULL, f);
    if (!err)
        err = add_code(x, a, FACET_YEAR, "on", q->year, f);
    if (!err)
        err = add_code(x, a, FACET__MAX, "status", q->status, f);
    if (!err)
        err = add_organization(x, a, organization, f);
    if (!err)
        err = add_code(x, a, FACET__MAX, "source", q->source, f);
    return err ? err : add_days(x, q, f);
}

enum err
sieve_open(struct sieve *x, struct store *s, struct arena *a, const struct entry_query *q,
           struct fault *f)
{
    int64_t last = 0;

    *x = (struct sieve){.s = s,
                        .a = a,
                        .is_up = str_is(q->sort, "oldest"),
                        .organization = q->organization ? text_fold(a, q->organization) : NULL};
    enum err err = add_words(x, q->text, f);
    if (!err)
        err = add_filters(x, a, q, f);
    x->all = (struct group){.first = x->sought_n, .facet = FACET__MAX};
    if (!err)
        err = add_term(x, &x->all, "all", f);
    if (!err)
        err = postings_last(s, &last, f);
    arena_reset(s->scratch);

    x->last = (long)last;
    qsort(x->groups, (size_t)x->n, sizeof *x->groups, by_rarity);
    return err;
}

/* ---- chunks ---------------------------------------------------------------------------------- */

static bool
has_none(const struct sought *t, long chunk)
{
    return t->none_first <= chunk && chunk <= t->none_last;
}

/* Nobody has it in this chunk: up to where, on the way that is walked, does nobody? */
static enum err
find_next(const struct sieve *x, struct sought *t, long chunk, struct fault *f)
{
    long at;
    enum err err = postings_near(x->s, t->id, chunk, x->is_up, &at, f);
    if (err && err != ERR_NOTFOUND)
        return err;

    t->none_first = x->is_up ? chunk : err ? 0 : at + 1;
    t->none_last = !x->is_up ? chunk : err ? TERM_CHUNKS : at - 1;
    return OK;
}

enum err
sieve_group(struct sieve *x, const struct group *g, long chunk, struct chunk *into, struct fault *f)
{
    *into = (struct chunk){0};
    for (int i = g->first; i < g->first + g->terms; i++) {
        struct sought *t = &x->sought[i];
        if (has_none(t, chunk))
            continue;
        enum err err = postings_chunk(x->s, t->id, chunk, into, f);
        if (err == ERR_NOTFOUND)
            err = find_next(x, t, chunk, f);
        if (err)
            return err;
    }
    return OK;
}

static long
step(const struct sieve *x, long chunk)
{
    return x->is_up ? chunk + 1 : chunk - 1;
}

/* Where the first of a group's terms comes again, of which nobody has one in this chunk. */
static long
next_of(const struct sieve *x, const struct group *g, long chunk)
{
    long next = x->is_up ? TERM_CHUNKS : -1;

    for (int i = g->first; i < g->first + g->terms; i++) {
        const struct sought *t = &x->sought[i];
        long at = !has_none(t, chunk) ? step(x, chunk)
                  : x->is_up          ? t->none_last + 1
                                      : t->none_first - 1;
        if (x->is_up ? at < next : at > next)
            next = at;
    }
    return next;
}

/* Leaves those of out that have one of the group's. */
static enum err
cut(struct sieve *x, const struct group *g, long chunk, struct chunk *out, long *next,
    struct fault *f)
{
    struct chunk own;
    enum err err = sieve_group(x, g, chunk, &own, f);

    if (!err && chunk_is_empty(&own))
        *next = next_of(x, g, chunk);
    chunk_and(out, &own);
    return err;
}

enum err
sieve_chunk(struct sieve *x, long chunk, unsigned without, struct chunk *out, long *next,
            struct fault *f)
{
    bool is_cut = false;

    *next = step(x, chunk);
    chunk_fill(out);
    if (x->is_empty) {
        *out = (struct chunk){0};
        *next = x->is_up ? TERM_CHUNKS : -1;
        return OK;
    }
    for (int i = 0; i < x->n && !chunk_is_empty(out); i++) {
        if (without >> x->groups[i].facet & 1)
            continue;
        enum err err = cut(x, &x->groups[i], chunk, out, next, f);
        if (err)
            return err;
        is_cut = true;
    }
    return is_cut ? OK : cut(x, &x->all, chunk, out, next, f);
}

enum err
sieve_all(struct sieve *x, struct arena *a, unsigned without, struct chunk **out, long *n,
          struct fault *f)
{
    long end = x->last / CHUNK, next;
    struct chunk *all = arena_alloc(a, ((size_t)end + 1) * sizeof *all);
    enum err err = OK;

    *n = 0;
    for (long i = x->is_up ? 0 : end; !err && i >= 0 && i <= end; i = next) {
        err = sieve_chunk(x, i, without, &all[i], &next, f);
        *n += chunk_count(&all[i]);
    }
    *out = all;
    return err;
}

/* ---- words of three characters and more ------------------------------------------------------ */

struct held {
    const struct sieve *x;
    bool is_held;
};

static void
take_text(void *ctx, const void *p, size_t n)
{
    struct held *held = ctx;

    held->is_held = true;
    for (int i = 0; i < held->x->words_n && held->is_held; i++)
        held->is_held = memmem(p, n, held->x->words[i], strlen(held->x->words[i])) != NULL;
}

enum err
sieve_holds(const struct sieve *x, long ord, bool *out, struct fault *f)
{
    struct held held = {x, false};
    enum err err = db_bytes(x->s, Q_ENTRY_TEXT, take_text, &held, VALUES(N(ord)), f);

    *out = held.is_held;
    return err == ERR_NOTFOUND ? OK : err;
}
