#include "govern/trial.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* ---- a judge --------------------------------------------------------------------------------- */

enum err
govern_judge_of(const struct rule_set *set, const struct policy_limits *limits, struct policy **out,
                struct fault *f)
{
    struct bundle *b;

    *out = NULL;
    enum err err = bundle_parse(&b, set->files, strlen(set->files), f);
    if (err)
        return err;

    err = policy_open(out, b, limits, f);
    bundle_free(b);
    return err;
}

enum err
govern_judge(struct store *s, struct arena *a, const char *hash, const struct policy_limits *limits,
             struct policy **out, struct fault *f)
{
    struct rule_set set;

    *out = NULL;
    enum err err =
        hash ? store_rule_set_load(s, a, hash, &set, f) : store_rule_set_active(s, a, &set, f);
    return err ? err : govern_judge_of(&set, limits, out, f);
}

/* ---- a trial --------------------------------------------------------------------------------- */

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

static void
fault_json(struct buf *b, const struct fault *f)
{
    long line;
    const char *file = govern_fault_file(b->a, f, &line);

    buf_open(b, "fault", '{');
    buf_json_str(b, "file", file);
    if (line > 0)
        buf_json_int(b, "line", line);
    else
        buf_json_raw(b, "line", NULL);
    buf_json_str(b, "code", f->code);
    buf_json_str(b, "message", f->text);
    buf_close(b);
}

/* The report of the cases, and the fault beside it: people read this member first. */
static const char *
report_with(struct arena *a, const char *report, const struct fault *f)
{
    struct buf b = BUF(a);
    json_t *root = NULL, *value;
    const char *key;

    if (report == NULL || json_read(a, report, strlen(report), &root, NULL))
        root = NULL;

    buf_open(&b, NULL, '{');
    json_object_foreach(root, key, value) buf_json_raw(&b, key, json_text(a, value));
    if (f->err)
        fault_json(&b, f);
    else
        buf_json_raw(&b, "fault", NULL);
    buf_close(&b);

    return b.p;
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

void
govern_try_stored(struct arena *a, const struct policy_limits *limits, const struct rule_set *set,
                  bool with_cases, struct trial *out)
{
    struct bundle *b;

    *out = (struct trial){0};
    out->fault.err = bundle_parse(&b, set->files, strlen(set->files), &out->fault);
    if (out->fault.err) {
        out->report = report_with(a, NULL, &out->fault);
        return;
    }

    govern_try(a, limits, b, with_cases, out);
    bundle_free(b);
}

/* ---- a set put together ---------------------------------------------------------------------- */

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
