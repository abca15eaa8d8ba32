#include "store/held.h"
#include "store/audit.h"
#include "store/chain.h"

#include <stdio.h>

static const struct column held_columns[] = {COLUMN(held_line, n), COLUMN(held_line, noun),
                                             COLUMN(held_line, row_key), COLUMN(held_line, tags)};
const struct row_map held_map = ROW_MAP(held_columns, held_line);

static const struct {
    const char *noun;
    enum query row, unheld;
} nouns[] = {{"entry", Q_HELD_ENTRY, Q_HELD_ENTRY_NOT},
             {"version", Q_HELD_VERSION, Q_HELD_VERSION_NOT},
             {"judgement", Q_HELD_JUDGEMENT, Q_HELD_JUDGEMENT_NOT},
             {"event", Q_HELD_EVENT, Q_HELD_EVENT_NOT}};

const char *
held_noun(int i)
{
    return i < (int)LEN(nouns) ? nouns[i].noun : NULL;
}

enum query
held_unheld(int i)
{
    return nouns[i].unheld;
}

/* ---- digests --------------------------------------------------------------------------------- */

/* Made of the trail's key, so that they are as secret. */
static void
make_keys(struct store *s)
{
    if (s->has_held_key)
        return;
    seal_tie_key(&s->audit_key, "held\n", s->held_key);
    seal_tie_key(&s->audit_key, "held columns\n", s->column_key);
    s->has_held_key = true;
}

/* Not by db.h: this runs within another statement, which the slow log times. */
enum err
held_digest(struct store *s, const char *noun, const char *row_key, unsigned char *out, size_t *n,
            const char **names, struct fault *f)
{
    size_t i = 0;

    *n = 0;
    while (i < LEN(nouns) && !str_is(noun, nouns[i].noun))
        i++;
    if (i == LEN(nouns))
        return fail(f, ERR_NOTFOUND, "held_unknown", noun, "没有这样的表");

    make_keys(s);
    const struct tagging tagging = {
        .key = s->column_key, .out = out, .max = COLUMNS_MAX, .names = names};
    int columns = 0;
    enum err err = s->engine->tag_row(s, nouns[i].row, row_key, &tagging, &columns, f);
    *n = (size_t)columns * HELD_TAG;
    return err;
}

void
held_tie(struct store *s, const struct bytes *before, const struct held_line *x,
         unsigned char *tags, size_t n)
{
    unsigned char text[HELD_TIE + 256 + HELD_TAGS_MAX];
    size_t at = HELD_TIE;

    memset(text, 0, HELD_TIE);
    if (before->n >= HELD_TIE)
        memcpy(text, (const char *)before->p + before->n - HELD_TIE, HELD_TIE);
    at +=
        (size_t)snprintf((char *)text + at, 256, "%ld\n%.40s\n%.160s\n", x->n, x->noun, x->row_key);
    memcpy(text + at, tags, n);
    make_keys(s);
    seal_tie(s->held_key, text, at + n, tags + n);
}

/* ---- lines whose digests come later -----------------------------------------------------------
 */

/* x gets its tags, in room. */
static enum err
fill_one(struct store *s, const struct bytes *before, struct held_line *x,
         unsigned char room[HELD_TAGS_MAX], struct fault *f)
{
    size_t n = 0;
    long changed;
    enum err err = held_digest(s, x->noun, x->row_key, room, &n, NULL, f);
    if (err)
        return err;

    held_tie(s, before, x, room, n);
    x->tags = (struct bytes){(char *)room, n + HELD_TIE};
    return db_run(s, Q_HELD_FILL, &changed, VALUES(N(x->n), B(x->tags.p, x->tags.n)), f);
}

/* Lines that follow each other; but those of a database that somebody wrote to beside us. */
static enum err
fill_some(struct store *s, struct arena *a, struct held_line *rows, int n, struct fault *f)
{
    unsigned char room[2][HELD_TAGS_MAX];
    struct held_line before = {.n = -1};
    enum err err = OK;

    for (int i = 0; !err && i < n; before = rows[i++]) {
        if (before.n != rows[i].n - 1)
            err = db_one(s, Q_HELD_BY_N, ROW(a, &held_map, &before), VALUES(N(rows[i].n - 1)), f);
        if (!err)
            err = fill_one(s, &before.tags, &rows[i], room[i % 2], f);
    }
    return err;
}

enum err
held_fill(struct store *s, enum query open, long *filled, struct fault *f)
{
    enum { FILLED_AT_ONCE = 200 };
    struct arena *a = arena_new();
    struct held_line *rows;
    enum err err = OK;
    int n = FILLED_AT_ONCE;

    for (*filled = 0; !err && n == FILLED_AT_ONCE; *filled += n) {
        err = db_all(s, open, ROWS(a, &held_map, &rows, &n), VALUES(N(FILLED_AT_ONCE)), f);
        if (!err)
            err = fill_some(s, a, rows, n, f);
        arena_reset(a);
    }
    arena_free(a);
    return err;
}

/* ---- marks ----------------------------------------------------------------------------------- */

const char *
held_mark_of(const struct held_line *x, char room[HELD_MARK_TEXT])
{
    static const char digits[] = "0123456789abcdef";
    const unsigned char *p = x->tags.p;
    int at = snprintf(room, HELD_MARK_TEXT, "%ld:", x->n);

    if (x->tags.n < HELD_TIE)
        return room;
    p += x->tags.n - HELD_TIE;
    for (size_t i = 0; i < HELD_TIE; i++) {
        room[at++] = digits[p[i] >> 4];
        room[at++] = digits[p[i] & 15];
    }
    room[at] = '\0';
    return room;
}

enum err
held_mark(struct store *s, char room[HELD_MARK_TEXT], const char **out, struct fault *f)
{
    struct held_line last = {0};
    enum err err = s->engine->hold(s, f);
    if (!err)
        err = db_one(s, Q_HELD_LAST, ROW(s->scratch, &held_map, &last), NONE, f);

    *out = !err && last.n > 0 ? held_mark_of(&last, room) : NULL;
    return err;
}
