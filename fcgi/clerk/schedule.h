/*
 * schedule: when which job of a table is due. Knows nothing of what the jobs do.
 *
 * Times are counted from the beginning of the round that ran a job, so jobs of one interval stay
 * together and the process wakes up once for all of them.
 */
#ifndef CLERK_SCHEDULE_H
#define CLERK_SCHEDULE_H

#include "base/base.h"

struct clerk;

/* *next_ms is the row's every_ms; a job that wants to come sooner or later this once changes it. */
typedef enum err job_run(struct clerk *c, int *next_ms, struct fault *f);

struct job {
    const char *name;     /* for the log */
    int every_ms;         /* also how long after the start it runs for the first time */
    enum log_level level; /* how bad it is when it fails */
    job_run *run;
};

#define SCHEDULE_JOBS_MAX 32
#define SCHEDULE_PAUSE_MS 20 /* between two rounds, however much is due */

struct schedule {
    const struct job *jobs;
    int jobs_n;
    int64_t (*clock)(void); /* monotonic milliseconds */
    int64_t due_at[SCHEDULE_JOBS_MAX];
};

void schedule_start(struct schedule *s, const struct job *jobs, int n, int64_t (*clock)(void));
/* Runs what is due, in the order of the table. Milliseconds until the next is. */
int schedule_run(struct schedule *s, struct clerk *c);
/* Makes the job of that function due in so many milliseconds, in place of its own time. */
void schedule_wake(struct schedule *s, job_run *run, int ms);

#endif
