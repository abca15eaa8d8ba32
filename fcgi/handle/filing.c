/* Filings as drafts: list, make, read, save, delete. What happens after is in submit.c and
 * review.c. */
#include "handle/desk.h"

#include <string.h>

enum err
filing_own(struct desk *d, const char *id, struct filing *x)
{
    enum err err =
        id_valid(id) ? store_filing_load(d->store, d->arena, id, x, &d->fault) : ERR_NOTFOUND;
    if (err == ERR_NOTFOUND ||
        (!err && !(desk_is(d, ROLE_FILER) && str_is(x->organization_id, d->who->organization_id))))
        return desk_not_found(d);
    return err;
}

enum err
filing_visible(struct desk *d, const char *id, struct filing *x)
{
    bool is_in_scope = false;

    if (!desk_is(d, ROLE__REVIEWERS))
        return filing_own(d, id, x);
    enum err err =
        id_valid(id) ? store_filing_load(d->store, d->arena, id, x, &d->fault) : ERR_NOTFOUND;
    if (err == ERR_NOTFOUND)
        return desk_not_found(d);
    if (err || (desk_is(d, ROLE_FILER) && str_is(x->organization_id, d->who->organization_id)))
        return err;
    if ((err = store_filing_in_scope(d->store, id, d->who->id, &is_in_scope, &d->fault)))
        return err;
    return is_in_scope ? OK : desk_not_found(d);
}

void
filing_json(struct desk *d, struct buf *b, const struct filing *x, bool with_data)
{
    (void)d;
    buf_puts(b, "{");
    buf_json_str(b, "id", x->id);
    buf_json_str(b, "kind", x->kind);
    buf_json_str(b, "action", x->action);
    buf_json_str(b, "state", x->state);
    buf_json_int(b, "version", x->version);
    buf_json_str(b, "number", x->number);
    buf_json_str(b, "title", x->title);
    buf_json_str(b, "of", x->of);
    if (with_data)
        buf_json_raw(b, "data", x->data);
    buf_json_str(b, "rule_set", x->rule_set);
    buf_json_str(b, "checked_with", x->checked_with);
    buf_json_time(b, "created_at", x->created_at);
    buf_json_time(b, "updated_at", x->updated_at);
    buf_puts(b, "}");
}

static void
reply_filing(struct desk *d, int status, const struct filing *x)
{
    struct buf b = BUF(d->arena);
    filing_json(d, &b, x, true);
    reply_header(d->reply, "ETag", desk_etag(d, x->revision));
    reply_json(d->reply, status, &b);
}

enum err
gate_check(struct desk *d, const char *kind)
{
    const json_t *gate = workflow_gate(desk_manifest(d), kind);
    struct organization o;

    if (gate == NULL)
        return OK;
    enum err err =
        store_organization_load(d->store, d->arena, d->who->organization_id, &o, &d->fault);
    if (err || o.subject_filing_id != NULL)
        return err;
    return fail(&d->fault, ERR_CONFLICT, json_str(gate, "code"), "", "%s",
                json_str(gate, "message"));
}

/* ---- GET /filings ---------------------------------------------------------------------------- */

enum err
handle_filing_list(struct desk *d)
{
    int limit, n;
    struct filing *rows;
    struct buf b = BUF(d->arena);
    enum err err = desk_limit(d, &limit);
    if (err)
        return err;
    struct filing_query q = {.organization_id = d->who->organization_id,
                             .kind = desk_query(d, "kind"),
                             .state = desk_query(d, "state"),
                             .cursor = desk_query(d, "cursor"),
                             .limit = limit + 1};
    if ((err = store_filing_list(d->store, d->arena, &q, &rows, &n, &d->fault)))
        return err;

    buf_puts(&b, LIST_START);
    for (int i = 0; i < n && i < limit; i++) {
        buf_puts(&b, i ? "," : "");
        filing_json(d, &b, &rows[i], false);
    }

    desk_reply_list(d, &b, n > limit ? rows[limit - 1].id : NULL);
    return OK;
}

/* ---- POST /filings --------------------------------------------------------------------------- */

static bool
form_has_action(const json_t *form, const char *action)
{
    size_t i;
    json_t *name;
    json_array_foreach(json_object_get(form, "actions"), i, name)
    {
        if (str_is(json_string_value(name), action))
            return true;
    }
    return false;
}

static enum err
storage_has_room(struct desk *d)
{
    int64_t left = file_free_bytes(d->settings->blob_folder);
    if (left < 0 || left >= d->settings->free_bytes_min)
        return OK;
    return fail(&d->fault, ERR_BUSY, "storage_full", "",
                "存储空间不足，暂停新建备案和上传；已有草稿仍可保存。请联系运维人员");
}

enum err
handle_filing_add_prepare(struct desk *d)
{
    const char *kind = json_str(d->command, "kind"), *action = json_str(d->command, "action");
    const json_t *form = desk_form(d, kind);
    if (form == NULL || !form_has_action(form, action))
        return fail(&d->fault, ERR_INPUT, "action_unavailable", "/action",
                    "当前规则没有开放“%s”的“%s”办理，请选择表单中列出的办理事项", kind, action);
    enum err err = gate_check(d, kind);
    return err ? err : storage_has_room(d);
}

enum err
handle_filing_add(struct desk *d)
{
    struct filing x = {.organization_id = d->who->organization_id,
                       .kind = json_str(d->command, "kind"),
                       .action = json_str(d->command, "action"),
                       .state = "draft",
                       .data = "{}",
                       .title = "",
                       .checked_with = policy_rule_set(d->policy)};
    enum err err = store_filing_add(d->store, &x, &d->fault);
    if (err == ERR_CONFLICT)
        return fail(&d->fault, ERR_CONFLICT, "filing_exists", "",
                    "本单位已有办理中或已通过的主体备案，请在原有备案上继续");

    struct event e = {.filing_id = x.id,
                      .version = 1,
                      .actor_id = d->who->id,
                      .actor_role = "filer",
                      .what = "create",
                      .to_state = x.state,
                      .at = d->now};
    if (err)
        return err;
    if ((err = store_event_add(d->store, &e, &d->fault)))
        return err;
    if ((err = desk_audit(d, "filing.create", x.id, NULL)))
        return err;

    reply_header(d->reply, "Location", arena_printf(d->arena, "/api/v1/filings/%s", x.id));
    reply_filing(d, 201, &x);
    return OK;
}

/* ---- GET /filings/:id ------------------------------------------------------------------------ */

enum err
handle_filing_get(struct desk *d)
{
    struct filing x;
    enum err err = filing_visible(d, d->params[0], &x);
    if (err)
        return err;

    bool is_owner = desk_is(d, ROLE_FILER) && str_is(x.organization_id, d->who->organization_id);
    if (!is_owner && workflow_is_editable(desk_manifest(d), x.state)) {
        /* A reviewer sees what was submitted, not what is being typed. */
        struct version v;
        long n = x.version;
        while ((err = store_version_load(d->store, d->arena, x.id, n, &v, &d->fault)) ==
                   ERR_NOTFOUND &&
               n > 1)
            n--;
        if (err)
            return err == ERR_NOTFOUND ? desk_not_found(d) : err;
        x.data = v.data;
        x.version = n;
    }

    const char *changes = NULL;
    if (is_owner && (err = draft_changes(d, &x, &changes)))
        return err;

    struct buf b = BUF(d->arena);
    filing_json(d, &b, &x, true);
    b.n--;
    buf_json_raw(&b, "rules_changed", changes);
    buf_puts(&b, "}");
    reply_header(d->reply, "ETag", desk_etag(d, x.revision));
    reply_json(d->reply, 200, &b);

    return OK;
}

/* ---- PUT /filings/:id ------------------------------------------------------------------------ */

struct save {
    struct filing filing;
    const char *from_state;
    const char *data; /* compact */
    long if_match;
};

enum err
handle_filing_save_prepare(struct desk *d)
{
    struct save *x = arena_alloc(d->arena, sizeof *x);
    const json_t *data = json_object_get(d->command, "data");
    struct findings fs;
    json_t *old;

    d->carry = x;
    enum err err = filing_own(d, d->params[0], &x->filing);
    if (err)
        return err;
    if ((err = desk_save_match(d, &x->if_match)))
        return err;

    x->from_state = x->filing.state;
    const char *to =
        workflow_next(desk_manifest(d), x->filing.kind, "save", x->from_state, d->who->roles);
    if (to == NULL)
        return fail(&d->fault, ERR_CONFLICT, "not_editable", "",
                    "备案处于“%s”，不能修改。提交后、审核人员接手前可以先撤回再改",
                    workflow_label(desk_manifest(d), x->from_state));

    findings_start(&fs, d->arena);
    shape_check(json_object_get(desk_form(d, x->filing.kind), "schema"), data, NULL, &fs);
    if (fs.count > 0) {
        /* Perhaps answers to fields that the rules no longer ask: those stay. */
        if ((err = json_read(d->arena, x->filing.data, strlen(x->filing.data), &old, &d->fault)))
            return err;
        if ((err = data_shape(d, x->filing.kind, data, old)))
            return err;
    }

    x->data = json_canonical(d->arena, data);
    if (!str_is(x->from_state, to))
        x->filing.version++;
    x->filing.state = to;
    const char *title = shape_text_at(data, json_str(desk_form(d, x->filing.kind), "title_at"));
    x->filing.title = title ? title : "";

    return OK;
}

/* Both stay: the newer in its place, this one beside it. */
static enum err
save_lost(struct desk *d, const struct save *x)
{
    struct filing newer;
    struct kept k = {.filing_id = x->filing.id,
                     .account_id = d->who->id,
                     .base_revision = x->if_match,
                     .data = x->data,
                     .at = d->now};
    enum err err = store_filing_load(d->store, d->arena, x->filing.id, &newer, &d->fault);
    if (err)
        return err;
    if ((err = store_kept_add(d->store, &k, &d->fault)))
        return err;

    (void)fail(
        &d->fault, ERR_STALE, "stale", "",
        "这份草稿已在别处保存过更新的内容。您这次的内容没有覆盖它，已另存一份，可对照后再保存");
    reply_header(d->reply, "ETag", desk_etag(d, newer.revision));
    reply_problem(
        d->reply, d->arena, &d->fault, d->request->request_id, NULL,
        arena_printf(d->arena, "\"etag\":\"\\\"r%ld\\\"\",\"kept\":\"%s\"", newer.revision, k.id));

    return OK;
}

enum err
handle_filing_save(struct desk *d)
{
    struct save *x = d->carry;
    long seen = x->filing.revision;
    if (x->if_match > 0 && x->if_match != seen)
        return save_lost(d, x);

    x->filing.data = x->data;
    enum err err = store_filing_save(d->store, &x->filing, &d->fault);
    if (err == ERR_STALE)
        return x->if_match > 0 ? save_lost(d, x) : ERR_AGAIN;
    if (err)
        return err;

    if (!str_is(x->from_state, x->filing.state)) {
        struct event e = {.filing_id = x->filing.id,
                          .version = x->filing.version,
                          .actor_id = d->who->id,
                          .actor_role = "filer",
                          .what = "save",
                          .from_state = x->from_state,
                          .to_state = x->filing.state,
                          .at = d->now};
        if ((err = store_event_add(d->store, &e, &d->fault)))
            return err;
    }

    reply_filing(d, 200, &x->filing);
    return OK;
}

/* ---- DELETE /filings/:id, GET /filings/:id/kept/:kept ---------------------------------------- */

enum err
handle_filing_delete(struct desk *d)
{
    struct filing x;
    enum err err = filing_own(d, d->params[0], &x);
    if (err)
        return err;
    if (d->request->if_match != NULL && desk_if_match(d) != -1 && desk_if_match(d) != x.revision)
        return fail(&d->fault, ERR_STALE, "stale", "",
                    "草稿已有更新的内容，没有删除。请重新读取，确认后再删");
    if (!str_is(x.state, "draft") || x.submitted_at != 0)
        return fail(&d->fault, ERR_CONFLICT, "not_deletable", "",
                    "只能删除从未提交过的草稿；提交过的备案须留存，不再办理的可以撤回");
    if ((err = store_filing_delete(d->store, x.id, x.revision, &d->fault)))
        return err;
    if ((err = desk_audit(d, "filing.delete", x.id, NULL)))
        return err;
    d->reply->status = 204;

    return OK;
}

enum err
handle_filing_kept(struct desk *d)
{
    struct filing x;
    struct kept k;
    struct buf b = BUF(d->arena);
    enum err err = filing_own(d, d->params[0], &x);
    if (err)
        return err;
    if ((err = store_kept_load(d->store, d->arena, x.id, d->params[1], &k, &d->fault)))
        return err == ERR_NOTFOUND ? desk_not_found(d) : err;

    buf_puts(&b, "{");
    buf_json_str(&b, "id", k.id);
    buf_json_str(&b, "base_etag", desk_etag(d, k.base_revision));
    buf_json_raw(&b, "data", k.data);
    buf_json_time(&b, "saved_at", k.at);
    buf_puts(&b, "}");
    reply_json(d->reply, 200, &b);

    return OK;
}
