#include "serve/upgrade_ask.h"
#include "serve/upgrade.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATIENCE_MS = 200000, NAP_US = 50000, SLOW_END_MS = 60000, LOOKS = 20 };

/* 0: no pool runs. The lock tells, not the number. */
static pid_t
holder(const char *pid_path)
{
    char text[32] = "";
    int fd = open(pid_path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return 0;

    bool is_held = flock(fd, LOCK_SH | LOCK_NB) < 0;
    ssize_t n = pread(fd, text, sizeof text - 1, 0);
    close(fd);
    return is_held && n > 0 ? (pid_t)atol(text) : 0;
}

/* A pool that has just taken over may not have the lock yet. */
static pid_t
running(const char *pid_path)
{
    pid_t pid = holder(pid_path);

    for (int i = 0; pid == 0 && i < LOOKS && access(pid_path, F_OK) == 0; i++) {
        usleep(NAP_US);
        pid = holder(pid_path);
    }
    return pid;
}

/* What the file says changes with each upgrade. */
static int64_t
stamp(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 ? (int64_t)st.st_ino * 1000003 + st.st_mtim.tv_nsec : 0;
}

/* NULL while it is under way. */
static char *
outcome(const char *path)
{
    char *text = NULL;
    size_t n;
    struct fault f;

    if (file_read(path, 8192, &text, &n, &f) || str_starts(text, "running")) {
        free(text);
        return NULL;
    }
    return text;
}

static int
tell(const char *text)
{
    bool is_done = str_starts(text, "done");
    const char *line = strchr(text, '\n');

    fputs(line ? line + 1 : "\n", is_done ? stdout : stderr);
    return is_done ? 0 : 1;
}

/* One that has ended and that its parent has not asked for yet is gone, too. */
static bool
is_alive(pid_t pid)
{
    char path[64], text[512] = "";
    snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
    FILE *file = fopen(path, "re");
    if (file == NULL)
        return false;

    size_t n = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    text[n] = '\0';
    const char *end = strrchr(text, ')');
    return end != NULL && str_starts(end, ") ") && end[2] != 'Z';
}

/* The program before finishes what it has in hand; until then no other upgrade can begin. */
static void
wait_for_end(pid_t old)
{
    int64_t until = mono_ms() + SLOW_END_MS;

    while (is_alive(old) && mono_ms() < until)
        usleep(NAP_US);
    if (is_alive(old))
        printf("原来的程序（进程 %d）还在办完手头的请求，之后自行结束\n", (int)old);
}

int
upgrade_ask(struct arena *a, const char *pid_path)
{
    const char *path = upgrade_path(a, pid_path);
    pid_t pid = running(pid_path);
    int64_t before = stamp(path), until = mono_ms() + PATIENCE_MS;

    if (pid <= 0) {
        fprintf(stderr, "没有服务在运行（%s），不必换程序：启动时用的就是磁盘上的\n", pid_path);
        return 1;
    }
    if (kill(pid, SIGUSR2) < 0) {
        fprintf(stderr, "不能通知进程 %d：%s。请用运行算备的用户或 root 执行\n", (int)pid,
                strerror(errno));
        return 1;
    }

    char *text = NULL;
    while (text == NULL && mono_ms() < until && (is_alive(pid) || stamp(path) != before)) {
        usleep(NAP_US);
        if (stamp(path) != before)
            text = outcome(path);
    }
    if (text == NULL) {
        fprintf(stderr, "没有等到结果。请看日志，并用 suanbei check 查看服务是否正常\n");
        return 1;
    }
    int status = tell(text);
    free(text);
    if (status == 0)
        wait_for_end(pid);
    return status;
}
