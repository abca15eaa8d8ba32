/* The judge as a process: frames on a socket, one at a time, in a jail. */
#include "judge/judge.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "judge/ask.h"
#include "judge/wall/wall.h"

#define SLICE_US 20000           /* long: whatever needs no rules comes first */
#define INBOX_MORE (64u << 10)   /* bytes read ahead */
#define SENT_AT_ONCE (16u << 10) /* bytes of a frame with its head */
#define RETIRE_AFTER 1000000     /* questions: long before RLIMIT_CPU, and no heap lives for ever */

/* ---- frames ---------------------------------------------------------------------------------- */

/* What the worker sent and nobody looked at yet: a frame and its head mostly come in one piece. */
struct inbox {
    char *p;
    size_t n, cap;
};

/* Waits until n bytes are there. false at the end of the stream: the worker is gone. */
static bool
inbox_fill(struct inbox *in, size_t n)
{
    if (n > in->cap) {
        in->cap = n + INBOX_MORE;
        in->p = must_realloc(in->p, in->cap);
    }

    while (in->n < n) {
        ssize_t got = read(WIRE_FD, in->p + in->n, in->cap - in->n);
        if (got == 0 || (got < 0 && errno != EINTR))
            return false;
        in->n += got > 0 ? (size_t)got : 0;
    }
    return true;
}

/* The first n bytes have been dealt with. */
static void
inbox_pass(struct inbox *in, size_t n)
{
    in->n -= n;
    memmove(in->p, in->p + n, in->n);
}

static bool
write_whole(const void *data, size_t n)
{
    const char *at = data;

    while (n > 0) {
        ssize_t put = write(WIRE_FD, at, n);
        if (put < 0 && errno != EINTR)
            return false;
        if (put > 0) {
            at += put;
            n -= (size_t)put;
        }
    }
    return true;
}

/* Whoever waits for an answer is woken by the first byte, so a short one is sent in one piece. */
static bool
send_frame(enum wire_type type, const void *data, size_t n)
{
    unsigned char first[SENT_AT_ONCE];
    size_t with = n < sizeof first - WIRE_HEAD ? n : sizeof first - WIRE_HEAD;

    wire_head(first, n, type);
    if (with > 0)
        memcpy(first + WIRE_HEAD, data, with);
    return write_whole(first, WIRE_HEAD + with) && write_whole((const char *)data + with, n - with);
}

static bool
send_fault(const struct fault *f, const char *at)
{
    char text[1 + sizeof f->code + sizeof f->where + sizeof f->text + WIRE_AT_MAX];
    size_t n = 1;
    const char *const part[] = {f->code, f->where, f->text, at ? at : ""};

    text[0] = (char)f->err;
    for (size_t i = 0; i < LEN(part); i++) {
        size_t m = strnlen(part[i], WIRE_AT_MAX - 1);
        memcpy(text + n, part[i], m);
        n += m;
        text[n++] = '\0';
    }
    return send_frame(WIRE_FAULT, text, n);
}

/* Whoever no longer listens is noticed at the answer. */
static void
judge_tell(const char *at)
{
    (void)send_frame(WIRE_AT, at, strnlen(at, WIRE_AT_MAX - 1));
}

/* ---- the process ----------------------------------------------------------------------------- */

/* One frame in, one frame out. false: this judge is done. */
static bool
judge_turn(struct judge *j, struct inbox *in)
{
    struct fault f = {0};

    if (!inbox_fill(in, WIRE_HEAD))
        return false;
    size_t n = wire_length((const unsigned char *)in->p);
    if (n > WIRE_MAX || !inbox_fill(in, WIRE_HEAD + n))
        return false;

    enum wire_type type = (enum wire_type)(unsigned char)in->p[WIRE_HEAD - 1];
    enum err err = judge_answer(j, type, in->p + WIRE_HEAD, n, &f);
    /* What took long is told before the answer. */
    if (!err && type == WIRE_ASK && j->hot[0] != '\0')
        judge_tell(j->hot);
    bool sent = err ? send_fault(&f, j->at) : send_frame(WIRE_OK, j->out.p, j->out.n);
    inbox_pass(in, WIRE_HEAD + n);
    arena_reset(j->arena);

    return sent && !j->stuck;
}

static int
by_nothing(const void *a, const void *b)
{
    (void)a;
    (void)b;
    return 0;
}

/* The libraries ask the kernel a few things once. They do so before the jail: afterwards it would
 * be their last question. */
static void
warm_up(void)
{
    char *many = must_alloc(4096);
    json_object_seed(0); /* jansson opens /dev/urandom */
    /* glibc's asks how much memory there is; jansson sorts keys with it */
    qsort(many, 4096, 1, by_nothing);
    free(many);
}

/* A judge retires long before its time of computing is over: that is for one that nobody watches.
 */
static const struct jail_limits limits = {
    .memory_bytes = (size_t)1 << 30, .cpu_s = 12 * 3600, .descriptors = 4};

int
judge_main(void)
{
    struct judge j = {0};
    struct inbox in = {0};

    base_init();
    warm_up();
    j.arena = arena_new();
    j.tell = judge_tell;
    process_slice(SLICE_US);
    if (!host_regex_start(&j) || !jail_enter(&limits)) {
        log_line(LOG_ERROR_, "judge: the kernel refuses to jail this process, so no rule may run");
        _exit(3);
    }

    for (int turns = 0; turns < RETIRE_AFTER && judge_turn(&j, &in); turns++)
        ;
    _exit(0); /* a state that ran into a limit is not closed: what it holds may not run again */
}
