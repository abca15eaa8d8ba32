#include "casework_rig.h"
#include "policy_rig.h"

#include <stdlib.h>

#define DAY_MS (24 * 3600 * 1000LL)

struct policy *rules;
struct organization company, rival;
struct account filer, colleague, rival_filer;
struct account first, other_first, second, other_second, admin;
struct casework acting;
const char *rig_product;

/* ---- who ------------------------------------------------------------------------------------- */

struct organization
rig_company(const char *name)
{
    struct organization o = {.name = name};

    WRITE(GOOD(store_organization_add(s, &o, &fault)));
    o.id = arena_strdup(a, o.id);
    return o;
}

struct account
rig_account(struct role_set roles, const struct organization *o, const char *area)
{
    static int n;
    const struct scope scope = {area, "", ""};
    struct account x = {.username = arena_printf(a, "person-%d", ++n),
                        .password_hash = "hash",
                        .roles = roles,
                        .organization_id = o ? o->id : NULL,
                        .member = o && (roles.bits & ROLE_FILER) ? MEMBER_SUBMIT : MEMBER_NONE};

    WRITE({
        GOOD(store_account_add(s, &x, &fault));
        if (area)
            GOOD(store_scope_set(s, x.id, &scope, 1, &fault));
    });
    x.id = arena_strdup(a, x.id);
    return x;
}

struct account
rig_approved_company(void)
{
    struct organization o = rig_company("示例科技（北京）有限公司");
    struct account who = rig_account(ROLE_SET(ROLE_FILER), &o, NULL);

    rig_decided(&first, rig_submitted(&who, "subject"), "pass");
    return who;
}

struct casework *
as(const struct account *who)
{
    acting = (struct casework){.store = s,
                               .policy = rules,
                               .arena = a,
                               .world = &rig_world,
                               .who = who,
                               .remote_addr = "192.0.2.1",
                               .now = world_now(&rig_world)};
    date_beijing(acting.now, acting.today);
    return &acting;
}

void
rig_days_pass(int days)
{
    rig_time += days * DAY_MS;
}

/* ---- what they fill in ----------------------------------------------------------------------- */

static json_t *
example(const char *kind)
{
    char *text;
    size_t n;

    if (file_read(arena_printf(a, "tests/data/facts_%s.json", kind), 1 << 20, &text, &n, &fault))
        check_stop("%s", fault.text);
    json_t *facts = rig_parse(text);
    free(text);
    return facts;
}

/* A file of theirs like the one in the example. */
static const char *
upload(const struct account *who, const json_t *like)
{
    struct attachment x = {.organization_id = who->organization_id,
                           .uploaded_by = who->id,
                           .sha256 =
                               "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                           .media_type = json_str(like, "media_type"),
                           .filename = json_str(like, "filename"),
                           .size_bytes = rig_int(like, "/size_bytes")};

    WRITE(GOOD(store_attachment_add(s, &x, &fault)));
    return arena_strdup(a, x.id);
}

static const char *
make_product(const struct account *who, const json_t *like)
{
    json_t *data = arena_json(a, json_deep_copy(like));
    char *id = arena_alloc(a, ID_TEXT);
    struct product x = {
        .id = id, .organization_id = who->organization_id, .name = json_str(like, "name")};

    id_new(&rig_world, id);
    json_object_del(data, "id");
    x.data = json_canonical(a, data);
    WRITE(GOOD(store_product_add(s, &x, &fault)));
    return id;
}

/* The text with every occurrence of one word of the same length replaced. */
static void
replace(char *text, const char *was, const char *now)
{
    for (char *p = text; (p = strstr(p, was)) != NULL;)
        memcpy(p, now, strlen(now));
}

json_t *
rig_data(const struct account *who, const char *kind)
{
    const json_t *facts = example(kind), *product = rig_at(facts, "/products/0");
    char *text = json_text(a, rig_at(facts, "/filing/data"));
    const char *id;
    json_t *file;

    json_object_foreach(rig_at(facts, "/attachments"), id, file)
        replace(text, id, upload(who, file));
    if (product) {
        rig_product = make_product(who, product);
        replace(text, json_str(product, "id"), rig_product);
    }
    return rig_parse(text);
}

void
rig_put(json_t *data, const char *section, const char *field, const char *value)
{
    json_object_set_new(json_object_get(data, section), field,
                        value ? json_string(value) : json_null());
}

/* ---- halves ---------------------------------------------------------------------------------- */

static enum err
read_begin(struct casework *w)
{
    enum err err = store_read_begin(w->store, &w->fault);
    if (err)
        return err;
    return w->who->organization_id ? casework_root(w, w->who->organization_id) : OK;
}

static enum err
read_end(struct casework *w, enum err err)
{
    store_read_end(w->store);
    return err;
}

static enum err
write_end(struct casework *w, enum err err)
{
    if (!err)
        return store_write_commit(w->store, &w->fault);
    store_write_rollback(w->store);
    return err;
}

/* In the transaction; when it fails, the caller ends it all the same. */
static enum err
settle(struct casework *w, bool is_raised)
{
    enum err err = store_write_begin(w->store, &w->fault);
    return err ? err : casework_settle(w, is_raised);
}

enum err
rig_begin_decide(struct casework *w, const struct concern *of)
{
    enum err err = read_begin(w);
    return read_end(w, err ? err : casework_begin_decide(w, of));
}

enum err
rig_begin_store(struct casework *w, const struct concern *of, struct filing *x)
{
    enum err err = settle(w, false);
    if ((err = write_end(w, err ? err : casework_begin(w, of, x))))
        return err;
    x->id = arena_strdup(a, x->id);
    return OK;
}

enum err
rig_save_decide(struct casework *w, const char *id, const json_t *data, long if_match,
                struct saving *x)
{
    *x = (struct saving){.if_match = if_match};
    enum err err = read_begin(w);
    if (!err)
        err = casework_filing(w, ACT_FILE, id, &x->filing);
    if (!err)
        err = casework_save_decide(w, data, x);
    return read_end(w, err);
}

enum err
rig_save_store(struct casework *w, struct saving *x)
{
    enum err err = settle(w, false);
    err = write_end(w, err ? err : casework_save_store(w, x));
    return !err && x->is_late ? ERR_CONFLICT : err;
}

enum err
rig_check_decide(struct casework *w, const char *id, struct checking *x)
{
    *x = (struct checking){0};
    enum err err = read_begin(w);
    return read_end(w, err ? err : casework_check_decide(w, id, NULL, x));
}

enum err
rig_check_store(struct casework *w, struct checking *x)
{
    enum err err = settle(w, false);
    return write_end(w, err ? err : casework_check_store(w, x));
}

enum err
rig_submit_decide(struct casework *w, const char *id, struct submission *x)
{
    *x = (struct submission){0};
    enum err err = read_begin(w);
    return read_end(w, err ? err : casework_submit_decide(w, id, true, x));
}

enum err
rig_submit_store(struct casework *w, struct submission *x)
{
    enum err err = settle(w, false);
    return write_end(w, err ? err : casework_submit_store(w, x));
}

enum err
rig_decision_decide(struct casework *w, const char *task_id, const char *outcome,
                    struct decision *x)
{
    struct decision_order order = {.outcome = outcome};
    if (!str_is(outcome, "pass"))
        order.reasons = rig_json("[{'path':'/basic/name','reason':'名称不全',"
                                 "'suggestion':'请写全称'}]");

    *x = (struct decision){0};
    enum err err = read_begin(w);
    return read_end(w, err ? err : casework_decision_decide(w, task_id, &order, x));
}

enum err
rig_decision_store(struct casework *w, struct decision *x)
{
    enum err err = settle(w, true);
    return write_end(w, err ? err : casework_decision_store(w, x));
}

enum err
rig_proposal_decide(struct casework *w, const char *id, enum proposal_step step,
                    struct proposal_work *x)
{
    const char *answer = step == PROPOSAL_SEND_BACK ? "事实不清" : NULL;
    enum err err = read_begin(w);
    return read_end(w, err ? err : casework_proposal_decide(w, id, step, answer, x));
}

enum err
rig_proposal_store(struct casework *w, struct proposal_work *x)
{
    enum err err = settle(w, true);
    return write_end(w, err ? err : casework_proposal_store(w, x));
}

/* ---- both halves ----------------------------------------------------------------------------- */

enum err
rig_begin(const struct account *who, const char *kind, struct filing *x)
{
    return rig_begin_of(who, &(struct concern){kind, "initial", NULL}, x);
}

enum err
rig_begin_of(const struct account *who, const struct concern *of, struct filing *x)
{
    enum err err = rig_begin_decide(as(who), of);
    return err ? err : rig_begin_store(&acting, of, x);
}

enum err
rig_save(const struct account *who, const char *id, const json_t *data)
{
    struct saving x;
    enum err err = rig_save_decide(as(who), id, data, -1, &x);
    return err ? err : rig_save_store(&acting, &x);
}

enum err
rig_check(const struct account *who, const char *id, struct checking *x)
{
    enum err err = rig_check_decide(as(who), id, x);
    return err ? err : rig_check_store(&acting, x);
}

enum err
rig_submit(const struct account *who, const char *id, struct submission *x)
{
    enum err err = rig_submit_decide(as(who), id, x);
    return err ? err : rig_submit_store(&acting, x);
}

enum err
rig_decide(const struct account *who, const char *task_id, const char *outcome)
{
    struct decision x;
    enum err err = rig_decision_decide(as(who), task_id, outcome, &x);
    return err ? err : rig_decision_store(&acting, &x);
}

enum err
rig_propose(const struct account *who, const char *filing_id, enum verb verb, const char **id)
{
    const struct proposal_order order = {.verb = verb, .reason = "以虚假材料取得备案"};
    struct proposal_work x;
    struct casework *w = as(who);
    enum err err = read_begin(w);

    err = read_end(w, err ? err : casework_propose_decide(w, filing_id, &order, &x));
    if (err)
        return err;
    err = settle(w, true);
    err = write_end(w, err ? err : casework_propose_store(w, &x));
    *id = arena_strdup(a, err ? "" : x.proposal.id);
    return err;
}

enum err
rig_proposal(const struct account *who, const char *id, enum proposal_step step)
{
    struct proposal_work x;
    enum err err = rig_proposal_decide(as(who), id, step, &x);
    return err ? err : rig_proposal_store(&acting, &x);
}

/* ---- what is only stored --------------------------------------------------------------------- */

static enum err
write_begin(const struct account *who)
{
    return store_write_begin(as(who)->store, &acting.fault);
}

enum err
rig_withdraw(const struct account *who, const char *id)
{
    struct filing x;
    enum err err = write_begin(who);
    return write_end(&acting, err ? err : casework_withdraw(&acting, id, &x));
}

enum err
rig_delete(const struct account *who, const char *id, long if_match)
{
    enum err err = write_begin(who);
    return write_end(&acting, err ? err : casework_delete(&acting, id, if_match));
}

static enum err
handed_over(const struct account *who, const char *task_id, enum verb verb, struct handover *x)
{
    struct casework *w = as(who);
    enum err err = read_begin(w);
    return read_end(w, err ? err : casework_handover(w, task_id, verb, x));
}

enum err
rig_claim(const struct account *who, const char *task_id)
{
    struct handover x;
    struct task t;
    enum err err = handed_over(who, task_id, VERB_CLAIM, &x);
    if (err)
        return err;
    err = settle(&acting, false);
    return write_end(&acting, err ? err : casework_claim(&acting, task_id, &x, &t));
}

enum err
rig_release(const struct account *who, const char *task_id)
{
    struct handover x;
    struct task t;
    enum err err = handed_over(who, task_id, VERB_RELEASE, &x);
    if (err)
        return err;
    err = settle(&acting, false);
    return write_end(&acting, err ? err : casework_release(&acting, task_id, &x, &t));
}

enum err
rig_release_held(const struct account *of)
{
    struct held_list held;
    struct casework *w = as(&admin);
    enum err err = read_begin(w);

    err = read_end(w, err ? err : casework_held(w, of->id, &held));
    if (err)
        return err;
    err = write_begin(&admin);
    return write_end(&acting, err ? err : casework_release_held(&acting, of, &held));
}

/* ---- short ways ------------------------------------------------------------------------------ */

/* Where a short way ends, no test goes on. */
static void
must(enum err err)
{
    const struct fault *f = &acting.fault;
    if (err)
        check_stop("%s: %s %s %s", err_name(err), f->code, f->where, f->text);
}

struct filing
rig_filing_now(const char *id)
{
    struct filing x = {0};
    GOOD(store_filing_load(s, a, id, &x, &fault));
    return x;
}

struct task
rig_task_now(const char *id)
{
    struct task t = {0};
    GOOD(store_task_load(s, a, id, &t, &fault));
    return t;
}

const char *
rig_task_of(const char *filing_id)
{
    const char *id = rig_sql_text(arena_printf(
        a, "SELECT id FROM task WHERE filing_id = '%s' AND state <> 'done'", filing_id));
    return *id ? id : NULL;
}

const char *
rig_draft(const struct account *who, const char *kind)
{
    struct filing x = {0};

    must(rig_begin(who, kind, &x));
    must(rig_save(who, x.id, rig_data(who, kind)));
    return x.id;
}

const char *
rig_submitted(const struct account *who, const char *kind)
{
    const char *id = rig_draft(who, kind);
    struct submission x;

    must(rig_submit(who, id, &x));
    if (x.is_refused)
        check_stop("the rules refuse the example: %s", x.judged.answer);
    return id;
}

void
rig_decided(const struct account *who, const char *filing_id, const char *outcome)
{
    const char *task = rig_task_of(filing_id);

    if (!task)
        check_stop("there is no task of %s", filing_id);
    must(rig_claim(who, task));
    must(rig_decide(who, task, outcome));
}

const char *
rig_approved(const struct account *who)
{
    const char *id = rig_submitted(who, "algorithm");

    rig_decided(&first, id, "pass");
    rig_decided(&second, id, "pass");
    return id;
}

const char *
rig_about(const struct account *who, const char *action, const char *of)
{
    bool is_change = str_is(action, "change");
    struct filing x = {0};

    must(rig_begin_of(who, &(struct concern){rig_filing_now(of).kind, action, of}, &x));
    json_t *data = rig_parse(rig_filing_now(x.id).data);
    if (is_change) {
        json_object_set_new(data, "change", json_object());
        rig_put(data, "change", "changed_on", "2026-11-20");
        rig_put(data, "change", "summary", "模型升级");
        rig_put(data, "disclosure", "purpose", "为读者生成资讯摘要和标题。");
    } else {
        json_object_set_new(data, "ending", json_object());
        rig_put(data, "ending", "ended_on", "2026-11-20");
        rig_put(data, "ending", "reason", "产品停止运营");
        rig_put(data, "ending", "arrangements", "提前三十日公告");
    }
    must(rig_save(who, x.id, data));
    return x.id;
}

/* ---- what became of a filing ----------------------------------------------------------------- */

const char *
rig_state_of(const char *id)
{
    return rig_filing_now(id).state;
}

long
rig_count(const char *table, const char *filing_id)
{
    return rig_number(
        s, arena_printf(a, "SELECT count(*) FROM %s WHERE filing_id = '%s'", table, filing_id));
}

const char *
rig_history(const char *id)
{
    return rig_sql_text(arena_printf(a,
                                     "SELECT group_concat(what || '>' || to_state, ' ') FROM "
                                     "(SELECT * FROM event WHERE filing_id = '%s' ORDER BY n)",
                                     id));
}

/* ---- the program ----------------------------------------------------------------------------- */

static void
begin(void)
{
    if (!time_parse("2026-11-24T10:00:00+08:00", &rig_time))
        check_stop("no such time");
    rules = rig_policy_of("rules");
    struct rule_set x = {.hash = policy_rule_set(rules), .files = "{}", .origin = "folder"};
    WRITE(GOOD(store_rule_set_add(s, &x, &fault)));
    company = rig_company("示例科技（北京）有限公司");
    rival = rig_company("示例数据（上海）有限公司");
    filer = rig_account(ROLE_SET(ROLE_FILER), &company, NULL);
    colleague = rig_account(ROLE_SET(ROLE_FILER), &company, NULL);
    rival_filer = rig_account(ROLE_SET(ROLE_FILER), &rival, NULL);
    first = rig_account(PRELIMINARY_REVIEWER, NULL, "");
    other_first = rig_account(PRELIMINARY_REVIEWER, NULL, "");
    second = rig_account(FINAL_REVIEWER, NULL, "");
    other_second = rig_account(FINAL_REVIEWER, NULL, "");
    admin = rig_account(ROLE_SET(ROLE_SYSTEM_ADMIN), NULL, NULL);
}

int
rig_casework_main(int argc, char **argv, const struct check_test *tests, size_t n)
{
    int status = rig_store_main(argc, argv, begin, tests, n);
    policy_close(rules);
    return status;
}
