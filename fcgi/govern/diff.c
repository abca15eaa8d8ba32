#include "govern/diff.h"

#include <stdlib.h>
#include <string.h>

#define CONTEXT 3
/* The table below has no more cells; larger pieces are shown as taken out whole and put in whole.
 */
#define CELLS_MAX (4u << 20)

struct line {
    const char *p;
    size_t n;
};

struct text {
    struct line *lines;
    size_t n;
};

static struct text
split(struct arena *a, const char *s)
{
    struct text t = {NULL, 0};
    size_t n = 1;

    for (const char *c = s; c != NULL && *c != '\0'; c++)
        n += *c == '\n';
    t.lines = arena_alloc(a, n * sizeof *t.lines);
    while (s != NULL && *s != '\0') {
        size_t length = strcspn(s, "\n");
        t.lines[t.n++] = (struct line){s, length};
        s += length + (s[length] == '\n');
    }
    return t;
}

static bool
is_same(struct line x, struct line y)
{
    return x.n == y.n && memcmp(x.p, y.p, x.n) == 0;
}

/* For every i and j the length of the longest common subsequence of the lines from i and from j on,
 * in rows of m + 1. The caller frees. */
static uint32_t *
longest_common(const struct line *x, size_t n, const struct line *y, size_t m)
{
    uint32_t *longest = must_alloc((n + 1) * (m + 1) * sizeof *longest);

    memset(longest + n * (m + 1), 0, (m + 1) * sizeof *longest);
    for (size_t i = n; i-- > 0;) {
        uint32_t *row = longest + i * (m + 1), *below = row + m + 1;
        row[m] = 0;
        for (size_t j = m; j-- > 0;)
            row[j] = is_same(x[i], y[j])      ? below[j + 1] + 1
                     : below[j] >= row[j + 1] ? below[j]
                                              : row[j + 1];
    }
    return longest;
}

/* From one piece to the other in steps: ' ' both, '-' only old, '+' only new. Returns their end. */
static char *
steps_between(char *step, const struct line *x, size_t n, const struct line *y, size_t m)
{
    if ((n + 1) * (m + 1) > CELLS_MAX || n == 0 || m == 0) {
        memset(step, '-', n);
        memset(step + n, '+', m);
        return step + n + m;
    }

    uint32_t *longest = longest_common(x, n, y, m);
    for (size_t i = 0, j = 0; i < n || j < m; step++) {
        const uint32_t *here = longest + i * (m + 1) + j;
        if (i < n && j < m && is_same(x[i], y[j]))
            *step = ' ';
        else
            *step = j == m || (i < n && here[m + 1] >= here[1]) ? '-' : '+';
        i += *step != '+';
        j += *step != '-';
    }

    free(longest);
    return step;
}

static char *
steps_of(struct arena *a, const struct text *x, const struct text *y, size_t *count)
{
    size_t head = 0, tail = 0;

    while (head < x->n && head < y->n && is_same(x->lines[head], y->lines[head]))
        head++;
    while (head + tail < x->n && head + tail < y->n &&
           is_same(x->lines[x->n - 1 - tail], y->lines[y->n - 1 - tail]))
        tail++;
    char *steps = arena_alloc(a, x->n + y->n + 1), *end = steps + head;
    memset(steps, ' ', head);
    end = steps_between(end, x->lines + head, x->n - head - tail, y->lines + head,
                        y->n - head - tail);
    memset(end, ' ', tail);
    *count = (size_t)(end + tail - steps);
    return steps;
}

/* A place in two texts and in the steps between them. */
struct place {
    size_t step, old_line, new_line;
};

/* The steps from one text to the other. */
struct script {
    struct text x, y;
    char *steps;
    size_t count;
};

static void
walk(struct place *at, char step)
{
    at->step++;
    at->old_line += step != '+';
    at->new_line += step != '-';
}

/* The steps from a place to another as one hunk; the place moves on to there. */
static void
put_hunk(struct buf *out, const struct script *s, struct place *at, size_t to)
{
    size_t old_n = 0, new_n = 0;

    for (size_t k = at->step; k < to; k++) {
        old_n += s->steps[k] != '+';
        new_n += s->steps[k] != '-';
    }

    buf_printf(out, "@@ -%zu,%zu +%zu,%zu @@\n", at->old_line + (old_n > 0), old_n,
               at->new_line + (new_n > 0), new_n);
    while (at->step < to) {
        char step = s->steps[at->step];
        const struct line *line =
            step == '+' ? &s->y.lines[at->new_line] : &s->x.lines[at->old_line];
        buf_add(out, &step, 1);
        buf_add(out, line->p, line->n);
        buf_puts(out, "\n");
        walk(at, step);
    }
}

/* The end of the hunk whose first change is at `at`: where 2 * CONTEXT equal lines or the end
 * follow its last change. */
static size_t
hunk_end(const char *steps, size_t count, size_t at)
{
    size_t end = at + 1;
    for (size_t k = at; k < count && k < end + 2 * CONTEXT; k++)
        if (steps[k] != ' ')
            end = k + 1;
    return end + CONTEXT < count ? end + CONTEXT : count;
}

void
govern_diff(struct buf *out, const char *old_text, const char *new_text)
{
    struct script s = {.x = split(out->a, old_text), .y = split(out->a, new_text)};
    struct place at = {0};

    s.steps = steps_of(out->a, &s.x, &s.y, &s.count);
    buf_puts(out, "");
    for (size_t k = 0; k < s.count;) {
        if (s.steps[k] != ' ') {
            k = hunk_end(s.steps, s.count, k);
            put_hunk(out, &s, &at, k);
        } else if (++k - at.step > CONTEXT)
            walk(&at, ' ');
    }
}

/* ---- files ----------------------------------------------------------------------------------- */

static int
by_path(const void *a, const void *b)
{
    return strcmp(((const struct file_change *)a)->path, ((const struct file_change *)b)->path);
}

/* In no order. Returns their number. */
static int
list_changes(const json_t *now, const json_t *before, struct file_change *rows)
{
    const char *path;
    json_t *text;
    int n = 0;

    json_object_foreach((json_t *)(uintptr_t)now, path, text)
    {
        const char *was = json_str(before, path), *is = json_string_value(text);
        const char *change = was == NULL ? "added" : str_is(is, was) ? NULL : "modified";
        rows[n++] = (struct file_change){path, is, was, change};
    }

    json_object_foreach((json_t *)(uintptr_t)before, path, text)
    {
        if (json_object_get(now, path) == NULL)
            rows[n++] = (struct file_change){path, NULL, json_string_value(text), "removed"};
    }
    return n;
}

enum err
govern_changes(struct arena *a, const char *files, const char *base_files, struct file_change **out,
               int *n, struct fault *f)
{
    json_t *now, *before;
    const char *base = base_files ? base_files : "{}";
    enum err err = json_read(a, files, strlen(files), &now, f);
    if (err)
        return err;
    if ((err = json_read(a, base, strlen(base), &before, f)))
        return err;

    size_t most = json_object_size(now) + json_object_size(before);
    *out = arena_alloc(a, (most + 1) * sizeof **out);
    *n = list_changes(now, before, *out);
    qsort(*out, (size_t)*n, sizeof **out, by_path);
    return OK;
}
