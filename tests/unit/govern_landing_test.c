/* A rule set becomes active only when every live filing has a place in it, and those that it moves
 * arrive with their tasks, an event, and a line in the audit trail. */
#include "govern_rig.h"

/* ---- sets with other states ------------------------------------------------------------------ */

#define LAW(states_, moved_)                                                                       \
    "{'law':{'roles':[{'code':'r'}],'kinds':[{'code':'algorithm','label':'算法备案',"          \
    "'initial':'draft'}],'stages':[{'code':'one','label':'一审','role':'r','clock':'look'},"     \
    "{'code':'two','label':'二审','role':'r','clock':'watch'}],"                                 \
    "'states':[{'kind':'algorithm','code':'draft','label':'草稿','standing':'editable'}" states_   \
    "],'moved':[" moved_ "]}}"
#define REVIEW(code_, stage_)                                                                      \
    ",{'kind':'algorithm','code':'" code_                                                          \
    "','label':'审核中','standing':'review','stage':'" stage_ "'}"
#define BACK ",{'kind':'algorithm','code':'back','label':'退回','standing':'editable'}"
#define IN_FORCE ",{'kind':'algorithm','code':'valid','label':'有效','standing':'in_force'}"
#define MOVED(from_, to_) "{'kind':'algorithm','from':'" from_ "','to':'" to_ "','reason':'并入'}"

/* What is live is counted, so each test begins with the rig's one draft. */
static void
fresh(void)
{
    rig_store_new();
    govern_begin();
}

/* A filing at a stage, taken by the rig's reviewer. */
static const char *
at_a_stage(void)
{
    struct filing x = rig_added_filing();
    struct task t = {.filing_id = x.id,
                     .version = 1,
                     .stage = "one",
                     .state = "claimed",
                     .claimed_by = rig_reviewer.id,
                     .claimed_at = 5,
                     .area = "",
                     .class_code = "",
                     .clock = "look"};

    x.state = "technical";
    x.standing = "review";
    x.submitted_at = 5;
    WRITE({
        GOOD(store_filing_move(s, &x, &fault));
        GOOD(store_task_add(s, &t, &fault));
    });
    return x.id;
}

static const char *
stands(const char *id)
{
    return rig_sql_text(arena_printf(a,
                                     "SELECT f.state || ' ' || f.standing || ' ' || "
                                     "ifnull((SELECT stage || ' ' || clock || ' ' || t.state || "
                                     "' ' || (claimed_by IS NOT NULL) FROM task t WHERE "
                                     "filing_id = f.id), 'no task') FROM filing f WHERE id = '%s'",
                                     id));
}

static enum err
enacted(const char *manifest)
{
    return in_write(step_watch, proposed_with(manifest), NULL);
}

/* ---- what becomes of them -------------------------------------------------------------------- */

static void
a_set_that_knows_every_live_state_becomes_active_and_moves_nothing(void)
{
    fresh();
    const char *id = at_a_stage();
    long events = rig_number(s, "SELECT count(*) FROM event");

    GOOD(enacted(LAW(REVIEW("technical", "one"), "")));
    CHECK_STR(stands(id), "technical review one look claimed 1");
    CHECK_INT(rig_number(s, "SELECT count(*) FROM event"), events);
}

static void
a_set_that_does_not_know_a_live_state_is_refused_and_says_how_many_stand_there(void)
{
    fresh();
    const char *base = first_set(), *id = at_a_stage();
    long rows = rig_number(s, "SELECT count(*) FROM activation");

    at_a_stage();
    REFUSED(enacted(LAW(REVIEW("final", "two"), "")), ERR_CONFLICT, "filings_stranded");
    CHECK_HAS(fault.text, "有 2 件“算法备案”处于状态 technical");
    CHECK_HAS(fault.text, "moved { from = 'technical'");
    CHECK_STR(active(), base);
    CHECK_INT(rig_number(s, "SELECT count(*) FROM activation"), rows);
    CHECK_STR(stands(id), "technical review one look claimed 1");
}

static void
filings_go_where_the_set_says_with_a_line_in_every_history(void)
{
    fresh();
    const char *id = at_a_stage();

    GOOD(enacted(LAW(REVIEW("final", "two"), MOVED("technical", "final"))));
    CHECK_STR(stands(id), "final review two watch open 0");
    CHECK_STR(
        rig_sql_text(arena_printf(a,
                                  "SELECT what || ' ' || from_state || ' ' || to_state || ' ' "
                                  "|| actor_role FROM event WHERE filing_id = '%s'",
                                  id)),
        "moved technical final system");
    CHECK_INT(rig_number(s, "SELECT count(*) FROM outbox WHERE event = 'moved'"), 1);
    CHECK_STR(rig_sql_text("SELECT detail FROM audit WHERE action = 'rule_set.filings_moved'"),
              "{\"kind\":\"algorithm\",\"from\":\"technical\",\"to\":\"final\",\"filings\":1,"
              "\"reason\":\"并入\"}");
}

static void
a_task_is_due_with_the_clock_of_the_stage_that_it_comes_to(void)
{
    fresh();
    const char *id = at_a_stage(), *other = at_a_stage();
    struct deadline clocks[] = {
        {.name = "look", .due_on = "2026-12-01", .state = "running", .days = 5},
        {.name = "watch", .due_on = "2026-12-20", .state = "running", .days = 20}};
    const char *due = "SELECT due_on FROM task WHERE filing_id = '%s'";

    WRITE({
        GOOD(store_deadlines_set(s, id, clocks, 2, &fault));
        GOOD(store_deadlines_set(s, other, clocks, 1, &fault));
    });
    CHECK_INT(rig_sql(s, "UPDATE task SET due_on = '2026-12-01'"), SQLITE_OK);
    GOOD(enacted(LAW(REVIEW("final", "two"), MOVED("technical", "final"))));
    CHECK_STR(rig_sql_text(arena_printf(a, due, id)), "2026-12-20");
    CHECK_STR(rig_sql_text(arena_printf(a, due, other)), "2026-12-01");
}

static void
out_of_review_a_filing_may_go_back_to_its_filer_and_its_task_goes(void)
{
    fresh();
    const char *id = at_a_stage();

    GOOD(enacted(LAW(BACK, MOVED("technical", "back"))));
    CHECK_STR(stands(id), "back editable no task");
}

/* By becoming active a set neither approves nor strikes anything. */
static void
no_set_moves_a_filing_into_force_or_out_of_it(void)
{
    fresh();
    struct filing x = rig_added_filing();

    at_a_stage();
    REFUSED(enacted(LAW(IN_FORCE, MOVED("technical", "valid"))), ERR_CONFLICT, "filings_stranded");
    WRITE(CHECK_INT(rig_sql(s, "DELETE FROM task"), SQLITE_OK));
    x.state = "approved";
    x.standing = "in_force";
    WRITE(GOOD(store_filing_move(s, &x, &fault)));
    REFUSED(enacted(LAW(REVIEW("technical", "one") BACK, MOVED("approved", "back"))), ERR_CONFLICT,
            "filings_stranded");
    GOOD(enacted(LAW(REVIEW("technical", "one") IN_FORCE, MOVED("approved", "valid"))));
    CHECK_STR(stands(x.id), "valid in_force no task");
}

static void
a_state_whose_stage_is_another_takes_its_task_along(void)
{
    fresh();
    const char *id = at_a_stage();

    GOOD(enacted(LAW(REVIEW("technical", "two"), "")));
    CHECK_STR(stands(id), "technical review two watch open 0");
    CHECK_INT(rig_number(s, "SELECT count(*) FROM event"), 0);
}

/* A step back, an emergency and its end come through the same door. */
static void
neither_a_step_back_nor_an_emergency_strands_a_filing(void)
{
    fresh();
    const char *before = first_set(), *after = proposed_with(LAW(REVIEW("technical", "one"), ""));

    GOOD(in_write(step_watch, after, NULL));
    at_a_stage();
    REFUSED(in_write(step_rollback, before, "坏了"), ERR_CONFLICT, "filings_stranded");
    REFUSED(in_write(step_emergency, before, "急"), ERR_CONFLICT, "filings_stranded");
    CHECK_STR(active(), after);
}

static void
a_report_says_beforehand_what_would_become_of_them(void)
{
    fresh();
    const struct law *law;
    const char *json;
    json_t *manifest =
        rig_parse(rig_quoted(LAW(REVIEW("final", "two"), MOVED("technical", "final"))));

    at_a_stage();
    GOOD(law_compile(json_object_get(manifest, "law"), a, &law, &fault));
    GOOD(govern_landing_json(s, a, law, &json, &fault));
    CHECK_STR(json, "[{\"kind\":\"algorithm\",\"state\":\"technical\",\"filings\":1,"
                    "\"to\":\"final\",\"label\":\"审核中\"}]");
    manifest = rig_parse(rig_quoted(LAW("", "")));
    GOOD(law_compile(json_object_get(manifest, "law"), a, &law, &fault));
    GOOD(govern_landing_json(s, a, law, &json, &fault));
    CHECK_HAS(json, "\"to\":null");
}

/* ---- matters beside them --------------------------------------------------------------------- */

#define MATTERS(states_)                                                                           \
    "{'matters':[{'code':'duel','label':'事项','states':[" states_ "],'moves':[]}],"               \
    "'law':{'roles':[{'code':'r'}],'kinds':[{'code':'algorithm','label':'算法备案',"           \
    "'initial':'draft'}],'stages':[],"                                                             \
    "'states':[{'kind':'algorithm','code':'draft','label':'草稿','standing':'editable'}],"       \
    "'moved':[]}}"
#define OPEN "{'code':'open','over':false}"

/* One that is open, and one that is over. */
static void
two_matters(void)
{
    struct filing x = rig_added_filing();
    struct matter m = {
        .kind = "duel", .filing_id = x.id, .organization_id = x.organization_id, .state = "open"};
    struct matter_step step = {.n = 1, .event = "open", .actor_role = "r"};
    struct matter done = m;

    done.state = "done";
    done.is_over = true;
    WRITE({
        GOOD(store_matter_add(s, &m, &step, &fault));
        GOOD(store_matter_add(s, &done, &step, &fault));
    });
}

static void
a_set_that_does_not_know_an_open_matter_stays_out(void)
{
    fresh();
    two_matters();
    REFUSED(enacted(LAW("", "")), ERR_CONFLICT, "matters_stranded");
    CHECK_HAS(fault.text, "有 1 件监督事项 duel 处于状态 open");
    REFUSED(enacted(MATTERS("{'code':'other','over':false}")), ERR_CONFLICT, "matters_stranded");
    REFUSED(enacted(MATTERS("{'code':'open','over':true}")), ERR_CONFLICT, "matters_stranded");
    GOOD(enacted(MATTERS(OPEN)));
}

#define MOVED_MATTERS                                                                              \
    "{'matters':[{'code':'duel','label':'事项','states':[{'code':'other','label':'他处',"      \
    "'over':false}],'moves':[],'moved':[{'from':'open','to':'other','reason':'改名'}]}],"        \
    "'law':{'roles':[{'code':'r'}],'kinds':[{'code':'algorithm','label':'算法备案',"           \
    "'initial':'draft'}],'stages':[],"                                                             \
    "'states':[{'kind':'algorithm','code':'draft','label':'草稿','standing':'editable'}],"       \
    "'moved':[]}}"

static void
open_matters_go_where_the_set_moves_them_with_a_step_in_nobodys_name(void)
{
    fresh();
    two_matters();
    GOOD(enacted(MOVED_MATTERS));
    CHECK_STR(rig_sql_text("SELECT group_concat(state || ' ' || revision, ',') FROM"
                           " (SELECT state, revision FROM matter ORDER BY is_over)"),
              "other 2,done 1");
    CHECK_STR(rig_sql_text("SELECT event || ' ' || from_state || ' ' || to_state || ' ' ||"
                           " actor_role || ' ' || n FROM matter_step WHERE n > 1"),
              "moved open other system 2");
    CHECK_STR(rig_sql_text("SELECT detail FROM audit WHERE action = 'rule_set.matters_moved'"),
              "{\"kind\":\"duel\",\"from\":\"open\",\"to\":\"other\",\"matters\":1,"
              "\"reason\":\"改名\"}");
}

static void
the_report_names_every_open_matter_and_where_it_is_then(void)
{
    const struct {
        const char *manifest, *to;
    } rows[] = {{MATTERS(OPEN), "\"open\""},
                {MOVED_MATTERS, "\"other\",\"label\":\"他处\""},
                {LAW("", ""), "null"}};
    const json_t *base = rig_parse(rig_quoted(MATTERS(OPEN)));

    fresh();
    two_matters();
    for (size_t i = 0; i < LEN(rows); i++) {
        const json_t *then = rig_parse(rig_quoted(rows[i].manifest));
        const char *json;
        GOOD(govern_matters_json(s, a, &(struct landing_sides){base, then}, &json, &fault));
        CHECK_HAS(json, "[{\"kind\":\"duel\",\"kind_label\":\"事项\",\"state\":\"open\","
                        "\"state_label\":\"open\",\"n\":1,\"to\":");
        CHECK_HAS(json, arena_printf(a, "\"to\":%s", rows[i].to));
    }
}

static void
what_is_over_needs_no_place(void)
{
    fresh();
    two_matters();
    WRITE(CHECK_INT(rig_sql(s, "UPDATE matter SET is_over = 1"), SQLITE_OK));
    GOOD(enacted(LAW("", "")));
}

/* ---- drafts ---------------------------------------------------------------------------------- */

#define CLOCK(name_, places_) "{'name':'" name_ "','kinds':['algorithm'],'drafts':[" places_ "]}"

static long
unasked_with(const char *deadlines)
{
    const char *law = LAW("", "");

    CHECK_INT(rig_sql(s, "DELETE FROM unasked"), SQLITE_OK);
    GOOD(enacted(arena_printf(a, "{'deadlines':[%s],%s", deadlines, law + 1)));
    return rig_number(s, "SELECT count(*) FROM unasked");
}

/* The rig's one draft is asked about when a clock of drafts is new, or watches another place. */
static void
drafts_are_asked_about_when_a_clock_is_declared_for_them_anew(void)
{
    fresh();
    CHECK_INT(unasked_with("{'name':'look','kinds':['algorithm']}"), 0);
    CHECK_INT(unasked_with(CLOCK("first", "'/basic/on'")), 1);
    CHECK_INT(unasked_with(CLOCK("first", "'/basic/on'") ",{'name':'x','kinds':['algorithm']}"), 0);
    CHECK_INT(unasked_with(CLOCK("first", "'/basic/on','/basic/class'")), 1);
    CHECK_INT(unasked_with("{'name':'first','kinds':['subject'],'drafts':['/basic/on']}"), 0);
}

static const struct check_test tests[] = {
    TEST(a_set_that_does_not_know_an_open_matter_stays_out),
    TEST(open_matters_go_where_the_set_moves_them_with_a_step_in_nobodys_name),
    TEST(the_report_names_every_open_matter_and_where_it_is_then),
    TEST(what_is_over_needs_no_place),
    TEST(a_set_that_knows_every_live_state_becomes_active_and_moves_nothing),
    TEST(a_set_that_does_not_know_a_live_state_is_refused_and_says_how_many_stand_there),
    TEST(filings_go_where_the_set_says_with_a_line_in_every_history),
    TEST(a_task_is_due_with_the_clock_of_the_stage_that_it_comes_to),
    TEST(out_of_review_a_filing_may_go_back_to_its_filer_and_its_task_goes),
    TEST(no_set_moves_a_filing_into_force_or_out_of_it),
    TEST(a_state_whose_stage_is_another_takes_its_task_along),
    TEST(neither_a_step_back_nor_an_emergency_strands_a_filing),
    TEST(a_report_says_beforehand_what_would_become_of_them),
    TEST(drafts_are_asked_about_when_a_clock_is_declared_for_them_anew),
};

int
main(int argc, char **argv)
{
    return rig_store_main(argc, argv, govern_begin, tests, LEN(tests));
}
