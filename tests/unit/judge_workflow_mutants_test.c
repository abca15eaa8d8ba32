/*
 * 500 workflows, each the shipped one with something dropped, renamed, redirected or loosened. A
 * mutant is refused where it is wrong, in words that say how to mend it; or it loads, and then
 * every filing can come to an end, by no move that breaks an invariant, and one person alone brings
 * none into the register. A seed makes the same mutant everywhere; it is named where one fails.
 */
#include "model/model.h"
#include "policy_rig.h"

#include <stdlib.h>
#include <string.h>

enum { MUTANTS = 500, DECLARED_MOST = 100, CHOICES = 16 };

/* ---- chance ---------------------------------------------------------------------------------- */

static uint64_t luck;

static unsigned
any(unsigned below)
{
    luck ^= luck << 13;
    luck ^= luck >> 7;
    luck ^= luck << 17;
    return (unsigned)(luck >> 33) % below;
}

static const char *
any_of(const char *const *list)
{
    unsigned n = 0;

    while (list[n] != NULL)
        n++;
    return list[any(n)];
}

/* ---- the text -------------------------------------------------------------------------------- */

static const char *shipped;

/* From the word that begins a line to the brace that ends the declaration. */
struct span {
    size_t at, n;
};

static bool
begins_declaration(const char *p)
{
    size_t n = strspn(p, "abcdefghijklmnopqrstuvwxyz");
    return n > 0 && strspn(p + n, " ") > 0 && p[n + strspn(p + n, " ")] == '{';
}

static size_t
end_of(const char *text)
{
    int depth = 0;

    for (size_t i = 0;; i++) {
        depth += text[i] == '{';
        if (text[i] == '}' && --depth == 0)
            return i + 1;
        if (text[i] == '\0')
            check_stop("a declaration does not end: %.40s", text);
    }
}

/* Declarations of that word; of any when it is NULL. */
static unsigned
declared(const char *text, const char *word, struct span *out)
{
    unsigned n = 0;

    for (const char *p = text; p != NULL; p = strchr(p, '\n'), p += p != NULL) {
        bool is_word = word == NULL || (str_starts(p, word) && p[strlen(word)] == ' ');
        if (is_word && begins_declaration(p) && n < DECLARED_MOST)
            out[n++] = (struct span){(size_t)(p - text), end_of(p)};
    }
    return n;
}

static const char *
with(const char *text, struct span old, const char *new)
{
    return arena_printf(a, "%.*s%s%s", (int)old.at, text, new, text + old.at + old.n);
}

static struct span
any_declared(const char *text, const char *word)
{
    struct span all[DECLARED_MOST];
    unsigned n = declared(text, word, all);

    return n > 0 ? all[any(n)] : (struct span){0, 0};
}

/* The value of a key inside a declaration, with what quotes or braces it; none: n is 0. */
static struct span
value_of(const char *text, struct span d, const char *key)
{
    const char *wanted = arena_printf(a, " %s = ", key);
    const char *p = strstr(text + d.at, wanted);

    if (p == NULL || p >= text + d.at + d.n)
        return (struct span){0, 0};
    p += strlen(wanted);
    size_t n = *p == '{' ? end_of(p) : *p == '\'' ? strcspn(p + 1, "'") + 2 : strcspn(p, ",} \n");
    return (struct span){(size_t)(p - text), n};
}

static const char *
set_value(const char *text, struct span d, const char *key, const char *value)
{
    struct span v = value_of(text, d, key);
    return v.n > 0 ? with(text, v, value) : text;
}

static const char *
quoted(const char *const *list)
{
    return arena_printf(a, "'%s'", any_of(list));
}

/* ---- what is done to it ---------------------------------------------------------------------- */

static const char *const words[] = {"role",  "action", "kind",       "event", "stage",
                                    "state", "gate",   "transition", NULL};
static const char *const keys[] = {"code",    "on",    "kind",  "from",     "to",
                                   "stage",   "role",  "verb",  "standing", "series",
                                   "initial", "clock", "needs", NULL};
static const char *const states[] = {
    "draft",    "submitted", "preliminary_review", "final_review", "returned", "withdrawn",
    "approved", "refused",   "deregistered",       "revoked",      NULL};
static const char *const verbs[] = {"save",   "submit", "withdraw", "claim",      "release", "pass",
                                    "return", "refuse", "revoke",   "deregister", NULL};
static const char *const standings[] = {"editable", "review", "in_force", "over", NULL};
static const char *const stages[] = {"preliminary", "final", NULL};
static const char *const roles[] = {"preliminary_reviewer", "final_reviewer", "filer", NULL};
static const char *const whos[] = {"FILER",
                                   "FIRST",
                                   "SECOND",
                                   "{ 'preliminary_reviewer', 'final_reviewer' }",
                                   "{ 'filer', 'preliminary_reviewer', 'final_reviewer' }",
                                   NULL};
static const char *const does[] = {"{ 'number', 'publish' }",
                                   "{ 'admit' }",
                                   "{ 'strike' }",
                                   "{ 'number' }",
                                   "{ 'publish' }",
                                   "{}",
                                   NULL};
static const char *const kinds[] = {"'subject'", "'algorithm'", "'*'", NULL};

static const char *
drop(const char *text)
{
    return with(text, any_declared(text, any(2) ? any_of(words) : "transition"), "");
}

static const char *
rename_one(const char *text)
{
    struct span d = any_declared(text, any_of(words)), v = {0, 0};

    for (int tries = 0; v.n < 3 && tries < CHOICES; tries++)
        v = value_of(text, d, any_of(keys));
    if (v.n < 3 || text[v.at] != '\'')
        return text;
    return with(text, v, arena_printf(a, "'%.*sx'", (int)v.n - 2, text + v.at + 1));
}

static const char *
redirect(const char *text)
{
    return set_value(text, any_declared(text, "transition"), any(3) ? "to" : "from",
                     quoted(states));
}

static const char *
loosen_who(const char *text)
{
    return set_value(text, any_declared(text, "transition"), "who", any_of(whos));
}

static const char *
loosen_does(const char *text)
{
    struct span d = any_declared(text, "transition"), v = value_of(text, d, "does");

    if (v.n > 0)
        return with(text, v, any_of(does));
    v = value_of(text, d, "who");
    return with(text, v, arena_printf(a, "%.*s, does = %s", (int)v.n, text + v.at, any_of(does)));
}

static const char *
for_a_time(const char *text)
{
    struct span v = value_of(text, any_declared(text, "transition"), "who");
    const char *key = any(2) ? "since" : "['until']";

    return with(text, v, arena_printf(a, "%.*s, %s = '2027-01-01'", (int)v.n, text + v.at, key));
}

static const char *
another_event(const char *text)
{
    return set_value(text, any_declared(text, "transition"), "on", quoted(verbs));
}

static const char *
another_verb(const char *text)
{
    return set_value(text, any_declared(text, "event"), "verb", quoted(verbs));
}

static const char *
another_standing(const char *text)
{
    struct span d = any_declared(text, "state");

    if (any(2))
        return set_value(text, d, "stage", quoted(stages));
    return set_value(text, d, "standing", quoted(standings));
}

static const char *
another_role(const char *text)
{
    return set_value(text, any_declared(text, "stage"), "role", quoted(roles));
}

static const char *
another_kind(const char *text)
{
    return set_value(text, any_declared(text, "transition"), "kind", any_of(kinds));
}

static const char *
another_beginning(const char *text)
{
    return set_value(text, any_declared(text, "kind"), "initial", quoted(states));
}

/* Once more, to another place: before what it was, or after. */
static const char *
fork_one(const char *text)
{
    struct span d = any_declared(text, "transition");
    const char *copy = arena_printf(a, "%.*s\n", (int)d.n, text + d.at);

    copy = set_value(copy, (struct span){0, d.n}, "to", quoted(states));
    return with(text, (struct span){any(2) ? d.at : d.at + d.n + 1, 0}, copy);
}

static const char *
swap_roles(const char *text)
{
    struct span d = any_declared(text, any(2) ? "transition" : "stage");
    struct span v = value_of(text, d, str_starts(text + d.at, "stage") ? "role" : "who");

    if (v.n == 0)
        return text;
    bool is_first = strncmp(text + v.at, "FIRST", 5) == 0;
    if (text[v.at] == '\'')
        return with(text, v, quoted(roles));
    return with(text, v, is_first ? "SECOND" : "FIRST");
}

/* To a state as good as the one before. */
static const char *
redirect_alike(const char *text)
{
    static const char *const editable[] = {"draft", "returned", "withdrawn", NULL};
    static const char *const over[] = {"refused", "revoked", "deregistered", NULL};
    struct span d = any_declared(text, "transition"), v = value_of(text, d, "to");

    for (int i = 0; i < 3; i++) {
        if (v.n > 2 && strncmp(text + v.at + 1, editable[i], v.n - 2) == 0)
            return with(text, v, quoted(editable));
        if (v.n > 2 && strncmp(text + v.at + 1, over[i], v.n - 2) == 0)
            return with(text, v, quoted(over));
    }
    return text;
}

/* One role works every stage. */
static const char *
one_role(const char *text)
{
    static const char second[] = "'final_reviewer'";
    struct buf b = BUF(a);
    const char *next;

    for (; (next = strstr(text, second)) != NULL; text = next + strlen(second)) {
        buf_add(&b, text, (size_t)(next - text));
        buf_puts(&b, "'preliminary_reviewer'");
    }
    buf_puts(&b, text);
    return with(b.p, any_declared(b.p, "role"), "");
}

static const char *
live_once(const char *text)
{
    struct span d = any_declared(text, "kind"), v = value_of(text, d, "initial");
    return v.n ? with(text, v, arena_printf(a, "%.*s, single = true", (int)v.n, text + v.at))
               : text;
}

typedef const char *mutation(const char *text);
static mutation *const mutations[] = {
    drop,           rename_one,     redirect,         redirect,     redirect,
    loosen_who,     loosen_who,     loosen_does,      loosen_does,  for_a_time,
    another_event,  another_verb,   another_standing, another_role, another_kind,
    fork_one,       fork_one,       swap_roles,       drop,         another_beginning,
    redirect_alike, redirect_alike, redirect_alike,   one_role,     live_once,
    for_a_time,
};

/* One thing is wrong with it, or up to three. */
static const char *
mutant(unsigned seed)
{
    const char *text = shipped;
    unsigned wrongs = 1 + (seed % 4 == 3) + (seed % 8 == 7);

    luck = 0x9e3779b97f4a7c15ULL * (seed + 1);
    for (unsigned i = 0, tries = 0; i < wrongs && tries < CHOICES; tries++) {
        const char *next = mutations[any(LEN(mutations))](text);
        i += strcmp(next, text) != 0;
        text = next;
    }
    return text;
}

/* ---- one that is refused --------------------------------------------------------------------- */

/* Words that say what to do, or what would be right. */
static bool
has_cure(const char *text)
{
    static const char *const cures[] = {"请",         "应",       "可写的有",
                                        "已声明的有", "可用的有", "的状态有"};

    for (size_t i = 0; i < LEN(cures); i++)
        if (strstr(text, cures[i]) != NULL)
            return true;
    return false;
}

static bool
names_a_line(const char *where)
{
    const char *colon = strrchr(where, ':');
    return str_starts(where, "rules/") && colon != NULL && atoi(colon + 1) > 0;
}

/* ---- one that loads -------------------------------------------------------------------------- */

struct walk {
    const struct law *law;
    const struct law_kind *kind;
    const char *action, *today;
    const char *broken;                    /* NULL: nothing is */
    bool is_got_to[LAW_ROWS_MAX][CHOICES]; /* of each state, with these stages passed (bits) */
};

static const struct law_transition *
next_of(const struct walk *w, const struct law_state *from, const struct law_event *e,
        const char *role)
{
    struct role_set held = {0};
    struct law_question q = {.kind = w->kind->code,
                             .action = w->action,
                             .state = from->code,
                             .event = e->code,
                             .roles = &held,
                             .today = w->today};

    if (str_is(role, role_name(ROLE_FILER)))
        held.bits = ROLE_FILER;
    else
        role_set_review(&held, a, role);
    return law_next(w->law, &q);
}

static unsigned
stage_bit(const struct walk *w, const struct law_state *state)
{
    return state->stage ? 1U << (state->stage - w->law->stages) : 0;
}

static void
say_broken(struct walk *w, const struct law_transition *t, const char *what)
{
    if (w->broken == NULL)
        w->broken = arena_printf(a, "%s: %s %s → %s (%s)", what, t->event->code, t->from->code,
                                 t->to->code, t->source);
}

/* passed: the stages that passed it since it was submitted. */
static void
check_move(struct walk *w, const struct law_transition *t, unsigned passed)
{
    const struct invariant *x = invariant_broken(w->law, t);
    unsigned number = EFFECT_BIT(EFFECT_NUMBER) | EFFECT_BIT(EFFECT_PUBLISH);

    if (x != NULL)
        say_broken(w, t, x->code);
    if (verb_by(t->event->verb) == BY_FILER && (t->effects & EFFECTS_DECLARED) != 0)
        say_broken(w, t, "an effect of a filer's");
    if ((t->effects & number) != 0 && (passed & ~stage_bit(w, t->from)) == 0)
        say_broken(w, t, "one stage alone numbers");
    if (t->from->standing == STANDING_OVER)
        say_broken(w, t, "it goes on after its end");
}

static void go(struct walk *w, const struct law_state *state, unsigned passed);

static void
go_by(struct walk *w, const struct law_state *state, const char *role, unsigned passed)
{
    for (int e = 0; e < w->law->events_n; e++) {
        const struct law_transition *t = next_of(w, state, &w->law->events[e], role);
        if (t == NULL)
            continue;
        check_move(w, t, passed);
        bool is_pass = t->event->verb == VERB_PASS, is_submit = t->event->verb == VERB_SUBMIT;
        go(w, t->to, is_submit ? 0 : is_pass ? passed | stage_bit(w, state) : passed);
    }
}

static void
go(struct walk *w, const struct law_state *state, unsigned passed)
{
    bool *is_known = &w->is_got_to[state - w->law->states][passed % CHOICES];

    if (*is_known)
        return;
    *is_known = true;
    go_by(w, state, role_name(ROLE_FILER), passed);
    for (int r = 0; r < w->law->roles_n; r++)
        go_by(w, state, w->law->roles[r].code, passed);
}

static bool
is_end(const struct law_state *state)
{
    return state->standing == STANDING_IN_FORCE || state->standing == STANDING_OVER;
}

/* Somebody can bring it to an end from there. */
static bool
ends(struct walk *w, const struct law_state *state, bool *seen)
{
    if (is_end(state))
        return true;
    if (seen[state - w->law->states])
        return false;
    seen[state - w->law->states] = true;
    for (int e = 0; e < w->law->events_n; e++) {
        for (int r = -1; r < w->law->roles_n; r++) {
            const char *role = r < 0 ? role_name(ROLE_FILER) : w->law->roles[r].code;
            const struct law_transition *t = next_of(w, state, &w->law->events[e], role);
            if (t != NULL && ends(w, t->to, seen))
                return true;
        }
    }
    return false;
}

static void
check_ends(struct walk *w)
{
    for (int i = 0; i < w->law->states_n; i++) {
        bool seen[LAW_ROWS_MAX] = {false}, is_here = false;
        for (int passed = 0; passed < CHOICES; passed++)
            is_here |= w->is_got_to[i][passed];
        if (is_here && w->broken == NULL && !ends(w, &w->law->states[i], seen))
            w->broken = arena_printf(a, "stranded in %s", w->law->states[i].code);
    }
}

/* Before, on and after the day that some of them begin or cease. → what is broken; NULL: nothing */
static const char *
walk_all(const struct law *l)
{
    static const char *const days[] = {"2026-11-24", "2027-01-01", "2028-02-29"};
    static struct walk w;

    for (int k = 0; k < l->kinds_n; k++) {
        for (size_t d = 0; d < LEN(days); d++) {
            for (size_t i = 0; i < json_array_size(l->kinds[k].actions); i++) {
                w = (struct walk){.law = l, .kind = &l->kinds[k], .today = days[d]};
                w.action = json_string_value(json_array_get(l->kinds[k].actions, i));
                go(&w, l->kinds[k].initial, 0);
                check_ends(&w);
                if (w.broken != NULL)
                    return w.broken;
            }
        }
    }
    return NULL;
}

/* ---- all of them ----------------------------------------------------------------------------- */

/* What the shipped workflow leans on, of its own set or of the least that will do. */
#define CLOCK                                                                                      \
    "deadline { name = 'review', title = '审核', law = '测试法', kinds = { 'subject', "       \
    "'algorithm' }, days = 30,\n"                                                                  \
    "  reads = { 'filing.submitted_on' }, from = function(facts) return "                          \
    "facts.filing.submitted_on "                                                                   \
    "end,\n  done = function() return nil end }\n"

static const char *
text_of(const char *path)
{
    struct fault f = {0};
    char *text;
    size_t n;

    if (file_read(path, 1 << 20, &text, &n, &f))
        check_stop("%s is not read: %s", path, f.text);
    const char *kept = arena_strdup(a, text);
    free(text);
    return kept;
}

static enum err
open_mutant(const char *workflow, struct policy **p, struct fault *f)
{
    static const char *laws, *deadlines;
    struct policy_limits limits = rig_limits();
    struct bundle *b = NULL;

    if (laws == NULL) {
        laws = arena_printf(a, "%s%s", text_of("rules/laws.lua"), text_of(RIG_SET "/laws.lua"));
        deadlines = arena_printf(a, "%s%s", text_of(RIG_SET "/deadlines.lua"), CLOCK);
    }
    enum err err = rig_bundle_of(
        &b, RIG_FILES("workflow.lua", workflow, "laws.lua", laws, "deadlines.lua", deadlines), f);
    if (!err)
        err = policy_open(p, b, &limits, f);
    bundle_free(b);
    return err;
}

/* → true when it was taken. */
static bool
try_mutant(unsigned seed)
{
    const char *text = mutant(seed), *wrong = NULL;
    struct policy *p = NULL;
    struct fault f = {0};
    enum err err = open_mutant(text, &p, &f);

    if (!err)
        wrong = walk_all(policy_law(p));
    else if (err != ERR_RULE || !names_a_line(f.where) || !has_cure(f.text))
        wrong = arena_printf(a, "%s: %s", f.where, f.text);
    policy_close(p);

    CHECK_STR(wrong ? arena_printf(a, "seed %u: %s", seed, wrong) : NULL, NULL);
    if (getenv("MUTANTS"))
        printf("# seed %u: %s %s\n", seed, err ? f.where : "taken", f.text);
    return !err;
}

static void
every_mutant_is_refused_or_strands_nobody(void)
{
    int taken = 0, n = check_is_quick ? MUTANTS / 10 : MUTANTS;

    for (int seed = 0; seed < n; seed++)
        taken += try_mutant((unsigned)seed);
    printf("# seeds 0 to %d: %d refused, %d taken\n", n - 1, n - taken, taken);
    CHECK_LEAST(taken, 30 * n / MUTANTS);
    CHECK_LEAST(n - taken, 200 * n / MUTANTS);
}

static void
the_shipped_workflow_strands_nobody(void)
{
    struct policy *p = NULL;
    struct fault f = {0};

    CHECK_ERR(open_mutant(shipped, &p, &f), OK, &f);
    CHECK_STR(walk_all(policy_law(p)), NULL);
    policy_close(p);
}

/* The walk is not blind: no way leads out of a state, past the checks of the engine. */
static void
who_is_stranded_would_be_found(void)
{
    struct policy *p = NULL;
    struct fault f = {0};
    const struct law *l;

    CHECK_ERR(open_mutant(shipped, &p, &f), OK, &f);
    json_t *law = arena_json(a, json_deep_copy(json_object_get(policy_manifest(p), "law")));
    json_t *rows = json_object_get(law, "transitions");
    for (size_t i = json_array_size(rows); i-- > 0;)
        if (str_is(json_str(json_array_get(rows, i), "from"), "final_review"))
            json_array_remove(rows, i);
    CHECK_ERR(law_compile(law, a, &l, &f), OK, &f);
    CHECK_STR(walk_all(l), "stranded in final_review");
    policy_close(p);
}

static const struct check_test tests[] = {
    TEST(who_is_stranded_would_be_found),
    TEST(the_shipped_workflow_strands_nobody),
    TEST(every_mutant_is_refused_or_strands_nobody),
    TEST(no_judge_is_left_behind),
};

/* Without what it names in other files: the sections of forms that its checklists point to, and the
 * questionnaires that its actions ask. */
static const char *
without(const char *text, const char *before)
{
    const char *at;

    while ((at = strstr(text, before)) != NULL) {
        const char *rest = strchr(at + strlen(before), '\'') + 1;
        text = arena_printf(a, "%.*s%s", (int)(at - text), text, rest);
    }
    return text;
}

int
main(int argc, char **argv)
{
    rig_start(argc, argv);
    shipped = without(text_of("rules/workflow.lua"), ", section = '");
    shipped = without(shipped, ", asks = '");
    return check_main(argc, argv, tests, LEN(tests));
}
