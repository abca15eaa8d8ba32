/* The question to the process that presses, and what it answers. */
#include "press/press.h"

#include <errno.h>
#include <sys/wait.h>
#include <unistd.h>

#define WALL_MS 15000 /* its time of computing is less: this is for one that waits */
#define PDF_BYTES_MAX (32 << 20)

static bool
take(void *ctx, const void *p, size_t n)
{
    struct buf *b = ctx;

    if (b->n + n > PDF_BYTES_MAX)
        return false;
    buf_add(b, p, n);
    return true;
}

/* Where the fonts are, which are opened before the jail, and what is read in it. */
static const char *
question(struct arena *a, const struct press_paper *x)
{
    struct buf b = BUF(a);

    buf_open(&b, NULL, '{');
    buf_json_str(&b, "title", x->title);
    buf_json_str(&b, "footer", x->footer);
    buf_json_str(&b, "address", x->address);
    buf_json_int(&b, "made_at", x->made_at);
    buf_json_raw(&b, "lines", x->lines ? json_text(a, x->lines) : NULL);
    buf_close(&b);
    return arena_printf(a, "%s\n%s", x->fonts ? x->fonts : PRESS_FONTS, b.p);
}

/* A memory file; -1. */
static int
file_of(const char *text)
{
    int fd = file_in_memory();

    for (size_t n = strlen(text); fd >= 0 && n > 0;) {
        ssize_t k = write(fd, text, n);
        if (k < 0) {
            close(fd);
            return -1;
        }
        text += k;
        n -= (size_t)k;
    }
    return fd;
}

static enum err
busy(struct fault *f)
{
    return fail(f, ERR_BUSY, "press_busy", "", "暂时无法生成 PDF，请稍后重试，或者下载 Word 文档");
}

static enum err
unequipped(struct fault *f)
{
    return fail(f, ERR_BUSY, "press_unequipped", "",
                "这台服务器没有生成 PDF 所需的字体或程序库，请下载 Word 文档，"
                "并请系统管理员安装 fonts-noto-cjk、libpangocairo-1.0-0");
}

static bool
is_whole(const struct apart_end *end, const struct buf *b)
{
    return WIFEXITED(end->status) && WEXITSTATUS(end->status) == 0 && b->n > 0 &&
           str_starts(b->p, "%PDF-");
}

enum err
press_pdf(struct arena *a, const struct press_paper *paper, struct press_file *out, struct fault *f)
{
    struct buf b = BUF(a);
    struct apart_question q = {.word = "press",
                               .fd = file_of(question(a, paper)),
                               .wall_ms = WALL_MS,
                               .take = take,
                               .ctx = &b};
    struct apart_end end;

    if (q.fd < 0)
        return busy(f);
    bool is_started = apart_ask(&q, &end);
    close(q.fd);
    if (!is_started) {
        log_line(LOG_ERROR_, "press: cannot be started: %s", strerror(errno));
        return busy(f);
    }
    if (WIFEXITED(end.status) && WEXITSTATUS(end.status) == PRESS_UNEQUIPPED)
        return unequipped(f);
    if (!is_whole(&end, &b)) {
        log_line(LOG_WARN_, "press: process %d made no file (status %#x)", (int)end.pid,
                 (unsigned)end.status);
        return busy(f);
    }
    *out = (struct press_file){b.p, b.n};
    return OK;
}

enum err
press_try(struct arena *a, const char *fonts, struct fault *f)
{
    const struct press_paper paper = {.fonts = fonts};
    struct press_file file;

    return press_pdf(a, &paper, &file, f);
}
