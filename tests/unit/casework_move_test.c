/* A move is stored whole or not at all: its row, event, audit line, outbox row, and its effects. */
#include "casework_rig.h"

/* ---- everything that is stored --------------------------------------------------------------- */

static const char *const tables[] = {
    "filing",          "event", "outbox",        "audit",    "version",
    "judgement",       "task",  "kept",          "deadline", "coverage",
    "attachment_link", "entry", "number_serial", "proposal", "transfer",
};
struct counts {
    long n[LEN(tables)];
};

static struct counts
count_all(void)
{
    struct counts x;
    for (size_t i = 0; i < LEN(tables); i++)
        x.n[i] = rig_number(s, arena_printf(a, "SELECT count(*) FROM %s", tables[i]));
    return x;
}

/* "event+1 task-1": what became more or less since. */
static const char *
since(const struct counts *before)
{
    struct counts now = count_all();
    struct buf b = BUF(a);

    buf_puts(&b, "");
    for (size_t i = 0; i < LEN(tables); i++)
        if (now.n[i] != before->n[i])
            buf_printf(&b, "%s%s%+ld", b.n > 0 ? " " : "", tables[i], now.n[i] - before->n[i]);
    return b.p;
}

/* Everything that a move could touch without adding or removing a row. */
static const char *
standing(void)
{
    return rig_sql_text(
        "SELECT (SELECT group_concat(id || state || version || ' ' || revision || ' ' || "
        "ifnull(number, '') || deleted_at || data) FROM filing) || '/' || "
        "(SELECT ifnull(group_concat(id || state || ifnull(claimed_by, '')), '') FROM task) || "
        "'/' || (SELECT ifnull(group_concat(state), '') FROM deadline) || '/' || "
        "(SELECT group_concat(name || serial || ifnull(subject_filing_id, '')) FROM "
        "organization) || '/' || (SELECT ifnull(group_concat(id || revision), '') FROM root) || "
        "'/' || (SELECT ifnull(sum(n), 0) FROM firing) || '/' || "
        "(SELECT ifnull(sum(n), 0) FROM number_serial) || '/' || "
        "(SELECT ifnull(group_concat(state), '') FROM proposal) || '/' || "
        "(SELECT ifnull(group_concat(status || area || history), '') FROM entry)");
}

/* ---- acts ------------------------------------------------------------------------------------ */

static struct account who; /* a company of its own for every act */
static const char *id, *task;

static void
draft(void)
{
    id = rig_draft(&who, "algorithm");
}

static void
incomplete_draft(void)
{
    json_t *data = rig_data(&who, "algorithm");

    draft();
    rig_put(data, "basic", "name", NULL);
    CHECK_ERR(rig_save(&who, id, data), OK, &acting.fault);
}

static void
submitted(void)
{
    id = rig_submitted(&who, "algorithm");
    task = rig_task_of(id);
}

static void
withdrawn(void)
{
    submitted();
    CHECK_ERR(rig_withdraw(&who, id), OK, &acting.fault);
}

static void
returned(void)
{
    submitted();
    rig_decided(&first, id, "return");
}

static void
claimed(void)
{
    submitted();
    CHECK_ERR(rig_claim(&first, task), OK, &acting.fault);
}

static void
at_last(void)
{
    submitted();
    rig_decided(&first, id, "pass");
    task = rig_task_of(id);
}

static void
claimed_at_last(void)
{
    at_last();
    CHECK_ERR(rig_claim(&second, task), OK, &acting.fault);
}

static void
claimed_subject(void)
{
    struct organization o = rig_company("示例科技（北京）有限公司");

    who = rig_account(ROLE_SET(ROLE_FILER), &o, NULL);
    id = rig_submitted(&who, "subject");
    task = rig_task_of(id);
    CHECK_ERR(rig_claim(&first, task), OK, &acting.fault);
}

static const char *proposal;

static void
approved(void)
{
    id = rig_approved(&who);
}

static void
proposed(void)
{
    approved();
    CHECK_ERR(rig_propose(&first, id, VERB_REVOKE, &proposal), OK, &acting.fault);
}

/* Beside an algorithm in force its subject is about to move to Shanghai. */
static void
moving_subject(void)
{
    struct filing x = {0};
    struct submission sent;

    approved();
    struct concern of = {
        "subject", "change",
        rig_sql_text(arena_printf(a, "SELECT subject_filing_id FROM organization WHERE id = '%s'",
                                  who.organization_id))};
    CHECK_ERR(rig_begin_of(&who, &of, &x), OK, &acting.fault);
    json_t *data = rig_parse(rig_filing_now(x.id).data);
    json_object_set_new(data, "change", json_object());
    rig_put(data, "change", "changed_on", "2026-11-20");
    rig_put(data, "change", "summary", "迁址");
    rig_put(data, "basic", "area", "310115");
    CHECK_ERR(rig_save(&who, x.id, data), OK, &acting.fault);
    CHECK_ERR(rig_submit(&who, x.id, &sent), OK, &acting.fault);
    task = rig_task_of(x.id);
    CHECK_ERR(rig_claim(&first, task), OK, &acting.fault);
}

static void
nothing(void)
{
}

static enum err
begin(void)
{
    struct filing x;
    return rig_begin(&who, "algorithm", &x);
}

static const json_t *typed; /* made before the act, for it brings files of its own */

static enum err
save(void)
{
    return rig_save(&who, id, typed);
}

/* Somebody else has saved since. */
static enum err
save_late(void)
{
    struct saving x;
    enum err err = rig_save_decide(as(&who), id, typed, 1, &x);
    return err ? err : rig_save_store(&acting, &x);
}

static enum err
check(void)
{
    struct checking x;
    return rig_check(&who, id, &x);
}

static enum err
submit(void)
{
    struct submission x;
    return rig_submit(&who, id, &x);
}

static enum err
withdraw(void)
{
    return rig_withdraw(&who, id);
}

static enum err delete (void) { return rig_delete(&who, id, 0); }

static enum err
claim(void)
{
    return rig_claim(&first, task);
}

static enum err
release(void)
{
    return rig_release(&first, task);
}

static enum err
claim_last(void)
{
    return rig_claim(&second, task);
}

static enum err
release_last(void)
{
    return rig_release(&second, task);
}

#define DECIDES(name, by, outcome)                                                                 \
    static enum err name(void)                                                                     \
    {                                                                                              \
        return rig_decide(by, task, outcome);                                                      \
    }
DECIDES(pass, &first, "pass")
DECIDES(give_back, &first, "return")
DECIDES(refuse, &first, "refuse")
DECIDES(pass_last, &second, "pass")
DECIDES(give_back_last, &second, "return")
DECIDES(refuse_last, &second, "refuse")

static enum err
propose(void)
{
    const char *made;
    return rig_propose(&first, id, VERB_REVOKE, &made);
}

static enum err
confirm(void)
{
    return rig_proposal(&second, proposal, PROPOSAL_CONFIRM);
}

static enum err
send_back(void)
{
    return rig_proposal(&second, proposal, PROPOSAL_SEND_BACK);
}

#define MOVED "event+1 outbox+1 audit+1"
#define TOLD "event+1 outbox+1 audit+2" /* by a letter, too */
static const struct act_row {
    const char *name;
    void (*prepare)(void);
    enum err (*run)(void);
    const char *adds;              /* rows */
    const char *event, *from, *to; /* NULL: it is no event */
    const char *role, *audit;
} acts_table[] = {
    {"begin", nothing, begin, "filing+1 " MOVED, "create", NULL, "draft", "filer", "filing.create"},
    {"save a draft", draft, save, "", NULL, NULL, NULL, NULL, NULL},
    {"save a draft too late", draft, save_late, "kept+1", NULL, NULL, NULL, NULL, NULL},
    {"save what was returned", returned, save, MOVED, "save", "returned", "draft", "filer",
     "filing.save"},
    {"save what was withdrawn", withdrawn, save, MOVED, "save", "withdrawn", "draft", "filer",
     "filing.save"},
    {"check", draft, check, "", NULL, NULL, NULL, NULL, NULL},
    {"delete", draft, delete, "audit+1 deadline-1", NULL, NULL, NULL, NULL, NULL},
    {"submit", draft, submit,
     TOLD " version+1 judgement+1 task+1 deadline+1 coverage+1 attachment_link+6", "submit",
     "draft", "submitted", "filer", "filing.submit"},
    {"submit again", returned, submit, TOLD " version+1 judgement+1 task+1 deadline-1 coverage+1",
     "submit", "returned", "submitted", "filer", "filing.submit"},
    {"submit what the rules refuse", incomplete_draft, submit, "audit+1 judgement+1", NULL, NULL,
     NULL, NULL, NULL},
    {"withdraw", submitted, withdraw, MOVED " task-1 deadline-2 coverage-1", "withdraw",
     "submitted", "withdrawn", "filer", "filing.withdraw"},
    {"claim", submitted, claim, MOVED, "claim", "submitted", "preliminary_review",
     "preliminary_reviewer", "task.claim"},
    {"release", claimed, release, MOVED, "release", "preliminary_review", "submitted",
     "preliminary_reviewer", "task.release"},
    {"pass on", claimed, pass, MOVED " task+1", "pass", "preliminary_review", "final_review",
     "preliminary_reviewer", "task.decide"},
    {"return", claimed, give_back, TOLD " deadline+1 coverage-1", "return", "preliminary_review",
     "returned", "preliminary_reviewer", "task.decide"},
    {"refuse", claimed, refuse, TOLD " coverage-1", "refuse", "preliminary_review", "refused",
     "preliminary_reviewer", "task.decide"},
    {"claim at last", at_last, claim_last, MOVED, "claim", "final_review", "final_review",
     "final_reviewer", "task.claim"},
    {"release at last", claimed_at_last, release_last, MOVED, "release", "final_review",
     "final_review", "final_reviewer", "task.release"},
    {"pass into the register", claimed_at_last, pass_last, TOLD " entry+1 number_serial+1", "pass",
     "final_review", "approved", "final_reviewer", "task.decide"},
    {"return at last", claimed_at_last, give_back_last, TOLD " deadline+1 coverage-1", "return",
     "final_review", "returned", "final_reviewer", "task.decide"},
    {"refuse at last", claimed_at_last, refuse_last, TOLD " coverage-1", "refuse", "final_review",
     "refused", "final_reviewer", "task.decide"},
    {"propose", approved, propose, "audit+1 proposal+1", NULL, NULL, NULL, NULL, NULL},
    {"confirm", proposed, confirm, TOLD, "revoke", "approved", "revoked", "final_reviewer",
     "proposal.confirm"},
    {"send back", proposed, send_back, "audit+1", NULL, NULL, NULL, NULL, NULL},
    /* The change, its subject amended and gone, the algorithm gone; a letter. */
    {"move a subject", moving_subject, pass, "event+4 outbox+4 audit+5 version+1 transfer+2", NULL,
     NULL, NULL, NULL, NULL},
    {"pass a subject", claimed_subject, pass, TOLD, "pass", "preliminary_review", "approved",
     "preliminary_reviewer", "task.decide"},
};

/* ---- tests ----------------------------------------------------------------------------------- */

static void
prepare(const struct act_row *x)
{
    who = rig_approved_company();
    typed = rig_data(&who, "algorithm");
    x->prepare();
}

/* The newest event, outbox row and audit line are of this move, and say the same. */
static void
is_recorded(const struct act_row *x)
{
    const char *from = x->from ? arena_printf(a, "'%s'", x->from) : "NULL";

    CHECK_INT(
        rig_number(s, arena_printf(
                          a,
                          "SELECT count(*) FROM event e JOIN outbox o ON o.filing_id = e.filing_id "
                          "AND o.version = e.version AND o.event = e.what AND o.from_state IS "
                          "e.from_state AND o.to_state = e.to_state AND o.actor_role = "
                          "e.actor_role AND o.at = e.at WHERE e.n = (SELECT max(n) FROM event) AND "
                          "o.n = (SELECT max(n) FROM outbox) AND e.what = '%s' AND e.from_state "
                          "IS %s AND e.to_state = '%s' AND e.actor_role = '%s' AND e.at = %lld",
                          x->event, from, x->to, x->role, (long long)acting.now)),
        1);
    CHECK_INT(rig_number(s, arena_printf(a,
                                         "SELECT count(*) FROM audit WHERE action = '%s' AND "
                                         "actor_id = '%s' AND n = (SELECT max(n) FROM audit WHERE "
                                         "action <> 'letter.issue')",
                                         x->audit, acting.who->id)),
              1);
}

static void
an_act_stores_what_belongs_to_it_and_no_more(const void *row)
{
    const struct act_row *x = row;

    prepare(x);
    struct counts before = count_all();
    CHECK_ERR(x->run(), OK, &acting.fault);
    CHECK_STR(since(&before), x->adds);
    if (x->event)
        is_recorded(x);
}

/* The first statement fails, then the second, …, until none does. */
static void
an_act_that_fails_at_any_statement_leaves_everything_as_it_was(const void *row)
{
    const struct act_row *x = row;
    long at = 0, step = check_is_quick ? 19 : 1;
    bool is_over = false;

    prepare(x);
    struct counts counts = count_all();
    const char *before = standing();
    log_level_set(LOG_NONE_);
    while (!is_over && (at += step) < 400) {
        commit_seams.fail_at = at;
        enum err err = x->run();
        is_over = commit_seams.fail_at > 0;
        commit_seams.fail_at = 0;
        check_about("statement %ld", at);
        CHECK_INT(err, is_over ? OK : ERR_BUSY);
        CHECK(store_is_idle(s));
        if (is_over)
            break;
        CHECK_STR(since(&counts), "");
        CHECK_STR(standing(), before);
    }

    log_level_set(LOG_ERROR_);
    CHECK(is_over && at > 3);
    CHECK_STR(since(&counts), x->adds);
}

/* What enters the register needs another person's pass, whatever became of the rules meanwhile. */
static void
nothing_enters_the_register_by_one_person_alone(void)
{
    struct casework w;
    struct decision x;
    struct counts before;

    claimed_at_last();
    w = *as(&second);
    DONE(rig_decision_decide(&w, task, "pass", &x));
    rig_sql(s, arena_printf(
                   a, "UPDATE task SET claimed_by = '%s' WHERE filing_id = '%s' AND state = 'done'",
                   second.id, id));
    before = count_all();
    CHECK_REFUSED(rig_decision_store(&w, &x), ERR_RULE, "two_people", &w.fault);
    CHECK_STR(since(&before), "");
}

/* What is stored at last asks again who proposed what, whatever was found out before. */
static const struct not_by_two {
    const char *name, *spoil; /* SQL, with the proposal and one account */
    bool is_by_proposer;      /* the account is who confirms, else the first reviewer */
} not_by_two[] = {
    {"nothing was proposed",
     "UPDATE proposal SET state = 'lapsed', ended_at = 1 WHERE id = '%s' AND '%s' <> ''", false},
    {"by who confirms",
     "DROP TRIGGER proposal_no_update; UPDATE proposal SET by_id = (SELECT ended FROM (SELECT "
     "'%2$s' AS ended)) WHERE id = '%1$s'",
     true},
    {"another event",
     "DROP TRIGGER proposal_no_update; UPDATE proposal SET event = 'deregister' WHERE id = '%s' "
     "AND '%s' <> ''",
     false},
    {"another version",
     "DROP TRIGGER proposal_no_update; UPDATE proposal SET version = 9 WHERE id = '%s' AND '%s' "
     "<> ''",
     false},
};

static void
nothing_leaves_the_register_by_one_person_alone(const void *row)
{
    const struct not_by_two *x = row;
    struct proposal_work work;
    const char *guard =
        rig_sql_text("SELECT sql FROM sqlite_schema WHERE name = 'proposal_no_update'");

    who = rig_approved_company();
    proposed();
    struct casework w = *as(&second);
    CHECK_ERR(rig_proposal_decide(&w, proposal, PROPOSAL_CONFIRM, &work), OK, &w.fault);
    rig_sql(s, arena_printf(a, x->spoil, proposal, x->is_by_proposer ? second.id : first.id));
    struct counts before = count_all();
    CHECK_REFUSED(rig_proposal_store(&w, &work), ERR_RULE, "two_people", &w.fault);
    CHECK_STR(since(&before), "");
    CHECK_STR(rig_state_of(id), "approved");
    rig_sql(s, arena_printf(a, "DROP TRIGGER IF EXISTS proposal_no_update; %s", guard));
}

/* A move is looked for by state, kind and role; the state that was read is in the move. */
static void
a_move_is_one_that_the_law_knows_for_that_role(void)
{
    static const struct {
        const struct account *who;
        const char *state;
        enum verb verb;
        const char *to;
    } asked[] = {
        {&filer, "submitted", VERB_WITHDRAW, "withdrawn"},
        {&first, "submitted", VERB_WITHDRAW, NULL},
        {&first, "submitted", VERB_CLAIM, "preliminary_review"},
        {&second, "submitted", VERB_CLAIM, NULL},
        {&first, "refused", VERB_CLAIM, NULL},
    };

    for (size_t i = 0; i < LEN(asked); i++) {
        struct filing x = {.kind = "algorithm", .action = "initial", .state = asked[i].state};
        struct move m = {.filing = &x};
        struct law_question q = {.verb = asked[i].verb};
        check_about("%zu", i);
        DONE(move_find(as(asked[i].who), &m, &q));
        CHECK_STR(m.from, asked[i].state);
        CHECK_STR(m.to, asked[i].to);
    }
}

static const struct check_test tests[] = {
    TEST_EACH(an_act_stores_what_belongs_to_it_and_no_more, acts_table),
    TEST_EACH(an_act_that_fails_at_any_statement_leaves_everything_as_it_was, acts_table),
    TEST(nothing_enters_the_register_by_one_person_alone),
    TEST_EACH(nothing_leaves_the_register_by_one_person_alone, not_by_two),
    TEST(a_move_is_one_that_the_law_knows_for_that_role),
};

int
main(int argc, char **argv)
{
    return rig_casework_main(argc, argv, tests, LEN(tests));
}
