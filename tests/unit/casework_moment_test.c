/* What is told of clocks and tasks at each moment of the life of a filing, under the shipped rules:
 * to its filer, in the list of open deadlines, to its reviewers. Nothing of it is untrue on the day
 * on which somebody reads it. */
#include "clock_rig.h"

static struct account who;
static const char *id;

/* ---- what happens ---------------------------------------------------------------------------- */

enum what {
    BEGUN,
    SUBMITTED,
    CLAIMED,
    RELEASED,
    TAKEN_AWAY,
    RETURNED,
    SAVED,
    WITHDRAWN,
    PASSED,
    REFUSE_IT,
    DEREGISTERED,
    NOTHING
};

/* Whoever has it, or else the first reviewer of its stage. */
static const struct account *
reviewer_of(const char *task_id)
{
    return str_is(rig_task_now(task_id).stage, "final") ? &second : &first;
}

static void
decide(const char *outcome)
{
    const char *task = rig_task_of(id);

    DONE(rig_claim(reviewer_of(task), task));
    DONE(rig_decide(reviewer_of(task), task, outcome));
}

static void
take_away(void)
{
    struct account gone = first;

    gone.is_disabled = true;
    DONE(rig_release_held(&gone));
}

static void
happen(enum what what)
{
    struct submission x;

    switch (what) {
    case BEGUN:
        id = rig_draft(&who, "algorithm");
        break;
    case SUBMITTED:
        DONE(rig_submit(&who, id, &x));
        break;
    case CLAIMED:
        DONE(rig_claim(reviewer_of(rig_task_of(id)), rig_task_of(id)));
        break;
    case RELEASED:
        DONE(rig_release(reviewer_of(rig_task_of(id)), rig_task_of(id)));
        break;
    case TAKEN_AWAY:
        take_away();
        break;
    case RETURNED:
        decide("return");
        break;
    case SAVED:
        DONE(rig_save(&who, id, rig_data(&who, "algorithm")));
        break;
    case WITHDRAWN:
        DONE(rig_withdraw(&who, id));
        break;
    case PASSED:
        decide("pass");
        break;
    case REFUSE_IT:
        decide("refuse");
        break;
    case DEREGISTERED:
        clock_struck(id, "deregister");
        break;
    case NOTHING:
        break;
    }
}

/* ---- what is told ---------------------------------------------------------------------------- */

/* "name state from due" of each clock; a clock that stands still tells no day. */
static const char *
clocks_now(void)
{
    struct deadline *rows;
    struct buf b = BUF(a);
    int n;

    GOOD(store_deadlines_list(s, a, id, &rows, &n, &fault));
    buf_puts(&b, "");
    for (int i = 0; i < n; i++) {
        const struct deadline *d = &rows[i];
        bool is_still = str_is(d->state, "paused");
        buf_puts(&b, arena_printf(a, "%s%s %s %s %s", i ? ", " : "", d->name, d->state, d->from,
                                  is_still ? "-" : d->due_on));
    }
    return b.p;
}

/* The names in the organization's list, of this filing. */
static const char *
listed_now(void)
{
    struct deadline_query q = {.organization_id = who.organization_id, .limit = 500};
    struct deadline_open *rows;
    struct buf b = BUF(a);
    int n;

    GOOD(store_deadlines_open(s, a, &q, &rows, &n, &fault));
    buf_puts(&b, "");
    for (int i = 0; i < n; i++)
        if (str_is(rows[i].deadline.filing_id, id))
            buf_puts(&b, rows[i].deadline.name);
    return b.p;
}

/* "stage state due" of the task that is not done. */
static const char *
task_now(void)
{
    const char *task = rig_task_of(id);

    if (task == NULL)
        return "";
    struct task t = rig_task_now(task);
    return arena_printf(a, "%s %s %s", t.stage, t.state, t.due_on ? t.due_on : "-");
}

/* How often its history says that a clock ran out. */
static long
missed_now(void)
{
    return rig_number(
        s, arena_printf(a, "SELECT count(*) FROM event WHERE filing_id = '%s' AND what = 'missed'",
                        id));
}

/* ---- the moments ----------------------------------------------------------------------------- */

struct moment {
    const char *name, *day;
    enum what what;
    const char *state, *clocks, *listed, *task;
    long missed;
};

/* Filed within ten working days of going online: that stays so, whatever follows. */
#define IN_TIME "first_filing met 2026-11-20 2026-12-04, "
/* Returned, and not mended within its time. */
#define LATE "review paused 2026-11-24 -, correction missed 2026-11-27 2026-12-25"
#define MOMENTS_MAX 12
static const struct life {
    const char *name;
    struct moment moments[MOMENTS_MAX];
} lives[] = {
    {"returned, resubmitted late, approved late, struck",
     {
         {"draft", "2026-11-24", BEGUN, "draft", "first_filing running 2026-11-20 2026-12-04",
          "first_filing", "", 0},
         {"submitted", "2026-11-24", SUBMITTED, "submitted",
          IN_TIME "review running 2026-11-24 2027-01-06", "review", "preliminary open 2027-01-06",
          0},
         {"claimed", "2026-11-25", CLAIMED, "preliminary_review",
          IN_TIME "review running 2026-11-24 2027-01-06", "review",
          "preliminary claimed 2027-01-06", 0},
         {"taken away", "2026-11-26", TAKEN_AWAY, "submitted",
          IN_TIME "review running 2026-11-24 2027-01-06", "review", "preliminary open 2027-01-06",
          0},
         {"returned", "2026-11-27", RETURNED, "returned",
          IN_TIME "review paused 2026-11-24 -, correction running 2026-11-27 2026-12-25",
          "correctionreview", "", 0},
         {"with its filer for long", "2027-02-26", NOTHING, "returned", IN_TIME LATE, "review", "",
          1},
         {"saved after the return", "2027-02-27", SAVED, "draft", IN_TIME LATE, "review", "", 1},
         {"resubmitted late", "2027-03-01", SUBMITTED, "submitted",
          IN_TIME "review running 2027-03-01 2027-04-13", "review", "preliminary open 2027-04-13",
          1},
         {"passed on", "2027-03-02", PASSED, "final_review",
          IN_TIME "review running 2027-03-01 2027-04-13", "review", "final open 2027-04-13", 1},
         {"overdue", "2027-06-01", NOTHING, "final_review",
          IN_TIME "review missed 2027-03-01 2027-04-13", "", "final open 2027-04-13", 2},
         {"approved late", "2027-06-02", PASSED, "approved",
          IN_TIME "review missed 2027-03-01 2027-04-13", "", "", 2},
         {"deregistered", "2027-06-03", DEREGISTERED, "deregistered",
          IN_TIME "review missed 2027-03-01 2027-04-13", "", "", 2},
     }},
    {"withdrawn, and submitted again",
     {
         {"draft", "2026-11-24", BEGUN, "draft", "first_filing running 2026-11-20 2026-12-04",
          "first_filing", "", 0},
         {"submitted", "2026-11-24", SUBMITTED, "submitted",
          IN_TIME "review running 2026-11-24 2027-01-06", "review", "preliminary open 2027-01-06",
          0},
         {"withdrawn", "2026-11-26", WITHDRAWN, "withdrawn", "", "", "", 0},
         {"saved", "2026-11-27", SAVED, "draft", "", "", "", 0},
         {"submitted again", "2026-12-01", SUBMITTED, "submitted",
          IN_TIME "review running 2026-12-01 2027-01-13", "review", "preliminary open 2027-01-13",
          0},
     }},
    {"refused in time",
     {
         {"draft", "2026-11-24", BEGUN, "draft", "first_filing running 2026-11-20 2026-12-04",
          "first_filing", "", 0},
         {"submitted", "2026-11-24", SUBMITTED, "submitted",
          IN_TIME "review running 2026-11-24 2027-01-06", "review", "preliminary open 2027-01-06",
          0},
         {"claimed", "2026-11-25", CLAIMED, "preliminary_review",
          IN_TIME "review running 2026-11-24 2027-01-06", "review",
          "preliminary claimed 2027-01-06", 0},
         {"given back", "2026-11-26", RELEASED, "submitted",
          IN_TIME "review running 2026-11-24 2027-01-06", "review", "preliminary open 2027-01-06",
          0},
         {"refused", "2026-11-27", REFUSE_IT, "refused", IN_TIME "review met 2026-11-24 2027-01-06",
          "", "", 0},
     }},
    {"refused late",
     {
         {"draft", "2026-11-24", BEGUN, "draft", "first_filing running 2026-11-20 2026-12-04",
          "first_filing", "", 0},
         {"submitted", "2026-11-24", SUBMITTED, "submitted",
          IN_TIME "review running 2026-11-24 2027-01-06", "review", "preliminary open 2027-01-06",
          0},
         {"refused", "2027-03-02", REFUSE_IT, "refused",
          IN_TIME "review missed 2026-11-24 2027-01-06", "", "", 1},
     }},
};

static void
nothing_untrue_is_told_at_any_moment(const void *row)
{
    const struct life *x = row;

    if (who.id == NULL)
        who = rig_approved_company();
    for (const struct moment *m = x->moments; m < x->moments + MOMENTS_MAX && m->name; m++) {
        clock_today_is(m->day);
        clock_missed_by(m->day);
        happen(m->what);
        check_about("%s, %s", m->name, m->day);
        CHECK_STR(rig_state_of(id), m->state);
        CHECK_STR(clocks_now(), m->clocks);
        CHECK_STR(listed_now(), m->listed);
        CHECK_STR(task_now(), m->task);
        CHECK_INT(missed_now(), m->missed);
    }
    clock_today_is("2026-11-24");
}

static const struct check_test tests[] = {TEST_EACH(nothing_untrue_is_told_at_any_moment, lives)};

int
main(int argc, char **argv)
{
    return rig_casework_main(argc, argv, tests, LEN(tests));
}
