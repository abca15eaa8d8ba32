#include "casework/moved.h"
#include "casework/move.h"

#include <string.h>

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

/* A line of its history and of its note. */
static void
say(struct casework *w, const struct filing *x, const struct law_term *what, struct entry *e)
{
    e->note = note_of(w, e->note, what->label);
    e->history = history_line(w, x, e->history, what);
}

/* Within one place nothing is said: areas are told by their names. */
static bool
is_moved(struct casework *w, const struct filing *x, const char *area, struct entry *e)
{
    const char *text = casework_law(w)->moved_note;

    if (text == NULL || area == NULL || *area == '\0' || str_is(e->area, area))
        return false;
    const char *from = register_label(casework_manifest(w), "area", e->area);
    const char *to = register_label(casework_manifest(w), "area", area);
    from = from ? from : e->area_label ? e->area_label : e->area;
    to = to ? to : area;
    e->area = area;
    e->area_label = to;
    if (!str_is(from, to))
        say(w, x, &(struct law_term){"moved", filled_in(w, text, from, to), NULL}, e);
    return true;
}

static bool
is_renamed(struct casework *w, const struct filing *x, const char *name, struct entry *e)
{
    const char *text = casework_law(w)->renamed_note;

    if (text == NULL || name == NULL || *name == '\0' || str_is(e->organization, name))
        return false;
    say(w, x, &(struct law_term){"renamed", filled_in(w, text, e->organization, name), NULL}, e);
    e->former_names = register_former_names(
        w->arena, e->former_names,
        &(struct renaming){FORMER_ORGANIZATION, e->organization, name, w->today});
    e->organization = name;
    return true;
}

enum err
moved_tell(struct casework *w, const struct decision *decision, const struct filing *x)
{
    const json_t *now = json_object_get(decision->published, "organization");
    struct entry e;

    if (x->number == NULL)
        return OK;
    enum err err = store_entry_load(w->store, w->arena, x->number, &e, &w->fault);
    if (err)
        return err == ERR_NOTFOUND ? OK : err;
    if (!str_is(e.status, register_statuses[0]))
        return OK;

    bool is_changed = is_moved(w, x, json_str(now, "area"), &e);
    is_changed |= is_renamed(w, x, json_str(now, "name"), &e);
    return is_changed ? store_entry_renew(w->store, &e, &w->fault) : OK;
}
