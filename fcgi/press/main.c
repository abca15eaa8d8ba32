/* The press as a process: on descriptor 3 a line that names the folder of fonts, and a paper as
 * JSON; a PDF on descriptor 4. The paper is read in a jail. */
#include "press/sheet.h"

#include <stdlib.h>
#include <time.h>
#include <unistd.h>

/* Two fifths of the addresses are fonts, which are not read whole. */
static const struct jail_limits limits = {
    .memory_bytes = (size_t)640 << 20, .cpu_s = 5, .descriptors = 5};

static cairo_status_t
write_out(void *ctx, const unsigned char *p, unsigned n)
{
    (void)ctx;
    return apart_say(p, n) ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

static bool
read_paper(struct arena *a, const char *text, size_t n, struct press_paper *out)
{
    struct fault f;
    json_t *j;

    if (json_read(a, text, n, &j, &f))
        return false;
    *out = (struct press_paper){.title = json_str(j, "title"),
                                .lines = json_object_get(j, "lines"),
                                .footer = json_str(j, "footer"),
                                .address = json_str(j, "address"),
                                .made_at = json_integer_value(json_object_get(j, "made_at"))};
    return true;
}

int
press_main(void)
{
    struct arena *a = arena_new();
    struct press_paper paper;
    size_t n;

    setenv("TZ", "UTC0", 1); /* or cairo looks for it in the jail */
    tzset();
    const char *p = apart_content(&n), *line = p ? memchr(p, '\n', n) : NULL;
    struct sheet *sheet = line ? sheet_open(a, arena_strndup(a, p, (size_t)(line - p))) : NULL;

    if (sheet == NULL || !jail_enter(&limits)) {
        log_line(LOG_ERROR_, "press: no content, no fonts, or the kernel refuses to jail this "
                             "process");
        _exit(PRESS_UNEQUIPPED);
    }
    _exit(read_paper(a, line + 1, n - (size_t)(line + 1 - p), &paper) &&
                  sheet_print(sheet, &paper, write_out)
              ? 0
              : 4);
}
