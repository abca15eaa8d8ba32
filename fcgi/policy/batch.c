/* Many questions at once: the judge works while its worker does something else. */
#include "policy/client.h"

#include <string.h>

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
    enum err err = policy_ready(p, f);
    p->batch_deadline = mono_ms() + p->limits.load_wall_ms;
    if (err)
        return err;
    if ((err = policy_put(p, &ask, p->batch_deadline, f)))
        policy_drop(p);
    return err;
}

int
policy_batch_fd(const struct policy *p)
{
    return p->fd;
}

static int
batch_verdict(char letter)
{
    switch (letter) {
    case WIRE_ACCEPTABLE:
        return POLICY_ACCEPTABLE;
    case WIRE_NOT_ACCEPTABLE:
        return POLICY_NOT_ACCEPTABLE;
    case WIRE_NEEDS_HUMAN:
        return POLICY_NEEDS_HUMAN;
    default:
        return POLICY_NO_ANSWER;
    }
}

enum err
policy_batch_end(struct policy *p, struct arena *a, struct policy_outcome *out, int n, int *got,
                 struct fault *f)
{
    char *answer;
    size_t size = 0;
    struct wire_outcome row;

    *got = 0;
    enum err err = policy_get(p, a, &answer, &size, p->batch_deadline, f);
    if (!err && (size % sizeof row || size / sizeof row > (size_t)n || size == 0))
        err = policy_crashed(f);
    if (err) {
        policy_drop(p);
        return err;
    }

    *got = (int)(size / sizeof row);
    for (int i = 0; i < *got; i++) {
        memcpy(&row, answer + (size_t)i * sizeof row, sizeof row);
        out[i].what = batch_verdict(row.what);
        memcpy(out[i].hash, row.hash, sizeof row.hash);
        out[i].hash[SHA256_TEXT - 1] = 0;
    }

    /* A judge that gave no answer may have run out of something, and then it has ended. */
    if (*got < n || out[*got - 1].what == POLICY_NO_ANSWER)
        policy_drop(p);
    return OK;
}
