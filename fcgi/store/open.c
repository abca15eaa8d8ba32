/* Opening: what every engine's store has, in the order in which it comes and goes. */
#include "store/open.h"
#include "store/answers.h"
#include "store/audit.h"
#include "store/kept.h"
#include "store/key.h"
#include "store/postgres/postgres.h"
#include "store/postings.h"
#include "store/shared.h"
#include "store/sqlite/sqlite.h"
#include "store/transaction.h"
#include "store/waiting.h"

/* A process of a pool that goes on without its keys answers so, instead of not at all. */
static enum err
open_keys(struct store *s, const struct store_options *options, struct fault *f)
{
    enum err err = key_open(s, options->key_path, options->path, f);
    if (!err || !options->may_lack_key)
        return err;
    log_line(LOG_ERROR_, "store: %s; nothing sealed is read or written until it is mended",
             f->text);
    *f = (struct fault){0};
    return OK;
}

bool
store_address_is(const char *address)
{
    return str_starts(address, "postgresql://") || str_starts(address, "postgres://");
}

static struct store *
make(const struct store_options *options)
{
    const struct engine *engine = options->address ? &postgres_engine : &sqlite_engine;
    struct store *s = engine->make();

    s->engine = engine;
    s->world = options->world ? options->world : &world_real;
    s->shared = options->shared;
    s->is_damaged = shared_damage(s->shared);
    s->busy_timeout_ms = options->busy_timeout_ms > 0 ? options->busy_timeout_ms : 5000;
    s->scratch = arena_new();
    s->sealed = arena_new();
    s->kept = kept_new();
    s->answers = answers_new();
    s->postings = postings_new();
    return s;
}

enum err
store_open(struct store **out, const struct store_options *options, struct fault *f)
{
    struct store *s;

    *out = NULL;
    if (options->address != NULL && !store_address_is(options->address))
        return fail(f, ERR_INPUT, "store_address", "",
                    "存储地址应写作 postgresql://主机/数据库，不能是“%.60s”", options->address);
    s = make(options);
    enum err err = s->engine->open(s, options, f);
    if (!err)
        err = open_keys(s, options, f);
    if (!err && !s->is_keyless)
        err = audit_open(s, f);
    if (!err)
        err = s->engine->join_pool(s, f);
    if (err) {
        store_close(s);
        return err;
    }

    *out = s;
    return OK;
}

void
store_close(struct store *s)
{
    if (s == NULL)
        return;
    store_write_rollback(s);
    store_read_end(s);
    key_close(s);
    arena_free(s->sealed);
    kept_free(s->kept);
    answers_free(s->answers);
    postings_free(s->postings);
    waiting_close(s->waiting);
    seal_mac_forget(&s->audit_key);
    memset(s->held_key, 0, sizeof s->held_key);
    memset(s->column_key, 0, sizeof s->column_key);
    arena_free(s->scratch);
    s->engine->close(s);
}
