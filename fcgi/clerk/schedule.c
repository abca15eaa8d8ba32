#include "clerk/schedule.h"

void
schedule_start(struct schedule *s, const struct job *jobs, int n, int64_t (*clock)(void))
{
    *s = (struct schedule){.jobs = jobs, .jobs_n = n, .clock = clock};
    for (int i = 0; i < n; i++)
        s->due_at[i] = clock() + jobs[i].every_ms;
}

/* Milliseconds until the job wants to run again. */
static int
run_one(const struct job *j, struct clerk *c)
{
    struct fault f = {0};
    int next_ms = j->every_ms;

    if (j->run(c, &next_ms, &f))
        log_line(j->level, "clerk: %s failed: %s %s", j->name, f.where, f.text);
    return next_ms;
}

int
schedule_run(struct schedule *s, struct clerk *c)
{
    int64_t now = s->clock(), next = INT64_MAX;

    for (int i = 0; i < s->jobs_n; i++)
        if (s->due_at[i] <= now)
            s->due_at[i] = now + run_one(&s->jobs[i], c);

    for (int i = 0; i < s->jobs_n; i++)
        next = s->due_at[i] < next ? s->due_at[i] : next;
    int64_t wait = next - s->clock();
    return wait < SCHEDULE_PAUSE_MS ? SCHEDULE_PAUSE_MS : wait > INT32_MAX ? INT32_MAX : (int)wait;
}

void
schedule_wake(struct schedule *s, job_run *run, int ms)
{
    for (int i = 0; i < s->jobs_n; i++)
        if (s->jobs[i].run == run)
            s->due_at[i] = s->clock() + ms;
}
