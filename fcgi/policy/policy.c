#include "policy/client.h"
#include "model/model.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct policy_limits policy_limits_default = {
    .load_wall_ms = 20000, .ask_wall_ms = 5000, .budget_ops = 3500000, .memory_bytes = 64u << 20};

/* ---- a judge with the set loaded ------------------------------------------------------------- */

static enum err
policy_start(struct policy *p, struct arena *a, char **manifest, size_t *n, struct fault *f)
{
    struct wire_load load = {.budget_ops = p->limits.budget_ops,
                             .memory_bytes = p->limits.memory_bytes};
    struct question q = {WIRE_LOAD, &load, sizeof load, p->set, p->set_n, p->limits.load_wall_ms};

    memcpy(load.rule_set, p->rule_set, sizeof load.rule_set);
    enum err err = policy_spawn(p, f);
    if (!err)
        err = policy_talk(p, a, &q, manifest, n, f);
    if (err)
        policy_drop(p);
    return err;
}

/* A judge that died since the last question shows as an end of file, or as bytes that nobody asked
 * for. */
static bool
is_waiting(const struct policy *p)
{
    struct pollfd fd = {.fd = p->fd, .events = POLLIN};
    int n;

    if (!p->judge || p->in_n > 0)
        return false;
    while ((n = poll(&fd, 1, 0)) < 0 && errno == EINTR)
        continue;
    return n == 0;
}

enum err
policy_ready(struct policy *p, struct fault *f)
{
    char *manifest;
    size_t n;

    if (is_waiting(p))
        return OK;
    policy_drop(p);
    struct arena *a = arena_new();
    enum err err = policy_start(p, a, &manifest, &n, f);
    arena_free(a);
    return err;
}

static enum err
policy_compile(struct policy *p, struct fault *f)
{
    p->labels.manifest = p->manifest;
    p->forms = forms_compile(json_object_get(p->manifest, "forms"), p->kept, &p->forms_n);
    return law_compile(json_object_get(p->manifest, "law"), p->kept, &p->law, f);
}

static enum err
policy_first(struct policy *p, const struct bundle *b, struct fault *f)
{
    struct arena *a = arena_new();
    json_error_t problem;
    char *manifest;
    size_t n;

    p->kept = arena_new();
    p->set = must_strdup(bundle_text(b, a));
    p->set_n = strlen(p->set);
    snprintf(p->rule_set, sizeof p->rule_set, "%s", bundle_hash(b));
    enum err err = policy_start(p, a, &manifest, &n, f);
    if (!err) {
        p->manifest = json_loadb(manifest, n, 0, &problem);
        if (!json_is_object(p->manifest))
            err = fail(f, ERR_RULE, "rule_error", "", "规则集没有给出声明：%s", problem.text);
        else
            err = policy_compile(p, f);
    }

    arena_free(a);
    return err;
}

enum err
policy_open(struct policy **out, const struct bundle *b, const struct policy_limits *limits,
            struct fault *f)
{
    struct policy *p = must_alloc(sizeof *p);

    *p = (struct policy){.limits = limits ? *limits : policy_limits_default, .fd = -1};
    *out = NULL;
    enum err err = policy_first(p, b, f);
    if (err) {
        policy_close(p);
        return err;
    }
    *out = p;
    return OK;
}

/* It is passed on unread, so it must at least be text. */
static enum err
pass_on(char *text, size_t n, const char **answer, struct fault *f)
{
    if (memchr(text, 0, n) || !utf8_valid(text, n))
        return policy_crashed(f);
    *answer = text;
    return OK;
}

enum err
policy_faults(const struct policy_texts *x, const struct policy_limits *limits, struct arena *a,
              const char **faults, struct fault *f)
{
    struct policy p = {.limits = limits ? *limits : policy_limits_default, .fd = -1};
    struct wire_load load = {.budget_ops = p.limits.budget_ops,
                             .memory_bytes = p.limits.memory_bytes};
    struct question q = {x->is_whole ? WIRE_FAULTS : WIRE_SYNTAX,
                         &load,
                         sizeof load,
                         x->files,
                         strlen(x->files),
                         p.limits.load_wall_ms};
    char *text;
    size_t n;
    enum err err = policy_spawn(&p, f);
    if (err)
        return err;

    err = policy_talk(&p, a, &q, &text, &n, f);
    policy_drop(&p);
    return err ? err : pass_on(text, n, faults, f);
}

void
policy_close(struct policy *p)
{
    if (!p)
        return;
    policy_drop(p);
    json_decref(p->manifest);
    arena_free(p->kept);
    free(p->set);
    free(p);
}

const char *
policy_rule_set(const struct policy *p)
{
    return p->rule_set;
}

const struct law *
policy_law(const struct policy *p)
{
    return p->law;
}

const struct form *
policy_form(const struct policy *p, const char *kind)
{
    static const struct shape open = {.writing = WRITING__MAX};
    static const struct form none = {.shape = &open};

    for (int i = 0; i < p->forms_n; i++)
        if (str_is(p->forms[i].kind, kind))
            return &p->forms[i];
    return &none;
}

const json_t *
policy_manifest(const struct policy *p)
{
    return p->manifest;
}

struct register_labels *
policy_labels(struct policy *p)
{
    return &p->labels;
}

/* ---- questions ------------------------------------------------------------------------------- */

/* Faults for the first case that did not pass, or else for the first rule or line not reached. */
static enum err
report_fault(const json_t *report, struct fault *f)
{
    size_t i;
    json_t *c;

    json_array_foreach(json_object_get(report, "cases"), i, c)
    {
        if (json_is_true(json_object_get(c, "ok")))
            continue;
        const char *file = json_str(c, "file"), *name = json_str(c, "name"),
                   *message = json_str(c, "message");
        return fail(f, ERR_RULE, "rule_case", file ? file : "", "用例“%s”没有通过：%s",
                    name ? name : "", message ? message : "");
    }

    const json_t *reached = json_object_get(json_object_get(report, "coverage"), "fault");
    if (json_str(reached, "message"))
        return fail(f, ERR_RULE, "rule_coverage", json_str(reached, "where"), "%s",
                    json_str(reached, "message"));
    if (json_integer_value(json_object_get(report, "failed")) != 0 ||
        !json_is_integer(json_object_get(report, "passed")))
        return fail(f, ERR_RULE, "rule_case", "", "规则集的用例没有全部通过");

    return OK;
}

static enum err
policy_run_cases(struct policy *p, struct arena *a, struct question q, const char **report,
                 struct fault *f)
{
    char *text;
    size_t n;
    json_t *root;

    *report = NULL;
    enum err err = policy_ready(p, f);
    if (!err)
        err = policy_talk(p, a, &q, &text, &n, f);
    if (!err && json_read(a, text, n, &root, NULL))
        err = policy_crashed(f);
    if (err)
        return err;
    *report = text;
    return report_fault(root, f);
}

enum err
policy_test(struct policy *p, struct arena *a, const char **report, struct fault *f)
{
    return policy_run_cases(
        p, a, (struct question){.type = WIRE_TEST, .wall_ms = p->limits.load_wall_ms}, report, f);
}

enum err
policy_test_early(struct policy *p, struct arena *a, struct fault *f)
{
    const char *report;
    return policy_run_cases(
        p, a, (struct question){WIRE_TEST, "1", 1, NULL, 0, p->limits.load_wall_ms}, &report, f);
}

enum err
policy_ask(struct policy *p, struct arena *a, enum policy_verb verb, const char *facts,
           const char **answer, struct fault *f)
{
    char which = (char)verb;
    return policy_ask_with(p, a, &which, 1, facts, answer, f);
}

enum err
policy_ask_with(struct policy *p, struct arena *a, const void *head, size_t head_n,
                const char *facts, const char **answer, struct fault *f)
{
    struct question q = {WIRE_ASK, head, head_n, facts, strlen(facts), p->limits.ask_wall_ms};
    char *text;
    size_t n;

    *answer = NULL;
    enum err err = policy_ready(p, f);
    if (!err)
        err = policy_talk(p, a, &q, &text, &n, f);
    return err ? err : pass_on(text, n, answer, f);
}

enum err
policy_ask_start(struct policy *p, enum policy_verb verb, const char *facts, struct fault *f)
{
    const char which = (char)verb;
    struct question q = {WIRE_ASK, &which, 1, facts, strlen(facts), p->limits.ask_wall_ms};
    enum err err = policy_ready(p, f);

    if (err)
        return err;
    p->batch_deadline = mono_ms() + p->limits.ask_wall_ms;
    return policy_talk_start(p, &q, p->batch_deadline, f);
}

enum err
policy_ask_end(struct policy *p, struct arena *a, const char **answer, struct fault *f)
{
    char *text;
    size_t n;
    enum err err = policy_talk_end(p, a, &text, &n, p->batch_deadline, f);

    *answer = NULL;
    return err ? err : pass_on(text, n, answer, f);
}

const json_t *
policy_declared(const struct policy *p, const char *id)
{
    return rulekit_declared(p->manifest, id);
}

const char *
policy_engine(void)
{
    return rulekit_engine();
}
