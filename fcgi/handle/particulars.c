/* What an organization is called and how it is reached: for its people. The name, the code and the
 * area are those of its subject, and change with that; the contact is the owner's to set. */
#include "handle/account.h"
#include "handle/route.h"

/* ---- what they are --------------------------------------------------------------------------- */

struct particulars {
    struct organization organization;
    struct organization_contact contact;
};
static const struct member particulars_answer[] = {
    {"id", M_ID, M_REQUIRED, .at = TEXT_AT(particulars, organization.id), .title = "单位编号"},
    {"name", M_STRING, M_REQUIRED, .at = TEXT_AT(particulars, organization.name),
     .title = "单位名称；主体信息通过后以它为准"},
    {"credit_code", M_STRING, M_REQUIRED | M_NULLABLE,
     .at = TEXT_AT(particulars, organization.credit_code),
     .title = "统一社会信用代码；主体信息没有通过时为 null"},
    {"area", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(particulars, organization.area),
     .title = "注册地的行政区划代码；同上"},
    {"created_at", M_TIME, M_REQUIRED, .at = TIME_AT(particulars, organization.created_at),
     .title = "注册时间"},
    {"contact_name", M_STRING, M_REQUIRED | M_NULLABLE | M_PERSONAL,
     .at = TEXT_AT(particulars, contact.contact_name),
     .title =
         "单位的联系人；没有设置的为 null。所有者以外的人看到的是遮盖过的，只受托部分备案的代理人"
         "看不到单位的联系方式"},
    {"mobile", M_STRING, M_REQUIRED | M_NULLABLE | M_PERSONAL,
     .at = TEXT_AT(particulars, contact.mobile), .title = "单位的联系手机"},
    {"email", M_STRING, M_REQUIRED | M_NULLABLE | M_PERSONAL,
     .at = TEXT_AT(particulars, contact.email), .title = "单位的联系邮箱"},
    {"contact_changed_at", M_TIME, M_REQUIRED | M_NULLABLE, .at = TIME_AT(particulars, contact.at),
     .title = "联系方式最近一次设置的时间"},
    MEMBERS_END,
};

/* Whoever does not keep the people of the organization sees what is left of a person, as it is left
 * of one who registers. */
static void
mask_contact(struct context *c, struct organization_contact *x)
{
    struct arena *a = c->work.arena;

    if (casework_can(&c->work, ACT_KEEP_MEMBERS))
        return;
    x->contact_name = mask_text(a, MASK_NAME, x->contact_name);
    x->mobile = mask_text(a, MASK_MOBILE, x->mobile);
    x->email = mask_text(a, MASK_EMAIL, x->email);
}

/* An agent whose mandate is for some filings has no use for it. */
static enum err
load_contact(struct context *c, struct organization_contact *x)
{
    struct casework *w = &c->work;

    if (w->who->limited_by != NULL)
        return OK;
    enum err err = store_contact_load(w->store, w->arena, w->who->organization_id, x, &w->fault);
    if (err)
        return err == ERR_NOTFOUND ? OK : err;
    mask_contact(c, x);
    return OK;
}

static enum err
reply_particulars(struct context *c)
{
    struct casework *w = &c->work;
    const char *id = w->who->organization_id;
    struct particulars x = {0};
    enum err err = store_organization_load(w->store, w->arena, id, &x.organization, &w->fault);
    if (err)
        return err;
    if ((err = load_contact(c, &x.contact)))
        return err;
    reply_row(c, &x);
    return OK;
}

/* ---- GET, PUT /organization, DELETE /organization/contact ------------------------------------ */

static enum err
particulars_read(struct context *c)
{
    return reply_particulars(c);
}

static enum err
particulars_decide(struct context *c, struct organization_contact *x)
{
    const struct account *who = c->work.who;

    *x = (struct organization_contact){.organization_id = who->organization_id,
                                       .contact_name = command_text(c, "contact_name"),
                                       .mobile = command_text(c, "mobile"),
                                       .email = command_text(c, "email"),
                                       .by_id = who->id};
    return contact_check(c, who, "单位的联系方式有误，没有修改");
}

static enum err
particulars_store(struct context *c, struct organization_contact *x)
{
    struct casework *w = &c->work;
    enum err err;

    if ((err = store_contact_set(w->store, x, &w->fault)))
        return err;
    if ((err = casework_audit(w, "organization.contact", x->organization_id, NULL)))
        return err;
    return reply_particulars(c);
}

static enum err
contact_drop_store(struct context *c)
{
    struct casework *w = &c->work;
    const char *id = w->who->organization_id;
    enum err err = store_contact_delete(w->store, id, &w->fault);

    if (err == ERR_NOTFOUND)
        return fail(&w->fault, ERR_CONFLICT, "contact_none", "", "本单位没有设置联系方式");
    if (err)
        return err;
    if ((err = casework_audit(w, "organization.contact", id, NULL)))
        return err;
    reply_nothing(c);
    return OK;
}

/* ---- rows ------------------------------------------------------------------------------------ */

HALVES(particulars, struct organization_contact)
STORE_HALF(contact_drop)

static const struct route rows[] = {
    {.method = GET,
     .path = "/organization",
     .act = ACT_READ_OWN,
     .read = particulars_read,
     .answer = particulars_answer,
     .reads = "organization.read",
     .name = "getOrganization",
     .title = "本单位的名称和联系方式"},
    {.method = PUT,
     .path = "/organization",
     .act = ACT_KEEP_MEMBERS,
     .root = ROOT_ORGANIZATION,
     .when_full = FULL_RESERVE,
     .flags = ROUTE_MOVES | ROUTE_GATHERS,
     DECIDES(particulars),
     .body = contact_members,
     .answer = particulars_answer,
     .refused = "未修改",
     .name = "setOrganization",
     .title = "设置单位的联系方式：发到系统之外的通知只发到这里，不再发给各成员"},
    {.method = DELETE,
     .path = "/organization/contact",
     .act = ACT_KEEP_MEMBERS,
     .root = ROOT_ORGANIZATION,
     .when_full = FULL_LAST,
     .flags = ROUTE_MOVES,
     STORES(contact_drop),
     .status = 204,
     .name = "dropOrganizationContact",
     .title = "删去单位的联系方式：发到系统之外的通知发给各成员"},
};
ROUTES(particulars, rows);
