/* Accounts of staff: the system administrator's. */
#include "handle/desk.h"

#include <string.h>

struct staff_work {
    char hash[PASSWORD_TEXT];
    bool has_password;
    unsigned roles;
    struct account account;
};

static enum err
roles_read(struct desk *d, const json_t *names, unsigned *roles)
{
    struct findings fs;
    size_t i;
    json_t *name;

    *roles = 0;
    findings_start(&fs, d->arena);
    json_array_foreach(names, i, name)
    {
        unsigned role = role_parse(json_string_value(name));
        if (role == 0 || role == ROLE_FILER)
            findings_add(&fs, "staff.role", arena_printf(d->arena, "/roles/%zu", i),
                         "没有这个工作人员角色", "请从角色列表中选择");
        *roles |= role;
    }

    const char *why = role_conflict(*roles);
    if (why != NULL)
        findings_add(&fs, "staff.roles", "/roles", why, "请分设账号");
    return fs.count > 0 ? desk_findings(d, "roles_invalid", "角色设置有误", &fs) : OK;
}

static enum err
scope_save(struct desk *d, const char *account_id, const json_t *scope)
{
    int n = (int)json_array_size(scope);
    const char **areas = arena_alloc(d->arena, (size_t)(n + 1) * sizeof *areas);
    const char **classes = arena_alloc(d->arena, (size_t)(n + 1) * sizeof *classes);

    for (int i = 0; i < n; i++) {
        const json_t *row = json_array_get(scope, (size_t)i);
        areas[i] = json_str(row, "area") ? json_str(row, "area") : "";
        classes[i] = json_str(row, "class") ? json_str(row, "class") : "";
    }

    if (n == 0) {
        areas[0] = classes[0] = "";
        n = 1;
    }
    return store_scope_set(d->store, account_id, areas, classes, n, &d->fault);
}

static enum err
staff_json(struct desk *d, struct buf *b, const struct account *a)
{
    const char *scope;
    enum err err = store_scope_json(d->store, d->arena, a->id, &scope, &d->fault);
    if (err)
        return err;

    buf_puts(b, "{");
    buf_json_str(b, "id", a->id);
    buf_json_str(b, "username", a->username);
    role_names_json(b, "roles", a->roles);
    buf_json_str(b, "contact_name", a->contact_name);
    buf_json_str(b, "organization", a->organization_id);
    buf_json_raw(b, "scope", scope);
    buf_json_bool(b, "disabled", a->is_disabled);
    buf_json_time(b, "created_at", a->created_at);
    buf_puts(b, "}");

    return OK;
}

enum err
handle_staff_list(struct desk *d)
{
    int limit, n;
    struct account *rows;
    struct buf b = BUF(d->arena);
    enum err err = desk_limit(d, &limit);
    if (err)
        return err;
    struct account_query q = {
        .roles = ROLE__STAFF, .cursor = desk_query(d, "cursor"), .limit = limit + 1};
    if ((err = store_account_list(d->store, d->arena, &q, &rows, &n, &d->fault)))
        return err;

    buf_puts(&b, LIST_START);
    for (int i = 0; i < n && i < limit; i++) {
        buf_puts(&b, i ? "," : "");
        if ((err = staff_json(d, &b, &rows[i])))
            return err;
    }

    desk_reply_list(d, &b, n > limit ? rows[limit - 1].id : NULL);
    return OK;
}

enum err
handle_staff_prepare(struct desk *d)
{
    struct staff_work *x = arena_alloc(d->arena, sizeof *x);
    const char *organization = json_str(d->command, "organization");

    d->carry = x;
    enum err err = roles_read(d, json_object_get(d->command, "roles"), &x->roles);
    if (err)
        return err;

    if (organization != NULL) {
        struct organization o;
        err = store_organization_load(d->store, d->arena, organization, &o, &d->fault);
        if (err == ERR_NOTFOUND)
            return fail(&d->fault, ERR_INPUT, "organization_unknown", "/organization",
                        "没有这个单位，请核对单位编号");
        if (err)
            return err;
    }

    return account_credentials(d, json_str(d->command, "username"),
                               json_str(d->command, "password"), x->hash);
}

enum err
handle_staff_add(struct desk *d)
{
    struct staff_work *x = d->carry;
    struct account *a = &x->account;

    *a = (struct account){.username = json_str(d->command, "username"),
                          .password_hash = x->hash,
                          .roles = x->roles,
                          .organization_id = json_str(d->command, "organization"),
                          .contact_name = json_str(d->command, "contact_name")};
    enum err err = store_account_add(d->store, a, &d->fault);
    if (err == ERR_CONFLICT)
        return fail(&d->fault, ERR_CONFLICT, "username_taken", "/username",
                    "用户名已被使用，请换一个");
    if (err)
        return err;
    if ((err = scope_save(d, a->id, json_object_get(d->command, "scope"))))
        return err;
    if ((err = desk_audit(d, "staff.add", a->id, NULL)))
        return err;

    struct buf b = BUF(d->arena);
    if ((err = staff_json(d, &b, a)))
        return err;
    reply_json(d->reply, 201, &b);
    return OK;
}

enum err
handle_staff_patch_prepare(struct desk *d)
{
    struct staff_work *x = arena_alloc(d->arena, sizeof *x);
    const json_t *roles = json_object_get(d->command, "roles");
    const char *password = json_str(d->command, "password");

    d->carry = x;
    enum err err = store_account_by_id(d->store, d->arena, d->params[0], &x->account, &d->fault);
    if (err)
        return err == ERR_NOTFOUND ? desk_not_found(d) : err;
    if (!(x->account.roles & ROLE__STAFF))
        return desk_not_found(d);

    x->roles = x->account.roles;
    if (roles != NULL && (err = roles_read(d, roles, &x->roles)))
        return err;
    if (json_is_true(json_object_get(d->command, "disabled")) && str_is(x->account.id, d->who->id))
        return fail(&d->fault, ERR_CONFLICT, "own_account", "/disabled",
                    "不能停用自己的账号，请由另一名系统管理员操作");
    x->has_password = password != NULL;

    return password == NULL ? OK : account_credentials(d, x->account.username, password, x->hash);
}

enum err
handle_staff_patch(struct desk *d)
{
    struct staff_work *x = d->carry;
    const json_t *disabled = json_object_get(d->command, "disabled"),
                 *scope = json_object_get(d->command, "scope");
    struct account *a = &x->account;
    enum err err;

    a->roles = x->roles;
    if (disabled != NULL)
        a->is_disabled = json_is_true(disabled);
    if ((err = store_account_update(d->store, a, &d->fault)))
        return err;
    if (x->has_password && (err = store_account_password(d->store, a->id, x->hash, &d->fault)))
        return err;
    if ((a->is_disabled || x->has_password) &&
        (err = store_session_delete_all(d->store, a->id, NULL, &d->fault)))
        return err;
    if ((scope != NULL && (err = scope_save(d, a->id, scope))))
        return err;
    if ((err = desk_audit(d, "staff.update", a->id, NULL)))
        return err;

    struct buf b = BUF(d->arena);
    if ((err = staff_json(d, &b, a)))
        return err;
    reply_json(d->reply, 200, &b);
    return OK;
}
