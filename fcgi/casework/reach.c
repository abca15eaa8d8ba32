#include "casework/reach.h"
#include "casework/judging.h"

#include <string.h>

static bool
is_among(const struct id_list *list, const char *id)
{
    for (int i = 0; i < list->n; i++)
        if (str_is(list->ids[i], id))
            return true;
    return false;
}

static void
append(struct arena *a, struct id_list *to, const struct id_list *more)
{
    const char **ids = arena_alloc(a, ((size_t)to->n + (size_t)more->n + 1) * sizeof *ids);

    if (to->n > 0)
        memcpy(ids, to->ids, (size_t)to->n * sizeof *ids);
    if (more->n > 0)
        memcpy(ids + to->n, more->ids, (size_t)more->n * sizeof *ids);
    to->ids = ids;
    to->n += more->n;
}

/* One that is gone meanwhile, or whose key is destroyed, names nothing any more. */
static enum err
add_draft(struct casework *w, const char *id, struct id_list *out)
{
    struct id_list named = {0};
    struct filing x;
    json_t *data;
    enum err err = store_filing_load(w->store, w->arena, id, &x, &w->fault);
    if (err == ERR_NOTFOUND)
        return OK;
    if (err)
        return err;
    if ((err = json_read(w->arena, x.data, strlen(x.data), &data, &w->fault)))
        return err;

    data_attachments(w, x.kind, data, &named);
    append(w->arena, out, &named);
    return OK;
}

enum err
reach_named(struct casework *w, struct id_list *out)
{
    struct id_list drafts;
    enum err err = store_mandate_drafts(w->store, w->arena, w->who->limited_by, &drafts, &w->fault);

    *out = (struct id_list){0};
    for (int i = 0; !err && i < drafts.n; i++)
        err = add_draft(w, drafts.ids[i], out);
    return err;
}

/* Drafts are read once for all of them, and only where nothing else opens one. */
enum err
reach_files(struct casework *w, const struct id_list *ids, bool *out)
{
    struct id_list named;
    bool is_named_known = false;
    enum err err;

    *out = true;
    for (int i = 0; *out && i < ids->n; i++) {
        if ((err = store_mandate_reaches_file(w->store, w->who->limited_by, ids->ids[i], w->who->id,
                                              out, &w->fault)))
            return err;
        if (*out)
            continue;
        if (!is_named_known && (err = reach_named(w, &named)))
            return err;
        is_named_known = true;
        *out = is_among(&named, ids->ids[i]);
    }
    return OK;
}

enum err
reach_save(struct casework *w, const char *kind, const json_t *data, const json_t *old)
{
    struct id_list now, before, fresh = {0};
    bool is_open;

    data_attachments(w, kind, data, &now);
    data_attachments(w, kind, old, &before);
    fresh.ids = arena_alloc(w->arena, ((size_t)now.n + 1) * sizeof *fresh.ids);
    for (int i = 0; i < now.n; i++)
        if (!is_among(&before, now.ids[i]))
            fresh.ids[fresh.n++] = now.ids[i];

    enum err err = reach_files(w, &fresh, &is_open);
    if (err || is_open)
        return err;
    return fail(&w->fault, ERR_DENIED, "mandate_limited", "",
                "没有保存：有的附件不属于您受托的备案，请另行上传，或由委托单位填入");
}
