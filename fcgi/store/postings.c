#include "store/postings.h"

#include <stdlib.h>

enum { TERMS_MAX = 256, ROWS_MAX = 512, NUMBERS_MAX = 512 };
enum { TERM_TEXT = 32, BYTES_MAX = 512 * 1024 };

/* Each is good as long as its age is that of all. */
struct kept_term {
    long age;
    char name[TERM_TEXT];
    struct term is;
};
struct kept_row {
    long age;
    int64_t id;
    const void *p; /* as it lies in the database; NULL: there is none */
    size_t n;
};
struct kept_number {
    long age;
    enum query q;
    int64_t of, is;
    bool is_none;
};
struct postings {
    long transaction, age;
    size_t bytes;
    struct arena *arena;
    struct kept_term terms[TERMS_MAX];
    struct kept_row rows[ROWS_MAX];
    struct kept_number numbers[NUMBERS_MAX];
};

struct postings *
postings_new(void)
{
    struct postings *x = must_alloc(sizeof *x);
    x->arena = arena_new();
    return x;
}

void
postings_free(struct postings *x)
{
    if (x == NULL)
        return;
    arena_free(x->arena);
    free(x);
}

static void
forget_all(struct postings *x)
{
    arena_reset(x->arena);
    x->age++;
    x->bytes = 0;
}

/* Those of the state that is read; NULL: none is. */
static struct postings *
of_now(struct store *s)
{
    struct postings *x = s->postings;

    if (!s->is_reading)
        return NULL;
    if (x->transaction != s->transaction || x->age == 0)
        forget_all(x);
    x->transaction = s->transaction;
    return x;
}

/* ---- terms ----------------------------------------------------------------------------------- */

static const struct column term_columns[] = {COLUMN(term, id), COLUMN(term, n)};
static const struct row_map term_map = ROW_MAP(term_columns, term);

static enum err
read_term(struct store *s, const char *name, struct term *out, struct fault *f)
{
    enum err err = db_one(s, Q_TERM_BY_NAME, ROW(s->scratch, &term_map, out), VALUES(T(name)), f);

    if (err != ERR_NOTFOUND)
        return err;
    *out = (struct term){0};
    return OK;
}

static struct kept_term *
place_of(struct postings *x, const char *name)
{
    unsigned h = 0;

    for (; *name != '\0'; name++)
        h = h * 31 + (unsigned char)*name;
    return &x->terms[h % TERMS_MAX];
}

enum err
postings_term(struct store *s, const char *name, struct term *out, struct fault *f)
{
    struct postings *x = strlen(name) < TERM_TEXT ? of_now(s) : NULL;
    struct kept_term *kept = x ? place_of(x, name) : NULL;

    if (kept != NULL && kept->age == x->age && strcmp(kept->name, name) == 0) {
        *out = kept->is;
        return OK;
    }
    enum err err = read_term(s, name, out, f);
    if (err || kept == NULL)
        return err;
    *kept = (struct kept_term){.age = x->age, .is = *out};
    strcpy(kept->name, name);
    return OK;
}

/* ---- numbers --------------------------------------------------------------------------------- */

/* db_number() of a statement whose values hang on this one. */
static enum err
number(struct store *s, enum query q, int64_t of, int64_t *out, struct values v, struct fault *f)
{
    struct postings *x = of_now(s);
    struct kept_number *kept =
        x ? &x->numbers[((uint64_t)of * 31 + (unsigned)q) % NUMBERS_MAX] : NULL;

    if (kept != NULL && kept->age == x->age && kept->q == q && kept->of == of) {
        *out = kept->is;
        return kept->is_none ? db_not_found(f, q) : OK;
    }
    enum err err = db_number(s, q, out, v, f);
    if (kept != NULL && (!err || err == ERR_NOTFOUND))
        *kept = (struct kept_number){x->age, q, of, err ? 0 : *out, err != OK};
    return err;
}

enum err
postings_last(struct store *s, int64_t *ord, struct fault *f)
{
    return number(s, Q_ENTRY_LAST, 0, ord, NONE, f);
}

enum err
postings_near(struct store *s, int64_t term, long chunk, bool is_after, long *out, struct fault *f)
{
    int64_t first = term * TERM_CHUNKS, last = first + TERM_CHUNKS - 1, near = 0;
    enum query q = is_after ? Q_POSTING_AFTER : Q_POSTING_BEFORE;
    enum err err =
        number(s, q, first + chunk, &near, VALUES(N(first + chunk), N(is_after ? last : first)), f);

    *out = (long)(near % TERM_CHUNKS);
    return err;
}

/* ---- chunks ---------------------------------------------------------------------------------- */

struct taken {
    struct postings *keep; /* NULL: it is not kept */
    struct kept_row *row;
    int64_t id;
    struct chunk *into;
};

static void
keep_row(struct postings *x, struct kept_row *row, int64_t id, const void *p, size_t n)
{
    if (x->bytes + n > BYTES_MAX)
        forget_all(x);
    x->bytes += n;
    *row = (struct kept_row){x->age, id, p ? arena_strndup(x->arena, p, n) : NULL, n};
}

static void
take_row(void *ctx, const void *p, size_t n)
{
    struct taken *t = ctx;

    posting_add(t->into, p, n);
    if (t->keep != NULL)
        keep_row(t->keep, t->row, t->id, p, n);
}

enum err
postings_chunk(struct store *s, int64_t term, long chunk, struct chunk *into, struct fault *f)
{
    int64_t id = term * TERM_CHUNKS + chunk;
    struct postings *x = of_now(s);
    struct kept_row *row = x ? &x->rows[((uint64_t)term * 7 + (uint64_t)chunk) % ROWS_MAX] : NULL;
    struct taken taken = {x, row, id, into};

    if (row != NULL && row->age == x->age && row->id == id) {
        if (row->p == NULL)
            return db_not_found(f, Q_POSTING_BY_ID);
        posting_add(into, row->p, row->n);
        return OK;
    }
    enum err err = db_bytes(s, Q_POSTING_BY_ID, take_row, &taken, VALUES(N(id)), f);
    if (x != NULL && err == ERR_NOTFOUND)
        keep_row(x, row, id, NULL, 0);
    return err;
}
