#include "handle/office.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define REFRESH_AGAIN_MS 2000

const struct settings settings_default = {
    .is_watching = true,
    .busy_timeout_ms = 5000,
    .session_ms = 12LL * 3600 * 1000,
    .free_bytes_min = 256LL * 1024 * 1024,
    .login_account_failures = 5,
    .login_address_failures = 30,
    .login_window_ms = 15LL * 60 * 1000,
    .login_wait_ms = 60LL * 1000,
    .login_wait_max_ms = 15LL * 60 * 1000,
};

/* The answers to GET /forms/:kind, written once when a set is loaded. */
static void
forms_write(struct office *o)
{
    const char *kind;
    json_t *form;
    size_t n = 0;

    arena_reset(o->set_arena);
    o->changes_n = 0;
    o->workdays_on[0] = '\0';
    const json_t *forms = json_object_get(policy_manifest(o->policy), "forms");
    o->forms = arena_alloc(o->set_arena, (json_object_size(forms) + 1) * sizeof *o->forms);

    json_object_foreach((json_t *)(uintptr_t)forms, kind, form)
    {
        struct buf b = BUF(o->set_arena);
        buf_puts(&b, "{");
        buf_json_str(&b, "kind", kind);
        buf_json_str(&b, "title", json_str(form, "title"));
        buf_json_str(&b, "rule_set", policy_rule_set(o->policy));
        buf_json_raw(&b, "sections", json_text(o->set_arena, json_object_get(form, "sections")));
        buf_json_raw(&b, "schema", json_text(o->set_arena, json_object_get(form, "schema")));
        buf_puts(&b, "}");
        o->forms[n++] = (struct form_text){arena_strdup(o->set_arena, kind), b.p};
    }

    o->handbook = BUF(o->set_arena);
    o->vocabulary =
        json_text(o->set_arena, json_object_get(policy_manifest(o->policy), "vocabulary"));
}

static enum err
load_active(struct store *s, const struct settings *settings, struct policy **out, struct fault *f)
{
    struct arena *a = arena_new();
    enum err err = govern_judge(s, a, NULL, &settings->policy, out, f);
    arena_free(a);
    return err;
}

/* Which set is active: one small row. */
static bool
is_current(struct office *o)
{
    struct fault f;
    struct activation last;
    struct arena *a = arena_new();
    bool is = store_activation_last(o->store, a, &last, &f) == OK &&
              str_is(last.hash, policy_rule_set(o->policy));
    arena_free(a);
    return is;
}

/* A whole new judge, then the swap; on failure the old one stays, and it is tried again a little
 * later. */
void
office_refresh(struct office *o)
{
    if (o->shared == NULL)
        return;
    unsigned long generation = atomic_load(&o->shared->rules_generation);
    if (generation == o->generation || mono_ms() < o->refresh_at)
        return;
    if (is_current(o)) {
        o->generation = generation;
        return;
    }

    struct fault f = {0};
    struct policy *fresh = NULL;
    if (load_active(o->store, o->settings, &fresh, &f)) {
        log_line(LOG_ERROR_, "rules: the active set does not load here, keeping %s: %s %s",
                 policy_rule_set(o->policy), f.where, f.text);
        o->refresh_at = mono_ms() + REFRESH_AGAIN_MS;
        return;
    }

    o->generation = generation;
    policy_close(o->policy);
    o->policy = fresh;
    forms_write(o);
    log_line(LOG_INFO_, "rules: now %s", policy_rule_set(fresh));
}

static struct store_options
store_options_of(const struct office_options *options)
{
    return (struct store_options){
        .path = options->settings->db_path,
        .world = options->world,
        .shared = options->shared ? options->shared->store : NULL,
        .busy_timeout_ms = options->settings->busy_timeout_ms,
    };
}

enum err
office_open(struct office **out, const struct office_options *options, struct fault *f)
{
    struct office *o = must_alloc(sizeof *o);

    *out = NULL;
    o->settings = options->settings;
    o->world = options->world;
    o->shared = options->shared;
    o->status = options->status;
    o->status_ctx = options->status_ctx;
    o->arena = arena_new();
    o->set_arena = arena_new();
    o->generation = o->shared ? atomic_load(&o->shared->rules_generation) : 0;
    struct store_options so = store_options_of(options);
    enum err err = store_open(&o->store, &so, f);
    if (!err)
        err = load_active(o->store, o->settings, &o->policy, f);
    if (err) {
        office_close(o);
        return err;
    }

    forms_write(o);
    *out = o;
    return OK;
}

void
office_close(struct office *o)
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
office_next(struct office *o)
{
    arena_reset(o->arena);
    return o->arena;
}

bool
office_is_clean(struct office *o)
{
    return store_is_idle(o->store);
}

void
refusal_note(struct office_shared *shared, const struct world *w, const struct fault *f)
{
    if (shared == NULL)
        return;
    struct rules_refusal *r = &shared->refusal;
    atomic_fetch_add(&r->seq, 1);
    r->at = f ? world_now(w) : 0;
    snprintf(r->where, sizeof r->where, "%s", f ? f->where : "");
    snprintf(r->text, sizeof r->text, "%s", f ? f->text : "");
    atomic_fetch_add(&r->seq, 1);
}

bool
refusal_read(struct office_shared *shared, struct rules_refusal *out)
{
    for (int try = 0; shared != NULL && try < 1000; try++) {
        unsigned before = atomic_load(&shared->refusal.seq);
        memcpy(out, &shared->refusal, sizeof *out);
        atomic_thread_fence(memory_order_acquire);
        if (before % 2 == 0 && atomic_load(&shared->refusal.seq) == before)
            return out->at != 0;
    }
    return false; /* a clerk killed while it wrote: its successor writes anew */
}

static struct govern_folder
folder_of(const struct settings *settings, const struct world *world)
{
    return (struct govern_folder){settings->rules_folder, settings->rules_local, &settings->policy,
                                  world};
}

enum err
rules_watch(struct store *s, const struct settings *settings, const struct world *world,
            char hash[SHA256_TEXT], struct fault *f)
{
    struct govern_folder folder = folder_of(settings, world);
    return govern_watch(s, &folder, hash, f);
}

enum err
office_prepare(const struct office_options *options, struct fault *why)
{
    struct store *s = NULL;
    struct govern_folder folder = folder_of(options->settings, options->world);
    struct store_options so = store_options_of(options);

    so.shared = NULL;
    *why = (struct fault){0};
    enum err err = store_open(&s, &so, why);
    if (!err &&
        !(err = govern_mode_write(options->settings->db_path, options->settings->is_watching, why)))
        err = govern_start(s, &folder, options->settings->is_watching, why);
    if (!err && why->err)
        refusal_note(options->shared, options->world, why);
    store_close(s);
    return err;
}
