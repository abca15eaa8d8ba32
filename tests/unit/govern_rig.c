#include "govern_rig.h"

struct account editor, approver;
int64_t emergency_now = 1000, emergency_ends = 2000;

static int serial; /* of the hashes and reports to come */
static long due_n; /* the activation that was found due last */

void
govern_begin(void)
{
    editor = (struct account){
        .username = "editor", .password_hash = "h", .roles = ROLE_SET(ROLE_RULE_EDITOR)};
    approver = (struct account){
        .username = "approver", .password_hash = "h", .roles = ROLE_SET(ROLE_RULE_APPROVER)};
    WRITE({
        GOOD(store_account_add(s, &editor, &fault));
        GOOD(store_account_add(s, &approver, &fault));
    });
    editor.id = arena_strdup(a, editor.id);
    approver.id = arena_strdup(a, approver.id);
}

/* ---- sets ------------------------------------------------------------------------------------ */

const char govern_manifest[] =
    "{'law':{'kinds':[{'code':'algorithm','label':'算法备案','initial':'draft'},"
    "{'code':'subject','label':'主体','initial':'draft'}],"
    "'states':[{'kind':'algorithm','code':'draft','label':'草稿','standing':'editable'},"
    "{'kind':'subject','code':'draft','label':'草稿','standing':'editable'}]}}";

const char *
proposed(void)
{
    return proposed_with(govern_manifest);
}

const char *
proposed_with(const char *manifest)
{
    bool is_new = false;
    struct rule_set x = {.hash = arena_printf(a, "%064d", ++serial),
                         .files = "{\"a.lua\":\"\"}",
                         .manifest = rig_quoted(manifest),
                         .origin = "proposal"};
    WRITE(GOOD(govern_propose(s, &editor, 5, &x, &is_new, &fault)));
    CHECK(is_new);
    return x.hash;
}

void
tried(const char *hash, bool is_passed)
{
    struct trial t = {
        .is_loaded = true, .is_passed = is_passed, .report = "{}", .fault = {.code = "rule_case"}};
    WRITE(GOOD(govern_note_trial(s, &editor, hash, &t, &fault)));
}

void
replayed(const char *hash, const char *base, const char *report)
{
    serial++;
    int rc = rig_sql(s, arena_printf(a,
                                     "INSERT INTO replay (id, rule_set, base, state, through, "
                                     "total, report, report_hash, asked_at) "
                                     "VALUES ('y%d', '%s', '%s', 'done', 0, 0, '{}', '%s', %d)",
                                     serial, hash, base, report, serial));
    CHECK_INT(rc, SQLITE_OK);
}

const char *
active(void)
{
    struct activation last = {0};
    GOOD(store_activation_last(s, a, &last, &fault));
    return last.hash;
}

const char *
kind(void)
{
    struct activation last = {0};
    GOOD(store_activation_last(s, a, &last, &fault));
    return last.kind;
}

const char *
signed_set(void)
{
    const char *hash = proposed(), *report = arena_printf(a, "report-%d", ++serial);
    tried(hash, true);
    replayed(hash, active(), report);
    GOOD(APPROVE(hash, report));
    return hash;
}

const char *
first_set(void)
{
    const char *hash = proposed();
    GOOD(in_write(step_watch, hash, NULL));
    return hash;
}

const char *
before(void)
{
    const char *hash = NULL;
    enum err err = govern_before(s, a, &hash, &fault);
    return err ? fault.code : hash;
}

const char *
due(int64_t now)
{
    struct activation emergency = {0};
    const char *to = NULL;
    GOOD(govern_due(s, a, now, &emergency, &to, &fault));
    due_n = emergency.n;
    return to;
}

/* ---- steps ----------------------------------------------------------------------------------- */

enum err
in_write(govern_step *step, const char *hash, const char *words)
{
    enum err err = store_write_begin(s, &fault);

    if (err)
        return err;
    if ((err = step(hash, words)))
        store_write_rollback(s);
    else
        err = store_write_commit(s, &fault);
    return err;
}

enum err
step_approve(const char *hash, const char *report)
{
    return govern_approve(s, &approver, hash, report, NULL, &fault);
}

enum err
step_approve_own(const char *hash, const char *report)
{
    return govern_approve(s, &editor, hash, report, NULL, &fault);
}

enum err
step_activate(const char *hash, const char *reason)
{
    return govern_activate(s, &approver, hash, reason, &fault);
}

enum err
step_watch(const char *hash, const char *words)
{
    struct activation x = {.hash = hash, .kind = "watch"};
    (void)words;
    return govern_enact(s, NULL, &x, &fault);
}

enum err
step_emergency(const char *hash, const char *reason)
{
    struct emergency e = {hash, reason, emergency_now, emergency_ends};
    return govern_activate_emergency(s, &approver, &e, &fault);
}

enum err
step_rollback(const char *hash, const char *reason)
{
    return govern_rollback(s, &approver, hash, reason, &fault);
}

enum err
step_propose(const char *hash, const char *words)
{
    bool is_new;
    struct rule_set x = {
        .hash = hash, .files = "{}", .manifest = rig_quoted(govern_manifest), .origin = words};
    return govern_propose(s, &editor, 5, &x, &is_new, &fault);
}

enum err
step_trial(const char *hash, const char *words)
{
    struct trial t = {.is_passed = true, .report = words};
    return govern_note_trial(s, &editor, hash, &t, &fault);
}

enum err
step_revert(const char *hash, const char *words)
{
    (void)words;
    return govern_revert(s, due_n, hash, &fault);
}
