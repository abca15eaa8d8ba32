/* Taking over an organization whose credit code is taken: asked, answered, decided. */
#include "casework/casework.h"
#include "casework/takeover_steps.h"

#include <string.h>

enum { TEXT_MOST = 4000, DOCUMENTS_MOST = 10 };

static const json_t *
rules_of(const struct casework *w)
{
    return takeover_rules(casework_manifest(w));
}

/* ---- who ------------------------------------------------------------------------------------- */

/* Whose people stand on either side of it. */
static bool
is_of_either(const struct casework *w, const struct takeover *x)
{
    return str_is(w->who->organization_id, x->organization_id) ||
           str_is(w->who->organization_id, x->by_organization_id);
}

static enum err
find_side(struct casework *w, const struct takeover *x, enum takeover_side *side)
{
    bool is_in_scope = false;

    *side = TAKEOVER_NONE;
    if (str_is(x->by_id, w->who->id))
        *side = TAKEOVER_ASKER;
    else if (str_is(x->former_id, w->who->id))
        *side = TAKEOVER_FORMER;
    else if (casework_can(w, ACT_KEEP_MEMBERS) &&
             str_is(x->organization_id, w->who->organization_id))
        *side = TAKEOVER_OWNER;
    if (*side != TAKEOVER_NONE || !casework_can(w, ACT_REVIEW))
        return OK;

    enum err err =
        str_is(x->state, TAKEOVER_WAITING)
            ? store_filing_in_charge(w->store, x->filing_id, w->who->id, &is_in_scope, &w->fault)
            : store_filing_in_scope(w->store, x->filing_id, w->who->id, &is_in_scope, &w->fault);
    *side = is_in_scope ? TAKEOVER_OFFICE : TAKEOVER_NONE;
    return err;
}

enum err
casework_takeover(struct casework *w, const char *id, struct takeover *x, enum takeover_side *side)
{
    enum err err =
        id_valid(id) ? store_takeover_load(w->store, w->arena, id, x, &w->fault) : ERR_NOTFOUND;
    bool is_erased = casework_is_erased(w, err);
    if (err && !is_erased)
        return casework_found(w, err);
    if ((err = find_side(w, x, side)))
        return err;
    if (*side == TAKEOVER_NONE)
        return casework_not_found(w);
    return is_erased ? casework_erased(w) : OK;
}

/* Until the end of that day, unless there is an answer. */
static bool
is_awaited(const struct casework *w, const struct takeover *x)
{
    return x->answered_at == 0 && strcmp(w->today, x->due_on) <= 0;
}

struct takeover_may
casework_takeover_may(struct casework *w, const struct takeover *x, enum takeover_side side)
{
    bool decides = side == TAKEOVER_OFFICE && !is_of_either(w, x) &&
                   takeover_role(rules_of(w), &w->who->roles) != NULL;

    if (!str_is(x->state, TAKEOVER_WAITING))
        return (struct takeover_may){0};
    return (struct takeover_may){.answer = side == TAKEOVER_OWNER && is_awaited(w, x),
                                 .take_back = side == TAKEOVER_ASKER,
                                 .decline = decides,
                                 .redirect = decides && takeover_redirects(rules_of(w)),
                                 .grant = decides && !is_awaited(w, x)};
}

/* 409 with where it stands; nothing follows from an end. */
static enum err
refuse_state(struct casework *w, const struct takeover *x)
{
    return fail(&w->fault, ERR_CONFLICT, "state_conflict", "", "这份申请现在是“%s”，没有可以办理的",
                takeover_label(x));
}

/* It waits, and stands on the organization that is asked for. */
enum err
takeover_waiting(struct casework *w, const char *id, struct takeover_work *x,
                 enum takeover_side *side)
{
    enum err err;

    *x = (struct takeover_work){0};
    if ((err = casework_takeover(w, id, &x->takeover, side)))
        return err;
    if ((err = casework_root(w, x->takeover.organization_id)))
        return err;
    return str_is(x->takeover.state, TAKEOVER_WAITING) ? OK : refuse_state(w, &x->takeover);
}

/* ---- what is handed in ----------------------------------------------------------------------- */

void
takeover_check_text(struct casework *w, const char *text, const char *what, struct findings *fs)
{
    if (text == NULL || text_is_blank(text))
        findings_add(fs, "takeover.text", "/reason", arena_printf(w->arena, "没有写明%s", what),
                     "请写明事实和理由");
    else if (utf8_length(text) > TEXT_MOST)
        findings_add(fs, "takeover.text", "/reason",
                     arena_printf(w->arena, "%s最多 %d 字", what, TEXT_MOST), "请删减后再提交");
}

static bool
stands_before(const struct id_list *list, int i)
{
    for (int k = 0; k < i; k++)
        if (str_is(list->ids[k], list->ids[i]))
            return true;
    return false;
}

/* Files of the own organization, each once. */
static enum err
check_documents(struct casework *w, const struct id_list *list, struct findings *fs)
{
    if (list->n > DOCUMENTS_MOST)
        findings_add(fs, "takeover.documents", "/documents",
                     arena_printf(w->arena, "证明材料最多 %d 份", DOCUMENTS_MOST),
                     "请合并后再提交");
    for (int i = 0; i < list->n && i < DOCUMENTS_MOST; i++) {
        struct attachment file = {0};
        const char *id = list->ids[i];
        enum err err = id_valid(id)
                           ? store_attachment_load(w->store, w->arena, id, &file, &w->fault)
                           : ERR_NOTFOUND;
        if (err && err != ERR_NOTFOUND)
            return err;
        if (!str_is(file.organization_id, w->who->organization_id))
            findings_add(fs, "takeover.documents", arena_printf(w->arena, "/documents/%d", i),
                         "没有这个附件", "请先上传证明材料");
        else if (stands_before(list, i))
            findings_add(fs, "takeover.documents", arena_printf(w->arena, "/documents/%d", i),
                         "同一附件列了两次", "请删去重复的一个");
    }
    w->fault = (struct fault){0};
    return OK;
}

/* ---- asked ----------------------------------------------------------------------------------- */

static enum err
unfit(struct casework *w, const char *why)
{
    return fail(&w->fault, ERR_CONFLICT, "asker_unfit", "", "%s", why);
}

/* An owner leaves behind what they had begun: nothing that others, or the office, have a part in.
 * is_asking: it is they who are told. */
static enum err
check_leaving(struct casework *w, const char *organization_id, bool is_asking)
{
    struct organization_holds holds;
    enum err err = store_organization_holds(w->store, organization_id, &holds, &w->fault);
    if (err)
        return err;

    if (holds.is_admitted)
        return unfit(w, is_asking ? "您的单位已经通过资质审核，不能再认领另一个单位"
                                  : "申请人的单位已经通过资质审核，不能再认领另一个单位");
    if (holds.has_people)
        return unfit(
            w, is_asking
                   ? "您的单位还有其他成员。认领后您将离开它，请先移除成员，或移交所有者后另行注册"
                   : "申请人的单位还有其他成员，申请人不能离开它");
    if (holds.has_filings)
        return unfit(w, is_asking ? "您的单位有已提交的备案。认领后您将离开它，请先撤回"
                                  : "申请人的单位有已提交的备案，请先退回或由申请人撤回");
    return OK;
}

static enum err
has_room(struct casework *w, const json_t *rules)
{
    long most = (long)json_integer_value(json_object_get(rules, "most")), n = 0;
    enum err err = store_takeover_count(w->store, w->who->id, &n, &w->fault);

    if (err || n < most)
        return err;
    return fail(&w->fault, ERR_CONFLICT, "takeovers_many", "",
                "您有 %ld 份认领申请还没有结果，请等待决定，或收回不再需要的", n);
}

static enum err
find_organization(struct casework *w, const char *credit_code, struct takeover_work *x)
{
    struct organization o;
    const char *code = text_upper(w->arena, credit_code);
    enum err err = store_organization_by_code(w->store, w->arena, code, w->who->id, &o, &w->fault);

    x->is_unknown = err == ERR_NOTFOUND;
    if (err)
        return x->is_unknown ? OK : err;
    x->takeover.organization_id = o.id;
    x->takeover.filing_id = o.subject_filing_id;
    x->takeover.credit_code = code;
    return OK;
}

enum err
casework_takeover_unknown(struct casework *w)
{
    struct findings fs;

    findings_start(&fs, w->arena);
    findings_add(&fs, "takeover.credit_code", "/credit_code",
                 "没有已通过资质审核的单位使用这个统一社会信用代码",
                 "请核对代码；没有被占用的，直接填报即可");
    return casework_findings(w, "takeover_invalid", "没有申请", &fs);
}

enum err
casework_takeover_ask(struct casework *w, const struct takeover_order *o, struct takeover_work *x)
{
    const json_t *rules = rules_of(w);
    struct findings fs;
    enum err err;

    *x = (struct takeover_work){
        .documents = o->documents, .event = TAKEOVER_ASKED, .audit = "takeover.ask"};
    if (rules == NULL)
        return fail(&w->fault, ERR_CONFLICT, "takeover_off", "", "本系统没有开通单位认领，请联系%s",
                    casework_office(w));
    if ((err = check_leaving(w, w->who->organization_id, true)))
        return err;
    if ((err = has_room(w, rules)))
        return err;

    findings_start(&fs, w->arena);
    takeover_check_text(w, o->reason, "理由", &fs);
    if (o->documents.n == 0)
        findings_add(&fs, "takeover.documents", "/documents", "没有附证明材料",
                     "请上传营业执照和加盖公章的授权书等");
    if ((err = check_documents(w, &o->documents, &fs)))
        return err;
    if (fs.count > 0)
        return casework_findings(w, "takeover_invalid", "没有申请", &fs);

    x->takeover.by_id = w->who->id;
    x->takeover.by_organization_id = w->who->organization_id;
    x->takeover.reason = o->reason;
    x->days = (long)json_integer_value(json_object_get(rules, "answer_days"));
    return find_organization(w, o->credit_code, x);
}

/* ---- answered, taken back -------------------------------------------------------------------- */

static enum err
refuse_answer(struct casework *w, const struct takeover *x, enum takeover_side side)
{
    if (side != TAKEOVER_OWNER)
        return fail(&w->fault, ERR_DENIED, "not_owner", "", "只有被认领单位现在的所有者可以答复");
    if (x->answered_at != 0)
        return fail(&w->fault, ERR_CONFLICT, "takeover_answered", "", "已经答复过，请等待决定");
    return fail(&w->fault, ERR_CONFLICT, "answer_over", "", "答复的期限 %s 已过，由主管部门决定",
                x->due_on);
}

enum err
casework_takeover_answer(struct casework *w, const char *id, const struct takeover_order *o,
                         struct takeover_work *x)
{
    enum takeover_side side;
    struct findings fs;
    enum err err;

    if ((err = takeover_waiting(w, id, x, &side)))
        return err;
    if (!casework_takeover_may(w, &x->takeover, side).answer)
        return refuse_answer(w, &x->takeover, side);
    findings_start(&fs, w->arena);
    takeover_check_text(w, o->reason, "答复", &fs);
    if ((err = check_documents(w, &o->documents, &fs)))
        return err;
    if (fs.count > 0)
        return casework_findings(w, "takeover_invalid", "没有答复", &fs);

    x->documents = o->documents;
    x->event = TAKEOVER_ANSWERED;
    x->audit = "takeover.answer";
    x->takeover.answer = o->reason;
    x->takeover.answered_by = w->who->id;
    x->takeover.answered_at = w->now;
    return OK;
}

void
takeover_end(struct casework *w, struct takeover_work *x, const char *state, const char *audit)
{
    x->event = x->takeover.state = state;
    x->audit = audit;
    x->takeover.ended_by = w->who->id;
    x->takeover.ended_at = w->now;
}

enum err
casework_takeover_take_back(struct casework *w, const char *id, struct takeover_work *x)
{
    enum takeover_side side;
    enum err err = takeover_waiting(w, id, x, &side);
    if (err)
        return err;

    if (side != TAKEOVER_ASKER)
        return fail(&w->fault, ERR_DENIED, "not_asker", "", "申请只能由申请人收回");
    takeover_end(w, x, TAKEOVER_TAKEN_BACK, "takeover.take_back");
    return OK;
}

/* ---- decided --------------------------------------------------------------------------------- */

/* The asker is where they were when they asked, and may leave. */
enum err
takeover_check_asker(struct casework *w, const struct takeover *x)
{
    struct account asker;
    enum err err = store_account_by_id(w->store, w->arena, x->by_id, &asker, &w->fault);
    if (err)
        return err;

    if (asker.is_disabled)
        return unfit(w, "申请人的账号已被停用");
    if (!str_is(asker.organization_id, x->by_organization_id) || asker.member != MEMBER_OWNER)
        return unfit(w, "申请人已不是申请时所在单位的所有者");
    return check_leaving(w, x->by_organization_id, false);
}

enum err
takeover_refuse_who(struct casework *w, const struct takeover *x, enum takeover_side side)
{
    if (is_of_either(w, x))
        return fail(&w->fault, ERR_DENIED, "own_organization", "",
                    "不能办理本单位的事项，请由其他人员办理");
    return fail(&w->fault, ERR_DENIED, "role_required", "",
                side == TAKEOVER_OFFICE ? "您的角色不决定单位认领，请由规则指定的人员办理"
                                        : "单位认领由主管部门决定");
}

static const char *
names_of(struct casework *w, const struct takeover_holder *rows, int n)
{
    struct buf b = BUF(w->arena);

    for (int i = 0; i < n; i++)
        buf_printf(&b, "%s“%s”", i > 0 ? "、" : "", rows[i].name);
    return b.p;
}

/* Where several have the code, whoever grants says which one. It is the one that was asked for:
 * the owner of another has not been heard. */
static enum err
check_choice(struct casework *w, const struct takeover *t, const char *organization_id)
{
    struct takeover_holder *rows;
    struct findings fs;
    int n;
    enum err err = store_takeover_holders(w->store, w->arena, t->credit_code, &rows, &n, &w->fault);
    if (err)
        return err;
    if (organization_id == NULL ? n <= 1 : str_is(organization_id, t->organization_id))
        return OK;
    if (organization_id != NULL)
        return fail(&w->fault, ERR_CONFLICT, "takeover_other", "/organization",
                    "这份申请所认领的是“%s”，不能认定为别的单位，其所有者还没有答复。请写明原因，"
                    "转为认领那个单位",
                    t->organization_name);

    findings_start(&fs, w->arena);
    findings_add(
        &fs, "takeover.organization", "/organization",
        arena_printf(w->arena, "有 %d 个单位使用这个统一社会信用代码：%s", n, names_of(w, rows, n)),
        "请核对后写明认定的是哪一个");
    return casework_findings(w, "takeover_invalid", "没有决定", &fs);
}

enum err
casework_takeover_decide(struct casework *w, const char *id, const struct takeover_choice *choice,
                         struct takeover_work *x)
{
    bool is_granted = choice->is_granted;
    const struct takeover *t = &x->takeover;
    enum takeover_side side;
    struct findings fs;
    enum err err;

    if ((err = takeover_waiting(w, id, x, &side)))
        return err;
    struct takeover_may may = casework_takeover_may(w, t, side);
    if (!may.decline)
        return takeover_refuse_who(w, t, side);
    if (is_granted && !may.grant)
        return fail(&w->fault, ERR_CONFLICT, "answer_awaited", "",
                    "现在的所有者可以答复到 %s，此前没有答复的不能认定；不予认定的随时可以决定",
                    t->due_on);
    findings_start(&fs, w->arena);
    takeover_check_text(w, choice->reason, "理由", &fs);
    if (fs.count > 0)
        return casework_findings(w, "takeover_invalid", "没有决定", &fs);
    if (is_granted && (err = check_choice(w, t, choice->organization_id)))
        return err;
    if (is_granted && (err = takeover_check_asker(w, t)))
        return err;

    takeover_end(w, x, is_granted ? TAKEOVER_GRANTED : TAKEOVER_DECLINED,
                 is_granted ? "takeover.grant" : "takeover.decline");
    x->takeover.grounds = choice->reason;
    x->takeover.ended_role = takeover_role(rules_of(w), &w->who->roles);
    return OK;
}

/* ---- what it brings about -------------------------------------------------------------------- */

static const char *
membership_detail(struct casework *w, const char *organization_id, enum membership member)
{
    struct buf b = BUF(w->arena);

    buf_open(&b, NULL, '{');
    buf_json_str(&b, "organization", organization_id);
    buf_json_str(&b, "role", member_name(member));
    buf_close(&b);
    return b.p;
}

/* Out, or a member, as the rules say; either way not there until they log in anew. */
static enum err
unseat_owner(struct casework *w, struct takeover *x)
{
    struct account owner;
    enum membership then = member_parse(json_str(rules_of(w), "former")); /* MEMBER_NONE: out */
    enum err err =
        store_organization_owner(w->store, w->arena, x->organization_id, &owner, &w->fault);
    if (err == ERR_NOTFOUND && !casework_is_erased(w, err)) {
        w->fault = (struct fault){0};
        return OK; /* nobody owns it */
    }
    if (err && !casework_is_erased(w, err))
        return err;

    w->fault = (struct fault){0};
    x->former_id = owner.id;
    if (then == MEMBER_NONE)
        err = store_member_release(w->store, owner.id, x->organization_id, &w->fault);
    else
        err = store_member_set(w->store, owner.id, x->organization_id, then, &w->fault);
    if (err)
        return err;
    if ((err = store_session_delete_all(w->store, owner.id, NULL, &w->fault)))
        return err;
    return casework_audit(w, then == MEMBER_NONE ? "member.delete" : "member.set", owner.id,
                          membership_detail(w, x->organization_id, then));
}

/* From the one into the other. What was under way in the first is refused in its write. */
static enum err
seat_asker(struct casework *w, const struct takeover *x)
{
    long revision;
    enum err err;

    if ((err = store_root_load(w->store, x->by_organization_id, &revision, &w->fault)))
        return err;
    if ((err = store_root_raise(w->store, x->by_organization_id, revision, &w->fault)))
        return err;
    if ((err = store_member_release(w->store, x->by_id, x->by_organization_id, &w->fault)))
        return err;
    if ((err = store_member_join(w->store, x->by_id, x->organization_id, MEMBER_OWNER, &w->fault)))
        return err;
    if ((err = store_session_delete_all(w->store, x->by_id, NULL, &w->fault)))
        return err;
    if ((err = casework_audit(w, "member.delete", x->by_id,
                              membership_detail(w, x->by_organization_id, MEMBER_OWNER))))
        return err;
    return casework_audit(w, "member.owner", x->by_id,
                          membership_detail(w, x->organization_id, MEMBER_OWNER));
}

/* The old one goes first: there is one at a time. */
static enum err
grant(struct casework *w, struct takeover *x)
{
    enum err err;

    if ((err = takeover_check_asker(w, x)))
        return err;
    if ((err = unseat_owner(w, x)))
        return err;
    if ((err = store_links_end(w->store, x->organization_id, w->who->id, &w->fault)))
        return err;
    return seat_asker(w, x);
}

enum err
takeover_note(struct casework *w, const struct takeover_work *x)
{
    const struct takeover *t = &x->takeover;
    struct filing f;
    enum err err = store_filing_head(w->store, w->arena, t->filing_id, &f, &w->fault);
    if (err)
        return err;

    struct outbox_row row = {.filing_id = f.id,
                             .version = f.version > 0 ? f.version : 1,
                             .event = x->event,
                             .from_state = f.state,
                             .to_state = f.state,
                             .actor_role = x->role         ? x->role
                                           : t->ended_role ? t->ended_role
                                                           : role_name(ROLE_FILER),
                             .takeover_id = t->id,
                             .at = w->now};
    struct buf b = BUF(w->arena);
    buf_open(&b, NULL, '{');
    buf_json_str(&b, "organization", t->organization_id);
    buf_close(&b);
    if ((err = store_outbox_add(w->store, &row, &w->fault)))
        return err;
    return casework_audit(w, x->audit, t->id, b.p);
}

static enum err
add(struct casework *w, struct takeover_work *x)
{
    enum err err = store_takeover_add(w->store, &x->takeover, &x->documents, &w->fault);

    if (err != ERR_CONFLICT)
        return err;
    return fail(&w->fault, ERR_CONFLICT, "takeover_waiting", "",
                "您已经申请认领这个单位，请等待决定，或先收回");
}

enum err
casework_takeover_store(struct casework *w, struct takeover_work *x)
{
    struct takeover *t = &x->takeover;
    enum err err;

    if (t->id == NULL)
        err = add(w, x);
    else if (str_is(t->state, TAKEOVER_WAITING))
        err = store_takeover_answer(w->store, t, &x->documents, &w->fault);
    else if (!str_is(t->state, TAKEOVER_GRANTED) || !(err = grant(w, t)))
        err = store_takeover_end(w->store, t, &w->fault);
    return err ? err : takeover_note(w, x);
}
