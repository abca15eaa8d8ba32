#include "press/sheet.h"
#include "press/code.h"
#include "press/text.h"

/* Points. */
#define MM (72 / 25.4)
#define PAGE_WIDTH (210 * MM)
#define PAGE_HEIGHT (297 * MM)
#define TOP (37 * MM)
#define LEFT (28 * MM)
#define WIDTH (156 * MM)
#define HEIGHT (225 * MM)
#define BOTTOM (TOP + HEIGHT)
#define PITCH (HEIGHT / 22) /* from line to line */
#define EM (WIDTH / 28 - 0.04)
#define ASCENT 0.88 /* of a Chinese character, of its size */
#define CODE_SIZE (22 * MM)
#define FOOT (CODE_SIZE + 10)
#define FOOT_PITCH 14
#define NUMBER_Y (BOTTOM + 7 * MM + 14 * ASCENT)
#define SEAL_LINES 2  /* left free above the signature */
#define SEAL_RIGHT 4  /* characters left free to its right */
#define CLOSING_MAX 6 /* lines at the end that are a signature */
#define CARRIED 2     /* lines that come along when it goes to another page */

/* The sizes are those that the text of an official document has: two (22 pt) and three (15.75 pt,
 * of which 28 are a line). */
struct style {
    const char *name, *font;
    double size, pitch;
    PangoAlignment alignment;
    bool is_indented; /* by two characters */
};
static const struct style styles[] = {
    {"title", FONT_SERIF " Bold 22", 22, 36, PANGO_ALIGN_CENTER, false},
    {"heading", FONT_SANS " 15.75", 15.75, PITCH, PANGO_ALIGN_CENTER, false},
    {"plain", FONT_SERIF " 15.75", 15.75, PITCH, PANGO_ALIGN_LEFT, false},
    {"right", FONT_SERIF " 15.75", 15.75, PITCH, PANGO_ALIGN_RIGHT, false},
    {"row", FONT_SERIF " 14", 14, PITCH, PANGO_ALIGN_LEFT, false},
    {"footer", FONT_SERIF " 9", 9, FOOT_PITCH, PANGO_ALIGN_LEFT, false},
    {"number", FONT_SERIF " 14", 14, PITCH, PANGO_ALIGN_LEFT, false},
    {"text", FONT_SERIF " 15.75", 15.75, PITCH, PANGO_ALIGN_LEFT, true},
};

struct sheet {
    struct arena *a;
    PangoContext *context;
    const PangoFontDescription *fonts[LEN(styles)];
};

/* A line where it will be printed; y is that of its feet. */
struct placed {
    PangoLayoutLine *line;
    double x, y;
    int page;
};
struct setting {
    struct sheet *s;
    struct placed *list;
    int n, cap;
    int page;   /* from 0 */
    double y;   /* what is still free of it begins here */
    int blank;  /* lines that were left free since the last one */
    double end; /* of the last page, below which is what verifies the paper */
};

/* ---- lines ----------------------------------------------------------------------------------- */

static const struct style *
style_named(const char *name)
{
    for (size_t i = 0; i < LEN(styles); i++)
        if (str_is(styles[i].name, name))
            return &styles[i];
    return &styles[LEN(styles) - 1];
}

static PangoLayout *
layout_of(struct sheet *s, const struct style *x, const char *text, double width)
{
    PangoLayout *l = lib.pango_layout_new(s->context);

    lib.pango_layout_set_auto_dir(l, FALSE);
    lib.pango_layout_set_font_description(l, s->fonts[x - styles]);
    lib.pango_layout_set_width(l, (int)(width * PANGO_SCALE));
    lib.pango_layout_set_wrap(l, PANGO_WRAP_WORD_CHAR);
    lib.pango_layout_set_alignment(l, x->alignment);
    lib.pango_layout_set_indent(l, x->is_indented ? (int)(2 * EM * PANGO_SCALE) : 0);
    lib.pango_layout_set_text(l, press_text(s->a, text), -1);
    return l;
}

static void
place(struct setting *t, PangoLayoutLine *line, double x, double y)
{
    if (t->n == t->cap) {
        t->cap = t->cap ? 2 * t->cap : 256;
        t->list = must_realloc(t->list, (size_t)t->cap * sizeof *t->list);
    }
    t->list[t->n++] = (struct placed){line, x, y, t->page};
    t->blank = 0;
}

static void
next_page(struct setting *t)
{
    t->page++;
    t->y = TOP;
}

/* Where the feet of a line stand whose pitch begins at y. */
static double
feet(const struct style *x, double y)
{
    return y + (x->pitch - x->size) / 2 + x->size * ASCENT;
}

static void
place_layout(struct setting *t, const struct style *x, PangoLayout *l)
{
    PangoLayoutIter *i = lib.pango_layout_get_iter(l);
    PangoRectangle at;

    do {
        if (t->y + x->pitch > BOTTOM + 1)
            next_page(t);
        lib.pango_layout_iter_get_line_extents(i, NULL, &at);
        place(t, lib.pango_layout_iter_get_line_readonly(i), LEFT + (double)at.x / PANGO_SCALE,
              feet(x, t->y));
        t->y += x->pitch;
    } while (lib.pango_layout_iter_next_line(i));
    lib.pango_layout_iter_free(i);
}

/* No page begins with lines that are left free. */
static void
set_line(struct setting *t, const char *style, const char *text)
{
    const struct style *x = style_named(style);

    if (text != NULL && *text != '\0') {
        place_layout(t, x, layout_of(t->s, x, text, WIDTH));
    } else if (t->y > TOP) {
        t->blank++;
        t->y += PITCH;
    }
}

/* ---- the signature --------------------------------------------------------------------------- */

static const char *
text_at(const json_t *lines, size_t i)
{
    const char *text = json_str(json_array_get(lines, i), "text");
    return text ? text : "";
}

static bool
is_signing(const json_t *lines, size_t i)
{
    return str_is(json_str(json_array_get(lines, i), "style"), "right") && *text_at(lines, i);
}

/* The lines from *from to *end: the last ones, which stand to the right. There are none when they
 * are all that there is. */
static void
find_closing(const json_t *lines, size_t *from, size_t *end)
{
    size_t n = json_array_size(lines);

    while (n > 0 && *text_at(lines, n - 1) == '\0')
        n--;
    *from = *end = n;
    while (*from > 0 && *end - *from < CLOSING_MAX && is_signing(lines, *from - 1))
        --*from;
    if (*from == 0)
        *from = n;
}

/* The last lines of the page before come along, unless they are all that it has. */
static void
carry_over(struct setting *t)
{
    int from = t->n > CARRIED ? t->n - CARRIED : t->n;

    next_page(t);
    if (from == t->n || t->list[from - 1].page != t->page - 1)
        return;
    for (int i = from; i < t->n; i++) {
        t->list[i].page = t->page;
        t->list[i].y = feet(&styles[LEN(styles) - 1], t->y);
        t->y += PITCH;
    }
}

static double
width_of(PangoLayout *l, bool *is_one_line)
{
    PangoLayoutIter *i = lib.pango_layout_get_iter(l);
    PangoRectangle at;

    lib.pango_layout_iter_get_line_extents(i, NULL, &at);
    *is_one_line = *is_one_line && !lib.pango_layout_iter_next_line(i);
    lib.pango_layout_iter_free(i);
    return (double)at.width / PANGO_SCALE;
}

/* Each line in the middle below the other, with room for a seal over them; lines too long for that
 * end at the right. */
static void
set_closing(struct setting *t, const json_t *lines, size_t from, size_t end)
{
    const struct style *x = style_named("right");
    PangoLayout *layouts[CLOSING_MAX];
    double widths[CLOSING_MAX], most = 0;
    bool is_one_line = true;
    int n = (int)(end - from), free_lines = t->blank < SEAL_LINES ? SEAL_LINES - t->blank : 0;

    for (int i = 0; i < n; i++) {
        layouts[i] = layout_of(t->s, x, text_at(lines, from + (size_t)i), WIDTH);
        widths[i] = width_of(layouts[i], &is_one_line);
        most = widths[i] > most ? widths[i] : most;
    }
    if (t->y + (free_lines + n) * PITCH > t->end + 1)
        carry_over(t);
    t->y += free_lines * PITCH;
    bool is_centred = is_one_line && most + SEAL_RIGHT * EM < WIDTH;
    for (int i = 0; i < n; i++) {
        place_layout(t, x, layouts[i]);
        if (is_centred)
            t->list[t->n - 1].x = LEFT + WIDTH - SEAL_RIGHT * EM - (most + widths[i]) / 2;
    }
}

/* ---- printed --------------------------------------------------------------------------------- */

static void
print_line(cairo_t *cr, PangoLayoutLine *line, double x, double y)
{
    lib.cairo_move_to(cr, x, y);
    lib.pango_cairo_show_layout_line(cr, line);
}

static void
print_code(cairo_t *cr, const struct press_code *code, double x, double y)
{
    double square = CODE_SIZE / (code->width + 2 * CODE_QUIET);

    for (int row = 0; row < code->width; row++)
        for (int from = 0, to; from < code->width; from = to + 1) {
            for (to = from; to < code->width && code->dark[row * code->width + to]; to++)
                continue;
            if (to > from)
                lib.cairo_rectangle(cr, x + (from + CODE_QUIET) * square,
                                    y + (row + CODE_QUIET) * square, (to - from) * square, square);
        }
    lib.cairo_fill(cr);
}

/* One line of the foot, as wide as it comes; the answer is where the next one begins. */
static double
print_footer(struct sheet *s, cairo_t *cr, const char *text, double left, double y)
{
    const struct style *x = style_named("footer");
    PangoLayout *l = layout_of(s, x, text, LEFT + WIDTH - left);
    PangoLayoutIter *i = lib.pango_layout_get_iter(l);

    do {
        print_line(cr, lib.pango_layout_iter_get_line_readonly(i), left, feet(x, y));
        y += x->pitch;
    } while (lib.pango_layout_iter_next_line(i) && y < BOTTOM);
    lib.pango_layout_iter_free(i);
    return y;
}

/* At the end of the page, below a rule. */
static void
print_foot(struct sheet *s, cairo_t *cr, const struct press_paper *paper)
{
    double y = BOTTOM - FOOT + 6, left = LEFT;
    struct press_code code;

    lib.cairo_set_line_width(cr, 0.5);
    lib.cairo_move_to(cr, LEFT, BOTTOM - FOOT);
    lib.cairo_line_to(cr, LEFT + WIDTH, BOTTOM - FOOT);
    lib.cairo_stroke(cr);
    if (press_code(s->a, paper->address, &code)) {
        print_code(cr, &code, LEFT, y);
        left += CODE_SIZE + 8;
    }
    y += CODE_SIZE / 4;
    for (const char *text = paper->footer; *text != '\0' && y < BOTTOM;) {
        size_t n = strcspn(text, "\n");
        y = print_footer(s, cr, arena_strndup(s->a, text, n), left, y);
        text += n + (text[n] == '\n');
    }
}

/* Odd ones to the right, even ones to the left, a character away from the edge. */
static void
print_number(struct sheet *s, cairo_t *cr, int page)
{
    const struct style *x = style_named("number");
    const char *text = arena_printf(s->a, "— %d —", page + 1);
    PangoLayout *l = layout_of(s, x, text, WIDTH);
    PangoLayoutIter *i = lib.pango_layout_get_iter(l);
    bool is_one_line = true;
    double width = width_of(l, &is_one_line);

    print_line(cr, lib.pango_layout_iter_get_line_readonly(i),
               page % 2 ? LEFT + x->size : LEFT + WIDTH - x->size - width, NUMBER_Y);
    lib.pango_layout_iter_free(i);
}

static void
print_pages(struct setting *t, cairo_t *cr, const struct press_paper *paper)
{
    int i = 0;

    for (int page = 0; page <= t->page; page++) {
        for (; i < t->n && t->list[i].page == page; i++)
            print_line(cr, t->list[i].line, t->list[i].x, t->list[i].y);
        if (page == t->page && paper->footer != NULL)
            print_foot(t->s, cr, paper);
        if (t->page > 0)
            print_number(t->s, cr, page);
        lib.cairo_show_page(cr);
    }
}

static void
set_paper(struct setting *t, const struct press_paper *paper)
{
    size_t from, end;

    find_closing(paper->lines, &from, &end);
    for (size_t i = 0; i < from; i++)
        set_line(t, json_str(json_array_get(paper->lines, i), "style"), text_at(paper->lines, i));
    if (end > from)
        set_closing(t, paper->lines, from, end);
    if (t->y > t->end + 1)
        carry_over(t);
}

static void
describe(cairo_surface_t *out, const struct press_paper *paper)
{
    char at[TIME_TEXT];

    if (paper->title != NULL)
        lib.cairo_pdf_surface_set_metadata(out, CAIRO_PDF_METADATA_TITLE, paper->title);
    time_rfc3339(paper->made_at, at);
    lib.cairo_pdf_surface_set_metadata(out, CAIRO_PDF_METADATA_CREATE_DATE, at);
}

bool
sheet_print(struct sheet *s, const struct press_paper *paper, cairo_write_func_t write)
{
    cairo_surface_t *out =
        lib.cairo_pdf_surface_create_for_stream(write, NULL, PAGE_WIDTH, PAGE_HEIGHT);
    cairo_t *cr = lib.cairo_create(out);
    struct setting t = {.s = s, .y = TOP, .end = paper->footer ? BOTTOM - FOOT : BOTTOM};

    describe(out, paper);
    lib.pango_cairo_update_context(cr, s->context);
    lib.pango_context_set_round_glyph_positions(s->context, FALSE);
    set_paper(&t, paper);
    print_pages(&t, cr, paper);
    bool is_printed = lib.cairo_status(cr) == CAIRO_STATUS_SUCCESS;
    lib.cairo_surface_finish(out);
    return is_printed && lib.cairo_surface_status(out) == CAIRO_STATUS_SUCCESS;
}

/* ---- opened ---------------------------------------------------------------------------------- */

static cairo_status_t
ignore(void *ctx, const unsigned char *p, unsigned n)
{
    (void)ctx;
    (void)p;
    (void)n;
    return CAIRO_STATUS_SUCCESS;
}

/* With a character that no font has, which is looked for in all of them, one that is looked for
 * among pictures, and one of Thai, whose words stand in a file. */
#define SAMPLE "一 A1\xf3\xb0\x80\x80\xf0\x9f\x98\x80\xe0\xb8\x81"
static bool
rehearse(struct sheet *s)
{
    struct buf b = BUF(s->a);
    struct fault f;
    json_t *lines;

    buf_open(&b, NULL, '[');
    for (size_t i = 0; i < LEN(styles); i++) {
        buf_open(&b, NULL, '{');
        buf_json_str(&b, "style", styles[i].name);
        buf_json_str(&b, "text", SAMPLE);
        buf_close(&b);
    }
    buf_close(&b);
    if (json_read(s->a, b.p, b.n, &lines, &f))
        return false;
    const struct press_paper sample = {.lines = lines, .footer = "一"};
    return sheet_print(s, &sample, ignore);
}

/* A language that says nothing of scripts, so that those of a text need no fonts but these. */
struct sheet *
sheet_open(struct arena *a, const char *fonts)
{
    PangoFontMap *map = library_open(fonts);
    struct sheet *s = arena_alloc(a, sizeof *s);

    if (map == NULL)
        return NULL;
    s->a = a;
    s->context = lib.pango_font_map_create_context(map);
    lib.pango_context_set_language(s->context, lib.pango_language_from_string("mul"));
    lib.pango_context_set_base_dir(s->context, PANGO_DIRECTION_LTR);
    for (size_t i = 0; i < LEN(styles); i++)
        s->fonts[i] = lib.pango_font_description_from_string(styles[i].font);
    return rehearse(s) ? s : NULL;
}
