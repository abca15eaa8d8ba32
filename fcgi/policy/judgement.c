/* Judging, whatever the rules do. */
#include "policy/client.h"

#include <string.h>

#define TRIES_MOST 6
#define TRIES_WALLS 4 /* in all no longer than so many wall budgets of one question */

/* ---- the same question again ----------------------------------------------------------------- */

/* What has been learned of a question that got no answer. */
struct again {
    struct policy *p;
    struct arena *a;
    const char *facts;
    struct fault last;
    json_t *left; /* [{at, message, where}]: what is left out from now on */
    int64_t until;
};

static bool
is_left_out(const struct again *x, const char *at)
{
    size_t i;
    json_t *one;

    json_array_foreach(x->left, i, one)
    {
        if (str_is(json_str(one, "at"), at))
            return true;
    }
    return false;
}

/* What was at work is to blame, once. */
static bool
leave_out(struct again *x)
{
    const char *at = x->p->at;

    if (*at == '\0' || is_left_out(x, at))
        return false;
    json_array_append_new(x->left, json_pack("{s:s, s:s, s:s}", "at", at, "message", x->last.text,
                                             "where", x->last.where));
    return true;
}

static enum err
ask_again(struct again *x, json_t *before, const char **answer)
{
    const char *known = json_text(x->a, arena_json(x->a, before));
    size_t n = strlen(known);
    char *head = arena_alloc(x->a, 5 + n);

    head[0] = WIRE_AGAIN;
    for (int i = 0; i < 4; i++)
        head[1 + i] = (char)(n >> (8 * i) & 0xFF);
    memcpy(head + 5, known, n);
    return policy_ask_with(x->p, x->a, head, 5 + n, x->facts, answer, &x->last);
}

static enum err
ask_without(struct again *x, const char **answer)
{
    return ask_again(x, json_pack("{s:O}", "left", x->left), answer);
}

/* What the form alone says, and where a human looks at it. */
static enum err
ask_form(struct again *x, const char **answer)
{
    const struct fault why = x->last;
    return ask_again(
        x, json_pack("{s:b, s:s, s:s}", "form_alone", 1, "message", why.text, "where", why.where),
        answer);
}

/* Of a judge that was killed, or that died, nobody knows what was at work: asked again, it says so
 * before each. */
static bool
is_silent(const struct fault *f)
{
    return str_is(f->code, "rule_timeout") || str_is(f->code, "rule_crash");
}

static enum err
judge_again(struct again *x, const char **answer)
{
    enum err err = ERR_RULE;
    bool has_hope = is_silent(&x->last) || leave_out(x);

    for (int i = 1; err == ERR_RULE && has_hope && i < TRIES_MOST && mono_ms() < x->until; i++) {
        err = ask_without(x, answer);
        has_hope = err == ERR_RULE && leave_out(x);
    }
    return err == ERR_RULE ? ask_form(x, answer) : err;
}

enum err
policy_facts_hash(struct arena *a, const char *facts, char out[SHA256_TEXT], struct fault *f)
{
    json_t *parsed;
    enum err err = json_read(a, facts, strlen(facts), &parsed, f);
    if (err)
        return err;
    const char *text = json_canonical(a, parsed);
    sha256_hex(text, strlen(text), out);
    return OK;
}

enum err
policy_judge(struct policy *p, struct arena *a, const char *facts, const char **answer,
             struct fault *why)
{
    struct again x = {.p = p,
                      .a = a,
                      .facts = facts,
                      .left = arena_json(a, json_array()),
                      .until = mono_ms() + (int64_t)TRIES_WALLS * p->limits.ask_wall_ms};
    enum err err = policy_ask(p, a, POLICY_JUDGE, facts, answer, &x.last);

    *why = x.last;
    if (err != ERR_RULE)
        return err;
    err = judge_again(&x, answer);
    if (err == ERR_RULE)
        return fail(why, err, "rules_unavailable", x.last.where,
                    "规则暂时不能给出任何结论，请稍后再试：%s", x.last.text);
    if (err)
        *why = x.last;

    return err;
}
