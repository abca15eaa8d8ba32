#include "flow_rig.h"

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
