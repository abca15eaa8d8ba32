#include "cli/csv_text.h"

#include <stdlib.h>
#include <string.h>

/* A line ends with LF, CR LF, or CR; the file's last may have none. False: there is no line. */
static bool
read_line(struct csv_text *t)
{
    size_t from = t->n;
    int c = 0;

    while (t->n < CSV_ROW_MAX && c != '\n' && c != '\r' && (c = getc_unlocked(t->in)) != EOF)
        t->text[t->n++] = (char)c;
    if (c == '\r') {
        c = getc_unlocked(t->in);
        if (c == '\n')
            t->text[t->n++] = '\n'; /* there is room: see csv_text_next() */
        else if (c != EOF)
            ungetc(c, t->in);
    }
    t->text[t->n] = '\0';
    t->line += t->n > from;
    return t->n > from;
}

static void
open_quote(struct csv_text *t)
{
    t->state = CSV_QUOTED;
    t->opened = t->line;
    t->has_lines = false;
}

/* After a quote within a field that a quote opened. False: nobody ends a field like this, and it
 * goes over lines: the quote is the one of a row below. */
static bool
after_quote(struct csv_text *t, char c)
{
    if (c == ',') {
        t->state = CSV_START;
    } else if (c == ' ' || c == '\t') {
        t->has_space = true;
    } else {
        t->state = CSV_QUOTED;
        return (c == '"' && !t->has_space) || !t->has_lines;
    }
    return true;
}

/* As libcsv takes them. */
static bool
take_byte(struct csv_text *t, char c)
{
    if (t->state == CSV_MAY_END)
        return after_quote(t, c);
    if (t->state == CSV_QUOTED) {
        if (c == '"') {
            t->state = CSV_MAY_END;
            t->has_space = false;
        }
    } else if (c == ',') {
        t->state = CSV_START;
    } else if (t->state == CSV_START && c == '"') {
        open_quote(t);
    } else if (c != ' ' && c != '\t') {
        t->state = CSV_PLAIN;
    }
    return true;
}

/* The line from there to the end of the text. */
static bool
take_line(struct csv_text *t, size_t from)
{
    for (size_t i = from; i < t->n && t->text[i] != '\n' && t->text[i] != '\r'; i++)
        if (!take_byte(t, t->text[i]))
            return false;
    return true;
}

static enum csv_text_answer
unclosed(struct csv_text *t)
{
    (void)fseeko(t->in, t->below, SEEK_SET);
    t->line = t->opened;
    return CSV_TEXT_UNCLOSED;
}

enum csv_text_answer
csv_text_next(struct csv_text *t)
{
    if (t->text == NULL)
        t->text = must_alloc(CSV_ROW_MAX + 2); /* LF after the CR that fits last, and the end */
    t->n = 0;
    t->state = CSV_START;
    t->begun = t->line + 1;
    for (size_t from = 0; read_line(t); from = t->n) {
        bool is_good;
        if (t->n >= CSV_ROW_MAX)
            return from == 0 ? CSV_TEXT_LONG : unclosed(t);
        if (t->line == 1 && str_starts(t->text, "\xef\xbb\xbf"))
            memmove(t->text, t->text + 3, (t->n -= 3) + 1);
        is_good = take_line(t, from);
        if (t->state != CSV_START && t->opened == t->line)
            t->below = ftello(t->in);
        if (!is_good)
            return unclosed(t);
        if (t->state != CSV_QUOTED)
            return CSV_TEXT_ROW;
        t->has_lines = true;
    }
    return t->n > 0 ? unclosed(t) : CSV_TEXT_END;
}

void
csv_text_free(struct csv_text *t)
{
    free(t->text);
    t->text = NULL;
}
