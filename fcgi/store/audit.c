#include "store/audit.h"
#include "store/chain.h"
#include "store/held.h"
#include "store/key.h"

void
store_audit_asker(struct store *s, const char *address, const char *request_id)
{
    s->address = address && *address ? address : NULL;
    s->request_id = request_id;
}

/* The address that was hashed last: lines that are written together mostly have the same. */
struct known {
    char address[128], hash[SEAL_HASH_TEXT];
};

/* The line after last, which it then is; the rows that are held are as far as it says. hash: room
 * of the caller's. */
static enum err
add_one(struct store *s, struct audit_line *last, const struct audit_note *note,
        struct known *known, char hash[SHA256_TEXT], struct fault *f)
{
    char made[SHA256_TEXT];
    struct audit_line x = {.n = last->n + 1,
                           .at = note->at ? note->at : world_now(s->world),
                           .actor_id = note->actor_id,
                           .action = note->action,
                           .object = note->object,
                           .detail = note->detail,
                           .address = note->address,
                           .request_id = note->request_id,
                           .held = last->held,
                           .prev_hash = last->hash,
                           .hash = made};

    if (x.address != NULL) {
        if (!str_is(x.address, known->address)) {
            chain_address(s, x.address, known->hash);
            snprintf(known->address, sizeof known->address, "%s", x.address);
        }
        x.address_hash = known->hash;
    }
    chain_hash(s->scratch, &s->audit_key, &x, last->hash, made);
    enum err err = db_put(s, Q_AUDIT_ADD, &audit_map, &x, NONE, f);
    memcpy(hash, made, SHA256_TEXT);
    *last = (struct audit_line){.n = x.n, .hash = hash, .held = x.held};
    return err;
}

enum err
store_audit_add_all(struct store *s, const struct audit_note *notes, int n, struct fault *f)
{
    struct audit_line last = {.hash = CHAIN_START};
    struct known known = {.address = ""};
    char hash[SHA256_TEXT], mark[HELD_MARK_TEXT];
    enum err err = chain_key(s, f);
    if (!err)
        err = db_one(s, Q_AUDIT_LAST, ROW(s->scratch, &audit_map, &last), NONE, f);
    if (err == ERR_NOTFOUND && s->has_audit_key)
        err = OK;
    memcpy(hash, last.hash, SHA256_TEXT);
    last.hash = hash;
    if (!err)
        err = held_mark(s, mark, &last.held, f);
    for (int i = 0; !err && i < n; i++)
        err = add_one(s, &last, &notes[i], &known, hash, f);
    arena_reset(s->scratch); /* not before: what a note says may lie in it */
    return err;
}

enum err
store_audit_add(struct store *s, const char *actor_id, const char *action, const char *object,
                const char *detail, struct fault *f)
{
    const struct audit_note note = {.actor_id = actor_id,
                                    .action = action,
                                    .object = object,
                                    .detail = detail,
                                    .address = s->address,
                                    .request_id = s->request_id};
    return store_audit_add_all(s, &note, 1, f);
}

#define TIME_OR_NULL(ms_) ((ms_) ? N(ms_) : T(NULL))

enum err
store_audit_list(struct store *s, struct arena *a, const struct audit_query *q,
                 struct audit_line **out, int *n, struct fault *f)
{
    struct value at[] = {N(INT64_MAX)};
    char address_hash[SEAL_HASH_TEXT];
    enum err err = db_cursor(a, q->cursor, "n", at, f);
    if (!err)
        err = chain_key(s, f);
    if (err)
        return err;

    /* By its hash: the address itself may be sealed. */
    if (q->address != NULL)
        chain_address(s, q->address, address_hash);
    return db_all(s, Q_AUDIT_LIST, ROWS(a, &audit_map, out, n),
                  VALUES(at[0], N(q->limit), TIME_OR_NULL(q->from), TIME_OR_NULL(q->before),
                         T(q->actor_id), T(q->action), T(q->object), T(q->text), T(q->actions),
                         T(q->address ? address_hash : NULL), T(q->request_id), T(q->kind)),
                  f);
}

enum err
store_audit_has(struct store *s, const char *actor_id, const char *action, const char *object,
                bool *out, struct fault *f)
{
    return db_is(s, Q_AUDIT_HAS, out, VALUES(T(actor_id), T(action), T(object)), f);
}
