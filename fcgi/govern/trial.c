/* Steps that judge: a set is put together, loaded, and its cases are run. */
#include "govern/govern.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

const char *
govern_fault_file(struct arena *a, const struct fault *f, long *line)
{
    static const struct {
        const char *shown, *in_bundle;
    } layers[] = {{"rules/", ""}, {"rules.local/", "local/"}};
    const char *where = f->where, *colon = strrchr(where, ':'), *layer = "";
    *line = 0;

    for (size_t i = 0; i < LEN(layers); i++)
        if (str_starts(where, layers[i].shown)) {
            where += strlen(layers[i].shown);
            layer = layers[i].in_bundle;
            break;
        }

    if (colon != NULL && colon > where && isdigit((unsigned char)colon[1]))
        *line = strtol(colon + 1, NULL, 10);
    else
        colon = where + strlen(where);
    return arena_printf(a, "%s%.*s", layer, (int)(colon - where), where);
}

/* The report with what is wrong beside it: people read this member first. */
static const char *
report_with(struct arena *a, const char *report, const struct fault *f)
{
    json_t *root = NULL, *fault = json_null();
    long line;

    if (report == NULL || json_read(a, report, strlen(report), &root, NULL) ||
        !json_is_object(root))
        root = arena_json(a, json_object());
    if (f->err) {
        fault = json_object();
        json_object_set_new(fault, "file", json_string(govern_fault_file(a, f, &line)));
        json_object_set_new(fault, "line", line > 0 ? json_integer(line) : json_null());
        json_object_set_new(fault, "code", json_string(f->code));
        json_object_set_new(fault, "message", json_string(f->text));
    }

    json_object_set_new(root, "fault", fault);
    return json_text(a, root);
}

void
govern_try(struct arena *a, const struct policy_limits *limits, const struct bundle *b,
           bool with_cases, struct trial *out)
{
    struct policy *p = NULL;
    const char *report = NULL;

    *out = (struct trial){0};
    enum err err = policy_open(&p, b, limits, &out->fault);
    out->is_loaded = !err;
    if (!err)
        out->manifest = json_text(a, policy_manifest(p));
    if (!err && with_cases)
        err = policy_test(p, a, &report, &out->fault);
    out->fault.err = err;
    out->is_passed = !err && with_cases;
    out->report = report_with(a, report, &out->fault);
    policy_close(p);
}

enum err
govern_merge(struct arena *a, const char *base_files, const json_t *changes, struct bundle **out,
             struct fault *f)
{
    json_t *root, *text;
    const char *path;

    *out = NULL;
    enum err err = json_read(a, base_files, strlen(base_files), &root, f);
    if (err)
        return err;

    json_object_foreach((json_t *)(uintptr_t)changes, path, text)
    {
        if (json_is_null(text) && json_object_get(root, path) == NULL)
            return fail(f, ERR_RULE, "rule_bundle", path,
                        "要删去的文件不在所依据的规则集里，请检查文件名");
        if (json_is_null(text))
            json_object_del(root, path);
        else if (!json_is_string(text))
            return fail(f, ERR_RULE, "rule_bundle", path,
                        "文件内容应是文字；要删去这个文件请写 null");
        else
            json_object_set(root, path, text);
    }

    const char *merged = json_text(a, root);
    return bundle_parse(out, merged, strlen(merged), f);
}

static json_t *
manifest_parse(const char *text)
{
    return text && *text ? json_loads(text, 0, NULL) : NULL;
}

/* Sets from before the declarations were kept have none to compare: no conflict is known of them.
 */
const char *
govern_conflicts(struct arena *a, const char *old_manifest, const char *new_manifest)
{
    json_t *was = manifest_parse(old_manifest), *is = manifest_parse(new_manifest), *found = NULL;
    const char *text =
        was && is && rulekit_conflicts(was, is, &found, NULL) == OK ? json_text(a, found) : "[]";
    json_decref(found);
    json_decref(was);
    json_decref(is);
    return text;
}
