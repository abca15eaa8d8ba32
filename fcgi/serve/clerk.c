#include "serve/clerk.h"
#include "clerk/clerk.h"
#include "serve/child.h"
#include "serve/successor.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

struct courier
clerk_courier(const struct settings *s)
{
    return (struct courier){.command = s->outbox_command,
                            .url = s->outbox_url,
                            .secret_file = s->outbox_secret_file,
                            .ca_file = s->outbox_ca_file,
                            .timeout_ms = s->outbox_timeout_ms};
}

static struct clerk_options
options_of(const struct pool *p)
{
    const struct settings *s = p->settings;

    return (struct clerk_options){
        .store = {.path = s->db_path,
                  .key_path = s->key_path,
                  .may_lack_key = true,
                  .is_schema_kept = true,
                  .world = &world_real,
                  .shared = p->shared->store,
                  .busy_timeout_ms = s->busy_timeout_ms},
        .rules = {.folder = p->options->rules_folder,
                  .local = p->options->rules_local,
                  .limits = &s->policy,
                  .world = &world_real},
        .shared = &p->shared->rules,
        .blob_folder = s->blob_folder,
        .open_folder = s->open_folder,
        .free_bytes_min = s->free_bytes_min,
        .reserve_file_bytes = s->reserve_file_bytes,
        .is_watching = s->is_watching,
        .rings = p->scoreboard->processes_n,
        .head = {.command = s->audit_head_command,
                 .file = s->audit_head_file,
                 .to_syslog = s->audit_head_syslog,
                 .every_ms = s->audit_head_ms},
        .outbox = {.courier = clerk_courier(s),
                   .tries_max = s->outbox_tries_max,
                   .wait_ms = s->outbox_wait_ms,
                   .wait_max_ms = s->outbox_wait_max_ms},
    };
}

/* TERM is let through only while waiting: it ends the wait at once and never a piece of work. */
static void
wait_ms(int ms)
{
    struct timespec t = {.tv_sec = ms / 1000, .tv_nsec = (long)(ms % 1000) * 1000000};
    sigset_t none;

    sigemptyset(&none);
    ppoll(NULL, 0, &t, &none);
}

int
clerk_main(struct pool *p, struct process *me)
{
    struct fault f = {0};
    struct clerk *clerk = NULL;
    struct clerk_options options = options_of(p);

    close(p->listener.fd);
    close(p->health.fd);
    child_limits(p->options);
    if (!child_signals(-1))
        return 1;
    if (clerk_open(&clerk, &options, &f)) {
        log_line(LOG_ERROR_, "clerk: cannot start: %s %s: %s", err_name(f.err), f.where, f.text);
        return 1;
    }

    while (!child_is_stopping()) {
        /* busy_since stays while it waits: the master counts from one round to the next, so a clerk
         * that is stopped anywhere is seen. */
        atomic_store(&me->busy_since, mono_ms());
        atomic_store(&me->state, PROCESS_BUSY);
        int ms = clerk_tick(clerk);
        atomic_fetch_add(&me->requests, 1);
        scoreboard_count(&me->counts, COUNTER_ROUNDS, 1);
        scoreboard_sample(p->scoreboard);
        atomic_store(&me->state, PROCESS_IDLE);
        wait_ms(ms);
    }

    atomic_store(&me->state, PROCESS_STOPPING);
    clerk_last(clerk);
    clerk_close(clerk);
    return 0;
}

int
prepare_main(struct pool *p)
{
    struct clerk_options options = options_of(p);
    struct fault why = {0};
    sigset_t none;

    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    enum err err = successor_is() ? clerk_prove(&options, &why) : clerk_prepare(&options, &why);
    if (err) {
        fprintf(stderr, "算备未能启动：%s%s%s\n", why.where, why.where[0] ? "：" : "", why.text);
        successor_refuse(why.where, why.text);
    }
    if (!err && why.err)
        log_line(LOG_WARN_, "rules: the folder's set is not used, the last good one serves: %s: %s",
                 why.where, why.text);
    return err ? 1 : 0;
}
