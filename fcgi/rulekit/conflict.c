/* Declarations by id, and how an upgrade of the base changes what local ones are laid over. */
#include "rulekit/rulekit.h"

const json_t *
rulekit_declared(const json_t *manifest, const char *id)
{
    size_t i;
    json_t *entry;
    json_array_foreach(json_object_get(manifest, "declared"), i, entry)
    {
        if (str_is(json_str(entry, "id"), id))
            return entry;
    }
    return NULL;
}

/* The declaration under this one; NULL when there is none. */
static const json_t *
base_of(const json_t *entry)
{
    const json_t *base = json_object_get(entry, "overrides");
    return json_is_object(base) ? base : NULL;
}

/* Words for how the base changed under a declaration of the local layer; NULL when it did not
 * change, or its author has looked at it since. */
static const char *
conflict_words(const json_t *was, const json_t *is)
{
    const json_t *before = base_of(was), *after = base_of(is);

    if (!str_is(json_str(was, "layer"), "local") ||
        !str_is(json_str(was, "fingerprint"), json_str(is, "fingerprint")))
        return NULL;
    if (before && !after)
        return "基础规则集中已没有它所覆盖的声明，本地改动已无所依。请核对它是否仍然需要，不需要就"
               "从本地规则中删去";
    if (!before && after)
        return "基础规则集新增了同一编号的声明，已被这处本地声明盖住。请比较两处，保留本地的就不用"
               "改，要用基础的就从本地规则中删去";
    if (before && !str_is(json_str(before, "fingerprint"), json_str(after, "fingerprint")))
        return "它所覆盖的基础声明在升级中改了，本地仍是旧的改法。请比较两处，把需要的改动并入本地"
               "声明，或删去本地声明改用基础的";

    return NULL;
}

enum err
rulekit_conflicts(const json_t *old_manifest, const json_t *new_manifest, json_t **out,
                  struct fault *f)
{
    size_t i;
    json_t *is;

    *out = NULL;
    if (!json_is_array(json_object_get(old_manifest, "declared")) ||
        !json_is_array(json_object_get(new_manifest, "declared")))
        return fail(f, ERR_INPUT, "manifest_malformed", "",
                    "这份规则集的清单里没有声明一览，无法比较");

    *out = json_array();
    json_array_foreach(json_object_get(new_manifest, "declared"), i, is)
    {
        const json_t *was = str_is(json_str(is, "layer"), "local")
                                ? rulekit_declared(old_manifest, json_str(is, "id"))
                                : NULL;
        const char *message = was ? conflict_words(was, is) : NULL;
        if (!message)
            continue;
        const json_t *base = base_of(is) ? base_of(is) : base_of(was);
        json_array_append_new(
            *out, json_pack("{s:O, s:O, s:O, s:O, s:O, s:O, s:s}", "id", json_object_get(is, "id"),
                            "title", json_object_get(is, "title"), "file",
                            json_object_get(is, "file"), "line", json_object_get(is, "line"),
                            "base_file", json_object_get(base, "file"), "base_line",
                            json_object_get(base, "line"), "message", message));
    }

    return OK;
}
