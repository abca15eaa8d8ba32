#include "courier/courier.h"
#include "courier/hook.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define SECRET_MAX 4096

bool
courier_is_on(const struct courier *c)
{
    return c->command != NULL || c->url != NULL;
}

/* ---- is it set up ---------------------------------------------------------------------------- */

static bool
is_of_this_machine(const char *host)
{
    static const char *const names[] = {"127.0.0.1", "localhost", "[::1]"};

    for (size_t i = 0; i < LEN(names); i++)
        if (str_starts(host, names[i]) && strchr(":/", host[strlen(names[i])]) != NULL)
            return true;
    return false;
}

static enum err
check_url(const char *url, struct fault *f)
{
    const char *host = str_starts(url, "https://")  ? url + strlen("https://")
                       : str_starts(url, "http://") ? url + strlen("http://")
                                                    : "";
    if (*host == '\0' || *host == '/' || strpbrk(url, " \t\r\n\"\\") != NULL)
        return fail(f, ERR_INPUT, "config", "outbox_url", "应为 https:// 开头的完整地址");
    if (strcspn(host, "@") < strcspn(host, "/"))
        return fail(f, ERR_INPUT, "config", "outbox_url", "地址中不能写用户名和密码");
    if (str_starts(url, "http://") && !is_of_this_machine(host))
        return fail(
            f, ERR_INPUT, "config", "outbox_url",
            "发往别的机器的通知应走 https；只有本机（127.0.0.1、localhost、[::1]）可以用 http");
    return OK;
}

/* The secret of the file, without its end of line; the caller frees it. */
static enum err
read_secret(const char *path, char **out, struct fault *f)
{
    struct fault inner = {0};
    struct stat st;
    size_t n;

    *out = NULL;
    if (path == NULL)
        return fail(f, ERR_INPUT, "config", "outbox_secret_file",
                    "用 outbox_url 时必须写明签名密钥的文件");
    if (stat(path, &st) == 0 && (st.st_mode & 077) != 0)
        return fail(f, ERR_INPUT, "config", "outbox_secret_file", "%s 可被他人读取，请改为 0600",
                    path);
    if (file_read(path, SECRET_MAX, out, &n, &inner))
        return fail(f, ERR_INPUT, "config", "outbox_secret_file", "不能读取：%s", inner.text);
    (*out)[strcspn(*out, "\r\n")] = '\0';
    return OK;
}

static enum err
check_secret(const struct courier *c, struct fault *f)
{
    char *secret, signature[COURIER_SIGNATURE_TEXT];
    enum err err = read_secret(c->secret_file, &secret, f);
    if (err)
        return err;

    bool is_good = courier_sign(secret, &(struct parcel){.id = "", .text = ""}, signature);
    free(secret);
    return is_good ? OK
                   : fail(f, ERR_INPUT, "config", "outbox_secret_file",
                          "应为 whsec_ 和不少于 24 字节的 base64，如 echo whsec_$(head -c 32 "
                          "/dev/urandom | base64) 所写");
}

enum err
courier_check(const struct courier *c, struct fault *f)
{
    enum err err;

    if (c->command != NULL && c->url != NULL)
        return fail(f, ERR_INPUT, "config", "outbox_url",
                    "outbox_command 与 outbox_url 只能设一个");
    if (c->url == NULL)
        return c->secret_file || c->ca_file
                   ? fail(f, ERR_INPUT, "config", "outbox_secret_file",
                          "outbox_secret_file、outbox_ca_file 只与 outbox_url 同用")
                   : OK;
    if ((err = check_url(c->url, f)))
        return err;
    if (c->ca_file != NULL && access(c->ca_file, R_OK) < 0)
        return fail(f, ERR_INPUT, "config", "outbox_ca_file", "不能读取 %s：%s", c->ca_file,
                    strerror(errno));
    if ((err = check_secret(c, f)))
        return err;
    return hook_is_there() ? OK
                           : fail(f, ERR_INPUT, "config", "outbox_url",
                                  "没有装 libcurl：请用 apt 安装 libcurl4");
}

/* ---- taken ----------------------------------------------------------------------------------- */

static void
alone(int in, int timeout_ms)
{
    struct sigaction none = {.sa_handler = SIG_DFL};
    sigset_t all;

    setpgid(0, 0);
    sigaction(SIGTERM, &none, NULL);
    sigaction(SIGPIPE, &none, NULL);
    sigaction(SIGALRM, &none, NULL);
    sigemptyset(&all);
    sigprocmask(SIG_SETMASK, &all, NULL);
    /* Should nobody live who ends it in time. */
    alarm((unsigned)(timeout_ms / 1000) + 2);
    int null = open("/dev/null", O_RDWR);
    if (in < 0)
        in = null;
    if (dup2(in, 0) < 0 || dup2(null, 1) < 0 || dup2(null, 2) < 0)
        _exit(126);
    for (int fd = 3; fd < 1024; fd++)
        close(fd);
}

static void
run_command(const struct courier *c, int in)
{
    alone(in, c->timeout_ms);
    execl("/bin/sh", "sh", "-c", c->command, (char *)NULL);
    _exit(127);
}

static void
run_hook(const struct courier *c, const struct parcel *x)
{
    char *secret, signature[COURIER_SIGNATURE_TEXT];
    struct fault f = {0};

    alone(-1, c->timeout_ms);
    if (read_secret(c->secret_file, &secret, &f) || !courier_sign(secret, x, signature))
        _exit(HOOK_UNSIGNED);
    _exit(hook_post(c, x, signature));
}

/* What goes in fits into an empty pipe, so that nobody waits for its reader. */
static enum err
fill_pipe(const char *text, int *in, struct fault *f)
{
    int ends[2];

    if (pipe2(ends, O_CLOEXEC) < 0)
        return fail(f, ERR_BUSY, "courier", "", "pipe: %s", strerror(errno));
    ssize_t n = write(ends[1], text, strlen(text));
    close(ends[1]);
    *in = ends[0];
    if (n == (ssize_t)strlen(text))
        return OK;
    close(ends[0]);
    return fail(f, ERR_BUSY, "courier", "", "write: %s", strerror(errno));
}

enum err
courier_start(const struct courier *c, const struct parcel *x, pid_t *pid, struct fault *f)
{
    int in = -1;
    enum err err = c->command != NULL ? fill_pipe(x->text, &in, f) : OK;
    if (err)
        return err;

    *pid = fork();
    if (*pid == 0 && c->command != NULL)
        run_command(c, in);
    if (*pid == 0)
        run_hook(c, x);
    int why = errno;
    if (in >= 0)
        close(in);
    if (*pid < 0)
        return fail(f, ERR_BUSY, "courier", "", "fork: %s", strerror(why));
    /* As its own first act: whoever ends the group need not ask who was quicker. */
    setpgid(*pid, *pid);
    return OK;
}

const char *
courier_outcome(const struct courier *c, int status)
{
    static const char *const exits[] = {
        "exit_1",
        "exit_2",
        "exit_3",
        "exit_4",
    };

    if (WIFSIGNALED(status))
        return WTERMSIG(status) == SIGALRM ? "slow" : "killed";
    int n = WEXITSTATUS(status);
    if (n == 0)
        return NULL;
    if (c->url != NULL)
        return hook_outcome(n);
    if (n == 127)
        return "no_command";
    return n <= (int)LEN(exits) ? exits[n - 1] : "exit_other";
}

/* ---- again ----------------------------------------------------------------------------------- */

int64_t
courier_wait(long failures, int64_t first_ms, int64_t most_ms, uint32_t chance)
{
    int64_t ms = first_ms;

    for (long i = 1; i < failures && ms < most_ms; i++)
        ms *= 2;
    if (ms > most_ms)
        ms = most_ms;
    return ms - (int64_t)((double)(ms / 2) * ((double)chance / 4294967296.0));
}

/* ---- signed ---------------------------------------------------------------------------------- */

bool
courier_sign(const char *secret, const struct parcel *x, char out[COURIER_SIGNATURE_TEXT])
{
    struct arena *a = arena_new();
    struct buf b = BUF(a);

    buf_printf(&b, "%s.%lld.%s", x->id, (long long)(x->now / 1000), x->text);
    bool is_signed = secret_sign(secret, b.p, b.n, out, COURIER_SIGNATURE_TEXT);
    arena_free(a);
    return is_signed;
}
