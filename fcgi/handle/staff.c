/* Accounts of staff: the system administrator's. */
#include "handle/account.h"
#include "handle/declared.h"
#include "handle/guess.h"
#include "handle/reset.h"
#include "handle/gate.h"
#include "handle/role_words.h"
#include "handle/route.h"

#include <string.h>

/* ---- what they are --------------------------------------------------------------------------- */

static const struct member scope_members[] = {
    {"area", M_STRING, .max = 6, .title = "行政区划代码前缀；空为全部"},
    {"class", M_STRING, .max = 8, .title = "算法类别代码；空为全部"},
    {"pool", M_STRING, .max = 64, .choices_of = declared_pools, .title = "审核小组"},
    MEMBERS_END,
};
static const struct member staff_body[] = {
    {"username", M_STRING, M_REQUIRED | M_LINE, .min = 3, .max = 64, .title = "用户名"},
    {"password", M_STRING, M_SECRET, .min = 1, .max = 1024,
     .title = "初始密码，只有试用实例可以给出；不给时返回一次性链接，由本人设置密码"},
    {"roles", M_LIST, M_REQUIRED, .min = 1, .max = 6, .title = "角色"},
    {"contact_name", M_STRING, M_NULLABLE | M_LINE, .min = 1, .max = 50, .title = "姓名"},
    {"organization", M_ID, M_NULLABLE, .title = "所属单位编号；不得审核本单位的备案"},
    {"scope", M_LIST, .min = 1, .max = 100, .of = scope_members,
     .title = "负责的地区、类别和小组；不给即全部"},
    MEMBERS_END,
};
static const struct member staff_patch_body[] = {
    {"roles", M_LIST, .min = 1, .max = 6, .title = "角色"},
    {"disabled", M_BOOLEAN, .title = "停用"},
    {"scope", M_LIST, .min = 1, .max = 100, .of = scope_members, .title = "负责的地区、类别和小组"},
    MEMBERS_END,
};

struct staff {
    struct account account;
    const char *scope;       /* JSON */
    struct rows role_labels; /* struct role_word */
    int64_t last_login_at;   /* 0: never */
};
static const struct member staff_answer[] = {
    {"id", M_ID, M_REQUIRED, .at = TEXT_AT(staff, account.id), .title = "账号编号"},
    {"username", M_STRING, M_REQUIRED, .at = TEXT_AT(staff, account.username), .title = "用户名"},
    {"roles", M_ROLES, M_REQUIRED, .at = ROLES_AT(staff, account.roles), .title = "角色"},
    {"role_labels", M_LIST, M_REQUIRED, .at = ROWS_AT(staff, role_labels), .of = role_word_members,
     .size = sizeof(struct role_word), .title = "角色及其名称"},
    {"contact_name", M_STRING, M_REQUIRED | M_NULLABLE | M_PERSONAL,
     .at = TEXT_AT(staff, account.contact_name), .mask = MASK_NAME, .title = "姓名，遮盖"},
    {"organization", M_ID, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(staff, account.organization_id),
     .title = "所属单位编号"},
    {"scope", M_LIST, M_REQUIRED | M_JSON, .at = TEXT_AT(staff, scope), .of = scope_members,
     .title = "负责的地区、类别和小组"},
    {"disabled", M_BOOLEAN, M_REQUIRED, .at = BOOL_AT(staff, account.is_disabled),
     .title = "是否停用"},
    {"created_at", M_TIME, M_REQUIRED, .at = TIME_AT(staff, account.created_at),
     .title = "建立时间"},
    {"last_login_at", M_TIME, M_REQUIRED | M_NULLABLE, .at = TIME_AT(staff, last_login_at),
     .title = "最近登录的时间；没有登录过的为 null"},
    MEMBERS_END,
};

/* What stands beside the account. */
static enum err
staff_show(struct context *c, struct staff *x)
{
    struct casework *w = &c->work;
    enum err err = store_account_login_last(w->store, x->account.id, &x->last_login_at, &w->fault);
    if (err)
        return err;
    x->role_labels = role_words(w, &x->account.roles);
    return store_scope_json(w->store, w->arena, x->account.id, &x->scope, &w->fault);
}

/* A role of the core, or one that the rules declare for reviewers. */
static bool
role_read(struct casework *w, const char *name, struct role_set *roles)
{
    unsigned role = role_parse(name);

    if (role == 0 && law_has_role(casework_law(w), name)) {
        role_set_review(roles, w->arena, name);
        return true;
    }
    roles->bits |= role;
    return role != 0 && role != ROLE_FILER;
}

/* ---- GET /staff ------------------------------------------------------------------------------ */

static const struct member staff_query[] = {
    {"q", M_STRING, .title = "用户名、姓名或所属单位名称中的文字"},
    {"role", M_STRING, .title = "角色（代码）"},
    PAGED,
    MEMBERS_END,
};

static enum err
role_asked(struct context *c, struct account_query *q)
{
    struct casework *w = &c->work;
    const char *name = context_query(c, "role");
    struct role_set roles = ROLE_SET(0);

    if (name == NULL)
        return OK;
    if (!role_read(w, name, &roles))
        return fail(&w->fault, ERR_INPUT, "parameter_invalid", "/role", "没有“%s”这个工作人员角色",
                    name);
    q->roles = roles.bits;
    q->reviews = roles.bits & ROLE_REVIEWER ? name : NULL;
    return OK;
}

static enum err
staff_list(struct context *c)
{
    struct casework *w = &c->work;
    struct account_query q = {
        .roles = ROLE__STAFF, .text = context_query(c, "q"), .cursor = context_query(c, "cursor")};
    struct account *rows;
    int limit, n;
    enum err err;

    if ((err = context_limit(c, &limit)))
        return err;
    if ((err = role_asked(c, &q)))
        return err;
    q.limit = limit + 1;
    if ((err = store_account_list(w->store, w->arena, &q, &rows, &n, &w->fault)))
        return err;

    struct page p = {.size = sizeof(struct staff), .n = n < limit ? n : limit};
    struct staff *list = arena_alloc(w->arena, (size_t)(p.n + 1) * sizeof *list);
    for (int i = 0; i < p.n; i++) {
        list[i].account = rows[i];
        if ((err = staff_show(c, &list[i])))
            return err;
    }

    p.rows = list;
    p.next = n > limit ? rows[limit - 1].id : NULL;
    reply_page(c, &p);
    return OK;
}

/* ---- GET /staff/choices ---------------------------------------------------------------------- */

/* Two roles that no account holds together. */
struct apart {
    const char *one, *other, *why;
};
static const struct member apart_members[] = {
    {"one", M_STRING, M_REQUIRED, .at = TEXT_AT(apart, one), .title = "角色"},
    {"other", M_STRING, M_REQUIRED, .at = TEXT_AT(apart, other), .title = "与之互斥的角色"},
    {"why", M_STRING, M_REQUIRED, .at = TEXT_AT(apart, why), .title = "原因"},
    MEMBERS_END,
};
struct choices_answer {
    struct rows roles, reviewers, pools; /* struct role_word; of pools, too */
    struct rows apart;                   /* struct apart */
};
static const struct member choices_answer[] = {
    {"roles", M_LIST, M_REQUIRED, .at = ROWS_AT(choices_answer, roles), .of = role_word_members,
     .size = sizeof(struct role_word), .title = "工作人员可以有的角色"},
    {"reviewers", M_LIST, M_REQUIRED, .at = ROWS_AT(choices_answer, reviewers),
     .of = role_word_members, .size = sizeof(struct role_word),
     .title = "其中审核人员的角色：负责的地区、类别和小组只对这些有意义"},
    {"pools", M_LIST, M_REQUIRED, .at = ROWS_AT(choices_answer, pools), .of = role_word_members,
     .size = sizeof(struct role_word), .title = "规则声明的审核小组"},
    {"apart", M_LIST, M_REQUIRED, .at = ROWS_AT(choices_answer, apart), .of = apart_members,
     .size = sizeof(struct apart), .title = "同一账号不能同时具有的角色"},
    MEMBERS_END,
};

static struct rows
terms_of(struct context *c, const struct law_term *terms, int n)
{
    struct role_word *list = arena_alloc(c->work.arena, ((size_t)n + 1) * sizeof *list);

    for (int i = 0; i < n; i++)
        list[i] = (struct role_word){terms[i].code, terms[i].label};
    return (struct rows){list, n};
}

static unsigned
bits_of(struct casework *w, const struct role_word *x)
{
    struct role_set roles = ROLE_SET(0);
    return role_read(w, x->code, &roles) ? roles.bits : 0;
}

/* As role_conflict() says of each pair. */
static struct rows
apart_of(struct context *c, struct rows roles)
{
    const struct role_word *all = roles.first;
    size_t pairs = (size_t)roles.n * (size_t)roles.n;
    struct apart *list = arena_alloc(c->work.arena, (pairs + 1) * sizeof *list);
    int n = 0;

    for (int i = 0; i < roles.n; i++)
        for (int k = i + 1; k < roles.n; k++) {
            const char *why =
                role_conflict(bits_of(&c->work, &all[i]) | bits_of(&c->work, &all[k]));
            if (why != NULL)
                list[n++] = (struct apart){all[i].code, all[k].code, why};
        }
    return (struct rows){list, n};
}

static enum err
staff_choices(struct context *c)
{
    const struct law *l = casework_law(&c->work);
    struct choices_answer a = {.roles = role_words_staff(&c->work),
                               .reviewers = terms_of(c, l->roles, l->roles_n),
                               .pools = terms_of(c, l->pools, l->pools_n)};

    a.apart = apart_of(c, a.roles);
    reply_row(c, &a);
    return OK;
}

/* ---- POST /staff ----------------------------------------------------------------------------- */

struct staffing {
    struct staff staff; /* as it will be */
    struct account before;
    const char *scope_before; /* JSON */
    char hash[PASSWORD_TEXT];
    struct reset_told told; /* of a new one without a password */
    struct held_list held;  /* that they may have to give back */
};
static const struct member staff_made_answer[] = {
    {.type = M_WITH, .of = staff_answer, .at = offsetof(struct staffing, staff)},
    {"reset", M_OBJECT, M_REQUIRED | M_NULLABLE, .at = offsetof(struct staffing, told),
     .of = reset_told_members,
     .title = "交给本人的一次性链接，由本人设置密码；给了初始密码时为 null"},
    MEMBERS_END,
};

static const char *
roles_text(struct arena *a, const struct role_set *roles)
{
    struct buf b = BUF(a);

    role_set_json(&b, roles);
    return b.p;
}

/* What is another now than it was, by codes: for the audit trail. */
static const char *
change_of(struct arena *a, const struct staffing *x)
{
    const struct account *was = &x->before, *is = &x->staff.account;
    const char *roles_before = roles_text(a, &was->roles), *roles = roles_text(a, &is->roles);
    struct buf b = BUF(a);

    buf_open(&b, NULL, '{');
    if (!str_is(roles_before, roles)) {
        buf_json_raw(&b, "roles_before", roles_before);
        buf_json_raw(&b, "roles_after", roles);
    }
    if (!str_is(x->scope_before, x->staff.scope)) {
        buf_json_raw(&b, "scope_before", x->scope_before);
        buf_json_raw(&b, "scope_after", x->staff.scope);
    }
    if (was->is_disabled != is->is_disabled) {
        buf_json_bool(&b, "disabled_before", was->is_disabled);
        buf_json_bool(&b, "disabled_after", is->is_disabled);
    }
    buf_close(&b);
    return b.p;
}

static enum err
roles_read(struct context *c, const json_t *names, struct role_set *roles)
{
    struct casework *w = &c->work;
    struct findings fs;
    size_t i;
    json_t *name;

    *roles = ROLE_SET(0);
    findings_start(&fs, w->arena);
    json_array_foreach(names, i, name)
    {
        if (!role_read(w, json_string_value(name), roles))
            findings_add(&fs, "staff.role", arena_printf(w->arena, "/roles/%zu", i),
                         "没有这个工作人员角色", "请从角色列表中选择");
    }

    const char *why = role_conflict(roles->bits);
    if (why != NULL)
        findings_add(&fs, "staff.roles", "/roles", why, "请分设账号");
    return fs.count > 0 ? casework_findings(w, "roles_invalid", "角色设置有误", &fs) : OK;
}

static const char *
scope_part(const json_t *row, const char *name)
{
    const char *text = json_str(row, name);
    return text ? text : "";
}

/* A class goes by the code that tasks have: declared, or in use since other rules were. */
static enum err
scope_class_check(struct casework *w, const char *class_code, size_t i, struct findings *fs)
{
    bool is_known = register_class_known(casework_manifest(w), class_code);
    enum err err =
        is_known ? OK : store_work_known(w->store, "class", class_code, &is_known, &w->fault);

    if (!err && !is_known)
        findings_add(fs, "staff.scope", arena_printf(w->arena, "/scope/%zu/class", i),
                     arena_printf(w->arena, "没有代码为“%s”的算法类别", class_code),
                     "请填写词表中的类别代码，与任务的类别相同，例如 01；不限类别时留空");
    return err;
}

/* Whoever is to work where there is nothing would see no task, and nobody would know why. */
static enum err
scope_check(struct context *c)
{
    struct casework *w = &c->work;
    struct findings fs;
    size_t i;
    json_t *row;
    enum err err;

    findings_start(&fs, w->arena);
    json_array_foreach(json_object_get(c->command, "scope"), i, row)
    {
        if ((err = scope_class_check(w, scope_part(row, "class"), i, &fs)))
            return err;
        const char *area = scope_part(row, "area");
        if (!register_area_known(casework_manifest(w), area))
            findings_add(&fs, "staff.scope", arena_printf(w->arena, "/scope/%zu/area", i),
                         arena_printf(w->arena, "没有代码为“%s”的地区", area),
                         "请填写行政区划代码或其开头几位，例如 44；不限地区时留空");
    }
    return fs.count > 0 ? casework_findings(w, "scope_invalid", "负责范围有误", &fs) : OK;
}

static enum err
scope_save(struct context *c, const char *account_id, const json_t *scope)
{
    struct casework *w = &c->work;
    size_t n = json_array_size(scope), i;
    struct scope *rows = arena_alloc(w->arena, (n + 1) * sizeof *rows);
    const json_t *row;

    rows[0] = (struct scope){"", "", ""}; /* of all, when nothing is said */
    json_array_foreach(scope, i, row) rows[i] =
        (struct scope){scope_part(row, "area"), scope_part(row, "class"), scope_part(row, "pool")};
    return store_scope_set(w->store, account_id, rows, n ? (int)n : 1, &w->fault);
}

static enum err
organization_known(struct context *c, const char *id)
{
    struct casework *w = &c->work;
    struct organization o;

    if (id == NULL)
        return OK;
    enum err err = store_organization_load(w->store, w->arena, id, &o, &w->fault);
    if (err == ERR_NOTFOUND)
        return fail(&w->fault, ERR_INPUT, "organization_unknown", "/organization",
                    "没有这个单位，请核对单位编号");
    return err;
}

/* Whoever makes accounts of others knows no password of theirs, except where people try. */
static enum err
password_given(struct context *c)
{
    struct findings fs;

    if (command_text(c, "password") == NULL || c->settings->is_trial)
        return OK;
    findings_start(&fs, c->work.arena);
    findings_add(&fs, "staff.password", "/password", "不能替他人设置密码",
                 "请不要给出 password，把返回的一次性链接交给本人");
    return casework_findings(&c->work, "password_not_yours", "账号没有建立", &fs);
}

static enum err
staff_add_decide(struct context *c, struct staffing *x)
{
    struct account *a = &x->staff.account;
    const char *password = command_text(c, "password");
    enum err err;

    *a = (struct account){.username = username_shown(c->work.arena, command_text(c, "username")),
                          .password_hash = x->hash,
                          .organization_id = command_text(c, "organization"),
                          .contact_name = command_text(c, "contact_name"),
                          .must_change = password != NULL};
    if ((err = roles_read(c, json_object_get(c->command, "roles"), &a->roles)))
        return err;
    if ((err = organization_known(c, a->organization_id)))
        return err;
    if ((err = scope_check(c)))
        return err;
    if ((err = password_given(c)))
        return err;
    if ((err = credentials_check(c, a->username, password)))
        return err;
    return password ? secret_make(c, password, x->hash) : OK;
}

static enum err
staff_add_store(struct context *c, struct staffing *x)
{
    struct casework *w = &c->work;
    struct account *a = &x->staff.account;
    enum err err = store_account_add(w->store, a, &w->fault);
    if (err == ERR_CONFLICT)
        return fail(&w->fault, ERR_CONFLICT, "username_taken", "/username",
                    "用户名已被使用，请换一个");
    if (err)
        return err;

    if ((err = scope_save(c, a->id, json_object_get(c->command, "scope"))))
        return err;
    if ((err = staff_show(c, &x->staff)))
        return err;
    x->scope_before = "[]";
    if ((err = casework_audit(w, "staff.add", a->id, change_of(w->arena, x))))
        return err;
    if (*x->hash == '\0' && (err = reset_give(c, a->id, false, &x->told)))
        return err;
    reply_row(c, x);
    return OK;
}

/* ---- PATCH /staff/:id ------------------------------------------------------------------------ */

static enum err
staff_load(struct context *c, struct account *a)
{
    struct casework *w = &c->work;
    enum err err = store_account_by_id(w->store, w->arena, c->params[0], a, &w->fault);
    if (err == ERR_NOTFOUND || (!err && !(a->roles.bits & ROLE__STAFF)))
        return casework_not_found(w);
    return err ? err : casework_root(w, a->id);
}

static enum err
staff_update_decide(struct context *c, struct staffing *x)
{
    struct casework *w = &c->work;
    struct account *a = &x->staff.account;
    const json_t *roles = json_object_get(c->command, "roles");
    const json_t *disabled = json_object_get(c->command, "disabled");
    enum err err;

    if ((err = staff_load(c, a)))
        return err;
    x->before = *a;
    if ((err = store_scope_json(w->store, w->arena, a->id, &x->scope_before, &w->fault)))
        return err;
    if (roles != NULL && (err = roles_read(c, roles, &a->roles)))
        return err;
    if ((err = scope_check(c)))
        return err;
    if (json_is_true(disabled) && str_is(a->id, w->who->id))
        return fail(&w->fault, ERR_CONFLICT, "own_account", "/disabled",
                    "不能停用自己的账号，请由另一名系统管理员操作");
    if (disabled != NULL)
        a->is_disabled = json_is_true(disabled);
    return casework_held(w, a->id, &x->held);
}

static bool
is_admin(const struct account *a)
{
    return !a->is_disabled && (a->roles.bits & ROLE_SYSTEM_ADMIN);
}

/* Asked in the transaction: two who demote each other at once leave one. */
static enum err
look_if_last(struct context *c, const struct staffing *x)
{
    struct casework *w = &c->work;
    bool is_last = false;

    if (is_admin(&x->staff.account))
        return OK;
    enum err err =
        store_account_is_last(w->store, x->before.id, ROLE_SYSTEM_ADMIN, &is_last, &w->fault);
    if (err || !is_last)
        return err;
    return fail(&w->fault, ERR_CONFLICT, "last_admin", "/roles",
                "这是最后一名系统管理员，不能停用或改作他用。请先设立另一名系统管理员");
}

static bool
has_other_roles(const struct account *a, const struct account *b)
{
    const char *mine = a->roles.reviews, *theirs = b->roles.reviews;
    return a->roles.bits != b->roles.bits || !str_is(mine ? mine : "", theirs ? theirs : "");
}

/* Who may something else, or nothing any more, logs in anew. */
static enum err
shut_out(struct context *c, const struct staffing *x)
{
    struct casework *w = &c->work;
    const struct account *a = &x->staff.account;
    enum err err = OK;

    if (a->is_disabled || has_other_roles(a, &x->before))
        err = store_session_delete_all(w->store, a->id, NULL, &w->fault);
    if (!err && a->is_disabled)
        err = store_reset_delete(w->store, a->id, &w->fault);
    if (!err && !a->is_disabled && x->before.is_disabled)
        err = guesses_forget(c, a->username);
    return err;
}

static enum err
staff_update_store(struct context *c, struct staffing *x)
{
    struct casework *w = &c->work;
    struct account *a = &x->staff.account;
    const json_t *scope = json_object_get(c->command, "scope");
    enum err err;

    if ((err = look_if_last(c, x)))
        return err;
    if ((err = store_account_update(w->store, a, &w->fault)))
        return err;
    if ((err = shut_out(c, x)))
        return err;
    if (scope != NULL && (err = scope_save(c, a->id, scope)))
        return err;
    if ((err = casework_release_held(w, a, &x->held)))
        return err;
    if ((err = staff_show(c, &x->staff)))
        return err;
    if ((err = casework_audit(w, "staff.update", a->id, change_of(w->arena, x))))
        return err;
    reply_row(c, &x->staff);
    return OK;
}

/* ---- rows ------------------------------------------------------------------------------------ */

HALVES(staff_add, struct staffing)
HALVES(staff_update, struct staffing)

static const struct route rows[] = {
    {.method = GET,
     .path = "/staff",
     .act = ACT_KEEP_STAFF,
     .read = staff_list,
     .query = staff_query,
     .answer = staff_answer,
     .is_list = true,
     .reads = "staff.read",
     .name = "listStaff",
     .title = "工作人员账号"},
    {.method = GET,
     .path = "/staff/choices",
     .act = ACT_KEEP_STAFF,
     .read = staff_choices,
     .answer = choices_answer,
     .name = "getStaffChoices",
     .title = "工作人员账号可选的角色和审核小组"},
    {.method = POST,
     .path = "/staff",
     .act = ACT_KEEP_STAFF,
     .root = ROOT_ACCOUNT,
     .when_full = FULL_LAST,
     .flags = ROUTE_KEYED,
     DECIDES(staff_add),
     .body = staff_body,
     .answer = staff_made_answer,
     .status = 201,
     .name = "addStaff",
     .title = "新建工作人员账号"},
    {.method = PATCH,
     .path = "/staff/:id",
     .act = ACT_KEEP_STAFF,
     .root = ROOT_ACCOUNT,
     .when_full = FULL_LAST,
     .flags = ROUTE_MOVES,
     DECIDES(staff_update),
     .body = staff_patch_body,
     .answer = staff_answer,
     .name = "updateStaff",
     .title = "修改工作人员账号"},
};
ROUTES(staff, rows);
