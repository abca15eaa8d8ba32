#include "casework/moved.h"
#include "casework/move.h"

#include <string.h>

#define WHAT "moved"
enum { NOTE_MOST = 500 };

/* The declared text, its two fields filled in. */
static const char *
filled_in(struct casework *w, const char *text, const char *from, const char *to)
{
    static const char from_field[] = "{from}", to_field[] = "{to}";
    struct buf b = BUF(w->arena);

    buf_puts(&b, "");
    while (*text != '\0') {
        size_t plain = strcspn(text, "{");
        buf_add(&b, text, plain);
        text += plain;
        if (str_starts(text, from_field)) {
            buf_puts(&b, from);
            text += strlen(from_field);
        } else if (str_starts(text, to_field)) {
            buf_puts(&b, to);
            text += strlen(to_field);
        } else if (*text != '\0') {
            buf_add(&b, text++, 1);
        }
    }
    return b.p;
}

/* Behind what the note says already, as far as there is room. */
static const char *
note_of(struct casework *w, const char *before, const char *said)
{
    const char *line = arena_printf(w->arena, "%s %s", w->today, said);

    if (before == NULL || *before == '\0')
        return line;
    const char *both = arena_printf(w->arena, "%s；%s", before, line);
    return utf8_length(both) <= NOTE_MOST ? both : line;
}

enum err
moved_tell(struct casework *w, const struct decision *decision, const struct filing *x)
{
    const json_t *now = json_object_get(decision->published, "organization");
    const char *area = json_str(now, "area"), *text = casework_law(w)->moved_note;
    struct entry e;

    if (text == NULL || x->number == NULL || area == NULL || *area == '\0')
        return OK;
    enum err err = store_entry_load(w->store, w->arena, x->number, &e, &w->fault);
    if (err)
        return err == ERR_NOTFOUND ? OK : err;
    if (!str_is(e.status, register_statuses[0]) || str_is(e.area, area))
        return OK;

    const char *from = register_label(casework_manifest(w), "area", e.area);
    const char *to = register_label(casework_manifest(w), "area", area);
    from = from ? from : e.area_label ? e.area_label : e.area;
    to = to ? to : area;
    e.area = area;
    e.area_label = to;
    if (!str_is(from, to)) {
        struct law_term what = {WHAT, filled_in(w, text, from, to), NULL};
        e.note = note_of(w, e.note, what.label);
        e.history = history_line(w, x, e.history, &what);
    }
    return store_entry_renew(w->store, &e, &w->fault);
}
