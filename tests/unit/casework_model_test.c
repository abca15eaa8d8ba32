/*
 * The declared workflow walked at random, beside a model of it: first filings, changes, ends,
 * subjects that change and move, and what the office takes out of force. What the model does not
 * allow must be refused and change nothing, what it allows must happen and stay. Who acts is drawn
 * at random, the wrong ones, too, and days pass. When all steps are done, every history is what the
 * model wrote down, the audit chain verifies, clocks stand as they are counted apart, each notice
 * was told once, and numbers are right.
 *
 * STEPS=100000 walks so many; the seed is printed, and SEED=n walks the same way again.
 */
#include "clock_rig.h"
#include "walk_rig.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { STEPS = 100000, STEPS_USUAL = 6000, STEPS_QUICK = 150, DAYS = 700 };

/* ---- acts ------------------------------------------------------------------------------------ */

static long refusals_n;

static void
refused(const struct walked *m, enum err err, const char *before, const char *what)
{
    if (err == OK)
        check_stop("%s was done from %s (%s), which nothing declares", what, m->state, m->history);
    if (err == ERR_BUG)
        check_stop("%s from %s: %s %s", what, m->state, acting.fault.code, acting.fault.text);
    if (!str_is(walk_stands(m), before))
        check_stop("%s from %s was refused and changed %s to %s", what, m->state, before,
                   walk_stands(m));
    refusals_n++;
}

static void
happened(const struct walked *m, enum err err, const char *what)
{
    if (err)
        check_stop("%s of %s from %s is allowed, and fails: %s %s %s (%s)", what, m->action,
                   m->state, acting.fault.code, acting.fault.where, acting.fault.text, m->history);
}

static void
done(struct walked *m, enum err err, const char *what, const char *to)
{
    happened(m, err, what);
    if (!str_is(rig_state_of(m->id), to))
        check_stop("%s from %s leads to %s, not %s", what, m->state, rig_state_of(m->id), to);
    walk_write_down(m, what, to);
}

/* ---- drafts ---------------------------------------------------------------------------------- */

static int names_n;

static void
name(struct walked *m, json_t *data)
{
    const char *text = walk_name(m->name = ++names_n);

    rig_put(data, "basic", "name", text);
    rig_put(data, "disclosure", "name", text);
    rig_put(data, "documents", "report_algorithm_name", text);
}

/* Another address, often another area, at times another name. */
static void
change_subject(struct walked *m, json_t *data)
{
    rig_put(data, "basic", "area", m->wanted_area = walk_some_area());
    rig_put(data, "basic", "address", arena_printf(a, "示例路 %d 号", ++names_n));
    if (walk_draw(3) == 0)
        m->name = ++names_n;
    rig_put(data, "basic", "name", walk_company_name(m->name));
    rig_put(data, "certificate", "name", walk_company_name(m->name));
    rig_put(data, "website", "icp_holder", walk_company_name(m->name));
}

/* What a first filing, a change and an end ask beside the rest; all but an end may get another
 * name. */
static void
fill_in(struct walked *m, json_t *data)
{
    date_beijing(rig_time - (int64_t)walk_draw(20) * 86400000, m->stated);
    if (str_is(m->action, "initial")) {
        name(m, data);
        rig_put(data, "basic", "online_on", m->stated);
        return;
    }
    if (str_is(m->action, "change")) {
        if (str_is(m->kind, WALK_SUBJECT))
            change_subject(m, data);
        else
            name(m, data);
        json_object_set_new(data, "change", json_object());
        rig_put(data, "change", "changed_on", m->stated);
        rig_put(data, "change", "summary", "模型升级");
        return;
    }
    json_object_set_new(data, "ending", json_object());
    rig_put(data, "ending", "ended_on", m->stated);
    rig_put(data, "ending", "reason", "产品停止运营");
    rig_put(data, "ending", "arrangements", "提前三十日公告");
}

static void
begin_one(void)
{
    struct walk_company *maker = walk_company();
    struct filing x = {0};

    if (rig_begin(&maker->filer, WALK_KIND, &x))
        check_stop("a filing is not begun: %s %s", acting.fault.code, acting.fault.text);
    struct walked *m = walk_new(maker, "initial", NULL);
    snprintf(m->id, sizeof m->id, "%s", x.id);
    fill_in(m, maker->data);
    happened(m, rig_save(&maker->filer, m->id, maker->data), "save");
    walk_drafted(m);
}

/* It begins with what was approved last. */
static void
starts_from(const struct walked *of, const json_t *data)
{
    const struct walk_company *x = of->company;
    bool is_subject = of == x->subject;
    const char *name = is_subject ? walk_company_name(x->name) : walk_name(of->public_name);

    if (!str_is(json_str(rig_at(data, "/basic"), "name"), name) ||
        (is_subject && !str_is(json_str(rig_at(data, "/basic"), "area"), x->area)))
        check_stop("a change of %s does not begin as %s", of->id, name);
}

/* A change of what is in force, or its end; one at a time, and its filer's alone. A subject has no
 * end. */
static void
begin_about(struct walked *of, const struct account *who, bool is_own)
{
    const char *action = walk_draw(4) ? "change" : "deregister", *before = walk_stands(of);
    bool is_subject = of == of->company->subject;
    struct filing x = {0};
    enum err err = rig_begin_of(who, &(struct concern){of->kind, action, of->id}, &x);

    if (of->about != NULL || !is_own || !str_is(of->state, "approved") ||
        (is_subject && !str_is(action, "change"))) {
        refused(of, err, before, action);
        return;
    }
    happened(of, err, action);
    struct walked *m = walk_new(of->company, action, of);
    snprintf(m->id, sizeof m->id, "%s", x.id);
    m->name = is_subject ? of->company->name : of->public_name;
    json_t *data = rig_parse(rig_filing_now(m->id).data);
    starts_from(of, data);
    fill_in(m, data);
    happened(m, rig_save(who, m->id, data), "save");
    walk_drafted(m);
}

/* A save moves what was returned or withdrawn, and a draft it leaves where it is. */
static void
save(struct walked *m, const struct account *who, bool is_own)
{
    const json_t *row = walk_declared(m, "save", "filer");
    const char *before = walk_stands(m);
    bool is_allowed = row && is_own && !m->is_deleted;
    bool is_stated = is_allowed && *m->first_on == '\0' && walk_draw(2);
    json_t *data = rig_parse(m->is_deleted ? "{}" : rig_filing_now(m->id).data);
    if (is_stated)
        fill_in(m, data);
    enum err err = rig_save(who, m->id, data);

    if (!is_allowed) {
        refused(m, err, before, "save");
        return;
    }
    if (!str_is(m->state, json_str(row, "to"))) {
        m->decided = 0;
        done(m, err, "save", json_str(row, "to"));
        return;
    }
    happened(m, err, "save");
    if (is_stated)
        walk_drafted(m);
}

static void
submit(struct walked *m, const struct account *who, bool is_own)
{
    const json_t *row = walk_declared(m, "submit", "filer");
    const char *before = walk_stands(m);
    struct submission x;
    enum err err = rig_submit(who, m->id, &x);

    if (row == NULL || !is_own || m->is_deleted) {
        refused(m, err, before, "submit");
        return;
    }
    if (!err && x.is_refused)
        check_stop("the rules refuse what was filled in: %.400s", x.judged.answer);
    done(m, err, "submit", json_str(row, "to"));
    walk_handed_in(m);
}

static void
withdraw(struct walked *m, const struct account *who, bool is_own)
{
    const json_t *row = walk_declared(m, "withdraw", "filer");
    const char *before = walk_stands(m);
    enum err err = rig_withdraw(who, m->id);

    if (row == NULL || !is_own || m->is_deleted) {
        refused(m, err, before, "withdraw");
        return;
    }
    done(m, err, "withdraw", json_str(row, "to"));
    walk_withdrawn(m);
}

/* What was never handed in goes; its number of rows stays, and another may be begun. */
static void delete (struct walked *m, const struct account *who, bool is_own)
{
    const char *before = walk_stands(m);
    enum err err = rig_delete(who, m->id, 0);

    if (*m->first_on != '\0' || !str_is(m->state, "draft") || !is_own || m->is_deleted) {
        refused(m, err, before, "delete");
        return;
    }
    happened(m, err, "delete");
    m->is_deleted = true;
    for (int i = 0; i < WALK_CLOCKS; i++)
        m->clocks[i].state = NULL;
    if (m->of != NULL)
        m->of->about = NULL;
}

/* ---- tasks ----------------------------------------------------------------------------------- */

static bool
works_stage(const struct walked *m, int reviewer)
{
    return str_is(m->stage, walk_reviewers[reviewer].stage) &&
           (m->decided & (1U << reviewer)) == 0 && walk_is_in_scope(m, reviewer);
}

static void
claim(struct walked *m, int reviewer, const char *task)
{
    const json_t *row = walk_declared(m, "claim", walk_reviewers[reviewer].role);
    const char *before = walk_stands(m);
    enum err err = rig_claim(walk_reviewers[reviewer].who, task);

    if (m->claimed_by == reviewer) { /* they have it already, and are told so */
        if (!str_is(walk_stands(m), before))
            check_stop("a second claim changed %s to %s", before, walk_stands(m));
        return;
    }
    if (row == NULL || !works_stage(m, reviewer) || m->claimed_by != -1) {
        refused(m, err, before, "claim");
        return;
    }
    m->claimed_by = reviewer;
    done(m, err, "claim", json_str(row, "to"));
}

static void
release(struct walked *m, int reviewer, const char *task)
{
    const json_t *row = walk_declared(m, "release", walk_reviewers[reviewer].role);
    const char *before = walk_stands(m);
    enum err err = rig_release(walk_reviewers[reviewer].who, task);

    if (row == NULL || m->claimed_by != reviewer) {
        refused(m, err, before, "release");
        return;
    }
    m->claimed_by = -1;
    done(m, err, "release", json_str(row, "to"));
}

/* With its name, and what its company is called and where it is by now. */
static void
published(struct walked *m, const struct walked *by)
{
    m->public_name = by->name;
    m->public_company = m->company->name;
    m->public_area = m->company->area;
}

/* What was approved becomes what is public, under the number that it has. */
static void
amended(struct walked *m)
{
    struct walked *of = m->of;

    of->about = NULL;
    m->told[TOLD_CHANGED]++;
    walk_write_down(of, "amended", of->state);
    if (of == m->company->subject) {
        walk_subject_amended(m);
        return;
    }
    of->version++;
    of->lines++;
    published(of, m);
    walk_amended++;
}

static void
finished(struct walked *m)
{
    struct walked *of = m->of;

    of->about = NULL; /* it is what ends it, and lapses not */
    walk_write_down(of, "deregister", "deregistered");
    walk_left_force(of);
    walk_finished++;
}

static void
numbered(struct walked *m)
{
    snprintf(m->number, sizeof m->number, "%s", rig_filing_now(m->id).number);
    published(m, m);
    m->lines = 1;
    m->told[TOLD_APPROVED]++;
    walk_numbers++;
}

static void
outcome_of(struct walked *m, const char *outcome, const json_t *row)
{
    walk_to_stage(m);
    if (str_is(outcome, "return"))
        walk_returned(m);
    else if (m->stage == NULL)
        walk_ended(m);
    if (str_is(outcome, "refuse")) {
        m->told[TOLD_REFUSED]++;
        if (m->of != NULL)
            m->of->about = NULL;
    }
    if (walk_row_does(row, "number"))
        numbered(m);
    if (walk_row_does(row, "amend"))
        amended(m);
    if (walk_row_does(row, "finish"))
        finished(m);
}

static void
decide(struct walked *m, int reviewer, const char *task, const char *outcome)
{
    const json_t *row = walk_declared(m, outcome, walk_reviewers[reviewer].role);
    const char *before = walk_stands(m);
    enum err err = rig_decide(walk_reviewers[reviewer].who, task, outcome);

    if (row == NULL || m->claimed_by != reviewer) {
        refused(m, err, before, outcome);
        return;
    }
    done(m, err, outcome, json_str(row, "to"));
    m->decided |= 1U << reviewer;
    m->claimed_by = -1;
    outcome_of(m, outcome, row);
}

/* ---- of the office's own accord -------------------------------------------------------------- */

static void
propose(struct walked *m, int reviewer)
{
    bool is_revoking = walk_draw(2);
    const char *event = is_revoking ? "revoke" : "deregister", *before = walk_stands(m), *id;
    const json_t *row = walk_declared(m, event, walk_reviewers[reviewer].role);
    enum err err = rig_propose(walk_reviewers[reviewer].who, m->id,
                               is_revoking ? VERB_REVOKE : VERB_DEREGISTER, &id);

    if (row == NULL || m->proposal.by != -1 || !walk_is_in_scope(m, reviewer)) {
        refused(m, err, before, event);
        return;
    }
    happened(m, err, event);
    m->proposal = (struct walk_proposal){.by = reviewer, .event = event, .version = m->version};
    snprintf(m->proposal.id, sizeof m->proposal.id, "%s", id);
}

/* The role of who proposed finds the move, the role of who confirms is declared beside it. */
static bool
may_confirm(const struct walked *m, int reviewer)
{
    const struct walk_proposal *p = &m->proposal;
    const json_t *row = p->by < 0 ? NULL : walk_declared(m, p->event, walk_reviewers[p->by].role);

    return row != NULL && p->by != reviewer && walk_is_in_scope(m, reviewer) &&
           json_list_has(json_object_get(row, "second"), walk_reviewers[reviewer].role);
}

static void
struck(struct walked *m)
{
    const json_t *row = walk_declared(m, m->proposal.event, walk_reviewers[m->proposal.by].role);

    done(m, OK, m->proposal.event, json_str(row, "to"));
    walk_left_force(m);
    walk_struck++;
}

static void
answer_proposal(struct walked *m, int reviewer, enum proposal_step step)
{
    const char *before = walk_stands(m);
    bool is_allowed = step == PROPOSAL_TAKE_BACK ? m->proposal.by == reviewer
                      : step == PROPOSAL_CONFIRM
                          ? may_confirm(m, reviewer) && m->proposal.version == m->version
                          : may_confirm(m, reviewer);
    enum err err = rig_proposal(walk_reviewers[reviewer].who, m->proposal.id, step);

    if (!is_allowed) {
        refused(m, err, before, "a step of a proposal");
        return;
    }
    happened(m, err, "a step of a proposal");
    if (step == PROPOSAL_CONFIRM)
        struck(m);
    m->proposal.by = -1;
}

/* ---- a step ---------------------------------------------------------------------------------- */

/* Now and then it is somebody else's filer. */
static void
filer_steps(struct walked *m, unsigned what)
{
    struct walk_company *own = walk_draw(12) == 0 ? walk_company() : m->company;
    const struct account *who = &own->filer;
    bool is_own = own == m->company;

    if (what == 0)
        save(m, who, is_own);
    else if (what == 1)
        submit(m, who, is_own);
    else if (what == 2)
        withdraw(m, who, is_own);
    else if (what == 3)
        begin_about(m, who, is_own);
    else if (walk_draw(3) == 0)
        delete (m, who, is_own);
}

static void
office_steps(struct walked *m)
{
    int reviewer = (int)walk_draw(WALK_REVIEWERS);

    if (m->proposal.by < 0 && walk_draw(6))
        propose(m, reviewer);
    else if (m->proposal.by >= 0 && walk_draw(3) == 0)
        answer_proposal(m, m->proposal.by == 3 ? 4 : 3, PROPOSAL_CONFIRM);
    else
        answer_proposal(m, reviewer, (enum proposal_step)walk_draw(PROPOSAL__STEPS));
}

static void
reviewer_steps(struct walked *m, unsigned what)
{
    static const char *const outcomes[] = {"pass", "pass", "pass", "return", "refuse", "withdraw"};
    int reviewer =
        m->claimed_by >= 0 && walk_draw(8) ? m->claimed_by : (int)walk_draw(WALK_REVIEWERS);
    const char *task = rig_task_of(m->id);

    if (task == NULL) /* one that is done is nobody's any more */
        task =
            rig_sql_text(arena_printf(a, "SELECT max(id) FROM task WHERE filing_id = '%s'", m->id));
    if (*task == '\0')
        return;
    if (what == 0)
        claim(m, reviewer, task);
    else if (what == 1)
        release(m, reviewer, task);
    else
        decide(m, reviewer, task, outcomes[walk_draw(LEN(outcomes))]);
}

/* Mostly of what lives: what is over is asked now and then, and refuses. */
static struct walked *
some_filing(void)
{
    int recent = walk_n < 40 ? walk_n : 40;
    return walk_draw(10) ? &walk[walk_n - 1 - (int)walk_draw((unsigned)recent)]
                         : &walk[walk_draw((unsigned)walk_n)];
}

/* What somebody would do next, so that a walk gets somewhere. */
static void
go_on(struct walked *m)
{
    const char *task = rig_task_of(m->id);

    if (str_is(m->state, "approved") && m->about == NULL) {
        begin_about(m, &m->company->filer, true);
        return;
    }
    if (task == NULL) {
        submit(m, &m->company->filer, true);
        return;
    }
    if (m->claimed_by >= 0) {
        decide(m, m->claimed_by, task, walk_draw(4) ? "pass" : "return");
        return;
    }
    for (int i = 0; i < WALK_REVIEWERS; i++) {
        if (works_stage(m, i)) {
            claim(m, i, task);
            return;
        }
    }
}

static void
step_of(struct walked *m)
{
    if (walk_draw(2))
        go_on(m->about && walk_draw(4) ? m->about : m);
    else if (walk_draw(5) < 2)
        filer_steps(m, walk_draw(5));
    else if (*m->number != '\0' && walk_draw(2))
        office_steps(m);
    else
        reviewer_steps(m, walk_draw(4));
}

static void
step(void)
{
    if (walk_n == 0 || walk_draw(24) == 0) {
        begin_one();
        return;
    }
    struct walked *m = walk_draw(12) ? some_filing() : walk_company()->subject;
    struct walked *about = m->about, *of = m->of;
    step_of(m);
    walk_check_clocks(m);
    walk_check_public(m);
    walk_check_place(m);
    if (about != NULL) {
        walk_check_clocks(about);
        walk_check_place(about);
    }
    if (of != NULL) {
        walk_check_place(of);
        walk_check_clocks(of);
        walk_check_public(of);
    }
}

/* ---- a day ----------------------------------------------------------------------------------- */

static const char *
workdays_around(struct arena *kept)
{
    const char *answer;
    char from[DATE_TEXT];

    date_beijing(rig_time - 120 * (int64_t)86400000, from);
    GOOD(policy_ask(rules, kept, POLICY_DAYS,
                    arena_printf(a, "{\"from\":\"%s\",\"days\":400}", from), &answer, &fault));
    return answer;
}

/* What the clerk does in the night: clocks run out, and people are told. */
static void
a_night(const json_t *workdays)
{
    struct notice_rules said = {policy_manifest(rules), policy_law(rules), workdays};
    struct teller t = {.store = s, .arena = a, .rules = &said, .now = rig_time};
    int n;

    date_beijing(rig_time, t.today);
    clock_missed_by(t.today);
    walk_days_pass();
    WRITE(CHECK_ERR(notices_tell(&t, 100000, &n), OK, &t.fault));
    WRITE(CHECK_ERR(notices_remind(&t, 100000, &n), OK, &t.fault));
}

/* ---- afterwards ------------------------------------------------------------------------------ */

static void
check_numbers(void)
{
    CHECK_INT(rig_number(s, "SELECT count(*) FROM entry"), walk_numbers);
    CHECK_INT(rig_number(s, "SELECT count(DISTINCT digits) FROM entry"), walk_numbers);
    /* Σ d·2^(21-i) of all 21 digits is 1 modulo 10. */
    CHECK_INT(rig_number(s, "WITH RECURSIVE place (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM "
                            "place WHERE i < 21) SELECT count(*) FROM entry WHERE length(digits) "
                            "<> 21 OR (SELECT sum(CAST(substr(digits, i, 1) AS INTEGER) << (21 - "
                            "i)) % 10 FROM place) <> 1"),
              0);
}

static void
check_chain(void)
{
    struct audit_verdict verdict;

    GOOD(store_audit_verify(s, NULL, NULL, &verdict, &fault));
    CHECK(verdict.flaw == TRAIL_NONE);
    CHECK_LEAST(verdict.lines, walk_moves);
}

/* Nothing that is over, or is with nobody, is reminded of or waits. */
static void
check_rest(void)
{
    CHECK_INT(rig_number(s, "SELECT count(*) FROM task t JOIN filing f ON f.id = t.filing_id WHERE "
                            "t.state <> 'done' AND f.standing <> 'review'"),
              0);
    CHECK_INT(rig_number(s, "SELECT count(*) FROM proposal p JOIN filing f ON f.id = p.filing_id "
                            "WHERE p.state = 'waiting' AND f.standing <> 'in_force'"),
              0);
    CHECK_INT(rig_number(s, "SELECT count(*) FROM filing f JOIN filing o ON o.id = f.of_id WHERE "
                            "f.standing IN ('editable', 'review') AND f.deleted_at = 0 AND "
                            "o.standing <> 'in_force'"),
              0);
    CHECK_INT(rig_number(s, "SELECT count(*) FROM (SELECT 1 FROM reminder GROUP BY filing_id, "
                            "clock, due_on, code, days HAVING count(*) > 1)"),
              0);
}

static void
walk_along(long steps)
{
    struct arena *kept = a, *short_lived = arena_new();
    long each = steps / DAYS + 1; /* steps a day: within the decreed years */
    int64_t began = rig_time;
    const json_t *workdays = NULL;

    for (long i = 0; i < steps; i++) {
        a = short_lived;
        if (i % each == each - 1) {
            rig_time = began + (i / each) * 86400000;
            if (i / each % 150 == 0)
                workdays = NULL;
            if (workdays == NULL) {
                const char *answer = workdays_around(kept);
                a = kept;
                workdays = json_object_get(rig_parse(answer), "counted");
                a = short_lived;
            }
            a_night(workdays);
        }
        step();
        arena_reset(short_lived);
    }
    a_night(workdays);
    for (int i = 0; i < walk_n; i++) {
        walk_check_history(&walk[i]);
        arena_reset(short_lived);
    }
    a = kept;
    arena_free(short_lived);
}

static void
no_way_through_the_workflow_leaves_what_is_declared(void)
{
    long steps = check_is_quick ? STEPS_QUICK : check_is_long ? STEPS : STEPS_USUAL;

    if (getenv("STEPS"))
        steps = strtol(getenv("STEPS"), NULL, 10);
    walk_chance = getenv("SEED") ? strtoull(getenv("SEED"), NULL, 10) : (uint64_t)time(NULL) * 7919;
    printf("# seed %llu\n", (unsigned long long)walk_chance);
    if (!time_parse("2023-01-04T10:00:00+08:00", &rig_time))
        check_stop("no such time");
    walk_begin(2 * (int)steps + 2);
    walk_along(steps);
    check_numbers();
    check_chain();
    check_rest();
    CHECK(walk_moves > steps / 4 && refusals_n > steps / 20);
    CHECK(steps < STEPS_USUAL || (walk_subjects && walk_rerouted));
    CHECK(steps < STEPS || walk_given_back); /* once in some thousands of steps */
    printf("# %ld steps: %d filings, %ld moves, %ld refusals, %ld numbers, %ld changed, %ld ended, "
           "%ld struck, %ld lapsed, %ld subjects changed, %ld moved along, %ld given back\n",
           steps, walk_n, walk_moves, refusals_n, walk_numbers, walk_amended, walk_finished,
           walk_struck, walk_lapsed, walk_subjects, walk_rerouted, walk_given_back);
    walk_end();
}

static const struct check_test tests[] = {
    TEST(no_way_through_the_workflow_leaves_what_is_declared),
};

int
main(int argc, char **argv)
{
    return rig_casework_main(argc, argv, tests, LEN(tests));
}
