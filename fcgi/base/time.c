#include "base/time.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define BEIJING_MS (8LL * 3600 * 1000)
#define DAY_MS (24LL * 3600 * 1000)

static int64_t
real_now_ms(void *ctx)
{
    (void)ctx;
    struct timespec ts;
    clock_gettime(CLOCK_REALTIME, &ts);
    return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

static void
real_random(void *ctx, void *out, size_t n)
{
    (void)ctx;
    randombytes_buf(out, n);
}

const struct world world_real = {.now_ms = real_now_ms, .random = real_random};

int64_t
world_now(const struct world *w)
{
    return w->now_ms(w->ctx);
}

int64_t
mono_ms(void)
{
    struct timespec ts;
    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

int64_t
mono_us(void)
{
    struct timespec ts;
    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

/* Civil date of a day number and back, proleptic Gregorian, counted from 0000-03-01 so that leap
 * days end the year. */
static void
civil_from_days(long days, int *year, int *month, int *day)
{
    days += 719468;
    long era = (days >= 0 ? days : days - 146096) / 146097;
    long doe = days - era * 146097;
    long yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    long doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    long mp = (5 * doy + 2) / 153;
    *day = (int)(doy - (153 * mp + 2) / 5 + 1);
    *month = (int)(mp < 10 ? mp + 3 : mp - 9);
    *year = (int)(yoe + era * 400 + (*month <= 2));
}

static long
days_from_civil(int year, int month, int day)
{
    year -= month <= 2;
    long era = (year >= 0 ? year : year - 399) / 400;
    long yoe = year - era * 400;
    long doy = (153L * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    long doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    return era * 146097 + doe - 719468;
}

/* n decimal digits of v. Every request writes some of these, hence no printf. */
static char *
digits(char *p, int v, int n)
{
    for (int i = n - 1; i >= 0; i--, v /= 10)
        p[i] = (char)('0' + v % 10);
    return p + n;
}

void
date_beijing(int64_t ms, char out[DATE_TEXT])
{
    int64_t local = ms + BEIJING_MS;
    long days = (long)(local >= 0 ? local / DAY_MS : -((-local + DAY_MS - 1) / DAY_MS));
    int y, m, d;

    civil_from_days(days, &y, &m, &d);
    char *p = digits(out, y, 4);
    *p++ = '-';
    p = digits(p, m, 2);
    *p++ = '-';
    *digits(p, d, 2) = '\0';
}

void
time_rfc3339(int64_t ms, char out[TIME_TEXT])
{
    date_beijing(ms, out);
    int64_t local = ms + BEIJING_MS;
    int s = (int)(((local % DAY_MS) + DAY_MS) % DAY_MS / 1000);
    char *p = out + DATE_TEXT - 1;
    *p++ = 'T';
    p = digits(p, s / 3600, 2);
    *p++ = ':';
    p = digits(p, s / 60 % 60, 2);
    *p++ = ':';
    memcpy(digits(p, s % 60, 2), "+08:00", sizeof "+08:00");
}

/* The number that n digits say. Every judgement reads some of these, hence no scanf. */
static int
number_of(const char *s, int n)
{
    int v = 0;
    for (int i = 0; i < n; i++)
        v = v * 10 + (s[i] - '0');
    return v;
}

/* Begins with YYYY-MM-DD, be it a day or not? */
static bool
is_date_like(const char *s)
{
    for (int i = 0; i < 10; i++)
        if (i == 4 || i == 7 ? s[i] != '-' : s[i] < '0' || s[i] > '9')
            return false;
    return true;
}

bool
date_valid(const char *s)
{
    if (!is_date_like(s) || s[10] != '\0')
        return false;

    int y = number_of(s, 4), m = number_of(s + 5, 2), d = number_of(s + 8, 2), y2, m2, d2;
    if (y < 1900 || y > 2199 || m < 1 || m > 12 || d < 1 || d > 31)
        return false;
    civil_from_days(days_from_civil(y, m, d), &y2, &m2, &d2);
    return y == y2 && m == m2 && d == d2;
}

long
date_days(const char *s)
{
    if (!is_date_like(s))
        return 0;
    return days_from_civil(number_of(s, 4), number_of(s + 5, 2), number_of(s + 8, 2));
}

/* Two digits, at most max; -1 otherwise. */
static int
two(const char *s, int max)
{
    if (s[0] < '0' || s[0] > '9' || s[1] < '0' || s[1] > '9')
        return -1;
    int n = (s[0] - '0') * 10 + s[1] - '0';
    return n <= max ? n : -1;
}

/* ".123", or nothing: a fraction of a second, in milliseconds; returns its end, NULL when
 * malformed.
 */
static const char *
parse_fraction(const char *s, int64_t *ms)
{
    int64_t unit = 100;

    *ms = 0;
    if (*s != '.')
        return s;
    if (s[1] < '0' || s[1] > '9')
        return NULL;
    for (s++; *s >= '0' && *s <= '9'; s++, unit /= 10)
        *ms += (*s - '0') * unit;
    return s;
}

/* "Z" or "+08:00", in milliseconds. */
static bool
parse_offset(const char *s, int64_t *ms)
{
    *ms = 0;
    if (*s != '+' && *s != '-')
        return strcmp(s, "Z") == 0;
    if (strlen(s) != 6 || s[3] != ':')
        return false;

    int hours = two(s + 1, 23), minutes = two(s + 4, 59);
    *ms = (*s == '+' ? 1 : -1) * (hours * 60LL + minutes) * 60000;
    return hours >= 0 && minutes >= 0;
}

bool
time_parse(const char *s, int64_t *ms)
{
    char date[DATE_TEXT];

    if (strlen(s) < sizeof "2026-01-31T00:00:00" || s[10] != 'T' || s[13] != ':' || s[16] != ':')
        return false;
    memcpy(date, s, 10);
    date[10] = '\0';
    int hour = two(s + 11, 23), minute = two(s + 14, 59), second = two(s + 17, 59);
    if (!date_valid(date) || hour < 0 || minute < 0 || second < 0)
        return false;

    int64_t part, offset;
    const char *end = parse_fraction(s + 19, &part);
    if (end == NULL || !parse_offset(end, &offset))
        return false;
    *ms = date_days(date) * DAY_MS + ((hour * 60LL + minute) * 60 + second) * 1000 + part - offset;
    return true;
}
