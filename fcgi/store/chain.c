#include "store/chain.h"
#include "store/key.h"

static const struct column audit_columns[] = {
    COLUMN(audit_line, n),
    COLUMN(audit_line, at),
    COLUMN(audit_line, actor_id),
    COLUMN(audit_line, action),
    COLUMN(audit_line, object),
    COLUMN(audit_line, detail),
    SEALED(audit_line, address),
    COLUMN(audit_line, has_address),
    COLUMN(audit_line, address_hash),
    COLUMN(audit_line, request_id),
    COLUMN(audit_line, prev_hash),
    COLUMN(audit_line, hash),
    COLUMN(audit_line, held),
    COLUMN(audit_line, actor_name),
    COLUMN_AS(audit_line, actor_roles.bits, "actor_roles"),
    {COLUMN_OF(COLUMN_EMPTY, audit_line, actor_roles.reviews, "actor_reviews")},
    COLUMN(audit_line, object_title),
};
const struct row_map audit_map = ROW_MAP(audit_columns, audit_line);

enum err
chain_key(struct store *s, struct fault *f)
{
    struct seal_key key;
    int64_t n;

    if (s->has_audit_key)
        return OK;
    enum err err = store_key_for(s, KEY_AUDIT, &key, &n, f);
    if (err)
        return err;
    seal_mac_start(&s->audit_key, &key);
    seal_key_forget(&key);
    s->has_audit_key = true;
    return OK;
}

void
chain_address(const struct store *s, const char *address, char out[SEAL_HASH_TEXT])
{
    char text[128];
    int n = snprintf(text, sizeof text, "address\n%s", address);

    seal_mac_hash(&s->audit_key, text, (size_t)n < sizeof text ? (size_t)n : sizeof text - 1, out);
}

void
chain_hash(struct arena *a, const struct seal_mac *key, const struct audit_line *x,
           const char *prev, char out[SHA256_TEXT])
{
    struct buf b = BUF(a);

    buf_puts(&b, prev);
    buf_puts(&b, "\n[");
    buf_int(&b, x->n);
    buf_puts(&b, ",");
    buf_int(&b, x->at);
    buf_json_item(&b, x->actor_id);
    buf_json_item(&b, x->action);
    buf_json_item(&b, x->object);
    buf_json_item(&b, x->detail);
    if (key != NULL) {
        buf_json_item(&b, x->address_hash);
        buf_json_item(&b, x->request_id);
        if (x->held != NULL)
            buf_json_item(&b, x->held);
    }
    buf_puts(&b, "]");
    if (key != NULL)
        seal_mac_hash(key, b.p, b.n, out);
    else
        sha256_hex(b.p, b.n, out);
}
