/* base/time: clocks, days and times. Days are Beijing days, since deadlines are. */
#ifndef BASE_TIME_H
#define BASE_TIME_H

#include "base/error.h"

/* All that a process knows of the outside; tests lay another. */
struct world {
    int64_t (*now_ms)(void *ctx);                   /* milliseconds since 1970 UTC */
    void (*random)(void *ctx, void *out, size_t n); /* fills n bytes */
    void *ctx;
};
extern const struct world world_real;
int64_t world_now(const struct world *w);
int64_t mono_ms(void); /* monotonic, for budgets and waits only */
int64_t mono_us(void); /* the same, finer */

#define TIME_TEXT 32
#define DATE_TEXT 11
void time_rfc3339(int64_t ms, char out[TIME_TEXT]); /* Beijing, "2026-11-24T18:00:00+08:00" */
/* RFC 3339 with Z or an offset, years 1900 to 2199; a fraction is cut to milliseconds. */
bool time_parse(const char *s, int64_t *ms);

void date_beijing(int64_t ms, char out[DATE_TEXT]); /* the Beijing day of ms, "2026-11-24" */
bool date_valid(const char *s);                     /* YYYY-MM-DD that exists, 1900 to 2199 */
long date_days(const char *s);                      /* days since 1970-01-01 of a valid date */

#endif
