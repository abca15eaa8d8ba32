#include "policy/policy.h"
#include "policy/wire.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

const struct policy_limits policy_limits_default = {
    .load_wall_ms = 10000, .ask_wall_ms = 800, .budget_ops = 3000000, .memory_bytes = 64u << 20};

struct policy {
    struct policy_limits limits;
    char *set; /* the rule set as JSON, for the next judge */
    size_t set_n;
    char rule_set[SHA256_TEXT];
    json_t *manifest;
    pid_t judge;            /* 0: none */
    int fd;                 /* -1 with it */
    int64_t batch_deadline; /* mono_ms(); of the batch that it works on */
};

/* ---- the process ----------------------------------------------------------------------------- */

static void
policy_drop(struct policy *p)
{
    if (!p->judge)
        return;
    close(p->fd);
    p->fd = -1;
    kill(p->judge,
         SIGKILL); /* it may have ended by itself; until waited for, the number is its own */
    while (waitpid(p->judge, NULL, 0) < 0 && errno == EINTR)
        ;
    p->judge = 0;
}

/* The sanitizers' settings are all that a judge may know of our environment. */
static void
policy_environment(char *env[4])
{
    static const char *const names[] = {"ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS"};
    int n = 0;

    for (size_t i = 0; i < LEN(names); i++) {
        const char *value = getenv(names[i]);
        env[n] = NULL;
        if (value && asprintf(&env[n], "%s=%s", names[i], value) > 0)
            n++;
    }
    env[n] = NULL;
}

static int
policy_exec(pid_t *pid, int fd)
{
    static char name[] = "suanbei", verb[] = "judge";
    char *argv[] = {name, verb, NULL}, *env[4];
    policy_environment(env);
    int problem = process_again(pid, argv, env, fd);
    for (int i = 0; env[i]; i++)
        free(env[i]);
    return problem;
}

static enum err
policy_spawn(struct policy *p, struct fault *f)
{
    int pair[2], problem;

    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair))
        return fail(f, ERR_RULE, "rule_crash", "", "无法启动规则进程：%s", strerror(errno));
    /* Above what the child puts its own descriptors on, whatever of 0 to 3 was free here. */
    int theirs = fcntl(pair[1], F_DUPFD_CLOEXEC, 16);
    close(pair[1]);
    problem =
        theirs < 0 || fcntl(pair[0], F_SETFL, O_NONBLOCK) ? errno : policy_exec(&p->judge, theirs);
    if (theirs >= 0)
        close(theirs);

    if (problem) {
        close(pair[0]);
        p->judge = 0;
        return fail(f, ERR_RULE, "rule_crash", "", "无法启动规则进程：%s", strerror(problem));
    }
    p->fd = pair[0];

    return OK;
}

/* ---- frames ---------------------------------------------------------------------------------- */

static enum err
policy_crashed(struct fault *f)
{
    return fail(f, ERR_RULE, "rule_crash", "", "规则进程意外退出，没有作出答复");
}

/* Waits until the socket is ready for events; deadline in mono_ms(), which no signal moves. */
static enum err
policy_wait(struct policy *p, short events, int64_t deadline, struct fault *f)
{
    struct pollfd fd = {.fd = p->fd, .events = events};

    for (;;) {
        int64_t left = deadline - mono_ms();
        int n = poll(&fd, 1, left > 0 ? (int)left : 0);
        if (n > 0)
            return OK;
        if (n < 0 && errno != EINTR)
            return policy_crashed(f);
        if (mono_ms() >= deadline)
            return fail(f, ERR_RULE, "rule_timeout", "",
                        "规则在限定的时间内没有作出答复，已被中止");
    }
}

static enum err
policy_send(struct policy *p, const void *data, size_t n, int64_t deadline, struct fault *f)
{
    const char *at = data;

    while (n > 0) {
        ssize_t sent = send(p->fd, at, n, MSG_NOSIGNAL);
        if (sent > 0) {
            at += sent;
            n -= (size_t)sent;
        } else if (sent < 0 && errno == EAGAIN) {
            enum err e = policy_wait(p, POLLOUT, deadline, f);
            if (e)
                return e;
        } else if (errno != EINTR)
            return policy_crashed(f);
    }

    return OK;
}

static enum err
policy_receive(struct policy *p, void *data, size_t n, int64_t deadline, struct fault *f)
{
    char *at = data;

    while (n > 0) {
        enum err e =
            policy_wait(p, POLLIN, deadline,
                        f); /* before the read: a babbling judge must not outrun its time */
        if (e)
            return e;
        ssize_t got = recv(p->fd, at, n, 0);
        if (got > 0) {
            at += got;
            n -= (size_t)got;
        } else if (got == 0 || (errno != EINTR && errno != EAGAIN))
            return policy_crashed(f);
    }

    return OK;
}

/* A fault as the judge wrote it: err, then three strings. It comes from a process that ran rules,
 * so nothing is taken on trust. */
static enum err
policy_fault(const char *text, size_t n, struct fault *f)
{
    const char *part[3];
    size_t at = 1;

    for (int i = 0; i < 3; i++) {
        const char *end = at < n ? memchr(text + at, 0, n - at) : NULL;
        if (!end)
            return policy_crashed(f);
        part[i] = text + at;
        at += strlen(part[i]) + 1;
        if (!utf8_valid(part[i], strlen(part[i])))
            return policy_crashed(f);
    }
    return fail(f, text[0] == ERR_INPUT ? ERR_INPUT : ERR_RULE, part[0], part[1], "%s", part[2]);
}

struct question {
    enum wire type;
    const void *head; /* before the text; NULL when head_n is 0 */
    size_t head_n;
    const char *text;
    size_t text_n;
    int wall_ms;
};

static enum err
policy_put(struct policy *p, const struct question *q, int64_t deadline, struct fault *f)
{
    unsigned char head[WIRE_HEAD];
    enum err e;
    wire_head(head, q->head_n + q->text_n, q->type);
    if ((e = policy_send(p, head, sizeof head, deadline, f)))
        return e;
    if ((e = policy_send(p, q->head, q->head_n, deadline, f)))
        return e;
    return policy_send(p, q->text, q->text_n, deadline, f);
}

static enum err
policy_get(struct policy *p, struct arena *a, char **answer, size_t *n, int64_t deadline,
           struct fault *f)
{
    unsigned char head[WIRE_HEAD];
    enum err e = policy_receive(p, head, sizeof head, deadline, f);
    if (e)
        return e;

    *n = wire_length(head);
    if (*n > WIRE_MAX || (head[4] != WIRE_OK && head[4] != WIRE_FAULT))
        return policy_crashed(f);

    *answer = arena_alloc(a, *n + 1);
    if ((e = policy_receive(p, *answer, *n, deadline, f)))
        return e;
    if (head[4] == WIRE_OK)
        return OK;
    return policy_fault(*answer, *n, f);
}

static enum err
policy_exchange(struct policy *p, struct arena *a, const struct question *q, char **answer,
                size_t *n, struct fault *f)
{
    int64_t deadline = mono_ms() + q->wall_ms;
    enum err e = policy_put(p, q, deadline, f);
    return e ? e : policy_get(p, a, answer, n, deadline, f);
}

/*
 * One question, and what it does to the judge. After a clean fault the judge lives, except when it
 * said that it ran out of something: then it has ended itself, and an end that we wait for here
 * cannot surprise the next question.
 */
static enum err
policy_talk(struct policy *p, struct arena *a, const struct question *q, char **answer, size_t *n,
            struct fault *f)
{
    struct fault mine = {0};

    if (q->head_n + q->text_n > WIRE_MAX)
        return fail(f, ERR_LARGE, "rule_facts_large", "", "交给规则判断的材料超过 16 MiB");
    enum err e = policy_exchange(p, a, q, answer, n, &mine);
    if (e && !str_is(mine.code, "rule_error") && e != ERR_INPUT)
        policy_drop(p);
    if (e && f)
        *f = mine;
    return e;
}

/* ---- a judge with the set loaded ------------------------------------------------------------- */

static enum err
policy_start(struct policy *p, struct arena *a, char **manifest, size_t *n, struct fault *f)
{
    struct wire_load load = {.budget_ops = p->limits.budget_ops,
                             .memory_bytes = p->limits.memory_bytes};
    struct question q = {WIRE_LOAD, &load, sizeof load, p->set, p->set_n, p->limits.load_wall_ms};

    memcpy(load.rule_set, p->rule_set, sizeof load.rule_set);
    enum err e = policy_spawn(p, f);
    if (!e)
        e = policy_talk(p, a, &q, manifest, n, f);
    if (e)
        policy_drop(p);
    return e;
}

/* A judge that died since the last question shows as an end of file, or as bytes that nobody asked
 * for. */
static enum err
policy_ready(struct policy *p, struct fault *f)
{
    struct pollfd fd = {.fd = p->fd, .events = POLLIN};
    char *manifest;
    size_t n;

    if (p->judge && poll(&fd, 1, 0) == 0)
        return OK;
    policy_drop(p);
    struct arena *a = arena_new();
    enum err e = policy_start(p, a, &manifest, &n, f);
    arena_free(a);
    return e;
}

static enum err
policy_first(struct policy *p, const struct bundle *b, struct fault *f)
{
    struct arena *a = arena_new();
    json_error_t problem;
    char *manifest;
    size_t n;

    p->set = must_strdup(bundle_text(b, a));
    p->set_n = strlen(p->set);
    snprintf(p->rule_set, sizeof p->rule_set, "%s", bundle_hash(b));
    enum err e = policy_start(p, a, &manifest, &n, f);
    if (!e) {
        p->manifest = json_loadb(manifest, n, 0, &problem);
        if (!json_is_object(p->manifest))
            e = fail(f, ERR_RULE, "rule_error", "", "规则集没有给出声明：%s", problem.text);
    }

    arena_free(a);
    return e;
}

enum err
policy_open(struct policy **out, const struct bundle *b, const struct policy_limits *limits,
            struct fault *f)
{
    struct policy *p = must_alloc(sizeof *p);

    *p = (struct policy){.limits = limits ? *limits : policy_limits_default, .fd = -1};
    *out = NULL;
    enum err e = policy_first(p, b, f);
    if (e) {
        policy_close(p);
        return e;
    }
    *out = p;
    return OK;
}

void
policy_close(struct policy *p)
{
    if (!p)
        return;
    policy_drop(p);
    json_decref(p->manifest);
    free(p->set);
    free(p);
}

const char *
policy_rule_set(const struct policy *p)
{
    return p->rule_set;
}

const json_t *
policy_manifest(const struct policy *p)
{
    return p->manifest;
}

/* ---- questions ------------------------------------------------------------------------------- */

/* The fault for the first case that did not pass, or else for what no case reached. */
static enum err
policy_verdict(const json_t *report, struct fault *f)
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
    enum err e = policy_ready(p, f);
    if (!e)
        e = policy_talk(p, a, &q, &text, &n, f);
    if (!e && json_read(a, text, n, &root, NULL))
        e = policy_crashed(f);
    if (e)
        return e;
    *report = text;
    return policy_verdict(root, f);
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
    char which = (char)verb, *text;
    struct question q = {WIRE_ASK, &which, 1, facts, strlen(facts), p->limits.ask_wall_ms};
    size_t n;

    *answer = NULL;
    enum err e = policy_ready(p, f);
    if (!e)
        e = policy_talk(p, a, &q, &text, &n, f);
    if (e)
        return e;
    if (memchr(text, 0, n) ||
        !utf8_valid(text, n)) /* passed on unread, so it must at least be text */
        return policy_crashed(f);
    *answer = text;

    return OK;
}

/* ---- batches --------------------------------------------------------------------------------- */

enum err
policy_batch_start(struct policy *p, struct arena *a, const struct policy_facts *q, int n,
                   struct fault *f)
{
    struct question ask = {.type = WIRE_BATCH};
    size_t total = 0;

    for (int i = 0; i < n; i++)
        total += 4 + q[i].n;
    if (n < 1 || n > POLICY_BATCH_MAX || total > WIRE_MAX)
        return fail(f, ERR_LARGE, "rule_facts_large", "", "交给规则判断的材料超过 16 MiB");

    char *text = arena_bytes(a, total), *at = text;
    for (int i = 0; i < n; i++) {
        for (int k = 0; k < 4; k++)
            *at++ = (char)(q[i].n >> (8 * k) & 0xFF);
        memcpy(at, q[i].text, q[i].n);
        at += q[i].n;
    }

    ask.text = text;
    ask.text_n = total;
    enum err e = policy_ready(p, f);
    p->batch_deadline = mono_ms() + p->limits.load_wall_ms;
    if (!e && (e = policy_put(p, &ask, p->batch_deadline, f)))
        policy_drop(p);

    return e;
}

int
policy_batch_fd(const struct policy *p)
{
    return p->fd;
}

enum err
policy_batch_end(struct policy *p, struct arena *a, struct policy_outcome *out, int n, int *got,
                 struct fault *f)
{
    char *answer;
    size_t size = 0;
    struct wire_outcome row;

    *got = 0;
    enum err e = policy_get(p, a, &answer, &size, p->batch_deadline, f);
    if (!e && (size % sizeof row || size / sizeof row > (size_t)n || size == 0))
        e = policy_crashed(f);
    if (e) {
        policy_drop(p);
        return e;
    }

    *got = (int)(size / sizeof row);
    for (int i = 0; i < *got; i++) {
        memcpy(&row, answer + (size_t)i * sizeof row, sizeof row);
        out[i].what = row.what == WIRE_ACCEPTABLE       ? POLICY_ACCEPTABLE
                      : row.what == WIRE_NOT_ACCEPTABLE ? POLICY_NOT_ACCEPTABLE
                      : row.what == WIRE_NEEDS_HUMAN    ? POLICY_NEEDS_HUMAN
                                                        : POLICY_NO_ANSWER;
        memcpy(out[i].hash, row.hash, sizeof row.hash);
        out[i].hash[SHA256_TEXT - 1] = 0;
    }

    if (*got < n ||
        out[*got - 1].what ==
            POLICY_NO_ANSWER) /* it may have run out of something, and then it has ended */
        policy_drop(p);
    return OK;
}
