/*
 * Figures as pictures: SVG that is the same in a page and as a file of its own. Places across are
 * percentages and sizes of letters are pixels, so a picture is as wide as what it stands in and its
 * words stay as large on a telephone. No measure is told from another by its colour.
 */
#include "page/site.h"

#include <stdlib.h>
#include <string.h>

const char *const page_charts[CHART__MAX + 1] = {"month",    "kind",   "class",
                                                 "province", "reason", "stage"};
static const char *const titles[CHART__MAX] = {"按月份",     "按备案种类", "按算法类别",
                                               "按行政区划", "按理由",     "审核用时"};

/* What is counted, in the order of the tables. */
struct measure {
    const char *label;
    size_t at; /* in struct figure */
};
static const struct measure measures[] = {
    {"收到", offsetof(struct figure, received)},     {"通过", offsetof(struct figure, accepted)},
    {"退回补正", offsetof(struct figure, returned)}, {"不予备案", offsetof(struct figure, refused)},
    {"超过期限", offsetof(struct figure, overdue)},
};
/* Of a stage, which struct figure has no member for: its days stand where others have received. */
static const struct measure days[] = {{"中位天数（自然日）", offsetof(struct figure, received)}};

static long
value_of(const struct figure *x, const struct measure *m)
{
    return *(const long *)(const void *)((const char *)x + m->at);
}

/* What is drawn: rows, and what is drawn of each. */
struct drawing {
    enum chart of;
    const struct figure *rows;
    int rows_n;
    const struct measure *measures;
    int measures_n;
    long most; /* the longest bar's */
};

static void
find_most(struct drawing *d)
{
    d->most = 1;
    for (int i = 0; i < d->rows_n; i++)
        for (int k = 0; k < d->measures_n; k++) {
            long n = value_of(&d->rows[i], &d->measures[k]);
            d->most = n > d->most ? n : d->most;
        }
}

/* At least a line for what is not nothing. */
static long
length_of(const struct drawing *d, long n, long longest)
{
    long length = n * longest / d->most;

    return n > 0 && length < 1 ? 1 : length;
}

static void
write_head(struct buf *b, const struct drawing *d, int height, const char *said)
{
    const char *name = page_charts[d->of];

    buf_printf(b,
               "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" width=\"100%%\" "
               "height=\"%d\" role=\"img\" aria-labelledby=\"chart-%s-t chart-%s-d\" "
               "font-family=\"sans-serif\" font-size=\"11\" fill=\"#1b2430\">"
               "<title id=\"chart-%s-t\">",
               height, name, name, name);
    page(b, "%s的图</title>", titles[d->of]);
    buf_printf(b, "<desc id=\"chart-%s-d\">", name);
    page(b, "%s</desc>", said);
    buf_puts(b, "<rect class=\"paper\" width=\"100%\" height=\"100%\" fill=\"#fff\"/>");
}

/* ---- along the months ------------------------------------------------------------------------ */

enum { PANEL = 66, COLUMN = 34, FOOT = 32, LABELS_MOST = 12, MONTHS_MOST = 120 };

static long
month_number(const char *month)
{
    return strtol(month, NULL, 10) * 12 + strtol(month + 5, NULL, 10) - 1;
}

/* Every month of the span, those too in which nothing was counted: time is drawn to scale. */
static void
lay_months(struct buf *b, const struct figures *x, struct drawing *d)
{
    long first = month_number(x->from), end = month_number(x->to) + 1;
    int n = (int)(end - first);
    struct figure *rows;

    n = n < 0 ? 0 : n > MONTHS_MOST ? MONTHS_MOST : n;
    rows = arena_alloc(b->a, ((size_t)n + 1) * sizeof *rows);
    for (int i = 0; i < n; i++)
        rows[i].code = arena_printf(b->a, "%04ld-%02ld", (first + i) / 12, (first + i) % 12 + 1);
    for (int i = 0; i < x->months.n; i++) {
        long at = month_number(x->months.rows[i].code) - first;
        if (at >= 0 && at < n)
            rows[at] = x->months.rows[i];
    }
    d->rows = rows;
    d->rows_n = n;
}

static void
write_columns(struct buf *b, const struct drawing *d, const struct measure *m)
{
    buf_printf(b,
               "<svg y=\"30\" width=\"100%%\" height=\"%d\" viewBox=\"0 0 %d %d\" "
               "preserveAspectRatio=\"none\"><path class=\"bar\" fill=\"#1c4f94\" d=\"",
               COLUMN, d->rows_n * 10, COLUMN);
    for (int i = 0; i < d->rows_n; i++) {
        long high = length_of(d, value_of(&d->rows[i], m), COLUMN);
        if (high > 0)
            buf_printf(b, "M%d %dv-%ldh6v%ldz", i * 10 + 2, COLUMN, high, high);
    }
    buf_puts(b, "\"/></svg>");
}

/* A text in the middle of the i-th of n places across. */
static void
write_at(struct buf *b, int i, int n, long y, const char *text)
{
    long place = (2L * i + 1) * 500 / n;

    buf_printf(b, "<text x=\"%ld.%ld%%\" y=\"%ld\">", place / 10, place % 10, y);
    page(b, "%s</text>", text);
}

/* Numbers above the columns, as long as there is room for them. */
static void
write_panel(struct buf *b, const struct drawing *d, const struct measure *m, int y)
{
    buf_printf(b, "<svg y=\"%d\" width=\"100%%\" height=\"%d\"><text y=\"15\" font-size=\"12\">", y,
               PANEL);
    page(b, "%s</text>", m->label);
    write_columns(b, d, m);
    buf_puts(b, "<g text-anchor=\"middle\">");
    for (int i = 0; i < d->rows_n && d->rows_n <= LABELS_MOST; i++) {
        long n = value_of(&d->rows[i], m);
        if (n > 0)
            write_at(b, i, d->rows_n, 28 + COLUMN - length_of(d, n, COLUMN),
                     arena_printf(b->a, "%ld", n));
    }
    buf_printf(b,
               "</g><line class=\"axis\" stroke=\"#77869a\" x2=\"100%%\" y1=\"%d\" "
               "y2=\"%d\"/></svg>",
               PANEL - 2, PANEL - 2);
}

/* Months beneath the columns, and the year where it begins, unless the next label begins another:
 * two years side by side are too wide for a telephone. */
static void
write_axis(struct buf *b, const struct drawing *d, int y)
{
    int step = (d->rows_n + LABELS_MOST - 1) / LABELS_MOST;
    const char *year = "";

    buf_puts(b, "<g text-anchor=\"middle\">");
    for (int i = 0; i < d->rows_n; i += step) {
        const char *code = d->rows[i].code;
        write_at(b, i, d->rows_n, y + 12, arena_printf(b->a, "%d", atoi(code + 5)));
        const char *next = i + step < d->rows_n ? d->rows[i + step].code : code;
        if (strncmp(year, code, 4) != 0 && strncmp(next, code, 4) == 0)
            write_at(b, i, d->rows_n, y + 26, arena_strndup(b->a, code, 4));
        year = code;
    }
    buf_puts(b, "</g>");
}

static void
draw_months(struct buf *b, const struct drawing *d, const char *said)
{
    int height = d->measures_n * PANEL;

    write_head(b, d, height + FOOT, said);
    for (int k = 0; k < d->measures_n; k++)
        write_panel(b, d, &d->measures[k], k * PANEL);
    write_axis(b, d, height);
    buf_puts(b, "</svg>");
}

/* ---- row by row ------------------------------------------------------------------------------ */

enum { HEAD = 20, ROW = 44, ROWS_MOST = 12, LABEL = 22 };

/* The first ones, which are the largest, and the others together. */
static void
lay_rows(struct buf *b, const struct rows_of_figures *all, struct drawing *d)
{
    int own = all->n <= ROWS_MOST ? all->n : ROWS_MOST - 1;
    struct figure *rows = arena_alloc(b->a, (ROWS_MOST + 1) * sizeof *rows), *rest = &rows[own];

    for (int i = 0; i < own; i++)
        rows[i] = all->rows[i];
    for (int i = own; i < all->n; i++)
        for (int k = 0; k < d->measures_n; k++)
            *(long *)(void *)((char *)rest + d->measures[k].at) +=
                value_of(&all->rows[i], &d->measures[k]);
    if (own < all->n)
        rest->label = arena_printf(b->a, "其余 %d 项合计", all->n - own);
    d->rows = rows;
    d->rows_n = own + (own < all->n);
}

static void
lay_stages(struct buf *b, const struct figures *x, struct drawing *d)
{
    struct figure *rows = arena_alloc(b->a, ((size_t)x->stages_n + 1) * sizeof *rows);

    for (int i = 0; i < x->stages_n; i++)
        rows[i] =
            (struct figure){.label = x->stages[i].label, .received = x->stages[i].median_days};
    d->measures = days;
    d->measures_n = LEN(days);
    d->rows = rows;
    d->rows_n = x->stages_n;
}

/* The bars of all rows, each measure in a share of the width. */
static void
write_bars(struct buf *b, const struct drawing *d, int height)
{
    long wide = 1000 / d->measures_n;

    buf_printf(b,
               "<svg width=\"100%%\" height=\"%d\" viewBox=\"0 0 1000 %d\" "
               "preserveAspectRatio=\"none\"><path class=\"bar\" fill=\"#1c4f94\" d=\"",
               height, height);
    for (int i = 0; i < d->rows_n; i++)
        for (int k = 0; k < d->measures_n; k++) {
            long n = length_of(d, value_of(&d->rows[i], &d->measures[k]), wide - 20);
            if (n > 0)
                buf_printf(b, "M%ld %dh%ldv7h-%ldz", k * wide, HEAD + i * ROW + 32, n, n);
        }
    buf_puts(b, "\"/></svg>");
}

static void
draw_rows(struct buf *b, const struct drawing *d, const char *said)
{
    int height = HEAD + d->rows_n * ROW;

    write_head(b, d, height, said);
    write_bars(b, d, height);
    for (int k = 0; k < d->measures_n; k++) {
        buf_printf(b, "<svg x=\"%d%%\" width=\"100%%\" height=\"%d\"><text y=\"12\">",
                   k * 100 / d->measures_n, height);
        page(b, "%s</text>", d->measures[k].label);
        for (int i = 0; i < d->rows_n; i++)
            buf_printf(b, "<text y=\"%d\">%ld</text>", HEAD + i * ROW + 28,
                       value_of(&d->rows[i], &d->measures[k]));
        buf_puts(b, "</svg>");
    }
    buf_puts(b, "<g font-size=\"13\">");
    for (int i = 0; i < d->rows_n; i++) {
        buf_printf(b, "<text y=\"%d\">", HEAD + i * ROW + 14);
        site_cut(b, d->rows[i].label, LABEL);
        buf_puts(b, "</text>");
    }
    buf_puts(b, "</g></svg>");
}

/* ---- one of them ----------------------------------------------------------------------------- */

static const struct rows_of_figures *
rows_by(const struct figures *x, enum chart of)
{
    const struct rows_of_figures *const all[CHART__MAX] = {
        [CHART_MONTH] = &x->months,       [CHART_KIND] = &x->kinds,     [CHART_CLASS] = &x->classes,
        [CHART_PROVINCE] = &x->provinces, [CHART_REASON] = &x->reasons, [CHART_STAGE] = NULL,
    };
    return all[of];
}

/* The picture in a sentence, for who does not see it. */
static const char *
said_of(struct buf *b, const struct figures *x, const struct drawing *d)
{
    struct buf said = BUF(b->a);

    buf_printf(&said, "%.7s 至 %.7s", x->from, x->to);
    if (d->of != CHART_STAGE && d->of != CHART_REASON)
        for (int k = 0; k < d->measures_n; k++)
            buf_printf(&said, "%s%s %ld", k == 0 ? "：" : "，", d->measures[k].label,
                       value_of(&x->total, &d->measures[k]));
    buf_puts(&said, "。各项数字见表。");
    return said.p;
}

void
page_chart(struct buf *b, const struct figures *x, enum chart of)
{
    struct drawing d = {.of = of, .measures = measures, .measures_n = LEN(measures)};

    if (of == CHART_REASON) {
        d.measures = &measures[2];
        d.measures_n = 2;
    }
    if (of == CHART_MONTH)
        lay_months(b, x, &d);
    else if (of == CHART_STAGE)
        lay_stages(b, x, &d);
    else
        lay_rows(b, rows_by(x, of), &d);
    find_most(&d);
    (of == CHART_MONTH ? draw_months : draw_rows)(b, &d, said_of(b, x, &d));
}
