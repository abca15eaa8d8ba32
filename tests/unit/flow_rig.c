#include "flow_rig.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

const char *
flow_edit_text(const char *text, const struct flow_edit edit[FLOW_EDITS])
{
    for (int i = 0; i < FLOW_EDITS && edit[i].put; i++) {
        const char *find = edit[i].find, *at = text, *next;
        struct buf b = BUF(a);

        if (find == NULL) {
            text = edit[i].put;
            continue;
        }
        if (strstr(text, find) == NULL)
            check_stop("nothing to edit: %s", find);
        for (; (next = strstr(at, find)) != NULL; at = next + strlen(find)) {
            buf_add(&b, at, (size_t)(next - at));
            buf_puts(&b, edit[i].put);
        }
        buf_puts(&b, at);
        text = b.p;
    }
    return text;
}

const char *
flow_edited(const char *path, const struct flow_edit edit[FLOW_EDITS])
{
    struct fault f = {0};
    char *text;
    size_t n;

    if (file_read(path, 1 << 20, &text, &n, &f))
        check_stop("%s is not read: %s", path, f.text);
    const char *kept = arena_strdup(a, text);
    free(text);
    return flow_edit_text(kept, edit);
}

const char *
flow_place(const char *name, const char *text, const char *at)
{
    int line = 1;

    for (const char *p = text; p != NULL; p = strchr(p, '\n'), p += p != NULL, line++)
        if (str_starts(p, at))
            return arena_printf(a, "%s:%d", name, line);
    check_stop("no line begins with %s", at);
}

static enum err
flow_open(const char *const *files, struct policy **p, struct fault *f)
{
    struct policy_limits limits = rig_limits();
    struct bundle *b = NULL;

    enum err err = rig_bundle_of(&b, files, f);
    if (!err)
        err = policy_open(p, b, &limits, f);
    bundle_free(b);
    return err;
}

void
flow_check_refused(const char *const *files, const char *where, const char *says)
{
    struct policy *p = NULL;
    struct fault f = {0};

    CHECK_ERR(flow_open(files, &p, &f), ERR_RULE, &f);
    CHECK_STR(f.where, where);
    CHECK_HAS(f.text, says);
    policy_close(p);
}

void
flow_check_bad(const void *row)
{
    const struct flow_bad *bad = row;
    const char *text = flow_edited(RIG_SET "/workflow.lua", bad->edit);

    flow_check_refused(RIG_FILES("workflow.lua", text),
                       flow_place("rules/workflow.lua", text, bad->at), bad->says);
}

void
flow_check_taken(const char *const *files)
{
    CHECK(flow_manifest(files) != NULL);
}

json_t *
flow_manifest(const char *const *files)
{
    struct policy *p = NULL;
    struct fault f = {0};
    json_t *manifest = NULL;

    if (CHECK_ERR(flow_open(files, &p, &f), OK, &f))
        manifest = arena_json(a, json_deep_copy(policy_manifest(p)));
    policy_close(p);
    return manifest;
}

/* ---- a form with something to compare ---------------------------------------------------------
 */

#define COLOURS                                                                                    \
    "vocabulary { id = 'colour', title = '颜色', law = '测试法',\n"                           \
    "  items = { { code = 'red', label = '红' }, { code = 'blue', label = '蓝' } } }\n"
#define FORM_MORE                                                                                   \
    "    field { name = 'colour', label = '颜色', type = 'choice', choices = 'colour', required " \
    "= true,\n      visibility = 'public', help = '选', example = 'red' },\n"                      \
    "    field { name = 'loud', label = '响', type = 'boolean', required = false,\n"               \
    "      visibility = 'public', help = '选', example = true },\n"                                \
    "    field { name = 'tints', label = '杂色', type = 'choices', choices = 'colour', required " \
    "= false,\n      visibility = 'public', help = '选', example = { 'red' } },\n"

const char *const *
flow_files(const char *workflow)
{
    static const struct flow_edit form[FLOW_EDITS] = {{"    field {", FORM_MORE "    field {"}};
    const char **files = arena_alloc(a, 7 * sizeof *files);

    files[0] = "workflow.lua", files[1] = workflow;
    files[2] = "vocabulary.lua", files[3] = COLOURS;
    files[4] = "forms/algorithm.lua", files[5] = flow_edited(RIG_SET "/forms/algorithm.lua", form);
    return files;
}

/* ---- what the manifest says ------------------------------------------------------------------ */

const json_t *
flow_row(const json_t *manifest, const char *list, ...)
{
    const json_t *rows = json_object_get(json_object_get(manifest, "law"), list);
    size_t i;
    json_t *row;

    json_array_foreach(rows, i, row)
    {
        va_list wanted;
        const char *key;
        bool fits = true;

        va_start(wanted, list);
        while ((key = va_arg(wanted, const char *)) != NULL)
            fits &= str_is(json_str(row, key), va_arg(wanted, const char *));
        va_end(wanted);
        if (fits)
            return row;
    }
    return NULL;
}

const char *
flow_member(const json_t *row, const char *name)
{
    return row ? json_text(a, json_object_get(row, name)) : "no row";
}

size_t
flow_tried(const json_t *manifest, const char *kind, const char *to)
{
    size_t i;
    json_t *row;

    json_array_foreach(json_object_get(json_object_get(manifest, "law"), "transitions"), i, row)
    {
        if (str_is(json_str(row, "on"), "pass") && str_is(json_str(row, "from"), "early") &&
            str_is(json_str(row, "kind"), kind) && str_is(json_str(row, "to"), to))
            return i;
    }
    return SIZE_MAX;
}
