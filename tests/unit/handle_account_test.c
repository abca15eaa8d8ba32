/* Accounts and their sessions: wrong passwords, and how long one stays logged in. */
#include "handle_rig.h"
#include "store/db.h"

static void
five_wrong_passwords_make_the_account_wait_and_no_longer_than_told(void)
{
    sign_up("guessed");
    for (int i = 0; i < 5; i++)
        CHECK_INT(log_in("guessed", "wrong password"), 401);
    CHECK_INT(log_in("guessed", PASSWORD), 429);
    CHECK_STR(header("Retry-After"), "60");
    now_ms += 59 * 1000;
    CHECK_INT(log_in("GUESSED", PASSWORD), 429);
    CHECK_STR(header("Retry-After"), "1");
    now_ms += 1000;
    CHECK_INT(log_in("guessed", PASSWORD), 200);
    CHECK_INT(log_in("guessed", "wrong password"), 401);
    CHECK_INT(log_in("guessed", PASSWORD), 200);
}

static void
an_account_that_does_not_exist_is_refused_in_the_same_words(void)
{
    char words[200];

    sign_up("somebody");
    const json_t *answer =
        ask(POST, "/session", "{\"username\":\"somebody\",\"password\":\"wrong password\"}");
    CHECK_INT(r.status, 401);
    snprintf(words, sizeof words, "%s", json_str(answer, "detail"));

    answer = ask(POST, "/session", "{\"username\":\"nobody\",\"password\":\"wrong password\"}");
    CHECK_INT(r.status, 401);
    CHECK_STR(json_str(answer, "detail"), words);
}

static const char *
session_end_told(void)
{
    const json_t *answer = ask(GET, "/session", NULL);
    CHECK_INT(r.status, 200);
    return json_str(answer, "expires_at");
}

static const char *
ends_in(int64_t ms)
{
    static char text[TIME_TEXT];
    time_rfc3339(now_ms + ms, text);
    return text;
}

static void
a_session_ends_when_nobody_has_used_it_for_its_time(void)
{
    enter("sleeper");
    now_ms += settings.session_ms - 1;
    ask(GET, "/deadlines", NULL);
    CHECK_INT(r.status, 200);
    now_ms += settings.session_ms;
    ask(GET, "/deadlines", NULL);
    CHECK_INT(r.status, 401);
    const json_t *answer = ask(GET, "/session", NULL);
    CHECK_INT(r.status, 200);
    CHECK(json_is_null(json_object_get(answer, "account")));
    CHECK(json_is_null(json_object_get(answer, "expires_at")));
    CHECK_INT(json_array_size(json_object_get(answer, "may")), 0);
}

static void
a_session_is_prolonged_once_in_half_its_life(void)
{
    const int64_t half = settings.session_ms / 2;
    char first[TIME_TEXT];

    enter("worker");
    snprintf(first, sizeof first, "%s", session_end_told());
    CHECK_STR(first, ends_in(settings.session_ms));
    now_ms += half;
    CHECK_STR(session_end_told(), first);
    now_ms += 1000;
    CHECK_STR(session_end_told(), ends_in(settings.session_ms));
    CHECK_STR(session_end_told(), ends_in(settings.session_ms));
}

static void
a_session_in_use_ends_at_last(void)
{
    int64_t began = now_ms, step = settings.session_ms / 4;

    enter("tireless");
    while (now_ms + step < began + settings.session_max_ms) {
        now_ms += step;
        ask(GET, "/session", NULL);
    }
    CHECK_STR(session_end_told(), ends_in(began + settings.session_max_ms - now_ms));
    now_ms = began + settings.session_max_ms - 1;
    ask(GET, "/deadlines", NULL);
    CHECK_INT(r.status, 200);
    now_ms++;
    ask(GET, "/deadlines", NULL);
    CHECK_INT(r.status, 401);
}

/* Its end is told to nobody else, and one that has ended is not brought back. */
static void
a_session_that_was_logged_out_is_not_prolonged(void)
{
    enter("leaver");
    now_ms += settings.session_ms - 1;
    ask(DELETE, "/session", NULL);
    CHECK_INT(r.status, 204);
    ask(GET, "/deadlines", NULL);
    CHECK_INT(r.status, 401);
}

static void
a_filer_is_told_who_she_is_and_what_she_may(void)
{
    char path[128];

    enter("new_here");
    const json_t *answer = ask(GET, "/session", NULL);
    CHECK_STR(rig_text(answer, "/role_labels/0/label"), "填报人");
    CHECK_STR(rig_text(answer, "/may/0"), "read_own");
    CHECK_STR(rig_text(answer, "/member"), "owner");
    CHECK_INT(json_array_size(json_object_get(answer, "stages")), 0);
    CHECK(json_is_null(rig_at(answer, "/subject/filing")));
    CHECK_STR(rig_text(answer, "/subject/state"), "none");

    new_subject(path);
    answer = ask(GET, "/session", NULL);
    CHECK_STR(rig_text(answer, "/subject/filing"), path + strlen("/filings/"));
    CHECK_STR(rig_text(answer, "/subject/state_label"), "草稿");
    CHECK_STR(rig_text(answer, "/subject/standing"), "editable");
    CHECK_STR(rig_text(answer, "/organization/subject_state"), "draft");
}

/* ---- a forgotten password -------------------------------------------------------------------- */

#define FRESH "another horse 10"
#define MINUTE_MS 60000LL

static void
ask_way_back(const char *username)
{
    char body[200];

    bearer[0] = '\0';
    snprintf(body, sizeof body, "{\"username\":\"%s\",\"mobile\":\"13800138000\"}", username);
    ask(POST, "/account/recovery", body);
    CHECK_INT(r.status, 202);
}

/* The administrator's: how many wait, and a code for the first of them. */
static long
waiting(char code[16])
{
    const json_t *list = NULL;
    char path[128];

    CHECK_INT(log_in("admin", PASSWORD), 200);
    list = json_object_get(ask(GET, "/recoveries", NULL), "items");
    long n = (long)json_array_size(list);
    if (n > 0 && code != NULL) {
        snprintf(path, sizeof path, "/recoveries/%s/code", json_str(json_array_get(list, 0), "id"));
        snprintf(code, 16, "%s", json_str(ask(POST, path, NULL), "code"));
        CHECK_INT(r.status, 200);
    }
    bearer[0] = '\0';
    return n;
}

static int
finish(const char *username, const char *code)
{
    char body[300];

    snprintf(body, sizeof body, "{\"username\":\"%s\",\"code\":\"%s\",\"password\":\"" FRESH "\"}",
             username, code);
    ask(POST, "/account/recovery/finish", body);
    return r.status;
}

static void
a_code_lives_half_an_hour_and_a_request_three_days(void)
{
    char code[16] = "";

    hire("admin", ROLE_SET(ROLE_SYSTEM_ADMIN));
    sign_up("forgetful");
    ask_way_back("forgetful");
    CHECK_INT(waiting(code), 1);
    now_ms += 30 * MINUTE_MS;
    CHECK_INT(finish("forgetful", code), 422);
    CHECK_INT(log_in("forgetful", FRESH), 401);

    CHECK_INT(waiting(code), 1);
    now_ms += 30 * MINUTE_MS - 1;
    CHECK_INT(finish("forgetful", code), 204);
    CHECK_INT(log_in("forgetful", PASSWORD), 401);
    CHECK_INT(log_in("forgetful", FRESH), 200);

    sign_up("patient");
    ask_way_back("patient");
    now_ms += 3 * DAY_MS - 1;
    CHECK_INT(waiting(NULL), 1);
    now_ms += 1;
    CHECK_INT(waiting(NULL), 0);
}

/* Its holder is not to guess why a login fails that was shut by guessing. */
static void
a_way_back_opens_an_account_that_guesses_have_shut(void)
{
    char code[16] = "";

    sign_up("shut_out");
    for (int i = 0; i < 5; i++)
        CHECK_INT(log_in("shut_out", "wrong password"), 401);
    CHECK_INT(log_in("shut_out", PASSWORD), 429);
    ask_way_back("shut_out");
    CHECK_INT(waiting(code), 1);
    CHECK_INT(finish("shut_out", code), 204);
    CHECK_INT(log_in("shut_out", FRESH), 200);
}

static void
a_way_back_that_fails_at_any_statement_changes_nothing(void)
{
    char code[16] = "";
    int failures = 0, step = check_is_quick ? 4 : 1;

    sign_up("unlucky");
    ask_way_back("unlucky");
    CHECK_INT(waiting(code), 1);
    log_level_set(LOG_NONE_);
    for (long at = 1; at < 100; at += step) {
        commit_seams.fail_at = at;
        finish("unlucky", code);
        bool is_over = commit_seams.fail_at > 0;
        commit_seams.fail_at = 0;
        if (is_over)
            break;
        failures++;
        CHECK(r.status == 503 || r.status == 507);
        CHECK_INT(log_in("unlucky", PASSWORD), 200);
        bearer[0] = '\0';
    }
    log_level_set(LOG_ERROR_);
    CHECK_LEAST(failures, 8 / step);
    CHECK_INT(r.status, 204);
    CHECK_INT(log_in("unlucky", FRESH), 200);
}

/* The rules' form of registrations is checked against the list in model/account.h. */
static void
a_registration_carries_what_the_rules_are_told_of(void)
{
    const json_t *doc = ask(GET, "/openapi.json", NULL);
    const json_t *route = json_object_get(rig_at(doc, "/paths"), "/accounts");
    const json_t *types = rig_at(route, "/post/requestBody/content");
    const json_t *body = json_object_get(json_object_get(types, "application/json"), "schema");
    size_t n = 0;

    for (const struct registration_member *m = registration_members; m->name; m++, n++) {
        const json_t *member = json_object_get(json_object_get(body, "properties"), m->name);
        check_about("%s", m->name);
        CHECK_INT(rig_int(member, "/minLength"), m->min);
        CHECK_INT(rig_int(member, "/maxLength"), m->max);
    }
    /* and the password; an invitation stands in the place of the organization's name */
    CHECK_INT(json_object_size(json_object_get(body, "properties")), n + 2);
    CHECK_INT(json_array_size(json_object_get(body, "required")), n);
}

static const struct check_test tests[] = {
    TEST(five_wrong_passwords_make_the_account_wait_and_no_longer_than_told),
    TEST(an_account_that_does_not_exist_is_refused_in_the_same_words),
    TEST(a_session_ends_when_nobody_has_used_it_for_its_time),
    TEST(a_session_is_prolonged_once_in_half_its_life),
    TEST(a_session_in_use_ends_at_last),
    TEST(a_session_that_was_logged_out_is_not_prolonged),
    TEST(a_filer_is_told_who_she_is_and_what_she_may),
    TEST(a_code_lives_half_an_hour_and_a_request_three_days),
    TEST(a_way_back_opens_an_account_that_guesses_have_shut),
    TEST(a_way_back_that_fails_at_any_statement_changes_nothing),
    TEST(a_registration_carries_what_the_rules_are_told_of),
};

int
main(int argc, char **argv)
{
    return handle_main(argc, argv, tests, LEN(tests));
}
