#include "clerk/jobs.h"

#include <signal.h>
#include <sys/wait.h>

#define SOON_MS 1000
#define LATER_MS (60 * 1000)
#define TRIES_QUICK 3

/* True once after the process that works on the queue has ended without emptying it: it fell, or
 * somebody at the command line has the queue. */
static bool
has_fallen(struct clerk *c)
{
    int status;
    if (c->replayer.pid == 0 || waitpid(c->replayer.pid, &status, WNOHANG) != c->replayer.pid)
        return false;

    c->replayer.pid = 0;
    return status != 0;
}

/* A replay that was cut off goes on where it was: soon while it gets further, once a minute when it
 * does not. */
enum err
replays_start(struct clerk *c, int *next_ms, struct fault *f)
{
    struct replay next;

    if (has_fallen(c)) {
        *next_ms = c->replayer.tries > TRIES_QUICK ? LATER_MS : SOON_MS;
        return OK;
    }
    if (c->replayer.pid != 0)
        return OK;

    enum err err = store_replay_open(c->store, c->arena, &next, f);
    if (err)
        return err == ERR_NOTFOUND ? OK : err;

    c->replayer.tries = next.done == c->replayer.done ? c->replayer.tries + 1 : 0;
    c->replayer.done = next.done;
    c->replayer.pid = govern_replay_spawn(c->options.store.path, c->options.store.key_path,
                                          c->options.rules.limits);
    return OK;
}

void
replays_stop(struct clerk *c)
{
    if (c->replayer.pid == 0)
        return;

    kill(c->replayer.pid, SIGTERM); /* it keeps what it has */
    waitpid(c->replayer.pid, NULL, 0);
    c->replayer.pid = 0;
}
