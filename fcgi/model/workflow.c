#include "model/workflow.h"
#include "model/role.h"

static const json_t *
workflow_list(const json_t *manifest, const char *list)
{
    return json_object_get(json_object_get(manifest, "workflow"), list);
}

static const json_t *
row_by_code(const json_t *rows, const char *code)
{
    size_t i;
    json_t *row;
    json_array_foreach(rows, i, row)
    {
        if (str_is(json_str(row, "code"), code))
            return row;
    }
    return NULL;
}

static unsigned
roles_of(const json_t *names)
{
    unsigned roles = 0;
    size_t i;
    json_t *name;
    json_array_foreach(names, i, name) roles |= role_parse(json_string_value(name));
    return roles;
}

const char *
workflow_next(const json_t *manifest, const char *kind, const char *event, const char *from,
              unsigned roles)
{
    size_t i;
    json_t *row;

    json_array_foreach(workflow_list(manifest, "transitions"), i, row)
    {
        const char *of = json_str(row, "kind");
        if ((of == NULL || str_is(of, "*") || str_is(of, kind)) &&
            str_is(json_str(row, "on"), event) && str_is(json_str(row, "from"), from) &&
            (roles_of(json_object_get(row, "who")) & roles))
            return json_str(row, "to");
    }
    return NULL;
}

const char *
workflow_stage(const json_t *manifest, const char *state)
{
    return json_str(row_by_code(workflow_list(manifest, "states"), state), "stage");
}

unsigned
workflow_stage_role(const json_t *manifest, const char *stage)
{
    return role_parse(json_str(row_by_code(workflow_list(manifest, "stages"), stage), "role"));
}

const char *
workflow_stage_label(const json_t *manifest, const char *stage)
{
    const char *label = json_str(row_by_code(workflow_list(manifest, "stages"), stage), "label");
    return label ? label : stage;
}

bool
workflow_is_editable(const json_t *manifest, const char *state)
{
    return json_is_true(
        json_object_get(row_by_code(workflow_list(manifest, "states"), state), "editable"));
}

static enum standing
standing_of(const json_t *state)
{
    if (json_is_true(json_object_get(state, "editable")))
        return STANDING_EDITABLE;
    if (json_str(state, "stage") != NULL)
        return STANDING_REVIEW;
    return json_is_true(json_object_get(state, "final")) ? STANDING_OVER : STANDING_IN_FORCE;
}

enum standing
workflow_standing(const json_t *manifest, const char *state)
{
    const json_t *row = row_by_code(workflow_list(manifest, "states"), state);
    return row ? standing_of(row) : STANDING_OVER;
}

const char *
standing_name(enum standing x)
{
    static const char *const names[] = {[STANDING_EDITABLE] = "editable",
                                        [STANDING_REVIEW] = "review",
                                        [STANDING_IN_FORCE] = "in_force",
                                        [STANDING_OVER] = "over"};
    return names[x];
}

const char *
workflow_states(struct arena *a, const json_t *manifest, unsigned standings)
{
    struct buf b = BUF(a);
    size_t i;
    json_t *row;

    buf_puts(&b, " ");
    json_array_foreach(workflow_list(manifest, "states"), i, row)
    {
        if (standing_of(row) & standings)
            buf_printf(&b, "%s ", json_str(row, "code"));
    }
    return b.p;
}

const char *
workflow_label(const json_t *manifest, const char *state)
{
    const char *label = json_str(row_by_code(workflow_list(manifest, "states"), state), "label");
    return label ? label : state;
}

const json_t *
workflow_gate(const json_t *manifest, const char *kind)
{
    size_t i;
    json_t *row;
    json_array_foreach(workflow_list(manifest, "gates"), i, row)
    {
        if (str_is(json_str(row, "kind"), kind))
            return row;
    }
    return NULL;
}
