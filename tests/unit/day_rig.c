#include "day_rig.h"
#include "rig.h"

#include <stdlib.h>
#include <string.h>

#define DAY_MS 86400000

static char days_off[400][DATE_TEXT], make_ups[200][DATE_TEXT];
static int days_off_n, make_ups_n;

/* The calendar's files are read as text: 'YYYY-MM-DD' in a list that is named before them. */
void
day_rig_read(int year)
{
    char path[64], *text;
    size_t n;
    bool is_work = false;
    struct fault f;

    snprintf(path, sizeof path, "rules/calendar/%d.lua", year);
    if (file_read(path, 1 << 20, &text, &n, &f))
        check_stop("%s", f.text);
    for (const char *p = text; *p != '\0'; p++) {
        if (str_starts(p, "workdays"))
            is_work = true;
        if (str_starts(p, "holidays"))
            is_work = false;
        if (*p != '\'' || strlen(p) < 12 || p[5] != '-' || p[8] != '-' || p[11] != '\'')
            continue;
        char *day = is_work ? make_ups[make_ups_n++] : days_off[days_off_n++];
        memcpy(day, p + 1, 10);
    }
    free(text);
}

static bool
is_listed(char list[][DATE_TEXT], int n, const char *day)
{
    for (int i = 0; i < n; i++)
        if (str_is(list[i], day))
            return true;
    return false;
}

void
day_text(long day, char out[DATE_TEXT])
{
    date_beijing((int64_t)day * DAY_MS, out);
}

bool
day_works(long day)
{
    char text[DATE_TEXT];
    int weekday = (int)((day + 4) % 7); /* the first of January 1970 was a Thursday */

    day_text(day, text);
    if (is_listed(make_ups, make_ups_n, text))
        return true;
    return weekday != 0 && weekday != 6 && !is_listed(days_off, days_off_n, text);
}

long
day_nth_work(long after, int n)
{
    while (n > 0)
        n -= day_works(++after) ? 1 : 0;
    return after;
}

long
day_work_between(long after, long until)
{
    long n = 0;

    while (after < until)
        n += day_works(++after) ? 1 : 0;
    return n;
}
