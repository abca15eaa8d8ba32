/* The audit trail: who came by which way, what an edit leaves behind, heads, lines that wait. */
#include "store_rig.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/waiting.h"

/* ---- lines ----------------------------------------------------------------------------------- */

static void
add(const char *action)
{
    WRITE(GOOD(store_audit_add(s, rig_filer.id, action, "it", "{\"code\":\"x\"}", &fault)));
}

static void
a_line_bears_the_address_and_the_request_of_whoever_asks(void)
{
    struct audit_line *x;
    int n;

    store_audit_asker(s, "192.0.2.7", "r-1");
    add("test.one");
    store_audit_asker(s, NULL, NULL);
    add("test.two");

    GOOD(store_audit_list(s, a, &(struct audit_query){.limit = 2}, &x, &n, &fault));
    CHECK(x[0].address == NULL && x[0].request_id == NULL && x[0].address_hash == NULL);
    CHECK_STR(x[1].address, "192.0.2.7");
    CHECK_STR(x[1].request_id, "r-1");
}

static void
lines_are_found_by_address_by_request_and_by_what_they_are(void)
{
    static const struct {
        const char *action, *kind;
    } rows[] = {{"filing.read", AUDIT_READ},
                {"task.unmask", AUDIT_READ},
                {"call.refused", AUDIT_REFUSED},
                {"session.failed", AUDIT_REFUSED},
                {"filing.save", AUDIT_CHANGE}};
    struct audit_line *x;
    int n;

    rig_store_new();
    store_audit_asker(s, "2001:db8::1", "r-2");
    for (size_t i = 0; i < LEN(rows); i++) {
        add(rows[i].action);
        CHECK_STR(audit_kind(rows[i].action), rows[i].kind);
    }
    store_audit_asker(s, NULL, NULL);

    const struct audit_query by_address = {.limit = 9, .address = "2001:db8::1"},
                             by_request = {.limit = 9, .request_id = "r-2"},
                             by_other = {.limit = 9, .address = "2001:db8::2"},
                             reads = {.limit = 9, .kind = AUDIT_READ},
                             refused = {.limit = 9, .kind = AUDIT_REFUSED};
    GOOD(store_audit_list(s, a, &by_address, &x, &n, &fault));
    CHECK_INT(n, LEN(rows));
    GOOD(store_audit_list(s, a, &by_request, &x, &n, &fault));
    CHECK_INT(n, LEN(rows));
    GOOD(store_audit_list(s, a, &by_other, &x, &n, &fault));
    CHECK_INT(n, 0);
    GOOD(store_audit_list(s, a, &reads, &x, &n, &fault));
    CHECK_INT(n, 2);
    GOOD(store_audit_list(s, a, &refused, &x, &n, &fault));
    CHECK_INT(n, 2);
}

/* ---- edits ----------------------------------------------------------------------------------- */

#define LINES 12
static const char *heads; /* of lines 4, 8 and 12 */

static void
trail_new(void)
{
    struct buf b = BUF(a);
    const char *line;
    long n;

    rig_store_new();
    for (int i = (int)rig_number(s, "SELECT max(n) FROM audit"); i < LINES; i++) {
        store_audit_asker(s, "192.0.2.9", "r-9");
        add("test.line");
        if ((i + 1) % 4 == 0) {
            GOOD(store_audit_head(s, a, &line, &n, &fault));
            CHECK_INT(n, i + 1);
            buf_printf(&b, "%s\n", line);
        }
    }
    store_audit_asker(s, NULL, NULL);
    heads = b.p;
    CHECK_INT(rig_sql(s, "DROP TRIGGER audit_no_update; DROP TRIGGER audit_no_delete; "
                         "DROP TRIGGER audit_no_replace; DROP TRIGGER audit_sealed_insert; "
                         "DROP TRIGGER audit_sealed_update"),
              SQLITE_OK);
}

static struct audit_verdict
verdict(const char *with)
{
    struct audit_verdict x;
    GOOD(store_audit_verify(s, with, NULL, &x, &fault));
    return x;
}

struct edit {
    const char *name, *sql;
    long broken_at;       /* without heads; 0: it shows by heads alone */
    long broken_by_heads; /* with them */
    enum audit_flaw flaw; /* with them */
};
#define EDIT(column, value)                                                                        \
    {                                                                                              \
        "another " column, "UPDATE audit SET " column " = " value " WHERE n = 6", 6, 6,            \
            TRAIL_CHANGED                                                                          \
    }
static const struct edit edits[] = {
    EDIT("at", "at + 1"),
    EDIT("actor_id", "NULL"),
    EDIT("action", "'other'"),
    EDIT("object", "'other'"),
    EDIT("detail", "NULL"),
    EDIT("address", "'192.0.2.10'"),
    EDIT("address", "NULL"),
    EDIT("address_hash", "NULL"),
    EDIT("request_id", "'other'"),
    EDIT("prev_hash", "hash"),
    EDIT("hash", "prev_hash || '0'"),
    {"another address with no hash",
     "UPDATE audit SET address_hash = NULL, address = NULL "
     "WHERE n = 6",
     6, 6, TRAIL_CHANGED},
    {"the first line is gone", "DELETE FROM audit WHERE n = 1", 1, 1, TRAIL_CHANGED},
    {"one in the middle is gone", "DELETE FROM audit WHERE n = 7", 7, 7, TRAIL_CHANGED},
    {"one in the middle is gone and the rest moved up",
     "DELETE FROM audit WHERE n = 7; UPDATE audit SET n = -n WHERE n > 7; "
     "UPDATE audit SET n = -n - 1 WHERE n < 0",
     7, 7, TRAIL_CHANGED},
    {"the last line is gone", "DELETE FROM audit WHERE n = 12", 0, 12, TRAIL_CUT},
    {"the end is gone", "DELETE FROM audit WHERE n > 5", 0, 6, TRAIL_CUT},
    {"all lines but the first are gone", "DELETE FROM audit WHERE n > 1", 0, 2, TRAIL_CUT},
    {"all lines are gone", "DELETE FROM audit", 1, 1, TRAIL_UNKEYED},
    {"two lines changed places",
     "UPDATE audit SET n = 100 WHERE n = 6; UPDATE audit SET n = 6 WHERE n = 7; "
     "UPDATE audit SET n = 7 WHERE n = 100",
     6, 6, TRAIL_CHANGED},
    {"a line more at the end",
     "INSERT INTO audit SELECT 13, at, actor_id, action, object, detail, hash, 'made up', address, "
     "address_hash, request_id, NULL FROM audit WHERE n = 12",
     13, 13, TRAIL_CHANGED},
    {"a line more in the middle",
     "UPDATE audit SET n = -n WHERE n > 5; UPDATE audit SET n = 1 - n WHERE n < 0; "
     "INSERT INTO audit SELECT 6, at, actor_id, action, object, detail, hash, 'made up', address, "
     "address_hash, request_id, NULL FROM audit WHERE n = 5",
     6, 6, TRAIL_CHANGED},
    {"the line that begins the key is another", "UPDATE audit SET action = 'x' WHERE n = 1", 1, 1,
     TRAIL_CHANGED},
};

static void
an_edit_is_named_with_its_line(const void *row)
{
    const struct edit *x = row;

    trail_new();
    CHECK_INT(verdict(NULL).flaw, TRAIL_NONE);
    CHECK_INT(verdict(heads).heads, 3);
    CHECK_INT(rig_sql(s, x->sql), SQLITE_OK);
    CHECK_INT(verdict(NULL).broken_at, x->broken_at);
    CHECK_INT(verdict(heads).broken_at, x->broken_by_heads);
    CHECK_INT(verdict(heads).flaw, x->flaw);
}

/* Makes every hash again from a line on, as the schema tells it, by a key or by none. */
static void
hash_again(int from, const struct seal_mac *key)
{
    for (int n = from; n <= LINES; n++) {
        const char *line = rig_sql_text(arena_printf(
            a,
            "SELECT COALESCE((SELECT hash FROM audit WHERE n = %d - 1), "
            "printf('%%064d', 0)) || char(10) || CASE %d WHEN 0 THEN json_array(n, at, "
            "actor_id, action, object, detail) ELSE json_array(n, at, actor_id, "
            "action, object, detail, address_hash, request_id) END FROM audit WHERE n "
            "= %d",
            n, key != NULL, n));
        char hash[SHA256_TEXT];
        if (key != NULL)
            seal_mac_hash(key, line, strlen(line), hash);
        else
            sha256_hex(line, strlen(line), hash);
        CHECK_INT(rig_sql(s, arena_printf(a,
                                          "UPDATE audit SET prev_hash = COALESCE((SELECT hash FROM "
                                          "audit WHERE n = %d - 1), printf('%%064d', 0)), hash = "
                                          "'%s' WHERE n = %d",
                                          n, hash, n)),
                  SQLITE_OK);
    }
}

static void
who_has_the_file_and_not_the_key_cannot_make_the_trail_again(void)
{
    struct seal_mac other;

    seal_mac_start(&other, &(struct seal_key){{1}});
    trail_new();
    CHECK_INT(rig_sql(s, "UPDATE audit SET object = 'other' WHERE n = 6"), SQLITE_OK);
    hash_again(1, NULL);
    CHECK_INT(verdict(NULL).broken_at, 1);
    hash_again(1, &other);
    CHECK_INT(verdict(NULL).broken_at, 1);
    hash_again(6, &other);
    CHECK_INT(verdict(NULL).broken_at, 1); /* the lines before are another's by now */

    trail_new();
    hash_again(6, NULL);
    CHECK_INT(verdict(NULL).broken_at, 6);
    CHECK_INT(rig_sql(s, "UPDATE audit SET action = 'x', address = NULL, address_hash = NULL, "
                         "request_id = NULL"),
              SQLITE_OK);
    hash_again(1, NULL);
    CHECK_INT(verdict(NULL).flaw, TRAIL_UNKEYED);
    CHECK_INT(verdict(NULL).broken_at, 1);
    CHECK_INT(verdict(heads).broken_at, 4);
}

static void
who_has_the_key_as_well_is_told_by_the_heads(void)
{
    trail_new();
    CHECK_INT(rig_sql(s, "UPDATE audit SET object = 'other' WHERE n = 6"), SQLITE_OK);
    hash_again(6, &s->audit_key);
    CHECK_INT(verdict(NULL).flaw, TRAIL_NONE);

    struct audit_verdict x = verdict(heads);
    CHECK_INT(x.flaw, TRAIL_OTHER);
    CHECK_INT(x.broken_at, 8);
    CHECK_INT(x.whole_to, 4);
    CHECK_HAS(audit_verdict_text(a, &x), "第 5 至第 8 行");
}

static void
a_head_that_was_not_signed_by_us_is_refused(void)
{
    char *forged, public[SIGN_PUBLIC_TEXT], other[SIGN_PUBLIC_TEXT];
    const struct seal_key seed = {{7}};
    struct audit_verdict x;

    trail_new();
    forged = arena_strdup(a, heads);
    char *digit = strchr(strchr(forged, '\n') + 1, ' ') + 4;
    *digit = *digit == '0' ? '1' : '0';
    CHECK_INT(verdict(forged).flaw, TRAIL_HEAD_FALSE);
    CHECK_INT(verdict(forged).false_head, 2);
    CHECK_INT(verdict("nonsense\n").false_head, 1);
    CHECK_INT(verdict("").flaw, TRAIL_NONE);

    GOOD(store_audit_public(s, public, &fault));
    GOOD(store_audit_verify(s, heads, public, &x, &fault));
    CHECK_INT(x.flaw, TRAIL_NONE);
    sign_public(&seed, other);
    GOOD(store_audit_verify(s, heads, other, &x, &fault));
    CHECK_INT(x.flaw, TRAIL_HEAD_FALSE);
}

static void
a_trail_that_lost_the_beginning_of_its_key_gets_no_other(void)
{
    trail_new();
    CHECK_INT(rig_sql(s, "DELETE FROM audit WHERE n = 1"), SQLITE_OK);
    store_close(s);
    s = rig_open(NULL);
    CHECK_INT(rig_number(s, "SELECT count(*) FROM audit WHERE action = 'audit.keyed'"), 0);
    CHECK_INT(verdict(NULL).broken_at, 1);
}

/* As a trail was before there was a key. */
static void
old_lines_stay_valid_up_to_the_one_that_binds_them(void)
{
    trail_new();
    CHECK_INT(rig_sql(s, "DELETE FROM audit WHERE action = 'audit.keyed'; "
                         "UPDATE audit SET n = 1 - n; UPDATE audit SET n = -n; "
                         "UPDATE audit SET address = NULL, address_hash = NULL, request_id = NULL; "
                         "DELETE FROM sealing_key WHERE owner LIKE 'audit%'"),
              SQLITE_OK);
    hash_again(1, NULL);
    store_close(s);
    s = rig_open(NULL);
    CHECK_INT(rig_number(s, "SELECT n FROM audit WHERE action = 'audit.keyed'"), LINES);
    CHECK_INT(verdict(NULL).flaw, TRAIL_NONE);
    add("test.after");
    CHECK_INT(verdict(NULL).flaw, TRAIL_NONE);

    CHECK_INT(rig_sql(s, "UPDATE audit SET address = '192.0.2.1' WHERE n = 4"), SQLITE_OK);
    CHECK_INT(verdict(NULL).broken_at, 4);
    CHECK_INT(rig_sql(s, "UPDATE audit SET address = NULL, object = 'other' WHERE n = 4"),
              SQLITE_OK);
    CHECK_INT(verdict(NULL).broken_at, 4);
    const char *bound = rig_sql_text("SELECT hash FROM audit WHERE n = 11");
    hash_again(4, NULL);
    CHECK(!str_is(bound, rig_sql_text("SELECT hash FROM audit WHERE n = 11")));
    CHECK_INT(verdict(NULL).broken_at, LINES);
}

/* ---- lines that wait ------------------------------------------------------------------------- */

static const struct audit_note a_read = {.actor_id = "who",
                                         .action = "filing.read",
                                         .object = "it",
                                         .detail = "{\"route\":\"getFiling\"}",
                                         .address = "192.0.2.3",
                                         .request_id = "r-3"};

static void
rings_new(int rings, int ring)
{
    rig_store_new();
    GOOD(store_waiting_prepare(s, rings, &fault));
    GOOD(store_waiting_join(s, ring, &fault));
}

static long
lines_of(const char *action)
{
    return rig_number(s, arena_printf(a, "SELECT count(*) FROM audit WHERE action = '%s'", action));
}

static void
a_line_waits_and_is_in_the_chain_once_it_is_drained(void)
{
    struct audit_line *x;
    int n;

    rings_new(2, 1);
    GOOD(store_audit_wait(s, &a_read, false, &fault));
    CHECK_INT(lines_of("filing.read"), 0);
    CHECK_INT(store_audit_waiting(rig_path), 1);
    GOOD(store_audit_drain(s, &fault));
    CHECK_INT(store_audit_waiting(rig_path), 0);

    GOOD(store_audit_list(s, a, &(struct audit_query){.limit = 1}, &x, &n, &fault));
    CHECK_STR(x->actor_id, "who");
    CHECK_STR(x->action, "filing.read");
    CHECK_STR(x->object, "it");
    CHECK_STR(x->detail, a_read.detail);
    CHECK_STR(x->address, "192.0.2.3");
    CHECK_STR(x->request_id, "r-3");
    CHECK_INT(verdict(NULL).flaw, TRAIL_NONE);
    GOOD(store_audit_drain(s, &fault));
    CHECK_INT(lines_of("filing.read"), 1);
}

static void
a_full_ring_writes_what_it_holds_and_drops_nothing(void)
{
    enum { MANY = 5000 };

    rings_new(2, 0);
    for (int i = 0; i < MANY; i++)
        GOOD(store_audit_wait(s, &a_read, false, &fault));
    CHECK_LEAST(lines_of("filing.read"), MANY - 1024);
    CHECK_INT(lines_of("filing.read") + store_audit_waiting(rig_path), MANY);
    GOOD(store_audit_drain(s, &fault));
    CHECK_INT(lines_of("filing.read"), MANY);
    CHECK_INT(verdict(NULL).flaw, TRAIL_NONE);
}

static void
a_line_that_fits_into_no_ring_is_written_at_once(void)
{
    struct audit_note x = a_read;
    struct buf b = BUF(a);

    rings_new(1, 0);
    buf_open(&b, NULL, '{');
    for (int i = 0; i < 40; i++)
        buf_json_int(&b, arena_printf(a, "member_%d", i), i);
    buf_close(&b);
    x.detail = b.p;
    GOOD(store_audit_wait(s, &x, false, &fault));
    CHECK_INT(store_audit_waiting(rig_path), 0);
    CHECK_INT(lines_of("filing.read"), 1);
}

static void
what_cannot_be_written_is_the_callers_to_answer_for(void)
{
    enum err err = OK;

    rings_new(1, 0);
    commit_seams.fail_at = 2;
    for (int i = 0; i < 1025 && !err; i++)
        err = store_audit_wait(s, &a_read, false, &fault);
    commit_seams.fail_at = 0;
    CHECK(err != OK);
    CHECK_INT(store_audit_waiting(rig_path), 1024);
    GOOD(store_audit_drain(s, &fault));
    CHECK_INT(lines_of("filing.read"), 1024);
}

/* A process appends and is killed: at once, with no word to anybody. */
static void
append_and_die(int ring, int n)
{
    pid_t pid = fork();

    if (pid == 0) {
        struct store *mine = rig_open(NULL);
        if (store_waiting_join(mine, ring, &fault))
            _exit(1);
        for (int i = 0; i < n; i++)
            if (store_audit_wait(mine, &a_read, false, &fault))
                _exit(1);
        kill(getpid(), SIGKILL);
    }
    int status = 0;
    waitpid(pid, &status, 0);
    CHECK(WIFSIGNALED(status));
}

static void
lines_of_a_process_that_was_killed_are_written(void)
{
    rings_new(3, -1);
    append_and_die(0, 3);
    append_and_die(2, 4);
    append_and_die(0, 5);
    CHECK_INT(store_audit_waiting(rig_path), 12);
    GOOD(store_audit_drain(s, &fault));
    CHECK_INT(lines_of("filing.read"), 12);
}

static void
a_new_pool_of_another_size_writes_what_a_dead_one_left(void)
{
    rings_new(3, -1);
    append_and_die(2, 4);
    store_close(s);
    s = rig_open(NULL);
    GOOD(store_waiting_prepare(s, 1, &fault));
    CHECK_INT(lines_of("filing.read"), 4);
    GOOD(store_waiting_join(s, 0, &fault));
    GOOD(store_audit_wait(s, &a_read, false, &fault));
    GOOD(store_audit_drain(s, &fault));
    CHECK_INT(lines_of("filing.read"), 5);
}

static void
die_when_committed(enum commit_step step)
{
    if (step == STEP_SYNCED || step == STEP_COMMITTED)
        kill(getpid(), SIGKILL);
}

/* Who drains dies after the commit, before the ring is told. */
static void
a_line_is_written_once_whoever_dies_between(void)
{
    struct store_shared *shared = rig_shared();

    rings_new(1, 0);
    for (int i = 0; i < 7; i++)
        GOOD(store_audit_wait(s, &a_read, false, &fault));

    pid_t pid = fork();
    if (pid == 0) {
        struct store *mine = rig_open(shared);
        commit_seams.step = die_when_committed;
        if (!store_waiting_join(mine, -1, &fault) && !store_audit_drain(mine, &fault))
            _exit(0);
        _exit(1);
    }
    int status = 0;
    waitpid(pid, &status, 0);
    CHECK(WIFSIGNALED(status));
    CHECK_INT(lines_of("filing.read"), 7);
    CHECK_INT(store_audit_waiting(rig_path), 7);
    GOOD(store_audit_drain(s, &fault));
    CHECK_INT(lines_of("filing.read"), 7);
    CHECK_INT(store_audit_waiting(rig_path), 0);
}

/* ---- what was refused ------------------------------------------------------------------------ */

static void
refuse(const char *actor, const char *address)
{
    const struct audit_note x = {.actor_id = actor,
                                 .action = "call.refused",
                                 .detail = "{\"route\":\"listAudit\",\"status\":403}",
                                 .address = address,
                                 .request_id = "r-4"};
    GOOD(store_audit_wait(s, &x, true, &fault));
}

static void
equal_refusals_are_a_line_and_a_count(void)
{
    struct audit_line *x;
    int n;

    rings_new(1, 0);
    for (int i = 0; i < 900; i++)
        refuse("who", "192.0.2.4");
    GOOD(store_audit_drain(s, &fault));
    CHECK_INT(lines_of("call.refused"), 1);
    refuse("who", "192.0.2.5");
    GOOD(store_audit_drain(s, &fault));
    CHECK_INT(lines_of("call.refused"), 2);

    rig_time += REFUSALS_MS;
    GOOD(store_audit_drain(s, &fault));
    CHECK_INT(lines_of("call.refused"), 3);
    GOOD(store_audit_list(s, a, &(struct audit_query){.limit = 1}, &x, &n, &fault));
    CHECK_STR(x->detail, "{\"route\":\"listAudit\",\"status\":403,\"times\":899}");
    CHECK_STR(x->address, "192.0.2.4");
    refuse("who", "192.0.2.4");
    GOOD(store_audit_drain(s, &fault));
    CHECK_INT(lines_of("call.refused"), 4);
}

static void
no_number_of_addresses_fills_the_trail_or_hides_who_has_an_account(void)
{
    rings_new(1, 0);
    for (int i = 0; i < 3000; i++)
        refuse(NULL, arena_printf(a, "2001:db8::%x", (unsigned)i));
    refuse("who", "192.0.2.4");
    GOOD(store_audit_drain(s, &fault));
    CHECK_INT(lines_of("call.refused"), REFUSALS_MAX + 1);
    rig_time += REFUSALS_MS;
    GOOD(store_audit_drain(s, &fault));
    CHECK_INT(lines_of("call.refused"), REFUSALS_MAX + 2);
    CHECK_STR(rig_sql_text("SELECT detail FROM audit ORDER BY n DESC"), "{\"times\":2900}");
}

static const struct check_test tests[] = {
    TEST(a_line_bears_the_address_and_the_request_of_whoever_asks),
    TEST(lines_are_found_by_address_by_request_and_by_what_they_are),
    TEST_EACH(an_edit_is_named_with_its_line, edits),
    TEST(who_has_the_file_and_not_the_key_cannot_make_the_trail_again),
    TEST(who_has_the_key_as_well_is_told_by_the_heads),
    TEST(a_head_that_was_not_signed_by_us_is_refused),
    TEST(a_trail_that_lost_the_beginning_of_its_key_gets_no_other),
    TEST(old_lines_stay_valid_up_to_the_one_that_binds_them),
    TEST(a_line_waits_and_is_in_the_chain_once_it_is_drained),
    TEST(a_full_ring_writes_what_it_holds_and_drops_nothing),
    TEST(a_line_that_fits_into_no_ring_is_written_at_once),
    TEST(what_cannot_be_written_is_the_callers_to_answer_for),
    TEST(lines_of_a_process_that_was_killed_are_written),
    TEST(a_new_pool_of_another_size_writes_what_a_dead_one_left),
    TEST(a_line_is_written_once_whoever_dies_between),
    TEST(equal_refusals_are_a_line_and_a_count),
    TEST(no_number_of_addresses_fills_the_trail_or_hides_who_has_an_account),
};

int
main(int argc, char **argv)
{
    return rig_store_main(argc, argv, NULL, tests, LEN(tests));
}
