#include "model/letter.h"

#include <string.h>

/* ---- fields filled in ------------------------------------------------------------------------ */

struct composing {
    struct arena *a;
    const struct letter_fields *fields;
    struct buf out; /* JSON */
    size_t bytes;
};

/* *is_empty: a field had nothing to say. */
static const char *
fill(struct arena *a, const json_t *parts, const struct letter_fields *fields, int item,
     bool *is_empty)
{
    struct buf b = BUF(a);
    size_t i;
    json_t *part;

    buf_puts(&b, "");
    json_array_foreach(parts, i, part)
    {
        const char *text = json_string_value(part);
        if (text == NULL) {
            text = fields->field(fields->ctx, json_string_value(json_array_get(part, 0)), item);
            *is_empty = *is_empty || text == NULL || *text == '\0';
        }
        buf_puts(&b, text ? text : "");
    }
    return b.p;
}

const char *
letter_fill(struct arena *a, const json_t *parts, const struct letter_fields *fields)
{
    bool is_empty = false;
    return fill(a, parts, fields, -1, &is_empty);
}

static void
add_line(struct composing *c, const char *style, const char *text, size_t n)
{
    char *copy = arena_alloc(c->a, n + 1);
    size_t k = 0;

    for (size_t i = 0; i < n; i++)
        if (text[i] != '\r')
            copy[k++] = (unsigned char)text[i] < ' ' ? ' ' : text[i];
    c->bytes += k;
    buf_open(&c->out, NULL, '{');
    buf_json_str(&c->out, "style", style);
    buf_json_str(&c->out, "text", copy);
    buf_close(&c->out);
}

static void
add_text(struct composing *c, const char *style, const char *text)
{
    for (;;) {
        size_t n = strcspn(text, "\n");
        add_line(c, style, text, n);
        if (text[n] == '\0')
            return;
        text += n + 1;
    }
}

static void
compose_line(struct composing *c, const json_t *line, int item)
{
    bool is_empty = false;
    const char *text = fill(c->a, json_object_get(line, "parts"), c->fields, item, &is_empty);

    if (!is_empty || !json_is_true(json_object_get(line, "optional")))
        add_text(c, json_str(line, "style"), text);
}

static const json_t *
line_at(const json_t *lines, size_t i)
{
    return json_array_get(lines, i);
}

/* Lines that stand together and speak of one list are set together for each of its items. */
static size_t
compose_each(struct composing *c, const json_t *lines, size_t from, const char *list)
{
    size_t end = from;

    while (str_is(json_str(line_at(lines, end), "each"), list))
        end++;
    for (int item = 0; item < c->fields->items(c->fields->ctx, list); item++)
        for (size_t i = from; i < end && c->bytes <= LETTER_BYTES_MAX; i++)
            compose_line(c, line_at(lines, i), item);
    return end;
}

enum err
letter_compose(struct arena *a, const json_t *lines, const struct letter_fields *fields,
               const char **out, struct fault *f)
{
    struct composing c = {.a = a, .fields = fields, .out = BUF(a)};

    buf_open(&c.out, NULL, '[');
    for (size_t i = 0; i < json_array_size(lines) && c.bytes <= LETTER_BYTES_MAX;) {
        const char *list = json_str(line_at(lines, i), "each");
        if (list != NULL)
            i = compose_each(&c, lines, i, list);
        else
            compose_line(&c, line_at(lines, i++), -1);
    }
    buf_close(&c.out);
    *out = c.out.p;
    return c.bytes <= LETTER_BYTES_MAX
               ? OK
               : fail(f, ERR_INPUT, "letter_too_long", "", "文书超过 %d KiB，没有发出，请精简理由",
                      LETTER_BYTES_MAX >> 10);
}

const char *
letter_plain(struct arena *a, const json_t *lines)
{
    struct buf b = BUF(a);
    size_t i;
    json_t *line;

    buf_puts(&b, "");
    json_array_foreach(lines, i, line)
    {
        const char *text = json_str(line, "text");
        buf_printf(&b, "%s\n", text ? text : "");
    }
    return b.p;
}

/* ---- days and codes -------------------------------------------------------------------------- */

const char *
letter_day(struct arena *a, const char *day)
{
    int y, m, d;

    if (day == NULL || sscanf(day, "%4d-%2d-%2d", &y, &m, &d) != 3)
        return NULL;
    return arena_printf(a, "%d年%d月%d日", y, m, d);
}

/* Without i, l, o, u, which are mistaken for others. */
static const char alphabet[] = "0123456789abcdefghjkmnpqrstvwxyz";

void
letter_code(const struct world *w, char out[LETTER_CODE_TEXT])
{
    unsigned char random[LETTER_CODE_LENGTH];

    w->random(w->ctx, random, sizeof random);
    for (size_t i = 0; i < sizeof random; i++)
        out[i] = alphabet[random[i] % 32];
    out[LETTER_CODE_LENGTH] = '\0';
}

const char *
letter_code_shown(struct arena *a, const char *code)
{
    struct buf b = BUF(a);

    for (size_t i = 0; code[i] != '\0'; i++)
        buf_printf(&b, "%s%c", i > 0 && i % 4 == 0 ? "-" : "", code[i]);
    return b.p;
}

const char *
letter_code_read(struct arena *a, const char *typed)
{
    char *code = arena_alloc(a, LETTER_CODE_TEXT);
    size_t n = 0;

    for (; *typed != '\0'; typed++) {
        char c = *typed;
        if (c == '-' || c == ' ')
            continue;
        c = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
        c = c == 'o' ? '0' : c == 'i' || c == 'l' ? '1' : c;
        if (strchr(alphabet, c) == NULL || n == LETTER_CODE_LENGTH)
            return NULL;
        code[n++] = c;
    }
    return n == LETTER_CODE_LENGTH ? code : NULL;
}
