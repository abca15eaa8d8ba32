/* Former names of entries, read from sealed versions: once, after the step that asks for it. */
#include "clerk/jobs.h"

#include <string.h>

enum { GO_ON_MS = 100, TOGETHER = 20 };

static enum err
forms_of(struct clerk *c, const json_t **out, struct fault *f)
{
    struct rule_set set;
    json_t *manifest;
    enum err err = store_rule_set_load(c->store, c->arena, c->active, &set, f);
    if (err)
        return err;
    if ((err = json_read(c->arena, set.manifest, strlen(set.manifest), &manifest, f)))
        return err;
    *out = json_object_get(manifest, "forms");
    return OK;
}

enum err
names_call(struct clerk *c, int *next_ms, struct fault *f)
{
    const json_t *forms;
    struct entry *first;
    int n = 0;

    if (c->active[0] == '\0')
        return OK;
    enum err err = store_uncalled_next(c->store, c->arena, 1, &first, &n, f);
    if (err || n == 0)
        return err;
    if ((err = forms_of(c, &forms, f)))
        return err;
    if ((err = store_write_begin(c->store, f)))
        return err;
    err = govern_finish(c->store, called_fill(c->store, c->arena, forms, TOGETHER, &n, f), f);
    if (!err)
        *next_ms = GO_ON_MS;
    return err;
}
