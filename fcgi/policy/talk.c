/* Frames to and from a judge, each with a deadline. */
#include "policy/client.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>

enum err
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

/* The parts are passed over as far as they were sent. */
static void
pass_sent(struct msghdr *m, size_t n)
{
    while (m->msg_iovlen > 0 && n >= m->msg_iov->iov_len) {
        n -= m->msg_iov->iov_len;
        m->msg_iov++;
        m->msg_iovlen--;
    }

    if (m->msg_iovlen > 0) {
        m->msg_iov->iov_base = (char *)m->msg_iov->iov_base + n;
        m->msg_iov->iov_len -= n;
    }
}

/* All parts at once, as far as there is room: the judge is woken by the first byte. */
static enum err
policy_send(struct policy *p, struct iovec *part, size_t parts, int64_t deadline, struct fault *f)
{
    struct msghdr m = {.msg_iov = part, .msg_iovlen = parts};

    pass_sent(&m, 0);
    while (m.msg_iovlen > 0) {
        ssize_t sent = sendmsg(p->fd, &m, MSG_NOSIGNAL);
        if (sent > 0) {
            pass_sent(&m, (size_t)sent);
        } else if (sent < 0 && errno == EAGAIN) {
            enum err err = policy_wait(p, POLLOUT, deadline, f);
            if (err)
                return err;
        } else if (errno != EINTR)
            return policy_crashed(f);
    }

    return OK;
}

/* Waits for bytes and takes no more than n. Before every read: a judge that never stops sending
 * must not outrun its time. */
static enum err
receive_some(struct policy *p, void *data, size_t n, size_t *got, int64_t deadline, struct fault *f)
{
    *got = 0;
    while (*got == 0) {
        enum err err = policy_wait(p, POLLIN, deadline, f);
        if (err)
            return err;
        ssize_t here = recv(p->fd, data, n, 0);
        if (here == 0 || (here < 0 && errno != EINTR && errno != EAGAIN))
            return policy_crashed(f);
        *got = here > 0 ? (size_t)here : 0;
    }
    return OK;
}

/* A short answer comes with its head: what was read beyond that is kept for the next call. */
static enum err
policy_receive(struct policy *p, void *data, size_t n, int64_t deadline, struct fault *f)
{
    char *at = data;
    enum err err = OK;

    while (n > 0 && !err) {
        size_t take = n < p->in_n ? n : p->in_n;
        if (take > 0) {
            memcpy(at, p->in + p->in_at, take);
            p->in_at += take;
            p->in_n -= take;
        } else if (n >= sizeof p->in)
            err = receive_some(p, at, n, &take, deadline, f);
        else {
            p->in_at = 0;
            err = receive_some(p, p->in, sizeof p->in, &p->in_n, deadline, f);
        }
        at += take;
        n -= take;
    }

    return err;
}

/* What a judge says is at work goes into a question to the next one. */
static bool
take_at(struct policy *p, const char *text, size_t n)
{
    bool is_text = n < sizeof p->at && !memchr(text, 0, n) && utf8_valid(text, n);

    memcpy(p->at, text, is_text ? n : 0);
    p->at[is_text ? n : 0] = '\0';
    return is_text;
}

/* A fault as the judge wrote it: err, then four strings. It comes from a process that ran rules, so
 * nothing is taken on trust. */
static enum err
policy_fault(struct policy *p, const char *text, size_t n, struct fault *f)
{
    const char *part[4];
    size_t at = 1;

    for (size_t i = 0; i < LEN(part); i++) {
        const char *end = at < n ? memchr(text + at, 0, n - at) : NULL;
        if (!end)
            return policy_crashed(f);
        part[i] = text + at;
        at += strlen(part[i]) + 1;
        if (!utf8_valid(part[i], strlen(part[i])))
            return policy_crashed(f);
    }
    if (!take_at(p, part[3], strlen(part[3])))
        return policy_crashed(f);
    return fail(f, text[0] == ERR_INPUT ? ERR_INPUT : ERR_RULE, part[0], part[1], "%s", part[2]);
}

enum err
policy_put(struct policy *p, const struct question *q, int64_t deadline, struct fault *f)
{
    unsigned char head[WIRE_HEAD];
    /* sendmsg() only reads them */
    struct iovec part[] = {{head, sizeof head},
                           {(void *)(uintptr_t)q->head, q->head_n},
                           {(void *)(uintptr_t)q->text, q->text_n}};

    wire_head(head, q->head_n + q->text_n, q->type);
    return policy_send(p, part, LEN(part), deadline, f);
}

/* The head of the answer; before it the judge may say what it sets to work. */
static enum err
policy_head(struct policy *p, unsigned char head[WIRE_HEAD], int64_t deadline, struct fault *f)
{
    char at[WIRE_AT_MAX];

    for (;;) {
        enum err err = policy_receive(p, head, WIRE_HEAD, deadline, f);
        if (err || head[4] != WIRE_AT)
            return err;

        size_t n = wire_length(head);
        if (n >= sizeof at)
            return policy_crashed(f);
        if ((err = policy_receive(p, at, n, deadline, f)))
            return err;
        if (!take_at(p, at, n))
            return policy_crashed(f);
    }
}

enum err
policy_get(struct policy *p, struct arena *a, char **answer, size_t *n, int64_t deadline,
           struct fault *f)
{
    unsigned char head[WIRE_HEAD];
    enum err err = policy_head(p, head, deadline, f);
    if (err)
        return err;

    *n = wire_length(head);
    if (*n > WIRE_MAX || (head[4] != WIRE_OK && head[4] != WIRE_FAULT))
        return policy_crashed(f);

    *answer = arena_alloc(a, *n + 1);
    if ((err = policy_receive(p, *answer, *n, deadline, f)))
        return err;
    if (head[4] == WIRE_OK) {
        /* It was answered: nothing is at work any more, and this is where it was mostly. */
        memcpy(p->hot, p->at, sizeof p->hot);
        p->at[0] = '\0';
        return OK;
    }
    return policy_fault(p, *answer, *n, f);
}

/* A judge that did not simply say no cannot be asked again. */
static enum err
bury(struct policy *p, enum err err, const struct fault *mine, struct fault *f)
{
    if (err && !str_is(mine->code, "rule_error") && err != ERR_INPUT)
        policy_drop(p);
    if (err && f)
        *f = *mine;
    return err;
}

enum err
policy_talk_start(struct policy *p, const struct question *q, int64_t deadline, struct fault *f)
{
    struct fault mine = {0};

    if (q->head_n + q->text_n > WIRE_MAX)
        return fail(f, ERR_LARGE, "rule_facts_large", "", "交给规则判断的材料超过 16 MiB");
    p->at[0] = p->hot[0] = '\0';
    enum err err = policy_put(p, q, deadline, &mine);
    return bury(p, err, &mine, f);
}

enum err
policy_talk_end(struct policy *p, struct arena *a, char **answer, size_t *n, int64_t deadline,
                struct fault *f)
{
    struct fault mine = {0};
    enum err err = policy_get(p, a, answer, n, deadline, &mine);
    return bury(p, err, &mine, f);
}

enum err
policy_talk(struct policy *p, struct arena *a, const struct question *q, char **answer, size_t *n,
            struct fault *f)
{
    int64_t deadline = mono_ms() + q->wall_ms, since = mono_us();
    enum err err = policy_talk_start(p, q, deadline, f);
    if (!err)
        err = policy_talk_end(p, a, answer, n, deadline, f);

    int64_t us = mono_us() - since;
    if (us > p->slowest_us) {
        p->slowest_us = us;
        snprintf(p->slowest_at, sizeof p->slowest_at, "%s", err ? p->at : p->hot);
    }
    return err;
}

void
policy_slowest_begin(struct policy *p)
{
    p->slowest_us = 0;
    p->slowest_at[0] = '\0';
}

int64_t
policy_slowest(const struct policy *p, const char **at)
{
    *at = p->slowest_at;
    return p->slowest_us;
}
