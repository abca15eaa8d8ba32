#include "serve/pool_says.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

/* ---- asking ---------------------------------------------------------------------------------- */

/* Records of FastCGI 1.0, as a web server writes them. */
enum { FCGI_BEGIN = 1, FCGI_PARAMS = 4, FCGI_IN = 5, FCGI_OUT = 6, HEAD_BYTES = 8 };
enum { PATIENCE_S = 5, ANSWER_MOST = 1 << 20 };

static void
record(struct buf *b, int type, const char *data, size_t n)
{
    const char head[HEAD_BYTES] = {1, (char)type, 0, 1, (char)(n >> 8), (char)(n & 0xFF), 0, 0};

    buf_add(b, head, sizeof head);
    buf_add(b, data, n);
}

static void
parameter(struct buf *b, const char *name, const char *value)
{
    const char lengths[2] = {(char)strlen(name), (char)strlen(value)};

    buf_add(b, lengths, sizeof lengths);
    buf_puts(b, name);
    buf_puts(b, value);
}

static struct buf
question(struct arena *a, const char *path)
{
    static const char begin[8] = {0, 1, 0, 0, 0, 0, 0, 0};
    struct buf b = BUF(a), parameters = BUF(a);

    parameter(&parameters, "REQUEST_METHOD", "GET");
    parameter(&parameters, "DOCUMENT_URI", path);
    record(&b, FCGI_BEGIN, begin, sizeof begin);
    record(&b, FCGI_PARAMS, parameters.p, parameters.n);
    record(&b, FCGI_PARAMS, "", 0);
    record(&b, FCGI_IN, "", 0);
    return b;
}

static int
reach(const char *path)
{
    struct sockaddr_un sa = {.sun_family = AF_UNIX};
    const struct timeval patience = {.tv_sec = PATIENCE_S};
    int fd =
        strlen(path) < sizeof sa.sun_path ? socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0) : -1;
    if (fd < 0)
        return -1;

    strcpy(sa.sun_path, path);
    (void)setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    (void)setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    if (connect(fd, (struct sockaddr *)&sa, sizeof sa) == 0)
        return fd;
    close(fd);
    return -1;
}

/* What the records of the answer hold. */
static const char *
contents(struct arena *a, const struct buf *whole)
{
    struct buf out = BUF(a);

    buf_puts(&out, "");
    for (size_t at = 0; at + HEAD_BYTES <= whole->n;) {
        const unsigned char *head = (const unsigned char *)whole->p + at;
        size_t n = (size_t)head[4] << 8 | head[5], next = at + HEAD_BYTES + n + head[6];
        if (next > whole->n)
            break;
        if (head[1] == FCGI_OUT)
            buf_add(&out, whole->p + at + HEAD_BYTES, n);
        at = next;
    }
    return out.p;
}

/* The body of the answer; NULL: there was none. */
static const char *
ask(struct arena *a, const char *socket_path, const char *path)
{
    struct buf q = question(a, path), whole = BUF(a);
    char piece[4096];
    ssize_t n = 0;
    int fd = reach(socket_path);
    if (fd < 0)
        return NULL;

    if (send(fd, q.p, q.n, MSG_NOSIGNAL) == (ssize_t)q.n)
        while (whole.n < ANSWER_MOST && (n = recv(fd, piece, sizeof piece, 0)) > 0)
            buf_add(&whole, piece, (size_t)n);
    close(fd);
    const char *body = whole.n > 0 ? strstr(contents(a, &whole), "\r\n\r\n") : NULL;
    return body ? body + 4 : NULL;
}

/* ---- what it says ---------------------------------------------------------------------------- */

static void
say_findings(struct buf *out, struct arena *a, const char *text)
{
    json_t *root = NULL;
    const json_t *one;
    size_t i;
    struct fault f;

    if (json_read(a, text, strlen(text), &root, &f))
        return;
    json_array_foreach(json_object_get(root, "findings"), i, one)
        buf_printf(out, "问题：%s。%s\n", json_str(one, "message"), json_str(one, "suggestion"));
}

/* Figures beyond which somebody should look. */
static const struct {
    const char *name;
    bool is_least; /* amiss when it is below */
    double limit;
    const char *words;
} figures[] = {
    {"suanbei_calendar_days_left", true, 60,
     "规则中的节假日日历还剩 %.0f 天。请按国务院通知补上下一年（rules/calendar/，见 README）"},
    {"suanbei_tasks_overdue", false, 0, "有 %.0f 件审核任务已经超期。请审核负责人分派（/review）"},
    {"suanbei_deliveries_dead", false, 0,
     "有 %.0f 条通知多次没有送出，不再重试。请检查短信和邮件的出口，再在 /outbox 重发"},
    {"suanbei_attachments_lost", false, 0,
     "有 %.0f 个附件的文件不在了，或者与存储时不同。附件编号见日志；请从备份取回这些文件（见 "
     "README 的“备份”一节），"
     "取回后一天之内，或重新启动后，会再检查"},
    {"suanbei_pool_judge_faults_total", false, 0,
     "启动以来规则有 %.0f 次没有给出结论。请在日志中查看规则和行，交规则编辑修改"},
    {"suanbei_pool_kills_total", false, 0,
     "启动以来有 %.0f 个进程因超时被终止。请查看日志，是哪个请求或任务过久"},
    {"suanbei_pool_shed_total", false, 0,
     "启动以来有 %.0f 个请求排队过久而没有办理。请增加 --workers，或查看日志中 slow 各行"},
    {"suanbei_wal_bytes", false, 256.0 * 1024 * 1024,
     "数据库的预写日志有 %.0f 字节，过长。请查看是否有别的程序长时间打开着数据库"},
};

static void
say_figures(struct buf *out, struct arena *a, const char *text)
{
    for (size_t i = 0; i < LEN(figures); i++) {
        const char *at = strstr(text, arena_printf(a, "\n%s ", figures[i].name));
        double n = at ? strtod(at + 2 + strlen(figures[i].name), NULL) : figures[i].limit;
        if (figures[i].is_least ? n >= figures[i].limit : n <= figures[i].limit)
            continue;
        buf_puts(out, "提示：");
        buf_printf(out, figures[i].words, n);
        buf_puts(out, "\n");
    }
}

const char *
pool_says(struct arena *a, const char *health_path)
{
    struct buf out = BUF(a);
    const char *ready = ask(a, health_path, "/readyz"), *text = NULL;
    if (ready == NULL)
        return NULL;

    buf_puts(&out, "");
    say_findings(&out, a, ready);
    if ((text = ask(a, health_path, "/metrics")) != NULL)
        say_figures(&out, a, text);
    return out.p;
}
