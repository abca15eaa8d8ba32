#include "clerk/clerk.h"

enum err
clerk_prepare(const struct clerk_options *options, struct fault *why)
{
    struct store *s = NULL;
    struct store_options alone = options->store;

    /* The one process that has the database now syncs its own commits. */
    alone.shared = NULL;
    alone.may_lack_key = false; /* a pool starts with its keys, or says why it does not */
    *why = (struct fault){0};
    enum err err = store_open(&s, &alone, why);
    if (!err)
        err = store_witness_start(s, why);
    if (!err)
        err = options->rings > 0 ? store_waiting_prepare(s, options->rings, why) : OK;
    if (!err)
        err = govern_mode_write(options->store.path, options->is_watching, why);
    if (!err)
        err = govern_start(s, &options->rules, options->is_watching, why);
    if (!err && why->err)
        govern_refusal_note(options->shared, world_now(options->rules.world), why);

    store_close(s);
    return err;
}
