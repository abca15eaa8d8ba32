/* Who may do what: every act, every role, on the own organization's things and on others', in scope
 * and out of it. What is expected is written down here, and computed from nothing. */
#include "casework_rig.h"

/* An answer as one letter. */
static char
letter(enum err err)
{
    static const char letters[ERR__MAX] = {
        [OK] = '+', [ERR_AUTH] = 'A', [ERR_DENIED] = 'D', [ERR_NOTFOUND] = 'N'};
    return letters[err] ? letters[err] : '?';
}

static const struct role_set roles[] = {
    {ROLE_FILER, NULL},
    {ROLE_REVIEWER, " preliminary_reviewer "},
    {ROLE_REVIEWER, " final_reviewer "},
    {ROLE_RULE_EDITOR, NULL},
    {ROLE_RULE_APPROVER, NULL},
    {ROLE_AUDITOR, NULL},
    {ROLE_SYSTEM_ADMIN, NULL},
};

/* ---- at all ---------------------------------------------------------------------------------- */

/* +: may. A: nobody is logged in. D: the role is missing. */
static const struct at_all {
    const char *name;
    enum act act;
    /* nobody, owner, preliminary, final, editor, approver, auditor, admin */
    const char *answers;
    const char *members; /* no member, reads, fills in, hands in, owner */
} at_all[] = {
    {"look", ACT_LOOK, "++++++++", "+++++"},
    {"self", ACT_SELF, "A+++++++", "+++++"},
    {"read_own", ACT_READ_OWN, "A+DDDDDD", "D++++"},
    {"file", ACT_FILE, "A+DDDDDD", "DD+++"},
    {"submit", ACT_SUBMIT, "A+DDDDDD", "DDD++"},
    {"keep_members", ACT_KEEP_MEMBERS, "A+DDDDDD", "DDDD+"},
    {"read_filing", ACT_READ_FILING, "A+++DDDD", "D++++"},
    {"review", ACT_REVIEW, "AD++DDDD", "DDDDD"},
    {"assign", ACT_ASSIGN, "AD++DDDD", "DDDDD"},
    {"read_rules", ACT_READ_RULES, "ADDD+++D", "DDDDD"},
    {"edit_rules", ACT_EDIT_RULES, "ADDD+DDD", "DDDDD"},
    {"replay_rules", ACT_REPLAY_RULES, "ADDD++DD", "DDDDD"},
    {"sign_rules", ACT_SIGN_RULES, "ADDDD+DD", "DDDDD"},
    {"read_audit", ACT_READ_AUDIT, "ADDDDD+D", "DDDDD"},
    {"keep_staff", ACT_KEEP_STAFF, "ADDDDDD+", "DDDDD"},
    {"read_status", ACT_READ_STATUS, "ADDDDDD+", "DDDDD"},
    {"read_figures", ACT_READ_FIGURES, "AD++DD++", "DDDDD"},
};

static void
an_act_asks_for_its_role(const void *row)
{
    const struct at_all *x = row;
    char got[LEN(roles) + 2] = "";

    got[0] = letter(casework_may(as(NULL), x->act, NULL));
    CHECK_INT(casework_can(&acting, x->act), got[0] == '+');
    for (size_t i = 0; i < LEN(roles); i++) {
        struct account who = {.id = "x", .roles = roles[i], .member = MEMBER_OWNER};
        got[i + 1] = letter(casework_may(as(&who), x->act, NULL));
        CHECK_INT(casework_can(&acting, x->act), got[i + 1] == '+');
    }
    CHECK_STR(got, x->answers);
}

static void
a_filer_may_what_the_organization_lets_them(const void *row)
{
    const struct at_all *x = row;
    char got[MEMBER__MAX + 1] = "";

    for (long member = MEMBER_NONE; member < MEMBER__MAX; member++) {
        struct account who = {.id = "x", .roles = ROLE_SET(ROLE_FILER), .member = member};
        got[member] = letter(casework_may(as(&who), x->act, NULL));
        CHECK_INT(casework_can(&acting, x->act), got[member] == '+');
    }
    CHECK_STR(got, x->members);
}

/* The scope of its token bounds a program as a membership bounds a person, whichever is less. */
static void
a_program_may_no_more_than_its_token_and_its_owner(const void *row)
{
    const struct at_all *x = row;

    for (long member = MEMBER_NONE; member < MEMBER__MAX; member++) {
        for (long scope = MEMBER_READ; scope <= MEMBER_SUBMIT; scope++) {
            struct account who = {.id = "x",
                                  .roles = ROLE_SET(ROLE_FILER),
                                  .member = member,
                                  .token_id = "t",
                                  .token_scope = scope};
            long least = scope < member ? scope : member;
            check_about("%ld by %ld", member, scope);
            CHECK_INT(letter(casework_may(as(&who), x->act, NULL)), x->members[least]);
            bool is_theirs = x->act == ACT_FILE || x->act == ACT_SUBMIT || x->act == ACT_LOOK;
            char stores = x->members[least] == '+' && !is_theirs ? 'D' : x->members[least];
            CHECK_INT(letter(casework_may_store(as(&who), x->act)), stores);
        }
    }
}

/* An agent may as a member of that rank may; one whose mandate is over, nothing of anybody's. */
static void
an_agent_may_no_more_than_the_mandate_says(const void *row)
{
    const struct at_all *x = row;

    for (long member = MEMBER_NONE; member <= MEMBER_SUBMIT; member++) {
        struct account who = {
            .id = "x", .roles = ROLE_SET(ROLE_FILER), .member = member, .mandate_id = "m"};
        char got = letter(casework_may(as(&who), x->act, NULL));
        check_about("%ld", member);
        CHECK_INT(got, x->members[member]);
        if (got != '+' && x->members[MEMBER_OWNER] == '+')
            CHECK_HAS(acting.fault.code, member == MEMBER_NONE ? "mandate_over" : "mandate_scope");
    }
}

/* No word of the reviewers' side is lost where somebody is in an organization, too. */
static void
a_membership_gives_staff_nothing(void)
{
    struct account who = {.id = "x", .roles = PRELIMINARY_REVIEWER, .member = MEMBER_OWNER};

    CHECK_REFUSED(casework_may(as(&who), ACT_FILE, NULL), ERR_DENIED, "role_required",
                  &acting.fault);
    CHECK_ERR(casework_may(as(&who), ACT_READ_FILING, NULL), OK, &acting.fault);
}

static void
a_refusal_names_what_the_member_may_and_what_is_asked_for(void)
{
    struct account reads = {.id = "x", .roles = ROLE_SET(ROLE_FILER), .member = MEMBER_READ};
    struct account none = {.id = "x", .roles = ROLE_SET(ROLE_FILER)};

    CHECK_REFUSED(casework_may(as(&reads), ACT_SUBMIT, NULL), ERR_DENIED, "member_role_required",
                  &acting.fault);
    CHECK_HAS(acting.fault.text, "“只读”");
    CHECK_HAS(acting.fault.text, "“提交”");
    CHECK_REFUSED(casework_may(as(&none), ACT_READ_OWN, NULL), ERR_DENIED, "organization_required",
                  &acting.fault);
}

static void
every_act_is_in_the_table_with_its_name(void)
{
    CHECK_INT(LEN(at_all), ACT__MAX - ACT_LOOK);
    for (size_t i = 0; i < LEN(at_all); i++)
        CHECK_STR(acts[at_all[i].act].name, at_all[i].name);
}

/* A row that forgets its act must not be public. */
static void
no_act_is_for_nobody(void)
{
    struct account who = {.id = "x", .roles = ROLE_SET(ROLE__ALL)};

    CHECK_ERR(casework_may(as(&who), 0, NULL), ERR_DENIED, &acting.fault);
    CHECK_ERR(casework_may(as(NULL), 0, NULL), ERR_AUTH, &acting.fault);
}

static void
several_roles_may_what_each_of_them_may(void)
{
    struct account who = {.id = "x",
                          .roles = {ROLE_RULE_EDITOR | ROLE_REVIEWER, " final_reviewer "}};

    CHECK_ERR(casework_may(as(&who), ACT_EDIT_RULES, NULL), OK, &acting.fault);
    CHECK_ERR(casework_may(as(&who), ACT_REVIEW, NULL), OK, &acting.fault);
    CHECK_REFUSED(casework_may(as(&who), ACT_FILE, NULL), ERR_DENIED, "role_required",
                  &acting.fault);
    CHECK_REFUSED(casework_may(as(NULL), ACT_FILE, NULL), ERR_AUTH, "login_required",
                  &acting.fault);
}

/* ---- on that --------------------------------------------------------------------------------- */

static const char *filing, *task, *file; /* of the company */
static const char *final_filing, *final_task;

/* Whose scope has the company's area, whose has none of it. */
#define IN "11"
#define OUT "31"

static void
make_things(void)
{
    if (filing)
        return;

    rig_decided(&first, rig_submitted(&filer, "subject"), "pass");
    filing = rig_submitted(&filer, "algorithm");
    task = rig_task_of(filing);
    file = rig_sql_text(arena_printf(
        a, "SELECT attachment_id FROM attachment_link WHERE filing_id = '%s'", filing));
    final_filing = rig_submitted(&filer, "algorithm");
    rig_decided(&first, final_filing, "pass");
    final_task = rig_task_of(final_filing);
}

static enum err
may_file(struct casework *w)
{
    struct filing x;
    return casework_filing(w, ACT_FILE, filing, &x);
}

static enum err
may_read(struct casework *w)
{
    struct filing x;
    return casework_filing(w, ACT_READ_FILING, filing, &x);
}

static enum err
may_download(struct casework *w)
{
    struct attachment x;
    return casework_attachment(w, file, &x);
}

static enum err
may_change_product(struct casework *w)
{
    struct product x;
    return casework_product(w, ACT_FILE, rig_product, &x);
}

static enum err
may_work(struct casework *w)
{
    struct task x;
    return casework_task(w, task, &x);
}

static enum err
may_work_in_the_end(struct casework *w)
{
    struct task x;
    return casework_task(w, final_task, &x);
}

static enum err
may_give(struct casework *w)
{
    struct task x;
    return casework_task_given(w, task, &x);
}

/* +: may. N: it is not there for them. D: it is, and they may not. */
static const struct on_that {
    const char *name;
    enum err (*ask)(struct casework *w);
    /* for each role: own and in scope, own and out of it, others' and in scope, others' and out */
    const char *filer, *preliminary, *final, *rest;
} on_that[] = {
    {"a filing, to file", may_file, "++NN", "DDDD", "DDDD", "DDDD"},
    {"a filing, to read", may_read, "++NN", "+N+N", "+N+N", "DDDD"},
    {"an attachment", may_download, "++NN", "+N+N", "+N+N", "DDDD"},
    {"a product", may_change_product, "++NN", "DDDD", "DDDD", "DDDD"},
    {"a task of the first stage", may_work, "DDDD", "DN+N", "DNDN", "DDDD"},
    {"a task of the first stage, to give", may_give, "DDDD", "DN+N", "DNDN", "DDDD"},
    {"a task of the last stage", may_work_in_the_end, "DDDD", "DNDN", "DN+N", "DDDD"},
};

static void
answers(const struct on_that *x, struct role_set role, char got[5])
{
    const struct organization *whose[] = {&company, &company, &rival, &rival};
    static const char *const areas[] = {IN, OUT, IN, OUT};

    for (int i = 0; i < 4; i++) {
        struct account who = rig_account(role, whose[i], areas[i]);
        got[i] = letter(x->ask(as(&who)));
    }
    got[4] = '\0';
}

static void
a_thing_is_for_its_owner_and_for_who_has_it_in_scope(const void *row)
{
    const struct on_that *x = row;
    char got[5];

    make_things();
    for (size_t i = 0; i < LEN(roles); i++) {
        const char *want = roles[i].bits == ROLE_FILER                       ? x->filer
                           : role_set_has(&roles[i], "preliminary_reviewer") ? x->preliminary
                           : role_set_has(&roles[i], "final_reviewer")       ? x->final
                                                                             : x->rest;
        check_about("%s", roles[i].reviews ? roles[i].reviews : role_name(roles[i].bits));
        answers(x, roles[i], got);
        CHECK_STR(got, want);
    }
}

/* Theirs are the tasks of all stages that say so, in scope and of others: to give, not to work. */
static void
who_leads_a_stage_gives_its_tasks_and_works_none(void)
{
    const struct on_that give = {.ask = may_give}, work = {.ask = may_work};
    struct role_set lead = REVIEWS(" review_lead ");
    char got[5];

    make_things();
    answers(&give, lead, got);
    CHECK_STR(got, "DN+N");
    answers(&work, lead, got);
    CHECK_STR(got, "DNDN");
}

static void
nobody_is_told_whether_a_thing_is_there(void)
{
    static const char *const ids[] = {"01k0000000000000000000000a", "", "x",
                                      "01K0000000000000000000000A"};
    struct filing x;
    struct attachment f;
    struct product p;

    make_things();
    CHECK_REFUSED(casework_filing(as(&rival_filer), ACT_READ_FILING, filing, &x), ERR_NOTFOUND,
                  "not_found", &acting.fault);
    struct fault theirs = acting.fault;
    CHECK_STR(theirs.where, "");

    for (size_t i = 0; i < LEN(ids); i++) {
        enum err got[] = {
            casework_filing(as(&rival_filer), ACT_READ_FILING, ids[i], &x),
            casework_filing(as(&rival_filer), ACT_FILE, ids[i], &x),
            casework_product(as(&rival_filer), ACT_FILE, ids[i], &p),
            casework_attachment(as(&rival_filer), ids[i], &f),
        };
        for (size_t k = 0; k < LEN(got); k++)
            CHECK_INT(got[k], ERR_NOTFOUND);
        CHECK_STR(acting.fault.text, theirs.text);
        CHECK_STR(acting.fault.code, theirs.code);
        CHECK_STR(acting.fault.where, theirs.where);
    }
}

/* In words of their own: what they may see hangs on their scope. */
static void
no_reviewer_is_told_either(void)
{
    struct account blind = rig_account(PRELIMINARY_REVIEWER, NULL, NULL);
    struct filing x;
    struct task t;

    make_things();
    CHECK_REFUSED(casework_filing(as(&blind), ACT_READ_FILING, filing, &x), ERR_NOTFOUND,
                  "not_found", &acting.fault);
    struct fault theirs = acting.fault;
    CHECK_HAS(theirs.text, "不在您的审核范围内");
    CHECK_REFUSED(casework_task(as(&blind), "01k0000000000000000000000a", &t), ERR_NOTFOUND,
                  "not_found", &acting.fault);
    CHECK_STR(acting.fault.text, theirs.text);
    CHECK_STR(acting.fault.where, theirs.where);
}

/* ---- a task ---------------------------------------------------------------------------------- */

static void
a_refusal_to_work_says_why(void)
{
    struct account own = rig_account(PRELIMINARY_REVIEWER, &company, "");
    struct task t;

    make_things();
    CHECK_REFUSED(casework_task(as(&second), task, &t), ERR_DENIED, "role_required", &acting.fault);
    CHECK_HAS(acting.fault.text, "初审");
    CHECK_REFUSED(casework_task(as(&own), task, &t), ERR_DENIED, "own_organization", &acting.fault);
}

static void
two_stages_of_one_version_are_worked_by_two_people(void)
{
    struct account both = rig_account(BOTH_REVIEWERS, NULL, "");
    struct account who = rig_approved_company();
    const char *id = rig_submitted(&who, "algorithm"), *done = rig_task_of(id);
    struct submission x;
    struct task t;

    rig_decided(&both, id, "pass");
    CHECK_REFUSED(rig_claim(&both, rig_task_of(id)), ERR_DENIED, "same_reviewer", &acting.fault);
    CHECK_ERR(casework_task(as(&both), done, &t), OK, &acting.fault); /* what is done may be seen */
    rig_decided(&second, id, "return");

    CHECK_ERR(rig_submit(&who, id, &x), OK, &acting.fault);
    rig_decided(&both, id, "pass"); /* another version */
    CHECK_STR(rig_filing_now(id).state, "final_review");
}

static const struct check_test tests[] = {
    TEST(every_act_is_in_the_table_with_its_name),
    TEST_EACH(an_act_asks_for_its_role, at_all),
    TEST_EACH(a_filer_may_what_the_organization_lets_them, at_all),
    TEST_EACH(a_program_may_no_more_than_its_token_and_its_owner, at_all),
    TEST_EACH(an_agent_may_no_more_than_the_mandate_says, at_all),
    TEST(a_membership_gives_staff_nothing),
    TEST(a_refusal_names_what_the_member_may_and_what_is_asked_for),
    TEST(no_act_is_for_nobody),
    TEST(several_roles_may_what_each_of_them_may),
    TEST_EACH(a_thing_is_for_its_owner_and_for_who_has_it_in_scope, on_that),
    TEST(who_leads_a_stage_gives_its_tasks_and_works_none),
    TEST(nobody_is_told_whether_a_thing_is_there),
    TEST(no_reviewer_is_told_either),
    TEST(a_refusal_to_work_says_why),
    TEST(two_stages_of_one_version_are_worked_by_two_people),
};

int
main(int argc, char **argv)
{
    return rig_casework_main(argc, argv, tests, LEN(tests));
}
