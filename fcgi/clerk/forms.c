/* What the active set declares of forms. */
#include "clerk/jobs.h"

#include <string.h>

enum err
active_forms(struct clerk *c, const json_t **out, struct fault *f)
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
