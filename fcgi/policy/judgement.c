/* Judging, whatever the rules do. */
#include "policy/policy.h"

#include <string.h>

/* An answer of our own making in place of the one that the rules did not give: it accepts nothing
 * and refuses nothing. */
static const char *
fault_answer(struct arena *a, const struct fault *why, const char *rule_set, const char *facts_hash,
             const char *assigned)
{
    struct buf b = BUF(a);
    json_t *given = NULL;

    if (assigned != NULL && json_read(a, assigned, strlen(assigned), &given, NULL))
        given = NULL;

    buf_open(&b, NULL, '{');
    buf_json_str(&b, "verdict", "needs_human");

    buf_open(&b, "findings", '[');
    buf_open(&b, NULL, '{');
    buf_json_str(&b, "rule", "engine.fault");
    buf_json_str(&b, "title", "规则没有给出结论");
    buf_json_str(&b, "severity", "warning");
    buf_json_str(&b, "path", "");
    buf_json_str(&b, "field", "");
    buf_json_str(&b, "value", NULL);
    buf_json_str(&b, "message", arena_printf(a, "规则没有给出结论，转人工审核：%s", why->text));
    buf_json_str(&b, "suggestion", "无需修改填报内容；管理员应检查规则");
    buf_json_str(&b, "law", "本系统参数：规则出错时由人工审核");
    buf_json_str(&b, "source",
                 why->where[0] ? why->where : arena_printf(a, "规则集 %.12s", rule_set));
    buf_close(&b);
    buf_close(&b);

    buf_json_raw(&b, "deadlines", given ? json_text(a, json_object_get(given, "deadlines")) : "[]");
    buf_json_raw(&b, "route", given ? json_text(a, json_object_get(given, "route")) : NULL);
    const json_t *derived = json_object_get(given, "derived");
    buf_json_raw(&b, "derived", derived ? json_text(a, derived) : "{}");
    buf_json_raw(&b, "trace", "[]");
    buf_json_str(&b, "rule_set", rule_set);
    buf_json_str(&b, "facts_hash", facts_hash);
    buf_json_str(&b, "engine", policy_engine());
    buf_close(&b);

    return b.p;
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
    char hash[SHA256_TEXT];
    const char *assigned;
    struct fault again;

    *why = (struct fault){0};
    enum err err = policy_ask(p, a, POLICY_JUDGE, facts, answer, why);
    if (err != ERR_RULE)
        return err;

    why->err = ERR_RULE;
    if (policy_ask(p, a, POLICY_ASSIGN, facts, &assigned, &again))
        assigned = NULL;
    if ((err = policy_facts_hash(a, facts, hash, why)))
        return err;
    *answer = fault_answer(a, why, policy_rule_set(p), hash, assigned);

    return OK;
}
