#include "casework/access.h"
#include "casework/reach.h"

#define GOVERNORS (ROLE_RULE_EDITOR | ROLE_RULE_APPROVER | ROLE_AUDITOR)

const struct act_rule acts[ACT__MAX] = {
    [ACT_LOOK] = {"look", 0, 0, 0, false},
    [ACT_SELF] = {"self", ROLE__ALL, 0, 0, false},
    [ACT_READ_OWN] = {"read_own", ROLE_FILER, ON_OWN, MEMBER_READ, false},
    [ACT_FILE] = {"file", ROLE_FILER, ON_OWN, MEMBER_FILL, true},
    [ACT_SUBMIT] = {"submit", ROLE_FILER, ON_OWN, MEMBER_SUBMIT, true},
    [ACT_KEEP_MEMBERS] = {"keep_members", ROLE_FILER, ON_OWN, MEMBER_OWNER, false},
    [ACT_READ_FILING] = {"read_filing", ROLE_FILER | ROLE_REVIEWER, ON_OWN | ON_SCOPE, MEMBER_READ,
                         false},
    [ACT_REVIEW] = {"review", ROLE_REVIEWER, ON_SCOPE | ON_STAGE, 0, false},
    [ACT_ASSIGN] = {"assign", ROLE_REVIEWER, ON_SCOPE | ON_LED, 0, false},
    [ACT_READ_RULES] = {"read_rules", GOVERNORS, 0, 0, false},
    [ACT_EDIT_RULES] = {"edit_rules", ROLE_RULE_EDITOR, 0, 0, false},
    [ACT_REPLAY_RULES] = {"replay_rules", ROLE_RULE_EDITOR | ROLE_RULE_APPROVER, 0, 0, false},
    [ACT_SIGN_RULES] = {"sign_rules", ROLE_RULE_APPROVER, 0, 0, false},
    [ACT_READ_AUDIT] = {"read_audit", ROLE_AUDITOR, 0, 0, false},
    [ACT_KEEP_STAFF] = {"keep_staff", ROLE_SYSTEM_ADMIN, 0, 0, false},
    [ACT_READ_STATUS] = {"read_status", ROLE_SYSTEM_ADMIN, 0, 0, false},
    [ACT_READ_FIGURES] = {"read_figures", ROLE_REVIEWER | ROLE_AUDITOR | ROLE_SYSTEM_ADMIN, 0, 0,
                          false},
};

/* ---- at all ---------------------------------------------------------------------------------- */

static bool
has_role(const struct casework *w, unsigned roles)
{
    return w->who != NULL && (w->who->roles.bits & roles);
}

/* What a member may, and a program that acts for one no more than its scope. */
static long
membership(const struct account *who)
{
    bool is_less = who->token_id != NULL && who->token_scope < who->member;
    return is_less ? who->token_scope : who->member;
}

/* A filer's role counts as far as they are a member. */
static bool
is_member_for(const struct casework *w, enum act act)
{
    return has_role(w, acts[act].roles & ROLE_FILER) &&
           membership(w->who) >= (long)acts[act].member;
}

bool
casework_can(const struct casework *w, enum act act)
{
    return act == ACT_LOOK || has_role(w, acts[act].roles & ~(unsigned)ROLE_FILER) ||
           is_member_for(w, act);
}

/* The same for an agent. */
static enum err
not_as_agent(struct casework *w, enum act act)
{
    if (w->who->member == MEMBER_NONE)
        return fail(&w->fault, ERR_DENIED, "mandate_over", "",
                    "您所依据的委托已经终止或到期，什么也没有做。请在“受托办理”中另选单位");
    return fail(&w->fault, ERR_DENIED, "mandate_scope", "",
                "您受托的权限是“%s”，此操作需要“%s”，请由委托单位自行办理",
                member_label(w->who->member), member_label((long)acts[act].member));
}

enum err
casework_limited(struct casework *w)
{
    return fail(&w->fault, ERR_DENIED, "mandate_limited", "",
                "您受托的只是委托中列明的备案，此操作不在其内，请由委托单位自行办理");
}

enum err
casework_may_begin(struct casework *w, const char *kind)
{
    const char *by = w->who->limited_by;
    bool is_reached = true;
    enum err err = by ? store_mandate_reaches_kind(w->store, by, kind, &is_reached, &w->fault) : OK;

    if (err)
        return err;
    return is_reached ? OK : casework_limited(w);
}

/* The role is there, and what the organization lets them do is not enough. */
static enum err
not_as_member(struct casework *w, enum act act)
{
    if (w->who->mandate_id != NULL)
        return not_as_agent(w, act);
    if (w->who->member == MEMBER_NONE)
        return fail(&w->fault, ERR_DENIED, "organization_required", "",
                    "您的账号现在不属于任何单位，请用单位所有者给您的邀请链接加入");
    if (w->who->member >= (long)acts[act].member)
        return fail(&w->fault, ERR_DENIED, "token_scope", "",
                    "这个令牌只能用于“%s”，请换用范围足够的令牌，或登录后办理",
                    member_label(w->who->token_scope));
    return fail(&w->fault, ERR_DENIED, "member_role_required", "",
                "您在本单位的权限是“%s”，此操作需要“%s”，请联系本单位的所有者",
                member_label(w->who->member), member_label((long)acts[act].member));
}

static enum err
may_at_all(struct casework *w, enum act act)
{
    if (casework_can(w, act))
        return OK;
    if (w->who == NULL)
        return fail(&w->fault, ERR_AUTH, "login_required", "",
                    "请先登录；如已登录，可能已超时，请重新登录");
    if (has_role(w, acts[act].roles & ROLE_FILER))
        return not_as_member(w, act);
    return fail(&w->fault, ERR_DENIED, "role_required", "",
                "您的账号没有进行此操作的角色，请换用相应账号，或联系系统管理员");
}

enum err
casework_may_store(struct casework *w, enum act act)
{
    bool is_program = w->who != NULL && w->who->token_id != NULL;
    enum err err = may_at_all(w, act);

    if (err || !is_program || act == ACT_LOOK || acts[act].by_token)
        return err;
    return fail(&w->fault, ERR_DENIED, "token_forbidden", "",
                "这件事不能用令牌办理，请本人登录后办理");
}

/* ---- on that --------------------------------------------------------------------------------- */

static bool
is_own(const struct casework *w, const struct thing *thing)
{
    return str_is(thing->organization_id, w->who->organization_id);
}

/* A filing in their scope names it, or a matter does that was answered with it. */
static enum err
look_at_file(struct casework *w, const char *id, bool *is_in_scope)
{
    const char *who = w->who->id;
    enum err err = store_attachment_in_scope(w->store, id, who, is_in_scope, &w->fault);

    if (err || *is_in_scope)
        return err;
    return store_matter_file_in_scope(w->store, id, who, is_in_scope, &w->fault);
}

static enum err
look_in_scope(struct casework *w, const struct thing *thing, bool *is_in_scope)
{
    const char *who = w->who->id;

    if (thing->attachment_id != NULL)
        return look_at_file(w, thing->attachment_id, is_in_scope);
    if (thing->task != NULL && !str_is(thing->task->state, "done"))
        return store_filing_in_charge(w->store, thing->filing_id, who, is_in_scope, &w->fault);
    return store_filing_in_scope(w->store, thing->filing_id, who, is_in_scope, &w->fault);
}

static enum err
own_organization(struct casework *w)
{
    return fail(&w->fault, ERR_DENIED, "own_organization", "",
                "不能审核本单位的备案，请由其他人员领取");
}

/* A task is worked by who works its stage, never on the own organization, and each stage of one
 * version by another person. */
static enum err
may_work(struct casework *w, const struct thing *thing)
{
    const struct task *t = thing->task;
    const struct law_stage *stage = law_stage(casework_law(w), t->stage);
    bool has_decided = false;

    if (stage == NULL || !role_set_has(&w->who->roles, stage->role))
        return fail(&w->fault, ERR_DENIED, "role_required", "",
                    "您的账号不承担“%s”，请由承担该阶段的人员办理",
                    law_label_of_stage(casework_law(w), t->stage));
    if (is_own(w, thing))
        return own_organization(w);

    enum err err = store_task_decided_by(w->store, t->filing_id, t->version, w->who->id,
                                         &has_decided, &w->fault);
    if (err)
        return err;
    if (has_decided && !str_is(t->state, "done"))
        return fail(&w->fault, ERR_DENIED, "same_reviewer", "",
                    "您已对这次提交作出过审核决定，各审核阶段须由不同人员进行");
    return OK;
}

/* An agent whose mandate is for some filings does nothing with the rest, which is not there for
 * them. What belongs to no filing they see and leave as it is: it stands in others, too. */
static enum err
may_reach(struct casework *w, enum act act, const struct thing *thing)
{
    const char *by = w->who->limited_by;
    bool is_reached = false;
    enum err err = OK;

    if (by == NULL)
        return OK;
    if (thing->attachment_id == NULL && thing->filing_id == NULL)
        return acts[act].member <= MEMBER_READ ? OK : casework_limited(w);
    if (thing->attachment_id != NULL)
        err = reach_files(w, &(struct id_list){(const char *[]){thing->attachment_id}, 1},
                          &is_reached);
    else
        err = store_mandate_reaches(w->store, by, thing->filing_id, &is_reached, &w->fault);
    if (err)
        return err;
    return is_reached ? OK : casework_not_found(w);
}

bool
casework_leads(const struct casework *w, const struct task *t)
{
    const struct law_stage *stage = law_stage(casework_law(w), t->stage);

    return stage != NULL && stage->lead != NULL && role_set_has(&w->who->roles, stage->lead);
}

/* Who leads a stage gives its tasks to others, but none of the own organization. */
static enum err
may_give(struct casework *w, const struct thing *thing)
{
    if (!casework_leads(w, thing->task))
        return may_work(w, thing);
    return is_own(w, thing) ? own_organization(w) : OK;
}

enum err
casework_may(struct casework *w, enum act act, const struct thing *thing)
{
    unsigned on = acts[act].on;
    bool is_in_scope = false;
    enum err err = may_at_all(w, act);
    if (err || thing == NULL || on == 0)
        return err;

    if ((on & ON_OWN) && is_member_for(w, act) && is_own(w, thing))
        return may_reach(w, act, thing);
    if ((on & ON_SCOPE) && has_role(w, ROLE_REVIEWER)) {
        if ((err = look_in_scope(w, thing, &is_in_scope)))
            return err;
    }

    if (!is_in_scope)
        return casework_not_found(w);
    if (on & ON_LED)
        return may_give(w, thing);
    return (on & ON_STAGE) ? may_work(w, thing) : OK;
}

enum err
casework_in_charge(struct casework *w, const char *filing_id)
{
    struct jurisdiction at;
    bool is_in_charge = false;
    enum err err =
        store_filing_in_charge(w->store, filing_id, w->who->id, &is_in_charge, &w->fault);
    if (err || is_in_charge)
        return err;
    err = store_jurisdiction_load(w->store, w->arena, filing_id, &at, &w->fault);
    if (err)
        return casework_found(w, err);

    const char *label = register_label(casework_manifest(w), "area", at.area);
    return fail(&w->fault, ERR_DENIED, "transferred", "",
                "这件备案现由“%s”管辖，不在您的办理范围内；可以查看，办理请联系那里的人员",
                label ? label : at.area);
}

/* ---- loading what an id names ---------------------------------------------------------------- */

enum err
casework_filing(struct casework *w, enum act act, const char *id, struct filing *x)
{
    if (!id_valid(id))
        return casework_not_found(w);
    enum err err = store_filing_load(w->store, w->arena, id, x, &w->fault);
    bool is_erased = casework_is_erased(w, err);
    if (err && !is_erased)
        return casework_found(w, err);

    struct thing thing = {.organization_id = x->organization_id, .filing_id = x->id};
    err = casework_may(w, act, &thing);
    return !err && is_erased ? casework_erased(w) : err;
}

enum err
casework_filing_head(struct casework *w, enum act act, const char *id, struct filing *x)
{
    enum err err =
        id_valid(id) ? store_filing_head(w->store, w->arena, id, x, &w->fault) : ERR_NOTFOUND;
    if (err)
        return casework_found(w, err);

    struct thing thing = {.organization_id = x->organization_id, .filing_id = x->id};
    return casework_may(w, act, &thing);
}

enum err
casework_filing_data(struct casework *w, struct filing *x)
{
    enum err err = store_filing_data(w->store, w->arena, x->id, &x->data, &w->fault);
    return casework_is_erased(w, err) ? casework_erased(w) : casework_found(w, err);
}

enum err
casework_product(struct casework *w, enum act act, const char *id, struct product *x)
{
    if (!id_valid(id))
        return casework_not_found(w);
    enum err err = store_product_load(w->store, w->arena, id, x, &w->fault);
    bool is_erased = casework_is_erased(w, err);
    if (err && !is_erased)
        return casework_found(w, err);

    struct thing thing = {.organization_id = x->organization_id};
    err = casework_may(w, act, &thing);
    return !err && is_erased ? casework_erased(w) : err;
}

enum err
casework_attachment(struct casework *w, const char *id, struct attachment *x)
{
    enum err err =
        id_valid(id) ? store_attachment_load(w->store, w->arena, id, x, &w->fault) : ERR_NOTFOUND;
    if (err)
        return casework_found(w, err);

    struct thing thing = {.organization_id = x->organization_id, .attachment_id = x->id};
    return casework_may(w, ACT_READ_FILING, &thing);
}

static enum err
task_for(struct casework *w, enum act act, const char *id, struct task *x)
{
    enum err err =
        id_valid(id) ? store_task_load(w->store, w->arena, id, x, &w->fault) : ERR_NOTFOUND;
    if (err)
        return casework_found(w, err);

    struct thing thing = {
        .organization_id = x->organization_id, .filing_id = x->filing_id, .task = x};
    return casework_may(w, act, &thing);
}

enum err
casework_task(struct casework *w, const char *id, struct task *x)
{
    return task_for(w, ACT_REVIEW, id, x);
}

enum err
casework_task_given(struct casework *w, const char *id, struct task *x)
{
    return task_for(w, ACT_ASSIGN, id, x);
}
