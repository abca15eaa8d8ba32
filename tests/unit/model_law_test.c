/* The workflow as compiled law: what refers to nothing is refused, the first transition whose
 * conditions hold is taken, and no set loosens what the core guards. */
#include "model/model.h"
#include "rig.h"

#include <string.h>

/* ---- a small law ----------------------------------------------------------------------------- */

/* Two stages for a kind with numbers, one for a kind without; a third for the dangerous ones. */
static const char small[] =
    "{'roles':[{'code':'clerk','label':'经办'},{'code':'chief','label':'负责'}],"
    "'actions':[{'code':'new','label':'新办'}],"
    "'events':[{'code':'keep','label':'保存','verb':'save'},"
    "{'code':'hand_in','label':'提交','verb':'submit'},"
    "{'code':'take_back','label':'撤回','verb':'withdraw'},"
    "{'code':'take','label':'领取','verb':'claim'},{'code':'put','label':'退回','verb':'release'},"
    "{'code':'yes','label':'同意','verb':'pass'},{'code':'mend','label':'补正','verb':'return'},"
    "{'code':'no','label':'不同意','verb':'refuse'},{'code':'end','label':'撤销','verb':'revoke'}],"
    "'stages':[{'code':'one','label':'一审','role':'clerk','clock':'look'},"
    "{'code':'two','label':'二审','role':'chief','clock':null},"
    "{'code':'three','label':'专审','role':'chief','clock':null}],"
    "'states':[{'kind':'k','code':'d','label':'草稿','standing':'editable'},"
    "{'kind':'k','code':'q','label':'待办','standing':'review','stage':'one'},"
    "{'kind':'k','code':'a','label':'在办','standing':'review','stage':'one'},"
    "{'kind':'k','code':'b','label':'二审中','labels':{'again':'再二审'},'standing':'review',"
    "'stage':'two'},"
    "{'kind':'k','code':'c','label':'专审中','standing':'review','stage':'three'},"
    "{'kind':'k','code':'f','label':'已备案','standing':'in_force'},"
    "{'kind':'k','code':'x','label':'完','standing':'over'}],"
    "'series':[{'code':'s','title':'序列','prefix':'P','suffix':'S'}],"
    "'kinds':[{'code':'k','label':'种','actions':['new'],'initial':'d','single':false,"
    "'series':'s'}],"
    "'gates':[{'kind':'product','needs':'k','code':'shut','message':'先办种'}],"
    "'transitions':["
    "{'on':'keep','kind':'k','action':'*','from':'d','to':'d','who':['filer']},"
    "{'on':'hand_in','kind':'k','action':'*','from':'d','to':'q','who':['filer']},"
    "{'on':'hand_in','kind':'k','action':'*','from':'d','to':'c','who':['filer']},"
    "{'on':'take_back','kind':'k','action':'*','from':'q','to':'d','who':['filer']},"
    "{'on':'take','kind':'k','action':'*','from':'q','to':'a','who':['clerk']},"
    "{'on':'put','kind':'k','action':'*','from':'a','to':'q','who':['clerk']},"
    "{'on':'yes','kind':'k','action':'*','from':'a','to':'c','who':['clerk'],"
    "'when':[{'path':'/filing/data/basic/class','in':['hot','warm']},"
    "{'path':'/derived/grade','in':['high']}],'since':'2027-01-01'},"
    "{'on':'yes','kind':'k','action':'*','from':'a','to':'b','who':['clerk'],'when':[]},"
    "{'on':'mend','kind':'k','action':'*','from':'a','to':'d','who':['clerk']},"
    "{'on':'no','kind':'k','action':'*','from':'b','to':'x','who':['chief']},"
    "{'on':'yes','kind':'k','action':'*','from':'c','to':'b','who':['chief']},"
    "{'on':'yes','kind':'k','action':'*','from':'b','to':'f','who':['chief'],"
    "'does':['number','publish'],'source':'workflow.lua:9'},"
    "{'on':'end','kind':'k','action':'*','from':'f','to':'x','who':['chief'],"
    "'second':['chief'],'grounds':['l'],'does':['strike']}]}";

static json_t *
small_law(void)
{
    return rig_parse(rig_quoted(small));
}

static enum err
compiled(const json_t *declared, const struct law **out, struct fault *f)
{
    *f = (struct fault){0};
    return law_compile(declared, a, out, f);
}

static const struct law *
the_law(void)
{
    const struct law *law;
    struct fault f;

    CHECK_ERR(compiled(small_law(), &law, &f), OK, &f);
    return law;
}

/* The transition of that event and place. */
static json_t *
row_of(json_t *declared, const char *on, const char *from)
{
    size_t i;
    json_t *row;

    json_array_foreach(json_object_get(declared, "transitions"), i, row)
    {
        if (str_is(json_str(row, "on"), on) && str_is(json_str(row, "from"), from))
            return row;
    }
    return NULL;
}

/* ---- compiling ------------------------------------------------------------------------------- */

static void
a_law_knows_its_rows_by_their_codes(void)
{
    const struct law *law = the_law();
    const struct law_kind *k = law_kind(law, "k");

    CHECK_STR(k->initial->code, "d");
    CHECK(law_has_action(k, "new") && !law_has_action(k, "old"));
    CHECK_STR(law_state(law, "k", "a")->stage->clock, "look");
    CHECK_INT(law_standing(law, "k", "f"), STANDING_IN_FORCE);
    CHECK_INT(law_standing(law, "other", "f"), STANDING_NONE);
    CHECK_STR(law_label_of_state(law, "k", NULL, "b"), "二审中");
    CHECK_STR(law_label_of_state(law, "k", "new", "b"), "二审中");
    CHECK_STR(law_label_of_state(law, "k", "again", "b"), "再二审");
    CHECK_STR(law_label_of_state(law, "k", "again", "a"), "在办");
    CHECK_STR(law_label_of_state(law, "k", "again", "gone"), "gone");
    CHECK_STR(law_gate(law, "product")->needs->code, "k");
    CHECK(law_gate(law, "k") == NULL);
    CHECK(law_has_role(law, "chief") && !law_has_role(law, "filer"));
    CHECK(law_admitting(law) == NULL);
    CHECK(law_kind(law, NULL) == NULL);
}

/* From the special review one comes to the second stage, and back to the first only by its filer.
 */
static void
a_clock_lies_ahead_while_reviewers_may_yet_come_to_its_stage(void)
{
    static const struct {
        const char *at, *clock;
        bool is_ahead;
    } rows[] = {
        {"q", "look", true},   {"a", "look", true},  {"q", "watch", true}, {"c", "watch", true},
        {"b", "watch", true},  {"c", "look", false}, {"b", "look", false}, {"d", "look", false},
        {"f", "watch", false}, {"q", "none", false},
    };
    const struct law *law;
    struct fault f = {0};
    json_t *declared = small_law();

    json_object_set_new(json_array_get(json_object_get(declared, "stages"), 1), "clock",
                        json_string("watch"));
    CHECK_ERR(compiled(declared, &law, &f), OK, &f);
    for (size_t i = 0; i < LEN(rows); i++) {
        check_about("%s at %s", rows[i].clock, rows[i].at);
        CHECK_INT(law_clock_is_ahead(law, law_state(law, "k", rows[i].at), rows[i].clock),
                  rows[i].is_ahead);
    }
    CHECK(!law_clock_is_ahead(law, NULL, "look"));
}

/* What a verb brings follows from where it leads, and is declared nowhere. */
static void
effects_follow_from_the_verb_and_from_where_it_leads(void)
{
    static const struct {
        enum verb verb;
        const char *from, *has, *lacks;
    } rows[] = {
        {VERB_SUBMIT, "d", "freeze_version keep_judgement start_clocks open_task", "publish"},
        {VERB_PASS, "a", "next_task", "stop_clocks clear_coverage number"},
        {VERB_PASS, "b", "stop_clocks number publish", "next_task clear_coverage"},
        {VERB_RETURN, "a", "stop_clocks clear_coverage", "next_task"},
        {VERB_REFUSE, "b", "stop_clocks clear_coverage", "next_task"},
        {VERB_WITHDRAW, "q", "drop_task drop_clocks clear_coverage", "stop_clocks"},
        {VERB_REVOKE, "f", "strike stop_clocks", "clear_coverage"},
    };
    const struct law *law = the_law();

    for (size_t i = 0; i < LEN(rows); i++) {
        struct law_question q = {.kind = "k",
                                 .action = "new",
                                 .state = rows[i].from,
                                 .verb = rows[i].verb,
                                 .today = "2026-11-26"};
        const struct law_transition *t = law_next(law, &q);
        check_about("%s from %s", verb_name(rows[i].verb), rows[i].from);
        CHECK(t != NULL);
        for (int e = 0; t != NULL && e < EFFECT__MAX; e++) {
            bool has = t->effects & EFFECT_BIT(e);
            if (strstr(rows[i].has, effect_name((enum effect)e)))
                CHECK(has);
            if (strstr(rows[i].lacks, effect_name((enum effect)e)))
                CHECK(!has);
        }
    }
}

static const struct broken {
    const char *name, *on, *from; /* the transition that is changed */
    const char *member, *value;   /* JSON */
    const char *code, *says;
} broken[] = {
    {"an unknown event", "yes", "b", "on", "'maybe'", "law_invalid", "maybe"},
    {"an unknown state", "yes", "b", "to", "'nowhere'", "law_invalid", "nowhere"},
    {"an unknown kind", "yes", "b", "kind", "'other'", "law_invalid", "other"},
    {"an unknown effect", "yes", "b", "does", "['explode']", "law_invalid", "explode"},
    {"an effect that only follows", "yes", "b", "does", "['freeze_version']", "law_invalid",
     "freeze_version"},
    {"a submit that approves", "hand_in", "d", "to", "'f'", "law_invariant", "填报人"},
    {"a save that numbers", "keep", "d", "does", "['number','publish']", "law_invariant", "填报人"},
    {"a withdrawal that strikes", "take_back", "q", "does", "['strike']", "law_invariant",
     "填报人"},
    {"a return that approves", "mend", "a", "to", "'f'", "law_invariant", "通过"},
    {"one person alone", "yes", "a", "does", "['number','publish']", "law_invariant", ""},
    {"a number without an entry", "yes", "b", "does", "['number']", "law_invariant", "编号与公示"},
    {"an entry without a number", "yes", "b", "does", "['publish']", "law_invariant", "编号与公示"},
    {"an entry of what is not in force", "yes", "b", "to", "'x'", "law_invariant", "编号与公示"},
    {"a refusal that strikes", "no", "b", "does", "['strike']", "law_invariant", "只随"},
    {"a pass that strikes", "yes", "b", "does", "['number','publish','strike']", "law_invariant",
     "只随"},
    {"a pass from a draft", "yes", "b", "from", "'d'", "law_invariant", "审核中"},
    {"a reviewer who takes down what is in force", "no", "b", "from", "'f'", "law_invariant",
     "撤销"},
    {"a revocation that nobody confirms", "end", "f", "second", "[]", "law_invariant", "另一名"},
    {"a revocation that a filer confirms", "end", "f", "second", "['filer']", "law_invariant",
     "另一名"},
    {"a filer who takes down what is in force", "take_back", "q", "from", "'f'", "law_invariant",
     "撤销"},
};

static void
a_law_that_is_broken_is_refused(const void *row)
{
    const struct broken *x = row;
    json_t *declared = small_law();
    const struct law *law;
    struct fault f;

    json_object_set_new(row_of(declared, x->on, x->from), x->member,
                        json_loads(rig_quoted(x->value), JSON_DECODE_ANY, NULL));
    json_object_set_new(row_of(declared, "yes", "a"), "source", json_string("workflow.lua:5"));
    CHECK_REFUSED(compiled(declared, &law, &f), ERR_RULE, x->code, &f);
    CHECK_HAS(f.text, x->says);
    CHECK(law == NULL);
}

/* Whatever stages are called: a pass by one person, however it goes round, is no second one. */
static void
a_way_round_is_no_second_person(void)
{
    json_t *declared = small_law();
    const struct law *law;
    struct fault f;

    json_object_set_new(row_of(declared, "yes", "a"), "when", json_array());
    json_object_set_new(row_of(declared, "mend", "a"), "to", json_string("b"));
    CHECK_REFUSED(compiled(declared, &law, &f), ERR_RULE, "law_invariant", &f);
    CHECK_HAS(f.text, "两名");
    CHECK_STR(f.where, "workflow.lua:9");
}

static void
a_law_that_is_not_there_has_no_rows(void)
{
    const struct law *law;
    struct fault f;

    CHECK_ERR(compiled(NULL, &law, &f), OK, &f);
    CHECK(law_next(law, &(struct law_question){.kind = "k", .verb = VERB_SAVE, .today = ""}) ==
          NULL);
}

/* ---- moving ---------------------------------------------------------------------------------- */

static const struct asked {
    const char *state;
    enum verb verb;
    const char *event;
    const char *reviews;
    unsigned bits;
    const char *facts, *today;
    const char *to;
} asked[] = {
    {"d", VERB_SUBMIT, NULL, NULL, ROLE_FILER, NULL, "2026-01-01", "q"},
    {"d", VERB_SUBMIT, NULL, " clerk ", ROLE_REVIEWER, NULL, "2026-01-01", NULL},
    {"q", VERB_CLAIM, NULL, " clerk ", ROLE_REVIEWER, NULL, "2026-01-01", "a"},
    {"q", VERB_CLAIM, NULL, " chief ", ROLE_REVIEWER, NULL, "2026-01-01", NULL},
    {"q", VERB_CLAIM, NULL, " chief clerk ", ROLE_REVIEWER, NULL, "2026-01-01", "a"},
    {"q", VERB_CLAIM, NULL, " clerks xclerk ", ROLE_REVIEWER, NULL, "2026-01-01", NULL},
    {"a", VERB_NONE, "yes", " clerk ", ROLE_REVIEWER,
     "{'filing':{'data':{'basic':{'class':'hot'}}},'derived':{'grade':'high'}}", "2027-01-01", "c"},
    {"a", VERB_NONE, "yes", " clerk ", ROLE_REVIEWER,
     "{'filing':{'data':{'basic':{'class':'hot'}}},'derived':{'grade':'high'}}", "2026-12-31", "b"},
    {"a", VERB_NONE, "yes", " clerk ", ROLE_REVIEWER,
     "{'filing':{'data':{'basic':{'class':'hot'}}},'derived':{'grade':'low'}}", "2027-01-01", "b"},
    {"a", VERB_NONE, "yes", " clerk ", ROLE_REVIEWER,
     "{'filing':{'data':{'basic':{'class':['cold','warm']}}},'derived':{'grade':'high'}}",
     "2027-01-01", "c"},
    {"a", VERB_NONE, "yes", " clerk ", ROLE_REVIEWER, "{}", "2027-01-01", "b"},
    {"d", VERB_SUBMIT, NULL, "", ROLE_FILER, "{'route':{'stage':'three'}}", "2026-01-01", "c"},
    {"d", VERB_SUBMIT, NULL, "", ROLE_FILER, "{'route':{'stage':'one'}}", "2026-01-01", "q"},
    {"d", VERB_SUBMIT, NULL, "", ROLE_FILER, "{'route':{'stage':'two'}}", "2026-01-01", "q"},
    {"d", VERB_SUBMIT, NULL, "", ROLE_FILER, "{}", "2026-01-01", "q"},
    {"a", VERB_NONE, "yes", " clerk ", ROLE_REVIEWER, "{'route':{'stage':'three'}}", "2027-01-01",
     "b"},
    {"a", VERB_NONE, "take", " clerk ", ROLE_REVIEWER, NULL, "2026-01-01", NULL},
    {"a", VERB_CLAIM, "yes", " clerk ", ROLE_REVIEWER, NULL, "2026-01-01", NULL},
    {"a", VERB_NONE, "unheard", " clerk ", ROLE_REVIEWER, NULL, "2026-01-01", NULL},
    {"gone", VERB_NONE, "yes", " clerk ", ROLE_REVIEWER, NULL, "2026-01-01", NULL},
};

static void
an_event_leads_where_the_first_transition_that_fits_says(const void *row)
{
    const struct asked *x = row;
    struct role_set roles = {x->bits, x->reviews};
    struct law_question q = {.kind = "k",
                             .action = "new",
                             .state = x->state,
                             .verb = x->verb,
                             .event = x->event,
                             .roles = &roles,
                             .facts = x->facts ? rig_parse(rig_quoted(x->facts)) : NULL,
                             .today = x->today};
    const struct law_transition *t = law_next(the_law(), &q);

    CHECK_STR(t ? t->to->code : NULL, x->to);
}

static void
facts_are_asked_for_only_where_a_condition_hangs_on_them(void)
{
    const struct law *law = the_law();
    struct law_question q = {
        .kind = "k", .action = "new", .state = "a", .event = "yes", .today = "2027-01-01"};

    CHECK(law_looks(law, &q));
    q.today = "2026-01-01"; /* not in force yet */
    CHECK(!law_looks(law, &q));
    q.today = "2027-01-01";
    q.state = "b";
    CHECK(!law_looks(law, &q));
}

static const struct check_test tests[] = {
    TEST(a_law_knows_its_rows_by_their_codes),
    TEST(a_clock_lies_ahead_while_reviewers_may_yet_come_to_its_stage),
    TEST(effects_follow_from_the_verb_and_from_where_it_leads),
    TEST_EACH(a_law_that_is_broken_is_refused, broken),
    TEST(a_way_round_is_no_second_person),
    TEST(a_law_that_is_not_there_has_no_rows),
    TEST_EACH(an_event_leads_where_the_first_transition_that_fits_says, asked),
    TEST(facts_are_asked_for_only_where_a_condition_hangs_on_them),
};

int
main(int argc, char **argv)
{
    rig_start(argc, argv);
    return check_main(argc, argv, tests, LEN(tests));
}
