#include "policy_rig.h"

struct policy_limits
rig_limits(void)
{
    struct policy_limits limits = policy_limits_default;
    limits.load_wall_ms = 60000;
    limits.ask_wall_ms = 20000;
    return limits;
}

/* b with that file replaced; b is freed. */
static struct bundle *
laid_over(struct bundle *b, const char *path, const char *text)
{
    struct arena *a = arena_new();
    struct fault f = {0};
    json_t *map = json_loads(bundle_text(b, a), 0, NULL);

    bundle_free(b);
    json_object_set_new(map, path, json_string_nocheck(text));
    if (str_starts(path, "lib/"))
        json_object_set_new(map, RIG_CHECK, json_string(RIG_RULE("use('x').deep.bump()")));

    const char *json = json_text(a, arena_json(a, map));
    if (bundle_parse(&b, json, strlen(json), &f))
        check_stop("the test set with %s is not parsed: %s", path, f.text);
    arena_free(a);
    return b;
}

struct bundle *
rig_bundle(const char *path, const char *text)
{
    struct bundle *b;
    struct fault f = {0};

    if (bundle_read(&b, RIG_SET, NULL, &f))
        check_stop("the test set is not read: %s %s", f.where, f.text);
    return path ? laid_over(b, path, text) : b;
}

enum err
rig_policy_open(struct policy **p, const char *path, const char *text,
                const struct policy_limits *limits, struct fault *f)
{
    struct bundle *b = rig_bundle(path, text);
    struct policy_limits usual = rig_limits();
    enum err err = policy_open(p, b, limits ? limits : &usual, f);

    bundle_free(b);
    return err;
}

struct policy *
rig_policy(const char *path, const char *text, const struct policy_limits *limits)
{
    struct policy *p = NULL;
    struct fault f = {0};

    if (rig_policy_open(&p, path, text, limits, &f))
        check_stop("the test set does not load: %s %s", f.where, f.text);
    return p;
}

struct policy *
rig_policy_of(const char *folder)
{
    struct policy_limits limits = rig_limits();
    struct policy *p = NULL;
    struct bundle *b;
    struct fault f = {0};

    if (bundle_read(&b, folder, NULL, &f) || policy_open(&p, b, &limits, &f))
        check_stop("the set in %s does not load: %s %s", folder, f.where, f.text);
    bundle_free(b);
    return p;
}

void
rig_set_copy(char *root)
{
    rig_temp(root);
    rig_folder_copy(RIG_SET, root);
}
