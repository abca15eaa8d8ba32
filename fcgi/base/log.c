#include "base/log.h"
#include "base/time.h"

#include <stdarg.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

static enum log_level log_most = LOG_INFO_;

void
log_level_set(enum log_level most)
{
    log_most = most;
}

/* One write(2) a line, so that lines of several processes do not mix. */
void
log_line(enum log_level level, const char *fmt, ...)
{
    static const char *const words[] = {"error", "warn", "info", "debug"};

    char line[1024], at[TIME_TEXT];
    struct timespec ts;
    va_list ap;

    if (level > log_most)
        return;
    clock_gettime(CLOCK_REALTIME, &ts);
    time_rfc3339((int64_t)ts.tv_sec * 1000, at);
    int n = snprintf(line, sizeof line, "%s %d %s ", at, (int)getpid(), words[level]);
    va_start(ap, fmt);
    int m = vsnprintf(line + n, sizeof line - (size_t)n - 1, fmt, ap);
    va_end(ap);

    size_t len = (size_t)n + (m < 0 ? 0 : (size_t)m);
    if (len > sizeof line - 2)
        len = sizeof line - 2;
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)line[i] < 0x20)
            line[i] = ' ';
    line[len++] = '\n';
    if (write(STDERR_FILENO, line, len) < 0)
        return;
}
