#include "model/repeated.h"

#include <unictype.h>
#include <unistr.h>

/* One character: where it stands, whether words are made of it or part them, and whether one like
 * it (of the same low bits) comes so soon that a word may begin with it and stand again. */
struct character {
    uint32_t at;
    ucs4_t code;
    bool is_letter, is_mark, is_near;
};

struct characters {
    struct character *all;
    size_t n, steps;
};

/* Nearly all of Chinese, and what it is mixed with, needs no table. */
static bool
is_letter(ucs4_t c)
{
    if (c < 0x80)
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return (c >= 0x4e00 && c <= 0x9fff) || uc_is_general_category_withtable(c, UC_CATEGORY_MASK_L);
}

static struct characters
characters_of(struct arena *a, const char *text, size_t n)
{
    struct characters out = {arena_bytes(a, (n + 1) * sizeof *out.all), 0, 0};
    const uint8_t *s = (const uint8_t *)text;

    for (size_t i = 0; i < n;) {
        struct character c = {.at = (uint32_t)i};
        i += (size_t)u8_mbtouc(&c.code, s + i, n - i);
        c.is_letter = is_letter(c.code);
        c.is_mark = !c.is_letter && uc_is_general_category_withtable(c.code, UC_CATEGORY_MASK_P);
        out.all[out.n++] = c;
    }
    out.all[out.n] = (struct character){.at = (uint32_t)n};
    return out;
}

static void
see_near(struct characters *s, size_t most)
{
    enum { KINDS = 256 };
    uint32_t next[KINDS];

    for (size_t k = 0; k < KINDS; k++)
        next[k] = UINT32_MAX;
    for (size_t i = s->n; i-- > 0;) {
        uint32_t *same = &next[s->all[i].code % KINDS];
        s->all[i].is_near = *same != UINT32_MAX && *same - i <= most + 1; /* + a mark */
        *same = (uint32_t)i;
    }
}

/* Where the copy of the word ends that begins at or behind a mark there; 0: there is none. */
static size_t
copy_end(struct characters *s, size_t word, size_t length, size_t from)
{
    const struct character *all = s->all;

    from += from < s->n && all[from].is_mark;
    if (s->n - from < length)
        return 0;
    for (size_t i = 0; i < length; i++) {
        s->steps++;
        if (all[word + i].code != all[from + i].code)
            return 0;
    }
    return from + length;
}

static bool
stands_in_a_row(struct characters *s, size_t word, size_t length, size_t times)
{
    size_t end = word + length;

    for (size_t i = 1; i < times && end != 0; i++)
        end = copy_end(s, word, length, end);
    return end != 0;
}

/* The letters of the shortest repeated word that begins there; 0: none does. */
static size_t
repeated_at(struct characters *s, size_t word, size_t least, size_t most, size_t times)
{
    for (size_t length = 1; length <= most && word + length <= s->n; length++) {
        if (!s->all[word + length - 1].is_letter)
            break;
        if (length >= least && stands_in_a_row(s, word, length, times))
            return length;
    }
    return 0;
}

const char *
text_repeated(struct arena *a, const char *text, size_t n, size_t least, size_t most, size_t times,
              size_t *steps)
{
    struct characters s = characters_of(a, text, n);
    const char *found = NULL;

    see_near(&s, most);
    for (size_t i = 0; i < s.n && found == NULL; i++) {
        size_t length = s.all[i].is_near ? repeated_at(&s, i, least, most, times) : 0;
        if (length > 0)
            found = arena_strndup(a, text + s.all[i].at, s.all[i + length].at - s.all[i].at);
    }
    if (steps != NULL)
        *steps = s.n + s.steps;
    return found;
}
