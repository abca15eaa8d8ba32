#include "model/likeness.h"
#include "model/fold.h"

#include <stdlib.h>
#include <string.h>

/* ---- characters that count ------------------------------------------------------------------- */

struct letters {
    uint32_t *code;
    uint32_t *from, *to; /* bytes of the text that it was */
    long n;
};

static uint32_t
decode(const unsigned char *s, size_t *n)
{
    static const unsigned char masks[] = {0, 0x7f, 0x1f, 0x0f, 0x07};
    size_t size = *s < 0x80 ? 1 : *s < 0xe0 ? 2 : *s < 0xf0 ? 3 : 4;
    uint32_t code = *s & masks[size];

    for (*n = 1; *n < size && (s[*n] & 0xc0) == 0x80; (*n)++)
        code = code << 6 | (s[*n] & 0x3f);
    return code;
}

static bool
is_plain(uint32_t c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 0x4e00 && c <= 0x9fff);
}

/* ASCII that is no letter, general and CJK punctuation, and that of the wide forms. */
static bool
is_silent(uint32_t c)
{
    return (c < 0x80 && !is_plain(c)) || (c >= 0x2000 && c <= 0x206f) ||
           (c >= 0x3000 && c <= 0x303f) || (c >= 0xff01 && c <= 0xff0f) ||
           (c >= 0xff1a && c <= 0xff20) || c == 0xb7;
}

/* The first character of its folded form; 0: nobody sees it. */
static uint32_t
seen_as(struct arena *a, const char *text, size_t n, uint32_t c)
{
    size_t size;

    if (is_plain(c))
        return c;
    const char *folded = text_fold(a, arena_strndup(a, text, n));
    uint32_t as = *folded ? decode((const unsigned char *)folded, &size) : 0;
    return is_silent(as) ? 0 : as;
}

static struct letters
letters_of(struct arena *a, const char *text)
{
    size_t bytes = strlen(text), n = 0;
    struct letters x = {.code = arena_alloc(a, (bytes + 1) * sizeof *x.code),
                        .from = arena_alloc(a, (bytes + 1) * sizeof *x.from),
                        .to = arena_alloc(a, (bytes + 1) * sizeof *x.to)};

    for (size_t i = 0; i < bytes; i += n) {
        uint32_t c = decode((const unsigned char *)text + i, &n);
        if ((c = seen_as(a, text + i, n, c)) == 0)
            continue;
        x.code[x.n] = c;
        x.from[x.n] = (uint32_t)i;
        x.to[x.n++] = (uint32_t)(i + n);
    }
    return x;
}

/* ---- marks ----------------------------------------------------------------------------------- */

enum { GRAM = 6, NAME_GRAM = 2, WINDOW_MIN = 11 }; /* a passage of GRAM + WINDOW_MIN - 1 is found */

static int64_t
mark_of(const unsigned char *key, const uint32_t *at, uint32_t of)
{
    uint32_t what[GRAM + 1] = {of};

    memcpy(what + 1, at, of * sizeof *at);
    return (int64_t)(seal_short(key, what, (of + 1) * sizeof *what) >> 1);
}

static void
add_mark(struct arena *a, struct marks *x, int64_t mark)
{
    if ((x->n & 63) == 0) {
        int64_t *rows = arena_alloc(a, ((size_t)x->n + 64) * sizeof *rows);
        if (x->n > 0)
            memcpy(rows, x->rows, (size_t)x->n * sizeof *rows);
        x->rows = rows;
    }
    x->rows[x->n++] = mark;
}

/* The least of each window, the last of those that are equal; each once while it is the least. */
void
likeness_text(struct arena *a, const unsigned char key[SEAL_SHORT_BYTES], const char *text,
              int most, struct marks *out)
{
    struct letters x = letters_of(a, text);
    long grams = x.n - GRAM + 1, apart = 2 * grams / (most > 0 ? most : 1);
    long window = apart > WINDOW_MIN ? apart : WINDOW_MIN, head = 0, tail = 0, told = -1;
    long *queue = arena_alloc(a, ((size_t)x.n + 1) * sizeof *queue);
    int64_t *marks = arena_alloc(a, ((size_t)x.n + 1) * sizeof *marks);

    for (long i = 0; i < grams; i++) {
        marks[i] = mark_of(key, x.code + i, GRAM);
        while (tail > head && marks[queue[tail - 1]] >= marks[i])
            tail--;
        queue[tail++] = i;
        if (queue[head] <= i - window)
            head++;
        bool is_whole = i >= window - 1 || i == grams - 1;
        if (!is_whole || queue[head] == told)
            continue;
        bool is_again = told >= 0 && marks[told] == marks[queue[head]];
        told = queue[head];
        if (!is_again)
            add_mark(a, out, marks[told]);
    }
}

void
likeness_name(struct arena *a, const unsigned char key[SEAL_SHORT_BYTES], const char *name,
              struct marks *out)
{
    struct letters x = letters_of(a, name);

    for (long i = 0; i + NAME_GRAM <= x.n && i < LIKENESS_MARKS_MAX; i++)
        add_mark(a, out, mark_of(key, x.code + i, NAME_GRAM));
}

static int
by_value(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

void
likeness_sort(struct marks *x)
{
    int n = 0;

    if (x->n == 0)
        return;
    qsort(x->rows, (size_t)x->n, sizeof *x->rows, by_value);
    for (int i = 1; i < x->n; i++)
        if (x->rows[i] != x->rows[n])
            x->rows[++n] = x->rows[i];
    x->n = n + 1;
}

int
likeness_of_names(struct arena *a, const char *one, const char *other)
{
    static const unsigned char none[SEAL_SHORT_BYTES];
    struct marks x = {0}, y = {0};
    int same = 0;

    likeness_name(a, none, one, &x);
    likeness_name(a, none, other, &y);
    likeness_sort(&x);
    likeness_sort(&y);
    for (int i = 0, k = 0; i < x.n && k < y.n;) {
        int64_t mine = x.rows[i], theirs = y.rows[k];
        same += mine == theirs;
        i += mine <= theirs;
        k += theirs <= mine;
    }
    return x.n + y.n > 0 ? 200 * same / (x.n + y.n) : 0;
}

/* ---- passages -------------------------------------------------------------------------------- */

enum { SEED = 8, TRIED = 4, BUCKETS_MOST = 1 << 14 };

/* Where a text has each seed: the first of a bucket, and the one after it. */
struct seeds {
    uint32_t *first, *after; /* one more than the place; 0: none; first is NULL until it is asked */
    unsigned buckets;        /* a power of two */
};
struct likeness_read {
    const char *text;
    struct letters letters;
    struct seeds seeds;
};

struct likeness_read *
likeness_read(struct arena *a, const char *text)
{
    struct likeness_read *x = arena_alloc(a, sizeof *x);

    x->text = text;
    x->letters = letters_of(a, text);
    return x;
}

static unsigned
bucket_of(const struct seeds *s, const uint32_t *at)
{
    uint64_t h = 1469598103934665603ULL;

    for (int i = 0; i < SEED; i++)
        h = (h ^ at[i]) * 1099511628211ULL;
    return (unsigned)(h >> 40) & (s->buckets - 1);
}

static long
length_of(const struct letters *x, long i, const struct letters *y, long k)
{
    long n = 0;

    while (i + n < x->n && k + n < y->n && x->code[i + n] == y->code[k + n])
        n++;
    return n;
}

static void
make_seeds(struct arena *a, const struct letters *y, struct seeds *s)
{
    s->buckets = 256;
    while (s->buckets < BUCKETS_MOST && s->buckets < y->n)
        s->buckets *= 2;
    s->first = arena_alloc(a, s->buckets * sizeof *s->first);
    s->after = arena_alloc(a, ((size_t)y->n + 1) * sizeof *s->after);
    for (long k = y->n - SEED; k >= 0; k--) {
        unsigned b = bucket_of(s, y->code + k);
        s->after[k] = s->first[b];
        s->first[b] = (uint32_t)(k + 1);
    }
}

static long
longest_at(const struct letters *x, long i, const struct letters *y, const struct seeds *s)
{
    long best = 0, k = s->first[bucket_of(s, x->code + i)];

    for (int tried = 0; k > 0 && tried < TRIED; tried++, k = s->after[k - 1]) {
        long n = length_of(x, i, y, k - 1);
        best = n > best ? n : best;
    }
    return best;
}

void
likeness_passages(struct arena *a, const struct likeness_read *one, struct likeness_read *other,
                  struct passage *out, int *n, long *same, long *of)
{
    const struct letters *x = &one->letters, *y = &other->letters;

    if (other->seeds.first == NULL)
        make_seeds(a, y, &other->seeds);
    *n = 0;
    *same = 0;
    *of = x->n;
    for (long i = 0; i + SEED <= x->n;) {
        long most = longest_at(x, i, y, &other->seeds);
        if (most < LIKENESS_PASSAGE_MIN) {
            i++;
            continue;
        }
        if (*n < LIKENESS_PASSAGES_MAX)
            out[(*n)++] = (struct passage){
                arena_strndup(a, one->text + x->from[i], x->to[i + most - 1] - x->from[i]), most};
        *same += most;
        i += most;
    }
}
