#include "store/held_verify.h"

#include <stdio.h>
#include <stdlib.h>

enum { VERIFIED_AT_ONCE = 200 };

static struct row_finding *
found(struct rows_verdict *out, enum row_flaw flaw, const char *noun, const char *row_key)
{
    static struct row_finding more; /* those beyond are counted */
    struct row_finding *x = out->found < ROWS_TOLD ? &out->told[out->found] : &more;

    out->found++;
    *x = (struct row_finding){.flaw = flaw};
    snprintf(x->noun, sizeof x->noun, "%s", noun);
    snprintf(x->row_key, sizeof x->row_key, "%s", row_key);
    return x;
}

static void
broken(struct rows_verdict *out, long n, const char *noun, const char *row_key)
{
    struct row_finding *x = found(out, ROW_UNPROVED, noun, row_key);
    snprintf(x->columns, sizeof x->columns, "%ld", n);
}

/* ---- the lines ------------------------------------------------------------------------------- */

enum err
held_compare(struct store *s, const struct audit_line *x, long *last_n, struct rows_verdict *out,
             struct fault *f)
{
    char room[HELD_MARK_TEXT];
    struct held_line line = {0};
    long n = x->held != NULL ? strtol(x->held, NULL, 10) : 0;

    if (n == *last_n || out->is_cut)
        return OK;
    *last_n = n;
    enum err err = db_one(s, Q_HELD_BY_N, ROW(s->scratch, &held_map, &line), VALUES(N(n)), f);
    if (err && err != ERR_NOTFOUND)
        return err;
    if (!err && str_is(held_mark_of(&line, room), x->held))
        return OK;

    broken(out, n, err ? "" : line.noun, err ? "" : line.row_key);
    out->is_cut = true;
    return OK;
}

/* Does the line follow, and was it made with the key? */
static bool
is_tied(struct store *s, const struct held_line *before, const struct held_line *x)
{
    unsigned char tags[HELD_TAGS_MAX];

    if (x->n != before->n + 1 || x->tags.n < HELD_TIE || x->tags.n > sizeof tags)
        return false;
    memcpy(tags, x->tags.p, x->tags.n);
    held_tie(s, &before->tags, x, tags, x->tags.n - HELD_TIE);
    return memcmp(tags, x->tags.p, x->tags.n) == 0;
}

/* The first that is not tied; whatever follows hangs on it. */
static enum err
verify_lines(struct store *s, struct rows_verdict *out, struct fault *f)
{
    struct arena *pieces[2] = {arena_new(), arena_new()};
    struct held_line before = {0}, *rows;
    int n = VERIFIED_AT_ONCE, turn = 0;
    bool is_whole = true;
    enum err err = db_one(s, Q_HELD_BY_N, ROW(pieces[1], &held_map, &before), VALUES(N(0)), f);

    if (err == ERR_NOTFOUND)
        err = OK;
    for (; !err && n == VERIFIED_AT_ONCE && is_whole; turn = !turn) {
        err = db_all(s, Q_HELD_WALK, ROWS(pieces[turn], &held_map, &rows, &n),
                     VALUES(N(before.n), N(VERIFIED_AT_ONCE)), f);
        for (int i = 0; !err && i < n && is_whole; before = rows[i++])
            if (!(is_whole = is_tied(s, &before, &rows[i])))
                broken(out, before.n + 1, rows[i].noun, rows[i].row_key);
        arena_reset(pieces[!turn]);
    }
    arena_free(pieces[0]);
    arena_free(pieces[1]);
    return err;
}

/* ---- the rows -------------------------------------------------------------------------------- */

/* A column that a later step added stands at the end, and the line of before says nothing of it. */
static void
compare(struct rows_verdict *out, const struct held_line *x, const unsigned char *tags, size_t n,
        const char *const *names)
{
    size_t held = x->tags.n >= HELD_TIE ? x->tags.n - HELD_TIE : 0;
    struct row_finding *told = NULL;
    int at = 0;

    for (size_t i = 0; i < n && i < held; i += HELD_TAG) {
        if (memcmp(tags + i, (const char *)x->tags.p + i, HELD_TAG) == 0)
            continue;
        if (told == NULL)
            told = found(out, ROW_CHANGED, x->noun, x->row_key);
        if ((size_t)at < sizeof told->columns)
            at += snprintf(told->columns + at, sizeof told->columns - (size_t)at, "%s%s",
                           at ? "、" : "", names[i / HELD_TAG]);
    }
}

static enum err
verify_row(struct store *s, const struct held_line *x, struct rows_verdict *out, struct fault *f)
{
    unsigned char tags[HELD_TAGS_MAX];
    const char *names[COLUMNS_MAX];
    size_t n;
    enum err err = held_digest(s, x->noun, x->row_key, tags, &n, names, f);

    out->rows++;
    if (!err)
        compare(out, x, tags, n, names);
    else if (err == ERR_NOTFOUND)
        (void)found(out, ROW_GONE, x->noun, x->row_key);
    arena_reset(s->scratch);
    return err == ERR_NOTFOUND ? OK : err;
}

static enum err
verify_noun(struct store *s, const char *noun, struct rows_verdict *out, struct fault *f)
{
    struct arena *pieces[2] = {arena_new(), arena_new()};
    struct held_line *rows;
    const char *after = "";
    int n = VERIFIED_AT_ONCE, turn = 0;
    enum err err = OK;

    for (; !err && n == VERIFIED_AT_ONCE; turn = !turn) {
        err = db_all(s, Q_HELD_NEWEST, ROWS(pieces[turn], &held_map, &rows, &n),
                     VALUES(T(noun), T(after), N(VERIFIED_AT_ONCE)), f);
        for (int i = 0; !err && i < n; i++)
            err = verify_row(s, &rows[i], out, f);
        if (!err && n > 0)
            after = rows[n - 1].row_key;
        arena_reset(pieces[!turn]);
    }
    arena_free(pieces[0]);
    arena_free(pieces[1]);
    return err;
}

static enum err
find_unheld(struct store *s, int which, struct rows_verdict *out, struct fault *f)
{
    struct arena *a = arena_new();
    struct held_line *rows;
    int n = 0;
    enum err err =
        db_all(s, held_unheld(which), ROWS(a, &held_map, &rows, &n), VALUES(N(ROWS_TOLD)), f);

    for (int i = 0; !err && i < n; i++)
        (void)found(out, ROW_ADDED, held_noun(which), rows[i].row_key);
    arena_free(a);
    return err;
}

enum err
held_verify(struct store *s, struct rows_verdict *out, struct fault *f)
{
    enum err err = verify_lines(s, out, f);

    for (int i = 0; !err && held_noun(i) != NULL; i++) {
        err = verify_noun(s, held_noun(i), out, f);
        if (!err)
            err = find_unheld(s, i, out, f);
    }
    return err;
}
