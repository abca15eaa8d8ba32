/* One file, one process: started, waited for, buried. */
#include "reader/reader.h"

#include <errno.h>
#include <string.h>
#include <sys/wait.h>

#define WALL_MS 20000 /* its time of computing is less: this is for one that waits */
#define CODES 3       /* bytes of the answer before the text */
#define ANSWER_BYTES (CODES + FILE_MADE_OF_TEXT - 1)

struct heard {
    unsigned char bytes[ANSWER_BYTES];
    size_t n;
};

static bool
take(void *ctx, const void *p, size_t n)
{
    struct heard *h = ctx;
    size_t k = n < ANSWER_BYTES - h->n ? n : ANSWER_BYTES - h->n;

    memcpy(h->bytes + h->n, p, k);
    h->n += k;
    return h->n < ANSWER_BYTES;
}

/* It ended before it read a byte, because it could not be jailed. */
static bool
was_unjailed(const struct apart_end *end)
{
    return WIFEXITED(end->status) && WEXITSTATUS(end->status) == READER_UNJAILED;
}

static enum err
busy(struct fault *f)
{
    return fail(f, ERR_BUSY, "reader_busy", "", "暂时无法检查文件，请稍后重新上传");
}

static bool
understood(const struct heard *h, struct file_report *out)
{
    const unsigned char *answer = h->bytes;
    const char *made_of = (const char *)answer + CODES;
    size_t n = h->n > CODES ? h->n - CODES : 0;

    *out = (struct file_report){.other = OTHER_UNKNOWN, .flaw = FLAW_HEAVY};
    if (h->n < CODES || answer[0] >= FILE__MAX || answer[1] >= OTHER__MAX ||
        answer[2] >= FLAW__MAX || (n > 0 && !file_made_of_is(made_of, n)))
        return false;
    *out = (struct file_report){.type = (enum file_type)answer[0],
                                .other = (enum file_other)answer[1],
                                .flaw = (enum file_flaw)answer[2]};
    memcpy(out->made_of, made_of, n);
    return true;
}

enum err
reader_look(int fd, int64_t size, struct file_report *out, struct fault *f)
{
    struct heard heard = {0};
    const struct apart_question q = {
        .word = "reader", .fd = fd, .wall_ms = WALL_MS, .take = take, .ctx = &heard};
    struct apart_end end;

    *out = (struct file_report){.other = OTHER_EMPTY};
    if (size <= 0)
        return OK;
    if (!apart_ask(&q, &end)) {
        log_line(LOG_ERROR_, "reader: cannot be started: %s", strerror(errno));
        return busy(f);
    }
    if (was_unjailed(&end) && heard.n == 0)
        return busy(f);

    if (!understood(&heard, out))
        log_line(LOG_WARN_, "reader: process %d gave no answer", (int)end.pid);
    return OK;
}
