#include "handle/rule_set.h"

#include <string.h>

static void
person(struct buf *b, const char *key, const char *id, const char *username)
{
    buf_key(b, key);
    if (id == NULL) {
        buf_puts(b, "null");
        return;
    }

    buf_puts(b, "{");
    buf_json_str(b, "id", id);
    buf_json_str(b, "username", username ? username : "");
    buf_puts(b, "}");
}

/* ---- a row of the list ----------------------------------------------------------------------- */

enum err
rule_set_members(struct desk *d, struct buf *b, const struct rule_set *x)
{
    const char *state;
    bool is_approved;
    enum err err = govern_state(d->store, d->arena, x, &state, &is_approved, &d->fault);
    if (err)
        return err;

    buf_json_str(b, "hash", x->hash);
    buf_json_str(b, "title", x->title);
    buf_json_str(b, "state", state);
    buf_json_str(b, "origin", x->origin);
    buf_json_str(b, "base", x->base);
    buf_json_str(b, "note", x->note ? x->note : "");
    person(b, "added_by", x->added_by, x->added_by_name);
    buf_json_time(b, "added_at", x->added_at);
    buf_json_bool(b, "is_active", str_is(state, "active"));
    buf_json_bool(b, "approved", is_approved);
    buf_key(b, "test");

    if (x->tests > 0) {
        buf_puts(b, "{");
        buf_json_bool(b, "is_passed", x->is_passed);
        buf_json_time(b, "at", x->tested_at);
        buf_puts(b, "}");
    } else
        buf_puts(b, "null");

    return OK;
}

/* ---- one set --------------------------------------------------------------------------------- */

static enum err
files_json(struct desk *d, struct buf *b, const struct rule_set *x)
{
    struct rule_set base = {0};
    struct file_change *rows;
    int n;
    enum err err =
        x->base ? store_rule_set_load(d->store, d->arena, x->base, &base, &d->fault) : OK;
    if (err)
        return err;
    if ((err = govern_changes(d->arena, x->files, base.files, &rows, &n, &d->fault)))
        return err;

    buf_key(b, "files");
    buf_puts(b, "[");
    for (int i = 0; i < n; i++) {
        buf_puts(b, i ? ",{" : "{");
        buf_json_str(b, "path", rows[i].path);
        buf_json_int(b, "bytes", rows[i].text ? (long long)strlen(rows[i].text) : 0);
        buf_json_str(b, "changed", x->base ? rows[i].change : NULL);
        buf_puts(b, "}");
    }

    buf_puts(b, "]");
    return OK;
}

/* A list of the manifest with how often each of its rules has spoken in decisions that are stored.
 */
static void
fired_json(struct desk *d, struct buf *b, const char *key, json_t *list, const struct firing *fired,
           int n)
{
    size_t i;
    json_t *row;
    char at[TIME_TEXT];

    json_array_foreach(list, i, row)
    {
        const struct firing *of = NULL;
        for (int k = 0; k < n && of == NULL; k++)
            if (str_is(fired[k].rule, json_str(row, "id")))
                of = &fired[k];
        if (of != NULL)
            time_rfc3339(of->last_at, at);
        json_object_set_new(row, "fired", json_integer(of ? of->n : 0));
        json_object_set_new(row, "last_at", of ? json_string(at) : json_null());
    }
    buf_json_raw(b, key, json_is_array(list) ? json_text(d->arena, list) : "[]");
}

static enum err
declared_json(struct desk *d, struct buf *b, const struct rule_set *x)
{
    json_t *manifest;
    struct firing *fired;
    int n;
    enum err err = json_read(d->arena, x->manifest, strlen(x->manifest), &manifest, &d->fault);
    if (err)
        return err;
    if ((err = store_firing_list(d->store, d->arena, x->hash, &fired, &n, &d->fault)))
        return err;

    fired_json(d, b, "declared", json_object_get(manifest, "declared"), fired, n);
    fired_json(d, b, "rules", json_object_get(manifest, "rules"), fired, n);
    return OK;
}

static enum err
tests_json(struct desk *d, struct buf *b, const struct rule_set *x)
{
    enum { SHOWN = 10 };
    struct rule_test *rows, newest = {0};
    int n;
    struct rule_test_query q = {.rule_set = x->hash, .limit = SHOWN};
    enum err err = store_rule_test_list(d->store, d->arena, &q, &rows, &n, &d->fault);
    if (!err && n > 0)
        err = store_rule_test_newest(d->store, d->arena, x->hash, &newest, &d->fault);
    if (err)
        return err;

    buf_key(b, "tests");
    buf_puts(b, "[");
    for (int i = 0; i < n; i++) {
        buf_puts(b, i ? ",{" : "{");
        buf_json_bool(b, "is_passed", rows[i].is_passed);
        buf_json_time(b, "at", rows[i].at);
        person(b, "by", rows[i].tested_by, rows[i].tested_by_name);
        buf_puts(b, "}");
    }

    buf_puts(b, "]");
    buf_json_raw(b, "report", newest.report);
    return OK;
}

static enum err
approvals_json(struct desk *d, struct buf *b, const struct rule_set *x)
{
    struct approval *rows;
    int n;
    enum err err = store_approval_list(d->store, d->arena, x->hash, &rows, &n, &d->fault);
    if (err)
        return err;

    buf_key(b, "approvals");
    buf_puts(b, "[");
    for (int i = 0; i < n; i++) {
        buf_puts(b, i ? ",{" : "{");
        buf_json_time(b, "at", rows[i].at);
        person(b, "by", rows[i].approved_by, rows[i].approved_by_name);
        buf_json_str(b, "note", rows[i].note ? rows[i].note : "");
        buf_json_str(b, "base", rows[i].base);
        buf_json_str(b, "replay", rows[i].replay_id);
        buf_json_str(b, "report_hash", rows[i].report_hash);
        buf_puts(b, "}");
    }

    buf_puts(b, "]");
    return OK;
}

void
activation_members(struct buf *b, const struct activation *x)
{
    buf_json_str(b, "kind", x->kind);
    buf_json_time(b, "activated_at", x->at);
    buf_json_time(b, "ends_at", x->ends_at);
    person(b, "by", x->actor_id, x->actor_name);
    buf_json_str(b, "reason", x->reason ? x->reason : "");
}

static enum err
activations_json(struct desk *d, struct buf *b, const struct rule_set *x)
{
    struct activation *rows;
    int n;
    enum err err = store_activation_list(d->store, d->arena, x->hash, &rows, &n, &d->fault);
    if (err)
        return err;

    buf_key(b, "activations");
    buf_puts(b, "[");
    for (int i = 0; i < n; i++) {
        buf_puts(b, i ? ",{" : "{");
        activation_members(b, &rows[i]);
        buf_puts(b, "}");
    }

    buf_puts(b, "]");
    return OK;
}

enum err
rule_set_details(struct desk *d, struct buf *b, const struct rule_set *x)
{
    enum err err;

    if ((err = files_json(d, b, x)))
        return err;
    if ((err = declared_json(d, b, x)))
        return err;
    if ((err = tests_json(d, b, x)))
        return err;
    if ((err = approvals_json(d, b, x)))
        return err;
    if ((err = activations_json(d, b, x)))
        return err;
    buf_json_raw(b, "conflicts", x->conflicts);
    return OK;
}
