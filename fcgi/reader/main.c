/* The reader as a process: one file on descriptor 3, the answer on descriptor 4, in a jail. */
#include "reader/reader.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static const struct jail_limits limits = {
    .memory_bytes = (size_t)640 << 20, .cpu_s = 12, .descriptors = 5};

/* The libraries ask the system a few things once. They do so before the jail. */
static void
warm_up(void)
{
    setenv("TZ", "UTC0", 1); /* libzip turns times of entries into ours */
    tzset();
    mktime(&(struct tm){.tm_year = 100, .tm_mday = 1});
}

int
reader_main(void)
{
    struct file_report report;
    size_t n;
    const void *p = apart_content(&n);

    warm_up();
    if (p == NULL || !jail_enter(&limits)) {
        log_line(LOG_ERROR_, "reader: no content, or the kernel refuses to jail this process");
        _exit(READER_UNJAILED);
    }
    reader_judge_bytes(p, n, &report);

    unsigned char answer[3 + FILE_MADE_OF_TEXT] = {
        (unsigned char)report.type, (unsigned char)report.other, (unsigned char)report.flaw};
    size_t text = strlen(report.made_of);
    memcpy(answer + 3, report.made_of, text);
    _exit(apart_say(answer, 3 + text) ? 0 : 4);
}
