#include "clerk/jobs.h"

#define GO_ON_MS 100

enum err
tasks_pass_on(struct clerk *c, int *next_ms, struct fault *f)
{
    long passed = 0;
    bool is_done = true;

    if (c->active[0] == '\0')
        return OK;
    enum err err = govern_pass_on(c->store, c->active, &passed, &is_done, f);
    if (passed > 0)
        log_line(LOG_INFO_, "tasks: %ld that nobody could see were passed on", passed);
    if (!err && !is_done)
        *next_ms = GO_ON_MS;
    return err;
}
