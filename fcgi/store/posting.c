#include "store/posting.h"
#include "store/folding.h"

#include <endian.h>
#include <stdlib.h>

/* ---- sets ------------------------------------------------------------------------------------ */

void
chunk_set(struct chunk *c, unsigned place)
{
    if (place < CHUNK)
        c->words[place / 64] |= UINT64_C(1) << place % 64;
}

void
posting_add(struct chunk *restrict c, const void *restrict p, size_t n)
{
    const unsigned char *bytes = p;

    if (n == CHUNK_BYTES) {
        for (size_t i = 0; i < CHUNK_WORDS; i++) {
            uint64_t word;
            memcpy(&word, bytes + 8 * i, sizeof word);
            c->words[i] |= le64toh(word);
        }
        return;
    }
    for (size_t i = 0; i + 1 < n; i += 2)
        chunk_set(c, (unsigned)bytes[i] | (unsigned)bytes[i + 1] << 8);
}

void
chunk_and(struct chunk *restrict c, const struct chunk *restrict with)
{
    for (size_t i = 0; i < CHUNK_WORDS; i++)
        c->words[i] &= with->words[i];
}

void
chunk_and_not(struct chunk *restrict c, const struct chunk *restrict with)
{
    for (size_t i = 0; i < CHUNK_WORDS; i++)
        c->words[i] &= ~with->words[i];
}

void
chunk_or(struct chunk *restrict c, const struct chunk *restrict with)
{
    for (size_t i = 0; i < CHUNK_WORDS; i++)
        c->words[i] |= with->words[i];
}

void
chunk_fill(struct chunk *c)
{
    memset(c, 0xff, sizeof *c);
}

void
chunk_below(struct chunk *c, int place)
{
    int at = place / 64;

    if (place >= CHUNK)
        return;
    c->words[at] &= (UINT64_C(1) << place % 64) - 1;
    for (int i = at + 1; i < CHUNK_WORDS; i++)
        c->words[i] = 0;
}

void
chunk_from(struct chunk *c, int place)
{
    struct chunk before;

    chunk_fill(&before);
    chunk_below(&before, place);
    chunk_and_not(c, &before);
}

bool
chunk_is_empty(const struct chunk *c)
{
    for (size_t i = 0; i < CHUNK_WORDS; i++)
        if (c->words[i] != 0)
            return false;
    return true;
}

bool
chunk_has(const struct chunk *c, int place)
{
    return (c->words[place / 64] >> place % 64 & 1) != 0;
}

void
chunk_drop(struct chunk *c, int place)
{
    c->words[place / 64] &= ~(UINT64_C(1) << place % 64);
}

long
chunk_count(const struct chunk *c)
{
    long n = 0;
    for (size_t i = 0; i < CHUNK_WORDS; i++)
        n += __builtin_popcountll(c->words[i]);
    return n;
}

long
chunk_count_both(const struct chunk *c, const struct chunk *with)
{
    long n = 0;
    for (size_t i = 0; i < CHUNK_WORDS; i++)
        n += __builtin_popcountll(c->words[i] & with->words[i]);
    return n;
}

size_t
posting_write(const struct chunk *c, unsigned char out[CHUNK_BYTES])
{
    size_t n = 0;

    if (chunk_count(c) * 2 >= CHUNK_BYTES) {
        for (size_t i = 0; i < CHUNK_BYTES; i++)
            out[i] = (unsigned char)(c->words[i / 8] >> 8 * (i % 8));
        return CHUNK_BYTES;
    }
    for (unsigned i = 0; i < CHUNK_WORDS; i++) {
        for (uint64_t left = c->words[i]; left != 0; left &= left - 1) {
            unsigned place = i * 64 + (unsigned)__builtin_ctzll(left);
            out[n++] = (unsigned char)place;
            out[n++] = (unsigned char)(place >> 8);
        }
    }
    return n;
}

/* ---- terms ----------------------------------------------------------------------------------- */

static void
write_term(struct buf *b, const char *term)
{
    buf_json_item(b, term);
}

/* Each beginning of a code of an area is a term: people narrow by the first digits. */
static void
write_beginnings(struct buf *b, const char *kind, const char *code)
{
    size_t n = strlen(code);
    for (size_t i = 1; i <= n && i <= 12; i++)
        write_term(b, arena_printf(b->a, "%s:%.*s", kind, (int)i, code));
}

/* Of a day: its year, its month and itself. A span is cut by whole years, whole months and the days
 * at its ends. */
static void
write_day(struct buf *b, const char *day)
{
    if (!date_valid(day))
        return;
    write_term(b, arena_printf(b->a, "on:%.4s", day));
    write_term(b, arena_printf(b->a, "on:%.7s", day));
    write_term(b, arena_printf(b->a, "on:%s", day));
}

/* The name of today and those of before are told apart: organizations are counted by the first. */
static void
write_names(struct buf *b, const char *names)
{
    const char *end = strchrnul(names, '\n');

    write_term(b, arena_printf(b->a, "organization:%.*s", (int)(end - names), names));
    while (*end != '\0') {
        names = end + 1;
        end = strchrnul(names, '\n');
        write_term(b, arena_printf(b->a, "was:%.*s", (int)(end - names), names));
    }
}

static int
by_text(const void *x, const void *y)
{
    return strcmp(x, y);
}

/* Each once, however often it stands in the text. */
static void
write_grams(struct buf *b, const char *text)
{
    size_t n = 0, most = strlen(text) + 1;
    char(*grams)[GRAM_TEXT] = arena_alloc(b->a, most * sizeof *grams);

    for (size_t step; (step = folding_gram(text, grams[n])) > 0; text += step)
        n += strchr(grams[n], '\n') == NULL;
    qsort(grams, n, sizeof *grams, by_text);
    for (size_t i = 0; i < n; i++)
        if (i == 0 || strcmp(grams[i], grams[i - 1]) != 0)
            write_term(b, grams[i]);
}

/* Each character alone, once: a search of one finds by it. */
static void
write_characters(struct buf *b, const char *text)
{
    size_t n = 0, most = strlen(text) + 1;
    char(*all)[GRAM_TEXT] = arena_alloc(b->a, most * sizeof *all);

    for (size_t step; (step = folding_character(text, all[n])) > 0; text += step)
        n += all[n][0] != '\n';
    qsort(all, n, sizeof *all, by_text);
    for (size_t i = 0; i < n; i++)
        if (i == 0 || strcmp(all[i], all[i - 1]) != 0)
            write_term(b, all[i]);
}

/* NULL is said as nothing. */
static void
fill(const char **of, int n, const char *const *given)
{
    for (int i = 0; i < n; i++)
        of[i] = given[i] ? given[i] : "";
}

enum { WAITS_TEXT, WAITS_KIND, WAITS_CLASS, WAITS_STAGE, WAITS_AREA };

const char *
posting_queue_terms(struct arena *a, const char *const given[WAITS__MAX])
{
    const char *of[WAITS__MAX];
    struct buf b = BUF(a);

    fill(of, WAITS__MAX, given);
    buf_open(&b, NULL, '[');
    write_term(&b, arena_printf(a, "kind:%s", of[WAITS_KIND]));
    write_term(&b, arena_printf(a, "class:%s", of[WAITS_CLASS]));
    write_term(&b, arena_printf(a, "stage:%s", of[WAITS_STAGE]));
    if (*of[WAITS_AREA] == '\0')
        write_term(&b, "area:");
    write_beginnings(&b, "area", of[WAITS_AREA]);
    write_characters(&b, of[WAITS_TEXT]);
    write_grams(&b, of[WAITS_TEXT]);
    buf_close(&b);
    return b.p;
}

enum { TEXT_, TYPE_, ROLE_, STATUS_, AREA_, DAY_, ORGANIZATION_, SOURCE_ };

const char *
posting_entry_terms(struct arena *a, const char *const given[TERM_OF__MAX])
{
    const char *of[TERM_OF__MAX];
    struct buf b = BUF(a);

    fill(of, TERM_OF__MAX, given);
    buf_open(&b, NULL, '[');
    write_term(&b, "all");
    write_term(&b, arena_printf(a, "type:%s", of[TYPE_]));
    write_term(&b, arena_printf(a, "role:%s", of[ROLE_]));
    write_term(&b, arena_printf(a, "status:%s", of[STATUS_]));
    write_term(&b, arena_printf(a, "source:%s", of[SOURCE_]));
    write_names(&b, of[ORGANIZATION_]);
    write_beginnings(&b, "area", of[AREA_]);
    write_day(&b, of[DAY_]);
    write_grams(&b, of[TEXT_]);
    buf_close(&b);
    return b.p;
}
