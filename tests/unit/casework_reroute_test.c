/* A subject that moves takes along what is not over: open tasks go where the rules send them from
 * there, the charge of what is in force with all that hangs on it goes to the new area, and the
 * history of each says so, as the register does. */
#include "casework_rig.h"
#include "policy_rig.h"

#include <stdlib.h>
#include <string.h>

static struct account mover;    /* files, of a company in Beijing */
static struct account in_north; /* a first reviewer of Beijing's alone */
static struct account last_in_north, in_south, last_in_south; /* those after; those of Shanghai */

static void
begin(void)
{
    mover = rig_approved_company();
    in_north = rig_account(PRELIMINARY_REVIEWER, NULL, "11");
    last_in_north = rig_account(FINAL_REVIEWER, NULL, "11");
    in_south = rig_account(PRELIMINARY_REVIEWER, NULL, "31");
    last_in_south = rig_account(FINAL_REVIEWER, NULL, "31");
}

static const char *
subject_of(const struct account *who)
{
    return rig_sql_text(arena_printf(
        a, "SELECT subject_filing_id FROM organization WHERE id = '%s'", who->organization_id));
}

/* A change of the subject, handed in and claimed: its task. */
static const char *
moving(const struct account *who, const char *field, const char *value)
{
    struct filing x = {0};
    struct submission submission;

    DONE(rig_begin_of(who, &(struct concern){"subject", "change", subject_of(who)}, &x));
    json_t *data = rig_parse(rig_filing_now(x.id).data);
    json_object_set_new(data, "change", json_object());
    rig_put(data, "change", "changed_on", "2026-11-20");
    rig_put(data, "change", "summary", "迁址");
    rig_put(data, "basic", field, value);
    DONE(rig_save(who, x.id, data));
    DONE(rig_submit(who, x.id, &submission));
    if (submission.is_refused)
        check_stop("%.600s", submission.judged.answer);
    const char *task = rig_task_of(x.id);
    DONE(rig_claim(&first, task));
    return task;
}

static const char *
area_of(const char *filing)
{
    return rig_task_now(rig_task_of(filing)).area;
}

static bool
is_told(const char *filing)
{
    return strstr(rig_history(filing), "rerouted>") != NULL;
}

/* ---- what goes along ------------------------------------------------------------------------- */

static void
what_is_open_goes_along_and_who_cannot_see_it_there_gives_it_back(void)
{
    begin();
    const char *open = rig_submitted(&mover, "algorithm"),
               *seen = rig_submitted(&mover, "algorithm"),
               *unseen = rig_submitted(&mover, "algorithm"),
               *late = rig_submitted(&mover, "algorithm"), *draft = rig_draft(&mover, "algorithm");
    struct account rest = rig_approved_company();
    const char *other = rig_submitted(&rest, "algorithm");

    DONE(rig_claim(&other_first, rig_task_of(seen)));
    DONE(rig_claim(&in_north, rig_task_of(unseen)));
    rig_decided(&first, late, "pass");
    const char *subject = subject_of(&mover), *task = moving(&mover, "area", "310115");
    CHECK_STR(area_of(open), "110108"); /* until it is approved */
    DONE(rig_decide(&first, task, "pass"));

    const char *const along[] = {open, seen, unseen, late};
    for (size_t i = 0; i < LEN(along); i++) {
        CHECK_STR(area_of(along[i]), "310115");
        CHECK(is_told(along[i]));
    }
    CHECK_STR(rig_state_of(seen), "preliminary_review");
    CHECK_STR(rig_task_now(rig_task_of(seen)).claimed_by, other_first.id);
    CHECK_STR(rig_state_of(unseen), "submitted");
    CHECK_STR(rig_task_now(rig_task_of(unseen)).state, "open");
    CHECK_STR(rig_state_of(late), "final_review");
    REFUSED(rig_claim(&in_north, rig_task_of(open)), ERR_NOTFOUND, "not_found");

    CHECK(!is_told(draft) && !is_told(other));
    CHECK_STR(area_of(other), "110108");
    CHECK_STR(rig_history(subject), "create>draft submit>submitted claim>preliminary_review "
                                    "pass>approved amended>approved rerouted>approved");
    CHECK_HAS(rig_sql_text(arena_printf(a,
                                        "SELECT count(*) || ' ' || (SELECT count(*) FROM audit "
                                        "WHERE action = 'filing.reroute' AND object = '%s') FROM "
                                        "event WHERE what = 'rerouted' AND filing_id = '%s'",
                                        subject, subject)),
              "1 1");
}

static void
what_is_handed_in_afterwards_goes_there_of_itself(void)
{
    begin();
    DONE(rig_decide(&first, moving(&mover, "area", "310115"), "pass"));
    const char *id = rig_submitted(&mover, "algorithm");
    CHECK_STR(area_of(id), "310115");
    CHECK(!is_told(id));
}

static void
a_subject_that_changes_otherwise_leaves_what_is_open_where_it_is(void)
{
    begin();
    const char *open = rig_submitted(&mover, "algorithm");
    DONE(rig_decide(&first, moving(&mover, "address", "北京市海淀区示例路 2 号"), "pass"));
    CHECK_STR(area_of(open), "110108");
    CHECK(!is_told(open) && !is_told(subject_of(&mover)));
}

static void
a_move_that_is_refused_moves_nothing(void)
{
    begin();
    const char *open = rig_submitted(&mover, "algorithm");
    DONE(rig_decide(&first, moving(&mover, "area", "310115"), "refuse"));
    CHECK_STR(area_of(open), "110108");
    CHECK(!is_told(open));
}

/* ---- what is in force ------------------------------------------------------------------------ */

static void
moved(const char *area)
{
    DONE(rig_decide(&first, moving(&mover, "area", area), "pass"));
}

static bool
is_seen(const struct account *who, const char *filing)
{
    struct casework *w = as(who);
    struct filing x;
    enum err err = casework_filing_head(w, ACT_READ_FILING, filing, &x);

    if (err != OK && err != ERR_NOTFOUND)
        CHECK_ERR(err, OK, &w->fault);
    return err == OK;
}

static bool
may_strike(const struct account *who, const char *filing)
{
    struct filing x = rig_filing_now(filing);
    struct move_open *open;
    int n;

    DONE(casework_moves(as(who), &x, &open, &n));
    return n > 0;
}

static void
what_is_in_force_is_the_new_areas_to_strike(void)
{
    const char *proposal;

    begin();
    const char *id = rig_approved(&mover);
    REFUSED(rig_propose(&in_south, id, VERB_REVOKE, &proposal), ERR_NOTFOUND, "not_found");
    CHECK(may_strike(&in_north, id) && !is_seen(&in_south, id));
    moved("310115");

    CHECK_HAS(rig_history(id), "rerouted>approved");
    CHECK(is_seen(&in_north, id) && is_seen(&in_south, id));
    CHECK(!may_strike(&in_north, id) && may_strike(&in_south, id));
    REFUSED(rig_propose(&in_north, id, VERB_REVOKE, &proposal), ERR_DENIED, "transferred");
    CHECK_HAS(acting.fault.text, "“上海市”管辖");
    DONE(rig_propose(&in_south, id, VERB_REVOKE, &proposal));
    REFUSED(rig_proposal(&last_in_north, proposal, PROPOSAL_CONFIRM), ERR_DENIED, "transferred");
    DONE(rig_proposal(&last_in_south, proposal, PROPOSAL_CONFIRM));
    CHECK_STR(rig_state_of(id), "revoked");
}

static void
what_was_proposed_before_is_the_new_areas_to_confirm(void)
{
    const char *proposal, *other;

    begin();
    const char *id = rig_approved(&mover), *also = rig_approved(&mover);
    DONE(rig_propose(&in_north, id, VERB_REVOKE, &proposal));
    DONE(rig_propose(&in_north, also, VERB_REVOKE, &other));
    moved("310115");
    REFUSED(rig_proposal(&last_in_north, proposal, PROPOSAL_CONFIRM), ERR_DENIED, "transferred");
    REFUSED(rig_proposal(&last_in_north, proposal, PROPOSAL_SEND_BACK), ERR_DENIED, "transferred");
    DONE(rig_proposal(&last_in_south, proposal, PROPOSAL_CONFIRM));
    DONE(rig_proposal(&in_north, other, PROPOSAL_TAKE_BACK)); /* it is their own */
    CHECK_STR(rig_state_of(id), "revoked");
    CHECK_STR(rig_state_of(also), "approved");
}

static void
whose_subject_comes_back_is_of_its_first_area_again(void)
{
    const char *proposal;

    begin();
    const char *id = rig_approved(&mover);
    moved("310115");
    moved("110108");
    CHECK(may_strike(&in_north, id) && !may_strike(&in_south, id) && !is_seen(&in_south, id));
    REFUSED(rig_propose(&in_south, id, VERB_REVOKE, &proposal), ERR_NOTFOUND, "not_found");
    DONE(rig_propose(&in_north, id, VERB_REVOKE, &proposal));
    DONE(rig_decide(&first, moving(&mover, "address", "北京市海淀区示例路 2 号"), "pass"));
    CHECK_INT(rig_number(s, arena_printf(a,
                                         "SELECT count(*) FROM event WHERE what = 'rerouted' AND "
                                         "filing_id = '%s'",
                                         id)),
              2);
}

static void
what_is_handed_in_again_is_the_new_areas_alone(void)
{
    begin();
    const char *id = rig_submitted(&mover, "algorithm");
    struct submission again;

    rig_decided(&first, id, "pass");
    rig_decided(&second, id, "return");
    moved("310115");
    CHECK(is_seen(&last_in_south, id));
    DONE(rig_save(&mover, id, rig_parse(rig_filing_now(id).data)));
    DONE(rig_submit(&mover, id, &again));
    CHECK(!again.is_refused);
    CHECK_STR(area_of(id), "310115");
    CHECK_INT(rig_count("transfer", id), 0);
    REFUSED(rig_claim(&in_north, rig_task_of(id)), ERR_NOTFOUND, "not_found");
    rig_decided(&in_south, id, "pass");
    REFUSED(rig_claim(&last_in_north, rig_task_of(id)), ERR_NOTFOUND, "not_found");
    rig_decided(&last_in_south, id, "pass");
    CHECK(!may_strike(&in_north, id) && may_strike(&in_south, id));
}

/* Its round of before was reviewed where the company was then. */
static void
what_is_taken_back_stays_with_the_new_area(void)
{
    begin();
    const char *id = rig_submitted(&mover, "algorithm"), *fresh;
    struct submission again;

    rig_decided(&first, id, "return");
    moved("310115");
    DONE(rig_submit(&mover, id, &again));
    CHECK(!again.is_refused);
    CHECK_INT(rig_count("transfer", id), 0);
    DONE(rig_withdraw(&mover, id));
    CHECK_STR(
        rig_sql_text(arena_printf(a, "SELECT area FROM jurisdiction WHERE filing_id = '%s'", id)),
        "310115");
    CHECK(is_seen(&in_south, id));
    DONE(rig_submit(&mover, id, &again));
    CHECK_STR(area_of(id), "310115");
    CHECK_INT(rig_count("transfer", id), 0);

    fresh = rig_submitted(&mover, "algorithm");
    DONE(rig_withdraw(&mover, fresh));
    CHECK_INT(rig_count("transfer", fresh) + rig_count("task", fresh), 0);
}

static void
scope_of(const struct account *who, const char *area)
{
    const char *sql =
        arena_printf(a, "UPDATE scope SET area = '%s' WHERE account_id = '%s'", area, who->id);
    WRITE(CHECK_INT(rig_sql(s, sql), 0));
}

static void
where_nobody_works_it_goes_to_the_centre(void)
{
    const char *proposal;

    begin();
    const char *id = rig_approved(&mover);
    const char *task = moving(&mover, "area", "460105");
    struct account centre = rig_account(FINAL_REVIEWER, NULL, "00");
    scope_of(&second, "11");
    scope_of(&other_second, "11");
    DONE(rig_decide(&first, task, "pass"));

    CHECK(!may_strike(&last_in_north, id) && may_strike(&centre, id));
    REFUSED(rig_propose(&last_in_north, id, VERB_REVOKE, &proposal), ERR_DENIED, "transferred");
    DONE(rig_propose(&centre, id, VERB_REVOKE, &proposal));
    scope_of(&second, "");
    scope_of(&other_second, "");
}

static void
what_left_force_before_stays_with_whoever_decided_it(void)
{
    const char *proposal;

    begin();
    const char *id = rig_approved(&mover);
    DONE(rig_propose(&in_north, id, VERB_REVOKE, &proposal));
    DONE(rig_proposal(&last_in_north, proposal, PROPOSAL_CONFIRM));
    moved("310115");
    CHECK(!is_told(id) && !is_seen(&in_south, id) && is_seen(&in_north, id));
}

/* ---- the register ---------------------------------------------------------------------------- */

static const char *
entry_of(const char *filing, const char *what)
{
    return rig_sql_text(
        arena_printf(a, "SELECT %s FROM entry WHERE filing_id = '%s'", what, filing));
}

static void
the_register_says_from_where_the_subject_moved_and_when(void)
{
    begin();
    const char *id = rig_approved(&mover), *number = rig_filing_now(id).number;
    const char *disclosure = entry_of(id, "disclosure || products || purpose || filed_on");
    struct account rest = rig_approved_company();
    const char *other = rig_approved(&rest);
    rig_days_pass(1);
    moved("310115");

    CHECK_STR(entry_of(id, "area || area_label || status"), "310115上海市filed");
    CHECK_STR(entry_of(id, "note"), "2026-11-25 注册地由北京市变更为上海市");
    CHECK_STR(entry_of(id, "json_extract(history, '$[#-1].on') || "
                           "json_extract(history, '$[#-1].what') || "
                           "json_extract(history, '$[#-1].label') || "
                           "json_array_length(history) || changed_on"),
              "2026-11-25moved注册地由北京市变更为上海市22026-11-25");
    CHECK_STR(entry_of(id, "number"), number);
    CHECK_STR(entry_of(id, "disclosure || products || purpose || filed_on"), disclosure);
    CHECK_STR(entry_of(other, "area || note || json_array_length(history)"), "1101081");

    rig_days_pass(1);
    moved("440305");
    CHECK_STR(entry_of(id, "note"),
              "2026-11-25 注册地由北京市变更为上海市；2026-11-26 注册地由上海市变更为广东省");
    CHECK_STR(entry_of(id, "json_array_length(history)"), "3");
}

/* A change of the subject in which each of these says the new name, handed in and claimed: its
 * task. */
static const char *
renaming(const char *area)
{
    struct filing x = {0};
    struct submission submission;

    DONE(rig_begin_of(&mover, &(struct concern){"subject", "change", subject_of(&mover)}, &x));
    json_t *data = rig_parse(rig_filing_now(x.id).data);
    json_object_set_new(data, "change", json_object());
    rig_put(data, "change", "changed_on", "2026-11-20");
    rig_put(data, "change", "summary", "更名");
    rig_put(data, "basic", "area", area);
    rig_put(data, "basic", "name", "新名科技有限公司");
    rig_put(data, "certificate", "name", "新名科技有限公司");
    rig_put(data, "website", "icp_holder", "新名科技有限公司");
    DONE(rig_save(&mover, x.id, data));
    DONE(rig_submit(&mover, x.id, &submission));
    CHECK(!submission.is_refused);
    const char *task = rig_task_of(x.id);
    DONE(rig_claim(&first, task));
    return task;
}

#define RENAMED "主体名称由“示例科技（北京）有限公司”变更为“新名科技有限公司”"

static void
the_register_says_how_the_subject_was_called_before(void)
{
    const char *proposal;

    begin();
    const char *id = rig_approved(&mover), *number = rig_filing_now(id).number,
               *over = rig_approved(&mover);
    const char *rest = entry_of(id, "algorithm_name || disclosure || products || filed_on || area");
    struct account other = rig_approved_company();
    const char *others = rig_approved(&other);
    DONE(rig_propose(&in_north, over, VERB_REVOKE, &proposal));
    DONE(rig_proposal(&last_in_north, proposal, PROPOSAL_CONFIRM));
    const char *task = renaming("110108");
    CHECK_STR(entry_of(id, "organization"), "示例科技（北京）有限公司");
    rig_days_pass(1);
    DONE(rig_decide(&first, task, "pass"));

    CHECK_STR(entry_of(id, "organization || status"), "新名科技有限公司filed");
    const char *on = as(&first)->today;
    CHECK_STR(entry_of(id, "note"), arena_printf(a, "%s " RENAMED, on));
    CHECK_STR(entry_of(id, "json_extract(history, '$[#-1].on') || "
                           "json_extract(history, '$[#-1].what') || "
                           "json_extract(history, '$[#-1].label') || "
                           "json_array_length(history) || changed_on"),
              arena_printf(a, "%srenamed" RENAMED "2%s", on, on));
    CHECK_STR(entry_of(id, "number"), number);
    CHECK_STR(entry_of(id, "former_names"),
              arena_printf(a,
                           "[{\"what\":\"organization\",\"name\":\"示例科技（北京）有限公司\","
                           "\"until\":\"%s\"}]",
                           on));
    CHECK_STR(entry_of(others, "former_names"), "[]");
    CHECK_STR(entry_of(id, "algorithm_name || disclosure || products || filed_on || area"), rest);
    CHECK(!is_told(id));
    CHECK_STR(entry_of(over, "organization || json_array_length(history)"),
              "示例科技（北京）有限公司2");
    CHECK_STR(entry_of(others, "organization || json_array_length(history)"),
              "示例科技（北京）有限公司1");
    moved("110105"); /* the name is told once */
    CHECK_STR(entry_of(id, "json_array_length(history)"), "2");
}

static void
who_moves_under_another_name_is_told_of_both(void)
{
    begin();
    const char *id = rig_approved(&mover);
    DONE(rig_decide(&first, renaming("310115"), "pass"));
    const char *on = as(&first)->today;
    CHECK_STR(entry_of(id, "note"),
              arena_printf(a, "%s 注册地由北京市变更为上海市；%s " RENAMED, on, on));
    CHECK_STR(entry_of(id, "area || organization || json_array_length(history)"),
              "310115新名科技有限公司3");
}

static void
a_name_that_is_refused_renames_nothing(void)
{
    begin();
    const char *id = rig_approved(&mover);
    DONE(rig_decide(&first, renaming("110108"), "refuse"));
    CHECK_STR(entry_of(id, "organization || note || json_array_length(history)"),
              "示例科技（北京）有限公司1");
}

static void
a_move_within_a_province_is_no_line_of_the_register(void)
{
    begin();
    const char *id = rig_approved(&mover);
    moved("110105");
    CHECK_STR(entry_of(id, "area || note || json_array_length(history)"), "1101051");
}

static void
an_entry_that_left_the_register_stays_as_it_was(void)
{
    const char *proposal;

    begin();
    const char *id = rig_approved(&mover);
    DONE(rig_propose(&in_north, id, VERB_REVOKE, &proposal));
    DONE(rig_proposal(&last_in_north, proposal, PROPOSAL_CONFIRM));
    moved("310115");
    CHECK_STR(entry_of(id, "area || note || status"), "110108revoked");
}

/* What is approved on facts of before the move is looked at again. */
static void
what_is_approved_while_the_subject_moves_is_published_with_the_new_area(void)
{
    struct decision x;

    begin();
    const char *task = moving(&mover, "area", "310115"), *id = rig_submitted(&mover, "algorithm");
    rig_decided(&other_first, id, "pass");
    const char *last = rig_task_of(id);
    DONE(rig_claim(&second, last));
    struct casework w = *as(&second);
    CHECK_ERR(rig_decision_decide(&w, last, "pass", &x), OK, &w.fault);
    DONE(rig_decide(&first, task, "pass"));
    CHECK_ERR(rig_decision_store(&w, &x), ERR_AGAIN, &w.fault);
    DONE(rig_decide(&second, last, "pass"));
    CHECK_STR(entry_of(id, "area || note"), "310115");
    CHECK(!may_strike(&in_north, id) && may_strike(&in_south, id));
}

/* ---- others act meanwhile -------------------------------------------------------------------- */

static void
what_is_taken_meanwhile_is_looked_at_again(void)
{
    begin();
    const char *open = rig_submitted(&mover, "algorithm");
    const char *task = moving(&mover, "area", "310115");
    struct decision x;

    struct casework w = *as(&first);
    CHECK_ERR(rig_decision_decide(&w, task, "pass", &x), OK, &w.fault);
    DONE(rig_claim(&in_north, rig_task_of(open)));
    CHECK_ERR(rig_decision_store(&w, &x), ERR_AGAIN, &w.fault);
    CHECK_STR(area_of(open), "110108");
    CHECK(!is_told(open));

    DONE(rig_decide(&first, task, "pass"));
    CHECK_STR(area_of(open), "310115");
    CHECK_STR(rig_task_now(rig_task_of(open)).state, "open");
}

static void
what_is_approved_meanwhile_goes_there_all_the_same(void)
{
    struct decision x;

    begin();
    const char *id = rig_submitted(&mover, "algorithm");
    rig_decided(&other_first, id, "pass");
    const char *task = moving(&mover, "area", "310115");
    struct casework w = *as(&first);
    CHECK_ERR(rig_decision_decide(&w, task, "pass", &x), OK, &w.fault);
    rig_decided(&second, id, "pass");
    CHECK_ERR(rig_decision_store(&w, &x), ERR_AGAIN, &w.fault);
    DONE(rig_decide(&first, task, "pass"));
    CHECK_STR(entry_of(id, "area"), "310115");
    CHECK(may_strike(&in_south, id));
}

static void
what_is_handed_in_meanwhile_goes_there_all_the_same(void)
{
    begin();
    const char *task = moving(&mover, "area", "310115");
    struct decision x;

    struct casework w = *as(&first);
    CHECK_ERR(rig_decision_decide(&w, task, "pass", &x), OK, &w.fault);
    const char *id = rig_submitted(&mover, "algorithm");
    CHECK_ERR(rig_decision_store(&w, &x), ERR_AGAIN, &w.fault);
    DONE(rig_decide(&first, task, "pass"));
    CHECK_STR(area_of(id), "310115");
    CHECK(is_told(id));
}

/* ---- declared -------------------------------------------------------------------------------- */

#define MOVED "moved = '注册地由{from}变更为{to}',"

/* The shipped rules, of which that file has that text no more. */
static struct policy *
without(const char *file, const char *text)
{
    struct policy_limits limits = rig_limits();
    struct bundle *base, *b;
    struct policy *p;
    char *said;
    size_t n;

    GOOD(file_read(arena_printf(a, "rules/%s", file), 1 << 16, &said, &n, &fault));
    char *at = strstr(said, text);
    if (at == NULL)
        check_stop("%s does not say %s", file, text);
    memset(at, ' ', strlen(text));
    GOOD(bundle_read(&base, "rules", NULL, &fault));
    GOOD(bundle_with(&b, base, file, said, &fault));
    GOOD(policy_open(&p, b, &limits, &fault));
    struct rule_set x = {.hash = policy_rule_set(p), .files = "{}", .origin = "folder"};
    WRITE(GOOD(store_rule_set_add(s, &x, &fault)));
    bundle_free(base);
    bundle_free(b);
    free(said);
    return p;
}

static void
where_the_rules_do_not_say_so_everything_stays(void)
{
    struct policy *shipped = rules;

    rules = without("routing.lua", "follows = true,\n  " MOVED);
    begin();
    const char *open = rig_submitted(&mover, "algorithm"), *id = rig_approved(&mover);
    moved("310115");
    CHECK_STR(area_of(open), "110108");
    CHECK(!is_told(open) && !is_told(id) && !is_told(subject_of(&mover)));
    CHECK(may_strike(&in_north, id) && !is_seen(&in_south, id));
    CHECK_STR(entry_of(id, "area || note"), "110108");
    policy_close(rules);
    rules = shipped;
}

static void
where_the_rules_have_no_words_for_it_the_register_stays(void)
{
    struct policy *shipped = rules;

    rules = without("routing.lua", MOVED);
    begin();
    const char *id = rig_approved(&mover);
    moved("310115");
    CHECK(may_strike(&in_south, id));
    CHECK_STR(entry_of(id, "area || note || json_array_length(history)"), "1101081");
    policy_close(rules);
    rules = shipped;
}

static void
where_work_stays_a_name_is_told_all_the_same(void)
{
    struct policy *shipped = rules;

    rules = without("routing.lua", "follows = true,\n  " MOVED);
    begin();
    const char *open = rig_submitted(&mover, "algorithm"), *id = rig_approved(&mover);
    DONE(rig_decide(&first, renaming("310115"), "pass"));
    CHECK_STR(area_of(open), "110108");
    CHECK_STR(entry_of(id, "area || organization || json_array_length(history)"),
              "110108新名科技有限公司2");
    policy_close(rules);
    rules = shipped;
}

static void
where_the_rules_have_no_words_for_a_name_it_stays(void)
{
    struct policy *shipped = rules;

    rules = without("publication.lua", "renamed = '主体名称由“{from}”变更为“{to}”',");
    begin();
    const char *id = rig_approved(&mover);
    DONE(rig_decide(&first, renaming("110108"), "pass"));
    CHECK_STR(entry_of(id, "organization || note || json_array_length(history)"),
              "示例科技（北京）有限公司1");
    policy_close(rules);
    rules = shipped;
}

static const struct check_test tests[] = {
    TEST(what_is_open_goes_along_and_who_cannot_see_it_there_gives_it_back),
    TEST(what_is_handed_in_afterwards_goes_there_of_itself),
    TEST(a_subject_that_changes_otherwise_leaves_what_is_open_where_it_is),
    TEST(a_move_that_is_refused_moves_nothing),
    TEST(what_is_in_force_is_the_new_areas_to_strike),
    TEST(what_was_proposed_before_is_the_new_areas_to_confirm),
    TEST(whose_subject_comes_back_is_of_its_first_area_again),
    TEST(what_is_handed_in_again_is_the_new_areas_alone),
    TEST(what_is_taken_back_stays_with_the_new_area),
    TEST(where_nobody_works_it_goes_to_the_centre),
    TEST(what_left_force_before_stays_with_whoever_decided_it),
    TEST(the_register_says_from_where_the_subject_moved_and_when),
    TEST(the_register_says_how_the_subject_was_called_before),
    TEST(who_moves_under_another_name_is_told_of_both),
    TEST(a_name_that_is_refused_renames_nothing),
    TEST(where_work_stays_a_name_is_told_all_the_same),
    TEST(where_the_rules_have_no_words_for_a_name_it_stays),
    TEST(a_move_within_a_province_is_no_line_of_the_register),
    TEST(an_entry_that_left_the_register_stays_as_it_was),
    TEST(what_is_approved_while_the_subject_moves_is_published_with_the_new_area),
    TEST(what_is_taken_meanwhile_is_looked_at_again),
    TEST(what_is_approved_meanwhile_goes_there_all_the_same),
    TEST(what_is_handed_in_meanwhile_goes_there_all_the_same),
    TEST(where_the_rules_do_not_say_so_everything_stays),
    TEST(where_the_rules_have_no_words_for_it_the_register_stays),
};

int
main(int argc, char **argv)
{
    return rig_casework_main(argc, argv, tests, LEN(tests));
}
