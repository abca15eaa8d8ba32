#include "serve/metrics.h"

#include <stdlib.h>

#define DAY_MS (86400 * (int64_t)1000)

/* ---- lines ----------------------------------------------------------------------------------- */

static void
head(struct buf *b, const char *name, const char *type, const char *help)
{
    buf_printf(b, "# HELP suanbei_%s %s\n# TYPE suanbei_%s %s\n", name, help, name, type);
}

static void
gauge(struct buf *b, const char *name, const char *help, long long value)
{
    head(b, name, "gauge", help);
    buf_printf(b, "suanbei_%s %lld\n", name, value);
}

static unsigned long
of(const atomic_ulong *n)
{
    return atomic_load_explicit(n, memory_order_relaxed);
}

/* ---- requests -------------------------------------------------------------------------------- */

struct route_sum {
    unsigned long replies[CLASSES], all, us;
};

static struct route_sum
sum_route(const struct scoreboard *b, int route)
{
    struct route_sum sum = {0};

    for (int i = 0; i < b->processes_n; i++) {
        const struct route_counts *r = &scoreboard_answered_by(b, i)->routes[route];
        for (int class = 0; class < CLASSES; class ++) {
            sum.replies[class] += of(&r->replies[class]);
            sum.all += of(&r->replies[class]);
        }
        sum.us += of(&r->us);
    }
    return sum;
}

/* As it stands in the route table; what no row is for has no path. */
static const char *
labels(const struct scoreboard *b, struct arena *a, int route)
{
    if (route == b->routes_n)
        return "method=\"\",route=\"\"";
    return arena_printf(a, "method=\"%s\",route=\"%s\"", handle_route_method((size_t)route),
                        handle_route_path((size_t)route));
}

static void
write_routes(const struct scoreboard *b, struct buf *out)
{
    struct buf seconds = BUF(out->a);

    head(out, "requests_total", "counter", "Requests answered by workers, by route and class.");
    head(&seconds, "route_seconds_total", "counter", "Seconds that workers spent in a route.");
    for (int i = 0; i <= b->routes_n; i++) {
        struct route_sum sum = sum_route(b, i);
        const char *at = sum.all > 0 ? labels(b, out->a, i) : NULL;
        for (int class = 0; at != NULL && class < CLASSES; class ++)
            if (sum.replies[class] > 0)
                buf_printf(out, "suanbei_requests_total{%s,class=\"%dxx\"} %lu\n", at, class,
                           sum.replies[class]);
        if (at != NULL)
            buf_printf(&seconds, "suanbei_route_seconds_total{%s} %.6f\n", at,
                       (double)sum.us / 1e6);
    }
    buf_add(out, seconds.p, seconds.n);
}

static void
write_latency(const struct scoreboard *b, struct buf *out, int kind, const char *name)
{
    unsigned long all = 0, us = 0;

    for (int k = 0; k <= LATENCIES; k++) {
        for (int i = 0; i < b->processes_n; i++)
            all += of(&scoreboard_answered_by(b, i)->latency[kind].within[k]);
        buf_printf(out, "suanbei_request_seconds_bucket{kind=\"%s\",le=\"", name);
        if (k < LATENCIES)
            buf_printf(out, "%g", (double)latency_bounds[k] / 1e6);
        buf_printf(out, "%s\"} %lu\n", k < LATENCIES ? "" : "+Inf", all);
    }
    for (int i = 0; i < b->processes_n; i++)
        us += of(&scoreboard_answered_by(b, i)->latency[kind].us);
    buf_printf(out, "suanbei_request_seconds_sum{kind=\"%s\"} %.6f\n", name, (double)us / 1e6);
    buf_printf(out, "suanbei_request_seconds_count{kind=\"%s\"} %lu\n", name, all);
}

static void
write_requests(const struct scoreboard *b, struct buf *out)
{
    write_routes(b, out);
    head(out, "request_seconds", "histogram",
         "How long a worker worked until an answer was whole.");
    write_latency(b, out, 0, "read");
    write_latency(b, out, 1, "write");
}

/* ---- the pool -------------------------------------------------------------------------------- */

static void
write_counters(const struct scoreboard *b, struct buf *out)
{
    for (int i = 0; i < COUNTER__MAX; i++) {
        enum counter which = (enum counter)i;
        bool is_peak = counter_kind(which) == COUNTER_PEAK;
        const char *name =
            arena_printf(out->a, "pool_%s%s", counter_name(which), is_peak ? "" : "_total");
        head(out, name, is_peak ? "gauge" : "counter", counter_title(which));
        buf_printf(out, "suanbei_%s %lu\n", name, scoreboard_counted(b, which));
    }
}

/* How many processes have a flag up. */
static int
flags(const struct scoreboard *b, size_t at)
{
    int n = 0;

    for (int i = 0; i < b->processes_n; i++)
        n += atomic_load((const atomic_bool *)(const void *)((const char *)&b->processes[i] + at));
    return n;
}

static void
write_pool(const struct scoreboard *b, struct buf *out)
{
    static const struct {
        const char *name;
        enum process_state state;
    } states[] = {{"starting", PROCESS_STARTING},
                  {"idle", PROCESS_IDLE},
                  {"busy", PROCESS_BUSY},
                  {"stopping", PROCESS_STOPPING}};
    static const struct {
        const char *name;
        size_t at;
    } lines[] = {{"password", offsetof(struct process, is_in_line)},
                 {"upload", offsetof(struct process, is_receiving)},
                 {"letter", offsetof(struct process, is_pressing)},
                 {"trial", offsetof(struct process, is_trying)},
                 {"guest", offsetof(struct process, is_guest)}};

    gauge(out, "start_time_seconds", "When the pool started.", b->started_at / 1000);
    gauge(out, "workers_wanted", "Workers that there should be; each has a judge.", b->workers);
    head(out, "workers", "gauge", "Workers by what they do.");
    for (size_t i = 0; i < LEN(states); i++)
        buf_printf(out, "suanbei_workers{state=\"%s\"} %u\n", states[i].name,
                   scoreboard_workers(b, states[i].state));
    head(out, "in_line", "gauge", "Workers at what only so many do at once, or waiting for it.");
    for (size_t i = 0; i < LEN(lines); i++)
        buf_printf(out, "suanbei_in_line{what=\"%s\"} %d\n", lines[i].name, flags(b, lines[i].at));
    gauge(out, "draining", "1: the pool ends.", atomic_load(&b->is_draining));
    write_counters(b, out);
}

/* ---- what the probe saw ---------------------------------------------------------------------- */

static void
write_seconds(struct buf *out, const char *name, const char *help, int64_t ms)
{
    head(out, name, "gauge", help);
    buf_printf(out, "suanbei_%s %.3f\n", name, (double)ms / 1e3);
}

static void
write_database(const struct health *h, const struct seen *x, struct buf *out)
{
    const struct store_figures *f = &x->figures;

    gauge(out, "storage_failed", "1: nothing is written until a restart.", h->has_failed);
    gauge(out, "database_damaged", "1: a page is not what was written.", h->is_damaged);
    gauge(out, "witness_disagrees", "1: the database is not what the witness knows.",
          *h->witness != '\0');
    write_seconds(out, "database_read_age_seconds", "Since the database was last read.",
                  h->read_ms);
    write_seconds(out, "database_write_age_seconds", "Since it could last be written to.",
                  h->write_ms);
    gauge(out, "database_bytes", "Of the database file.", f->db_bytes);
    gauge(out, "wal_bytes", "Of its write-ahead log.", f->wal_bytes);
    gauge(out, "disk_free_bytes", "Where attachments lie.", x->free_bytes);
    gauge(out, "tasks_overdue", "Review tasks whose day is over.", f->tasks_overdue);
    gauge(out, "clocks_overdue", "Clocks of open filings whose day is over.", f->clocks_overdue);
    gauge(out, "deliveries_dead", "Notices that are tried no more.", f->deliveries_dead);
    gauge(out, "attachments_lost", "Whose file was gone or changed when last looked at.",
          h->files_lost);
    if (f->audit_at > 0)
        write_seconds(out, "audit_head_age_seconds", "Since the last line of the audit trail.",
                      world_now(&world_real) - f->audit_at);
}

static void
write_calendar(const struct scoreboard *b, struct buf *out)
{
    long until = atomic_load(&b->shared->rules.calendar_until);
    char today[DATE_TEXT], last[DATE_TEXT];
    if (until == 0)
        return;

    date_beijing(world_now(&world_real), today);
    date_beijing(until * DAY_MS, last);
    gauge(out, "calendar_last_year", "The last year whose holidays are decreed in the rules.",
          strtol(last, NULL, 10));
    gauge(out, "calendar_days_left", "Days that the calendar still reaches; negative: it is over.",
          until - date_days(today));
}

void
metrics_write(const struct scoreboard *b, struct buf *out)
{
    struct seen *x = arena_alloc(out->a, sizeof *x);
    struct health h;

    scoreboard_seen(b, x);
    scoreboard_health(b, out->a, &h);
    write_requests(b, out);
    write_pool(b, out);
    write_database(&h, x, out);
    write_calendar(b, out);
}
