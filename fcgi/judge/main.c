/* The judge as a process: frames on a socket, one at a time, in a jail. */
#include "judge/judge.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "judge/ask.h"
#include "judge/wall/wall.h"

#define SLICE_US 20000       /* long: whatever needs no rules comes first */
#define RETIRE_AFTER 1000000 /* questions: long before RLIMIT_CPU, and no heap lives for ever */

/* ---- frames ---------------------------------------------------------------------------------- */

/* false at the end of the stream: the worker is gone. */
static bool
read_whole(void *data, size_t n)
{
    char *at = data;

    while (n > 0) {
        ssize_t got = read(WIRE_FD, at, n);
        if (got == 0 || (got < 0 && errno != EINTR))
            return false;
        if (got > 0) {
            at += got;
            n -= (size_t)got;
        }
    }
    return true;
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

static bool
send_frame(enum wire_type type, const void *data, size_t n)
{
    unsigned char head[WIRE_HEAD];
    wire_head(head, n, type);
    return write_whole(head, sizeof head) && write_whole(data, n);
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
judge_turn(struct judge *j, char **data, size_t *cap)
{
    unsigned char head[WIRE_HEAD];
    struct fault f = {0};

    if (!read_whole(head, sizeof head))
        return false;
    size_t n = wire_length(head);
    if (n > WIRE_MAX)
        return false;

    if (n > *cap) {
        *data = must_realloc(*data, n);
        *cap = n;
    }

    if (!read_whole(*data, n))
        return false;
    enum err err = judge_answer(j, (enum wire_type)head[4], *data, n, &f);
    bool sent = err ? send_fault(&f, j->at) : send_frame(WIRE_OK, j->out.p, j->out.n);
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
    char *data = NULL;
    size_t cap = 0;

    base_init();
    warm_up();
    j.arena = arena_new();
    j.tell = judge_tell;
    process_slice(SLICE_US);
    if (!host_regex_start(&j) || !jail_enter(&limits)) {
        log_line(LOG_ERROR_, "judge: the kernel refuses to jail this process, so no rule may run");
        _exit(3);
    }

    for (int turns = 0; turns < RETIRE_AFTER && judge_turn(&j, &data, &cap); turns++)
        ;
    _exit(0); /* a state that ran into a limit is not closed: what it holds may not run again */
}
