#include "govern/rehearsal.h"

#include <stdlib.h>
#include <string.h>

struct rehearsal {
    struct arena *a;
    const struct policy_limits *limits;
    struct rehearsed *out;
    int room;
};

static struct text_fault *
add_fault(struct rehearsal *r)
{
    struct rehearsed *x = r->out;

    if (x->n == r->room) {
        int room = r->room ? 2 * r->room : 16;
        struct text_fault *more = arena_alloc(r->a, (size_t)room * sizeof *more);
        if (x->n > 0)
            memcpy(more, x->faults, (size_t)x->n * sizeof *more);
        x->faults = more;
        r->room = room;
    }
    return &x->faults[x->n++];
}

static void
add_told(struct rehearsal *r, const struct fault *f)
{
    long line;
    const char *file = govern_fault_file(r->a, f, &line);

    *add_fault(r) = (struct text_fault){.file = file,
                                        .line = line > 0 ? line : NO_PLACE,
                                        .column = NO_PLACE,
                                        .code = arena_strdup(r->a, f->code),
                                        .message = arena_strdup(r->a, f->text)};
}

/* ---- the texts ------------------------------------------------------------------------------- */

/* The base's files with the changes laid over them, but for those that no set may hold: these are
 * faults already. */
static json_t *
lay_over(struct rehearsal *r, const char *base_files, const json_t *changes)
{
    json_t *root, *text;
    const char *path;
    struct fault f = {0};

    if (json_read(r->a, base_files, strlen(base_files), &root, &f)) {
        add_told(r, &f);
        return arena_json(r->a, json_object());
    }
    json_object_foreach((json_t *)(uintptr_t)changes, path, text)
    {
        if (json_is_null(text))
            json_object_del(root, path);
        else if (!json_is_string(text)) {
            (void)fail(&f, ERR_RULE, "rule_bundle", path,
                       "文件内容应是文字；要删去这个文件请写 null");
            add_told(r, &f);
        } else if (bundle_may(path, json_string_value(text), json_string_length(text), &f))
            add_told(r, &f);
        else
            json_object_set(root, path, text);
    }
    return root;
}

static long
place(const json_t *row, const char *key)
{
    const json_t *n = json_object_get(row, key);
    return json_is_integer(n) ? (long)json_integer_value(n) : NO_PLACE;
}

/* One fault as a judge lists it. */
static void
add_listed(struct rehearsal *r, const json_t *row)
{
    const char *where = json_str(row, "where"), *message = json_str(row, "message");
    struct fault f = {0};

    if (where != NULL) {
        (void)fail(&f, ERR_RULE, "rule_error", where, "%s", message ? message : "");
        add_told(r, &f);
        return;
    }
    *add_fault(r) = (struct text_fault){.file = json_str(row, "file"),
                                        .line = place(row, "line"),
                                        .column = place(row, "column"),
                                        .code = "rule_syntax",
                                        .message = message};
}

/* All faults of the texts; whoever finds none knows nothing more. */
static void
look_for_faults(struct rehearsal *r, const struct policy_texts *texts)
{
    struct fault f = {0};
    const char *text;
    json_t *list, *row;
    size_t i;

    if (policy_faults(texts, r->limits, r->a, &text, &f))
        return;
    if (json_read(r->a, text, strlen(text), &list, &f))
        return;
    json_array_foreach(list, i, row) add_listed(r, row);
}

/* ---- the whole ------------------------------------------------------------------------------- */

static int
by_place(const void *a, const void *b)
{
    const struct text_fault *x = a, *y = b;
    int order = strcmp(x->file, y->file);

    return order != 0 ? order : (x->line > y->line) - (x->line < y->line);
}

/* Loads the set; what it says when it does not load counts where no text was at fault before. */
static void
load(struct rehearsal *r, const char *files, bool with_cases)
{
    struct rehearsed *x = r->out;
    struct bundle *b = NULL;
    struct fault f = {0};

    if (bundle_parse(&b, files, strlen(files), &f)) {
        add_told(r, &f);
        return;
    }
    x->hash = arena_strdup(r->a, bundle_hash(b));
    govern_try(r->a, r->limits, b, with_cases, &x->trial);
    bundle_free(b);
    if (x->trial.is_loaded)
        return;

    look_for_faults(r, &(struct policy_texts){files, true});
    if (x->n == 0)
        add_told(r, &x->trial.fault);
}

void
govern_rehearse(struct arena *a, const struct policy_limits *limits, const char *base_files,
                const json_t *changes, bool with_cases, struct rehearsed *out)
{
    struct rehearsal r = {.a = a, .limits = limits, .out = out};
    struct fault f = {0};
    struct bundle *b = NULL;

    *out = (struct rehearsed){0};
    const char *files = json_text(a, lay_over(&r, base_files, changes));
    if (out->n > 0)
        look_for_faults(&r, &(struct policy_texts){files, false});
    /* A change that takes away what is not there is told as it is to who proposes. */
    else if (govern_merge(a, base_files, changes, &b, &f))
        add_told(&r, &f);
    else
        load(&r, files, with_cases);
    bundle_free(b);
    if (out->n > 0)
        qsort(out->faults, (size_t)out->n, sizeof *out->faults, by_place);
}
