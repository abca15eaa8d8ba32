#include "base/base.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static enum log_level log_most = LOG_INFO_;

/* Cuts a UTF-8 text that vsnprintf may have cut within a character. */
static void
cut_to_character(char *s, size_t size, size_t wanted)
{
    if (wanted < size)
        return;
    size_t n = strlen(s), i = n;
    while (i > 0 && ((unsigned char)s[i - 1] & 0xC0) == 0x80)
        i--;
    if (i == 0)
        return;

    unsigned char lead = (unsigned char)s[i - 1];
    size_t need = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
    if (n - (i - 1) < need)
        s[i - 1] = '\0';
}

enum err
fail(struct fault *f, enum err err, const char *code, const char *where, const char *text, ...)
{
    if (f == NULL)
        return err;
    va_list ap;
    va_start(ap, text);
    char words[sizeof f->text]; /* text's arguments may point into f */
    int n = vsnprintf(words, sizeof words, text, ap);
    va_end(ap);
    cut_to_character(words, sizeof words, n < 0 ? 0 : (size_t)n);
    char place[sizeof f->where];
    n = snprintf(place, sizeof place, "%s", where ? where : "");
    cut_to_character(place, sizeof place, n < 0 ? 0 : (size_t)n);
    char word[sizeof f->code];
    snprintf(word, sizeof word, "%s", code ? code : "");

    f->err = err;
    memcpy(f->text, words, sizeof words);
    memcpy(f->where, place, sizeof place);
    memcpy(f->code, word, sizeof word);
    f->retry_after_s = 0;

    return err;
}

const char *
err_name(enum err err)
{
    static const char *const names[ERR__MAX] = {
        [OK] = "OK",
        [ERR_INPUT] = "ERR_INPUT",
        [ERR_AUTH] = "ERR_AUTH",
        [ERR_DENIED] = "ERR_DENIED",
        [ERR_NOTFOUND] = "ERR_NOTFOUND",
        [ERR_CONFLICT] = "ERR_CONFLICT",
        [ERR_STALE] = "ERR_STALE",
        [ERR_LARGE] = "ERR_LARGE",
        [ERR_LIMIT] = "ERR_LIMIT",
        [ERR_BUSY] = "ERR_BUSY",
        [ERR_AGAIN] = "ERR_AGAIN",
        [ERR_RULE] = "ERR_RULE",
        [ERR_BUG] = "ERR_BUG",
    };

    return (unsigned)err < ERR__MAX ? names[err] : "ERR_?";
}

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

    if (level > log_most)
        return;
    char line[1024], at[TIME_TEXT];
    struct timespec ts;
    clock_gettime(CLOCK_REALTIME, &ts);
    time_rfc3339((int64_t)ts.tv_sec * 1000, at);
    int n = snprintf(line, sizeof line, "%s %d %s ", at, (int)getpid(), words[level]);
    va_list ap;
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
