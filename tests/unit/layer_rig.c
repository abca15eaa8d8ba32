#include "layer_rig.h"

struct policy *
layer_open(const char *const *files)
{
    struct policy_limits limits = rig_limits();
    struct bundle *b = NULL;
    struct policy *p = NULL;
    struct fault f = {0};

    if (CHECK_ERR(rig_bundle_of(&b, files, &f), OK, &f))
        CHECK_ERR(policy_open(&p, b, &limits, &f), OK, &f);
    bundle_free(b);
    return p;
}

const char *
layer_answer(struct policy *p, const char *today, const char *first)
{
    json_t *facts = rig_parse(RIG_FACTS);
    struct fault f = {0};
    const char *answer = "";

    if (!p)
        return "";
    json_object_set_new(rig_at(facts, "/clock"), "today", json_string(today));
    json_object_set_new(rig_at(facts, "/filing"), "first_submitted_on",
                        first ? json_string(first) : json_null());
    bool is_answered =
        CHECK_ERR(policy_ask(p, a, POLICY_JUDGE, json_text(a, facts), &answer, &f), OK, &f);
    return is_answered ? answer : "";
}

static const char *
place_of(const json_t *declared)
{
    return arena_printf(a, "%s:%lld", json_str(declared, "file"), rig_int(declared, "/line"));
}

void
layer_check(struct policy *p, const char *id, const char *at, const char *base)
{
    const json_t *declared = p ? policy_declared(p, id) : NULL;

    if (!CHECK(declared != NULL))
        return;
    CHECK_STR(json_str(declared, "layer"), "local");
    CHECK_STR(place_of(declared), at);

    const json_t *covered = json_object_get(declared, "overrides");
    if (!base) {
        CHECK(json_is_null(covered));
        return;
    }
    CHECK_STR(place_of(covered), base);
    CHECK(json_str(covered, "fingerprint") != NULL);
    CHECK(!str_is(json_str(covered, "fingerprint"), json_str(declared, "fingerprint")));
}
