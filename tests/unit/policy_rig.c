#include "policy_rig.h"

struct policy_limits
rig_limits(void)
{
    struct policy_limits limits = policy_limits_default;
    limits.load_wall_ms = 60000;
    limits.ask_wall_ms = 20000;
    return limits;
}

enum err
rig_bundle_of(struct bundle **b, const char *const *files, struct fault *f)
{

    if (bundle_read(b, RIG_SET, NULL, f))
        check_stop("the test set is not read: %s %s", f->where, f->text);
    json_t *map = rig_parse(bundle_text(*b, a));
    bundle_free(*b);

    for (; *files; files += 2)
        json_object_set_new(map, files[0], json_string_nocheck(files[1]));
    const char *text = json_text(a, map);
    return bundle_parse(b, text, strlen(text), f);
}

struct bundle *
rig_bundle(const char *path, const char *text)
{
    bool is_library = path && str_starts(path, "lib/");
    const char *const *files =
        is_library ? RIG_FILES(path, text, RIG_CHECK, RIG_RULE("use('x').deep.bump()"))
                   : RIG_FILES(path, text);
    struct bundle *b = NULL;
    struct fault f = {0};

    if (rig_bundle_of(&b, files, &f))
        check_stop("the test set with %s is not parsed: %s", path, f.text);
    return b;
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
rig_check_answers(struct policy *p)
{
    struct fault f = {0};
    const char *answer = NULL;

    if (CHECK_ERR(policy_ask(p, a, POLICY_NUMBER, "{\"text\":\"42\"}", &answer, &f), OK, &f))
        CHECK_HAS(answer, "\"digits\":\"42\"");
}

void
rig_set_copy(char *root)
{
    rig_temp(root);
    rig_folder_copy(RIG_SET, root);
}
