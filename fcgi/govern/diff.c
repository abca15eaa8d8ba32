#include "govern/diff.h"

#include <stdlib.h>
#include <string.h>

#define CONTEXT 3
#define CELLS_MAX                                                                                  \
    (4u << 20) /* of the table below; larger pieces are shown as taken out whole and put in whole  \
                */

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

/* The longest common subsequence of two pieces as steps: ' ' both, '-' only old, '+' only new. */
static char *
steps_between(char *step, const struct line *x, size_t n, const struct line *y, size_t m)
{
    if ((n + 1) * (m + 1) > CELLS_MAX || n == 0 || m == 0) {
        memset(step, '-', n);
        memset(step + n, '+', m);
        return step + n + m;
    }

    /* longest[i][j]: of the lines from i and from j on */
    uint32_t *longest = must_alloc((n + 1) * (m + 1) * sizeof *longest);
#define AT(i, j) longest[(i) * (m + 1) + (j)]
    for (size_t i = 0; i <= n; i++)
        AT(i, m) = 0;
    for (size_t j = 0; j <= m; j++)
        AT(n, j) = 0;

    for (size_t i = n; i-- > 0;)
        for (size_t j = m; j-- > 0;)
            AT(i, j) = is_same(x[i], y[j])            ? AT(i + 1, j + 1) + 1
                       : AT(i + 1, j) >= AT(i, j + 1) ? AT(i + 1, j)
                                                      : AT(i, j + 1);

    for (size_t i = 0, j = 0; i < n || j < m;) {
        if (i < n && j < m && is_same(x[i], y[j])) {
            *step++ = ' ';
            i++, j++;
        } else if (j == m || (i < n && AT(i + 1, j) >= AT(i, j + 1))) {
            *step++ = '-';
            i++;
        } else {
            *step++ = '+';
            j++;
        }
    }

#undef AT
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

/* One hunk: steps[from..to) with the lines that it starts at. */
static void
put_hunk(struct buf *out, const char *steps, size_t from, size_t to, const struct line *x, size_t i,
         const struct line *y, size_t j)
{
    size_t old_n = 0, new_n = 0;

    for (size_t k = from; k < to; k++) {
        old_n += steps[k] != '+';
        new_n += steps[k] != '-';
    }

    buf_printf(out, "@@ -%zu,%zu +%zu,%zu @@\n", i + (old_n > 0), old_n, j + (new_n > 0), new_n);
    for (size_t k = from; k < to; k++) {
        const struct line *line = steps[k] == '+' ? &y[j] : &x[i];
        buf_add(out, &steps[k], 1);
        buf_add(out, line->p, line->n);
        buf_puts(out, "\n");
        i += steps[k] != '+';
        j += steps[k] != '-';
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
    struct text x = split(out->a, old_text), y = split(out->a, new_text);
    size_t count, i = 0, j = 0, from = 0;
    char *steps = steps_of(out->a, &x, &y, &count);

    buf_puts(out, "");
    for (size_t k = 0; k < count;) {
        if (steps[k] == ' ') {
            k++;
            if (k - from > CONTEXT) {
                from++, i++, j++;
            }
            continue;
        }
        size_t end = hunk_end(steps, count, k);
        put_hunk(out, steps, from, end, x.lines, i, y.lines, j);
        for (; from < end; from++) {
            i += steps[from] != '+';
            j += steps[from] != '-';
        }
        k = end;
    }
}

/* ---- files ----------------------------------------------------------------------------------- */

static int
by_path(const void *a, const void *b)
{
    return strcmp(((const struct file_change *)a)->path, ((const struct file_change *)b)->path);
}

enum err
govern_changes(struct arena *a, const char *files, const char *base_files, struct file_change **out,
               int *n, struct fault *f)
{
    json_t *now, *before, *text;
    const char *path;
    enum err err = json_read(a, files, strlen(files), &now, f);
    if (err)
        return err;
    if ((err = json_read(a, base_files ? base_files : "{}", strlen(base_files ? base_files : "{}"),
                         &before, f)))
        return err;

    struct file_change *rows =
        arena_alloc(a, (json_object_size(now) + json_object_size(before) + 1) * sizeof *rows);
    *n = 0;
    json_object_foreach(now, path, text)
    {
        const char *was = json_str(before, path), *is = json_string_value(text);
        rows[(*n)++] = (struct file_change){path, is, was,
                                            was == NULL       ? "added"
                                            : str_is(is, was) ? NULL
                                                              : "modified"};
    }

    json_object_foreach(before, path, text)
    {
        if (json_object_get(now, path) == NULL)
            rows[(*n)++] = (struct file_change){path, NULL, json_string_value(text), "removed"};
    }

    qsort(rows, (size_t)*n, sizeof *rows, by_path);
    *out = rows;
    return OK;
}
