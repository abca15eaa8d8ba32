#include "handle/dispatcher.h"
#include "handle/route.h"

#include <stdlib.h>
#include <string.h>

#define REFRESH_AGAIN_MS 2000

const struct settings settings_default = {
    .is_watching = true,
    .busy_timeout_ms = 5000,
    .slow_ms = 1000,
    .session_ms = 12LL * 3600 * 1000,
    .session_max_ms = 7LL * 24 * 3600 * 1000,
    .staff_session_ms = 30LL * 60 * 1000,
    .staff_session_max_ms = 12LL * 3600 * 1000,
    .sessions_max = 100,
    .tokens_max = 20,
    .token_days_max = 366,
    .free_bytes_min = 256LL * 1024 * 1024,
    .open_bytes_max = 512LL * 1024 * 1024,
    .free_bytes_reserve = 64LL * 1024 * 1024,
    .reserve_file_bytes = 16LL * 1024 * 1024,
    .login_account_failures = 5,
    .login_address_failures = 30,
    .login_account_failures_all = 50,
    .login_window_ms = 15LL * 60 * 1000,
    .login_wait_ms = 60LL * 1000,
    .login_wait_max_ms = 15LL * 60 * 1000,
    .second_factor = "staff",
    .is_first_change = true,
    .password_min = 8,
    .login_address_wait_ms = 2000,
    .login_address_wait_max_ms = 60LL * 1000,
    .quotas = {.attachment_bytes = 2LL * 1024 * 1024 * 1024,
               .attachments = 5000,
               .drafts = 200,
               .draft_bytes = 64LL * 1024 * 1024,
               .open_filings = 500,
               .products = 200,
               .kept = 100,
               .refused = 5,
               .complaints = 5000,
               .entry_complaints = 200},
    .audit_head_ms = 60 * 1000,
    .outbox_timeout_ms = 30 * 1000,
    .outbox_tries_max = 12,
    .outbox_wait_ms = 30 * 1000,
    .outbox_wait_max_ms = 6LL * 3600 * 1000,
};

static enum err
load_active(struct store *s, const struct settings *settings, struct policy **out, struct fault *f)
{
    struct arena *a = arena_new();
    enum err err = govern_judge(s, a, NULL, &settings->policy, out, f);
    arena_free(a);
    return err;
}

/* One small row says which set is active. */
static bool
is_current(struct dispatcher *o)
{
    struct fault f;
    struct activation last;
    struct arena *a = arena_new();
    bool is = store_activation_last(o->store, a, &last, &f) == OK &&
              str_is(last.hash, policy_rule_set(o->policy));
    arena_free(a);
    return is;
}

/* A whole new judge comes first, then the swap. False when the new set does not load here: the old
 * one stays. */
static bool
take_over(struct dispatcher *o)
{
    struct fault f = {0};
    struct policy *fresh = NULL;

    if (load_active(o->store, o->settings, &fresh, &f)) {
        log_line(LOG_ERROR_, "rules: the active set does not load here, keeping %s: %s %s",
                 policy_rule_set(o->policy), f.where, f.text);
        return false;
    }

    policy_close(o->policy);
    o->policy = fresh;
    set_text_write(o);
    log_line(LOG_INFO_, "rules: now %s", policy_rule_set(fresh));
    return true;
}

void
dispatcher_refresh(struct dispatcher *o)
{
    if (o->rules == NULL)
        return;

    unsigned long generation = atomic_load(&o->rules->generation);
    if (generation == o->generation || mono_ms() < o->refresh_at)
        return;

    if (is_current(o) || take_over(o))
        o->generation = generation;
    else
        o->refresh_at = mono_ms() + REFRESH_AGAIN_MS;
}

/* The store's part begins on a cache line of its own. */
static size_t
own_size(void)
{
    return (sizeof(struct dispatcher_shared) + 63) & ~(size_t)63;
}

size_t
dispatcher_shared_size(void)
{
    return own_size() + store_shared_size();
}

struct dispatcher_shared *
dispatcher_shared_init(void *memory)
{
    struct dispatcher_shared *shared = memory;

    shared->store = (struct store_shared *)(void *)((char *)memory + own_size());
    store_shared_init(shared->store);
    return shared;
}

static struct store_options
store_options_of(const struct dispatcher_options *options)
{
    return (struct store_options){
        .path = options->settings->db_path,
        .key_path = options->settings->key_path,
        .may_lack_key = options->shared != NULL,
        .world = options->world,
        .is_schema_kept = options->shared != NULL,
        .shared = options->shared ? options->shared->store : NULL,
        .busy_timeout_ms = options->settings->busy_timeout_ms,
    };
}

enum err
dispatcher_open(struct dispatcher **out, const struct dispatcher_options *options, struct fault *f)
{
    struct dispatcher *o = must_alloc(sizeof *o);
    struct store_options so = store_options_of(options);

    *out = NULL;
    *o = (struct dispatcher){.settings = options->settings,
                             .world = options->world,
                             .rules = options->shared ? &options->shared->rules : NULL,
                             .status = options->status,
                             .status_ctx = options->status_ctx,
                             .health = options->health,
                             .count = options->count,
                             .count_ctx = options->count_ctx,
                             .guest = options->guest,
                             .guest_ctx = options->guest_ctx,
                             .trial = options->trial,
                             .trial_ctx = options->trial_ctx,
                             .upload = options->upload,
                             .upload_ctx = options->upload_ctx,
                             .press = options->press,
                             .press_ctx = options->press_ctx,
                             .hash = options->hash,
                             .hash_ctx = options->hash_ctx,
                             .arena = arena_new(),
                             .set_arena = arena_new()};
    o->generation = o->rules ? atomic_load(&o->rules->generation) : 0;

    enum err err = store_open(&o->store, &so, f);
    if (!err && options->ring > 0)
        err = store_waiting_join(o->store, options->ring - 1, f);
    if (!err)
        err = load_active(o->store, o->settings, &o->policy, f);
    if (err) {
        dispatcher_close(o);
        return err;
    }

    set_text_write(o);
    *out = o;
    return OK;
}

void
dispatcher_close(struct dispatcher *o)
{
    if (o == NULL)
        return;

    policy_close(o->policy);
    store_close(o->store);
    arena_free(o->arena);
    arena_free(o->set_arena);
    free(o);
}

struct arena *
dispatcher_next(struct dispatcher *o)
{
    arena_reset(o->arena);
    return o->arena;
}

bool
dispatcher_is_clean(struct dispatcher *o)
{
    return store_is_idle(o->store);
}

int
dispatcher_route(const struct dispatcher *o)
{
    return o->route ? (int)route_index(o->route) : -1;
}

void
dispatcher_count(struct dispatcher *o, const char *counter)
{
    if (o->count != NULL)
        o->count(o->count_ctx, counter);
}
