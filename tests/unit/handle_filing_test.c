/* Filings: made once, saved on the state that was read, submitted whole or not at all. */
#include "handle_rig.h"
#include "store/sqlite/sqlite.h"

/* ---- drafts ---------------------------------------------------------------------------------- */

static void
one_key_makes_one_filing_and_another_body_is_refused(void)
{
    static const char first[] = "{\"kind\":\"subject\",\"action\":\"initial\"}",
                      other[] = "{\"kind\":\"subject\",\"action\":\"initial\" }";
    char id[64];

    enter("keyed");
    snprintf(key, sizeof key, "k-1");
    const json_t *answer = ask(POST, "/filings", first);
    CHECK_INT(r.status, 201);
    snprintf(id, sizeof id, "%s", json_str(answer, "id"));
    answer = ask(POST, "/filings", first);
    CHECK_INT(r.status, 201);
    CHECK_STR(json_str(answer, "id"), id);
    CHECK(header("ETag") != NULL);
    CHECK(header("Location") != NULL);

    answer = ask(POST, "/filings", other);
    CHECK_INT(r.status, 422);
    CHECK_STR(json_str(answer, "code"), "idempotency_mismatch");
    key[0] = '\0';
    answer = ask(POST, "/filings", first);
    CHECK_INT(r.status, 200);
    CHECK_STR(json_str(answer, "id"), id);
}

#define NAMED(name) "{\"data\":{\"basic\":{\"name\":\"" name "\"}}}"

/* The name in what is saved there, and the ETag in etag unless that is NULL. */
static const char *
saved_name(const char *path, char etag[64])
{
    const json_t *answer = ask(GET, path, NULL);

    CHECK_INT(r.status, 200);
    if (etag)
        snprintf(etag, 64, "%s", header("ETag"));
    return rig_text(answer, "/data/basic/name");
}

static void
a_save_says_on_which_state_it_stands(void)
{
    char path[128], first[64];

    enter("saving");
    new_subject(path);
    saved_name(path, first);
    ask(PUT, path, NAMED("a"));
    CHECK_INT(r.status, 428);

    snprintf(if_match, sizeof if_match, "%s", first);
    ask(PUT, path, NAMED("甲"));
    CHECK_INT(r.status, 200);
    CHECK(!str_is(header("ETag"), first));
    ask(GET, path, NULL); /* a read, too, is of what it was asked for */
    CHECK_INT(r.status, 412);
    if_match[0] = '\0';
    CHECK_STR(saved_name(path, NULL), "甲");
}

static void
a_lost_save_is_kept_and_changes_nothing(void)
{
    char path[128], first[64], newer[64], still[64], kept[256];

    enter("losing");
    new_subject(path);
    saved_name(path, first);
    snprintf(if_match, sizeof if_match, "%s", first);
    ask(PUT, path, NAMED("甲"));
    CHECK_INT(r.status, 200);
    snprintf(newer, sizeof newer, "%s", header("ETag"));

    const json_t *answer = ask(PUT, path, NAMED("乙"));
    CHECK_INT(r.status, 412);
    CHECK_STR(header("ETag"), newer);
    snprintf(kept, sizeof kept, "%s/kept/%s", path, json_str(answer, "kept"));
    if_match[0] = '\0';

    CHECK_STR(saved_name(path, still), "甲");
    CHECK_STR(still, newer);
    CHECK_STR(saved_name(kept, NULL), "乙");
}

static void
unknown_fields_and_wrong_types_are_not_saved(void)
{
    char path[128];

    enter("mistyping");
    new_subject(path);
    snprintf(if_match, sizeof if_match, "*");
    ask(PUT, path, NAMED("甲"));
    CHECK_INT(r.status, 200);
    const json_t *answer = ask(PUT, path, "{\"data\":{\"basic\":{\"nmae\":\"x\",\"name\":3}}}");
    CHECK_INT(r.status, 422);
    CHECK_INT(json_array_size(json_object_get(answer, "findings")), 2);
    if_match[0] = '\0';
    CHECK_STR(saved_name(path, NULL), "甲");
}

/* ---- submitting ------------------------------------------------------------------------------ */

/* The state and the ETag of a filing, and how many events it has: what a failed submit must leave
 * as it was. */
static void
look(const char *path, char out[200])
{
    const json_t *x = ask(GET, path, NULL);
    int n = snprintf(out, 200, "%s %s", json_str(x, "state"), header("ETag"));
    char history[160];

    snprintf(history, sizeof history, "%s/history", path);
    x = ask(GET, history, NULL);
    snprintf(out + n, 200 - (size_t)n, " %zu", json_array_size(json_object_get(x, "items")));
}

/* Submits with the first statement failing, then the second, …, until none does; each time nothing
 * has changed. How many failed. */
static int
submit_failing(const char *path, const char *key_text)
{
    char submit[160], before[200], after[200];
    int failures = 0;

    snprintf(submit, sizeof submit, "%s/submit", path);
    look(path, before);
    log_level_set(LOG_NONE_);
    for (long at = 1; at < 200; at++) {
        snprintf(key, sizeof key, "%s", key_text);
        commit_seams.fail_at = at;
        ask(POST, submit, "{\"declaration\":true}");
        bool is_over = commit_seams.fail_at > 0;
        commit_seams.fail_at = 0;
        key[0] = '\0';
        if (is_over)
            break;
        failures++;
        CHECK(r.status == 503 || r.status == 507);
        look(path, after);
        CHECK_STR(after, before);
    }

    log_level_set(LOG_ERROR_);
    return failures;
}

/* The decisions on a filing, and the verdict of the newest. */
static size_t
decisions_of(const char *path, const char **verdict)
{
    char list[160];
    int status = r.status;

    snprintf(list, sizeof list, "%s/decisions", path);
    const json_t *items = json_object_get(ask(GET, list, NULL), "items");
    *verdict = json_str(json_array_get(items, 0), "verdict");
    r.status = status;
    return json_array_size(items);
}

static void
a_submit_fails_cleanly_at_every_statement_and_files_nothing(void)
{
    char path[128], after[200];
    const char *verdict;

    enter("faulty");
    new_good_subject(path);
    CHECK_LEAST(submit_failing(path, "submit"), 16);
    CHECK_INT(r.status, 200);
    look(path, after);
    CHECK_HAS(after, "submitted");
    CHECK_INT(decisions_of(path, &verdict), 1);
    CHECK_STR(verdict, "acceptable");
}

static void
a_refused_submit_fails_cleanly_at_every_statement_and_is_one_decision(void)
{
    char path[128];
    const char *verdict;

    enter("refused");
    new_subject(path);
    CHECK_LEAST(submit_failing(path, "refused"), 6);
    CHECK_INT(r.status, 422);
    CHECK_INT(decisions_of(path, &verdict), 1);
    CHECK_STR(verdict, "not_acceptable");

    CHECK_LEAST(submit_failing(path, "refused"), 4); /* again, under the same key */
    CHECK_INT(r.status, 422);
    CHECK_INT(decisions_of(path, &verdict), 1);
}

/* Behind the dispatcher's back: as a program has left them that froze nothing of what is shown. */
static void
make_versions_old(void)
{
    sqlite3 *db = NULL;

    CHECK_INT(sqlite3_open(settings.db_path, &db), SQLITE_OK);
    CHECK_INT(sqlite3_exec(db,
                           "DROP TRIGGER version_no_update; DROP TRIGGER version_held_rewritten; "
                           "UPDATE version SET shown = NULL, revisions = NULL",
                           NULL, NULL, NULL),
              SQLITE_OK);
    CHECK_LEAST(sqlite3_changes(db), 1);
    sqlite3_close(db);
}

static const char *
read_as(const char *username, const char *path)
{
    CHECK_INT(log_in(username, PASSWORD), 200);
    ask(GET, path, NULL);
    CHECK_INT(r.status, 200);
    return arena_strndup(a, r.body, r.body_n);
}

static void
a_version_of_old_is_answered_to_everybody_as_one_that_has_frozen_what_it_shows(void)
{
    static const char *const readers[] = {"ancient", "reader"};
    const char *was[LEN(readers)];
    char path[128], submit[160];

    hire("reader", (struct role_set){ROLE_REVIEWER, " preliminary_reviewer "});
    enter("ancient");
    new_good_subject(path);
    snprintf(submit, sizeof submit, "%s/submit", path);
    ask(POST, submit, "{\"declaration\":true}");
    CHECK_INT(r.status, 200);

    for (size_t i = 0; i < LEN(readers); i++)
        was[i] = read_as(readers[i], path);
    CHECK_HAS(was[0], "\"attachments\":{\"");
    CHECK(!str_is(was[0], was[1])); /* who is no filer of it sees some of it masked */
    make_versions_old();
    for (size_t i = 0; i < LEN(readers); i++) {
        check_about("%s", readers[i]);
        CHECK_STR(read_as(readers[i], path), was[i]);
    }
}

static const struct check_test tests[] = {
    TEST(one_key_makes_one_filing_and_another_body_is_refused),
    TEST(a_save_says_on_which_state_it_stands),
    TEST(a_lost_save_is_kept_and_changes_nothing),
    TEST(unknown_fields_and_wrong_types_are_not_saved),
    TEST(a_submit_fails_cleanly_at_every_statement_and_files_nothing),
    TEST(a_refused_submit_fails_cleanly_at_every_statement_and_is_one_decision),
    TEST(a_version_of_old_is_answered_to_everybody_as_one_that_has_frozen_what_it_shows),
};

int
main(int argc, char **argv)
{
    return handle_main(argc, argv, tests, LEN(tests));
}
