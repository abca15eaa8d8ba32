#include "store/sieve.h"
#include "store/folding.h"

#include <stdlib.h>

enum { WORDS_MAX = 20 };

/* ---- what is asked for ----------------------------------------------------------------------- */

static const struct column term_columns[] = {COLUMN(term, id), COLUMN(term, n)};
static const struct row_map term_map = ROW_MAP(term_columns, term);

struct posting {
    struct bytes ords;
};
static const struct column posting_columns[] = {COLUMN(posting, ords)};
static const struct row_map posting_map = ROW_MAP(posting_columns, posting);

enum err
sieve_term(struct store *s, const char *name, struct term *out, struct fault *f)
{
    enum err err = db_one(s, Q_TERM_BY_NAME, ROW(s->scratch, &term_map, out), VALUES(T(name)), f);

    if (err != ERR_NOTFOUND)
        return err;
    *out = (struct term){0};
    return OK;
}

static enum err
add_term(struct sieve *x, struct group *g, const char *name, struct fault *f)
{
    struct term term;
    enum err err = sieve_term(x->s, name, &term, f);

    if (!err && term.n > 0 && g->ids_n < TERMS_MAX) {
        g->ids[g->ids_n++] = term.id;
        g->n += term.n;
    }
    return err;
}

static struct group *
new_group(struct sieve *x, int facet)
{
    struct group *g = &x->groups[x->n++];
    *g = (struct group){.facet = facet};
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

/* The months that a span lies in, or, where those are many, its years: most chunks have none of a
 * short one. The bits of days cut it exactly. */
static enum err
add_months(struct sieve *x, struct arena *a, const char *from, const char *to, struct fault *f)
{
    long first = strtol(from, NULL, 10) * 12 + strtol(from + 5, NULL, 10) - 1;
    long last = strtol(to, NULL, 10) * 12 + strtol(to + 5, NULL, 10) - 1;
    bool is_long = last - first >= 12;
    struct group *g;
    enum err err = OK;

    if (last / 12 - first / 12 >= TERMS_MAX)
        return OK;
    g = new_group(x, FACET__MAX);
    for (long at = first; !err && at <= last; at += is_long ? 12 - at % 12 : 1)
        err = add_term(x, g,
                       is_long ? arena_printf(a, "on:%04ld", at / 12)
                               : arena_printf(a, "on:%04ld-%02ld", at / 12, at % 12 + 1),
                       f);
    return err;
}

static enum err
add_days(struct sieve *x, struct arena *a, const struct entry_query *q, struct fault *f)
{
    x->from_day = x->to_day = -1;
    if (q->filed_from == NULL && q->filed_to == NULL)
        return OK;

    x->from_day = q->filed_from ? date_days(q->filed_from) : 0;
    x->to_day = q->filed_to ? date_days(q->filed_to) : (1L << DAY_BITS) - 1;
    if (x->from_day < 0)
        x->from_day = 0;
    if (x->to_day >= 1L << DAY_BITS)
        x->to_day = (1L << DAY_BITS) - 1;
    x->is_empty = x->is_empty || x->from_day > x->to_day;
    enum err months = add_months(x, a, q->filed_from ? q->filed_from : "1970-01-01",
                                 q->filed_to ? q->filed_to : "2199-12-31", f);
    if (months)
        return months;
    for (int i = 0; i < DAY_BITS; i++) {
        struct term term;
        enum err err = sieve_term(x->s, arena_printf(a, "day:%02d", i), &term, f);
        if (err)
            return err;
        x->bits[i] = term.n > 0 ? term.id : 0;
    }
    return OK;
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
        enum err err = sieve_term(x->s, gram, &term, f);
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
        struct group *g = new_group(x, FACET__MAX);
        g->ids[g->ids_n++] = best[i].id;
        g->n = best[i].n;
    }
    return OK;
}

static enum err
add_words(struct sieve *x, struct arena *a, const char *text, struct fault *f)
{
    const char *words[WORDS_MAX];
    int n = text ? split(a, text, words) : 0;
    struct buf b = BUF(a);

    x->is_exact = true;
    buf_open(&b, NULL, '[');
    for (int i = 0; i < n; i++) {
        enum err err = add_word(x, words[i], f);
        if (err)
            return err;
        x->is_exact = x->is_exact && utf8_length(words[i]) == 2;
        buf_json_item(&b, words[i]);
    }
    buf_close(&b);
    x->words = b.p;
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
    const char *organization = q->organization ? text_fold(a, q->organization) : NULL;
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
        err = add_code(x, a, FACET__MAX, "organization", organization, f);
    if (!err)
        err = add_code(x, a, FACET__MAX, "source", q->source, f);
    return err ? err : add_days(x, a, q, f);
}

enum err
sieve_open(struct sieve *x, struct store *s, struct arena *a, const struct entry_query *q,
           struct fault *f)
{
    int64_t last = 0;

    *x = (struct sieve){.s = s};
    enum err err = add_words(x, a, q->text, f);
    if (!err)
        err = add_filters(x, a, q, f);
    if (!err) /* so that there is a group */
        err = add_term(x, new_group(x, FACET__MAX), "all", f);
    if (!err)
        err = db_number(s, Q_ENTRY_LAST, &last, NONE, f);
    arena_reset(s->scratch);

    x->last = (long)last;
    qsort(x->groups, (size_t)x->n, sizeof *x->groups, by_rarity);
    return err;
}

enum err
sieve_posting(struct store *s, int64_t term, long chunk, struct chunk *into, struct fault *f)
{
    struct posting row;
    enum err err = db_one(s, Q_POSTING_BY_ID, ROW(s->scratch, &posting_map, &row),
                          VALUES(N(term * TERM_CHUNKS + chunk)), f);

    if (!err)
        posting_add(into, row.ords.p, row.ords.n);
    arena_reset(s->scratch);
    return err == ERR_NOTFOUND ? OK : err;
}

enum err
sieve_group(const struct sieve *x, const struct group *g, long chunk, struct chunk *into,
            struct fault *f)
{
    enum err err = OK;

    *into = (struct chunk){0};
    for (int i = 0; !err && i < g->ids_n; i++)
        err = sieve_posting(x->s, g->ids[i], chunk, into, f);
    return err;
}

/* Leaves those of out whose day is less than day, or at most that: bit by bit from the greatest,
 * those that are alike so far and those that are less. */
static void
keep_less(const struct chunk bits[DAY_BITS], long day, bool or_alike, struct chunk *out)
{
    struct chunk alike = *out, less = {0}, step;

    for (int i = DAY_BITS - 1; i >= 0; i--) {
        step = alike;
        if (day >> i & 1) {
            chunk_and_not(&step, &bits[i]);
            chunk_or(&less, &step);
            chunk_and(&alike, &bits[i]);
        } else
            chunk_and_not(&alike, &bits[i]);
    }
    if (or_alike)
        chunk_or(&less, &alike);
    chunk_and(out, &less);
}

static enum err
keep_days(const struct sieve *x, long chunk, struct chunk *out, struct fault *f)
{
    struct chunk bits[DAY_BITS] = {0}, before;

    for (int i = 0; i < DAY_BITS; i++) {
        enum err err = x->bits[i] ? sieve_posting(x->s, x->bits[i], chunk, &bits[i], f) : OK;
        if (err)
            return err;
    }
    before = *out;
    keep_less(bits, x->from_day, false, &before);
    keep_less(bits, x->to_day, true, out);
    chunk_and_not(out, &before);
    return OK;
}

enum err
sieve_chunk(const struct sieve *x, long chunk, unsigned without, struct chunk *out, struct fault *f)
{
    struct chunk group;

    chunk_fill(out);
    if (x->is_empty)
        *out = (struct chunk){0};
    for (int i = 0; i < x->n && !chunk_is_empty(out); i++) {
        if (without >> x->groups[i].facet & 1)
            continue;
        enum err err = sieve_group(x, &x->groups[i], chunk, &group, f);
        if (err)
            return err;
        chunk_and(out, &group);
    }
    if (x->from_day < 0 || chunk_is_empty(out))
        return OK;
    return keep_days(x, chunk, out, f);
}

enum err
sieve_all(const struct sieve *x, struct arena *a, unsigned without, struct chunk **out, long *n,
          struct fault *f)
{
    long chunks = x->last / CHUNK + 1;
    struct chunk *all = arena_alloc(a, (size_t)chunks * sizeof *all);
    enum err err = OK;

    *n = 0;
    for (long i = 0; !err && i < chunks; i++) {
        err = sieve_chunk(x, i, without, &all[i], f);
        *n += chunk_count(&all[i]);
    }
    *out = all;
    return err;
}
