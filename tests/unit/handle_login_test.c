/* Second factors, passwords that are due, and what is asked of them; with a clock that moves. */
#include "handle_rig.h"
#include "store/db.h"

/* ---- what the tests do ----------------------------------------------------------------------- */

static char secret[64];
static char codes[10][16];

static const char *
code_now(int64_t off)
{
    static char code[9];
    CHECK_ERR(totp_code(secret, now_ms / TOTP_STEP_MS + off, TOTP_DIGITS, code), OK, NULL);
    return code;
}

/* The status of a login with a code; bearer is set when it is 200. */
static int
log_in_with(const char *username, const char *code)
{
    char body[300];

    bearer[0] = '\0';
    snprintf(body, sizeof body,
             "{\"username\":\"%s\",\"password\":\"" PASSWORD "\",\"code\":\"%s\",\"bearer\":true}",
             username, code);
    const json_t *answer = ask(POST, "/session", body);
    if (r.status == 200)
        snprintf(bearer, sizeof bearer, "%s", json_str(answer, "token"));
    return r.status;
}

static const char *
problem(const json_t *answer)
{
    return json_str(answer, "code");
}

static void
enrol(void)
{
    char body[64];
    const json_t *answer = ask(POST, "/account/factors", "{\"password\":\"" PASSWORD "\"}");

    if (!CHECK_INT(r.status, 200))
        return;
    snprintf(secret, sizeof secret, "%s", json_str(answer, "secret"));
    snprintf(body, sizeof body, "{\"code\":\"%s\"}", code_now(0));
    answer = ask(POST, "/account/factors/confirm", body);
    CHECK_INT(r.status, 200);
    for (int i = 0; i < 10; i++)
        snprintf(codes[i], sizeof codes[i], "%s",
                 json_string_value(json_array_get(json_object_get(answer, "recovery_codes"), i)));
}

static void
next_step(void)
{
    now_ms += TOTP_STEP_MS;
}

/* ---- second factors -------------------------------------------------------------------------- */

static void
an_authenticator_is_shown_as_a_secret_an_address_and_a_picture(void)
{
    enter("shown");
    const json_t *answer = ask(POST, "/account/factors", "{\"password\":\"" PASSWORD "\"}");
    CHECK_INT(r.status, 200);
    const char *key_text = json_str(answer, "secret");
    CHECK_INT(strlen(key_text), 32);
    CHECK_HAS(json_str(answer, "uri"), "otpauth://totp/");
    CHECK_HAS(json_str(answer, "uri"), key_text);
    CHECK_INT(json_str(answer, "groups")[4], ' ');
    CHECK_LEAST(json_integer_value(rig_at(answer, "/qr/size")), 29);
    CHECK_INT(rig_text(answer, "/qr/path")[0], 'M');

    answer = ask(GET, "/account/factors", NULL);
    CHECK_INT(json_array_size(json_object_get(answer, "items")), 0);
    CHECK_INT(log_in("shown", PASSWORD), 200); /* nothing is asked before it is confirmed */
}

static void
a_login_needs_the_code_once_it_is_confirmed(void)
{
    enter("two_steps");
    enrol();
    CHECK_INT(log_in("two_steps", PASSWORD), 401);
    CHECK_INT(log_in("two_steps", "wrong password"), 401);
    const json_t *answer =
        ask(POST, "/session", "{\"username\":\"two_steps\",\"password\":\"" PASSWORD "\"}");
    CHECK_STR(problem(answer), "factor_required");
    CHECK_INT(log_in_with("two_steps", "000000"), 401);
    next_step();
    CHECK_INT(log_in_with("two_steps", code_now(0)), 200);
}

static void
a_code_lets_in_once(void)
{
    enter("replayed");
    enrol();
    CHECK_INT(log_in_with("replayed", code_now(0)), 401); /* it confirmed */
    next_step();
    CHECK_INT(log_in_with("replayed", code_now(0)), 200);
    CHECK_INT(log_in_with("replayed", code_now(0)), 401);
    CHECK_INT(log_in_with("replayed", code_now(-1)), 401);
    CHECK_INT(log_in_with("replayed", code_now(1)), 200);
}

static void
a_recovery_code_lets_in_once_however_it_is_typed(void)
{
    char typed[32];

    enter("phoneless");
    enrol();
    CHECK_INT(log_in_with("phoneless", codes[0]), 200);
    CHECK_INT(log_in_with("phoneless", codes[0]), 401);
    snprintf(typed, sizeof typed, " %.5s %.5s ", codes[1], codes[1] + 6);
    for (char *p = typed; *p != '\0'; p++)
        *p = (char)(*p >= 'a' && *p <= 'z' ? *p - 32 : *p);
    CHECK_INT(log_in_with("phoneless", typed), 200);
    const json_t *answer = ask(GET, "/account/factors", NULL);
    CHECK_INT(json_integer_value(rig_at(answer, "/items/0/recovery_codes_left")), 8);
}

static void
wrong_codes_make_the_account_wait_as_wrong_passwords_do(void)
{
    enter("guessed_code");
    enrol();
    for (int i = 0; i < 5; i++)
        CHECK_INT(log_in_with("guessed_code", "123456"), 401);
    next_step();
    CHECK_INT(log_in_with("guessed_code", code_now(0)), 429);
    now_ms += 61 * 1000;
    CHECK_INT(log_in_with("guessed_code", code_now(0)), 200);
}

static void
wrong_codes_under_a_clock_that_was_ahead_keep_nobody_out_for_so_long(void)
{
    const int64_t ahead = 100000 * (int64_t)1000;

    enter("jumped");
    enrol();
    now_ms += ahead;
    for (int i = 0; i < 5; i++)
        CHECK_INT(log_in_with("jumped", "123456"), 401);
    CHECK_INT(log_in_with("jumped", "123456"), 429);
    now_ms -= ahead; /* set right */
    next_step();
    CHECK_INT(log_in_with("jumped", code_now(0)), 200);
    for (int i = 0; i < 5; i++)
        CHECK_INT(log_in_with("jumped", "123456"), 401);
    CHECK_INT(log_in_with("jumped", "123456"), 429);
}

static void
a_factor_is_taken_off_by_password_and_code_and_by_nothing_less(void)
{
    char body[200];

    enter("careful");
    enrol();
    ask(DELETE, "/account/factors", "{\"password\":\"" PASSWORD "\"}");
    CHECK_INT(r.status, 422);
    ask(POST, "/account/factors", "{\"password\":\"" PASSWORD "\"}");
    CHECK_INT(r.status, 422);
    next_step();
    snprintf(body, sizeof body, "{\"password\":\"wrong one 8\",\"code\":\"%s\"}", code_now(0));
    ask(DELETE, "/account/factors", body);
    CHECK_INT(r.status, 422);
    snprintf(body, sizeof body, "{\"password\":\"" PASSWORD "\",\"code\":\"%s\"}", code_now(0));
    ask(DELETE, "/account/factors", body);
    CHECK_INT(r.status, 204);
    CHECK_INT(log_in("careful", PASSWORD), 200);
    ask(DELETE, "/account/factors", body);
    CHECK_INT(r.status, 409);
}

static void
new_recovery_codes_take_the_place_of_the_old(void)
{
    char body[200], old[16];

    enter("renewer");
    enrol();
    snprintf(old, sizeof old, "%s", codes[3]);
    snprintf(body, sizeof body, "{\"password\":\"" PASSWORD "\",\"code\":\"%s\"}", codes[9]);
    const json_t *answer = ask(POST, "/account/factors/codes", body);
    CHECK_INT(r.status, 200);
    CHECK_INT(json_array_size(json_object_get(answer, "recovery_codes")), 10);
    CHECK_INT(log_in_with("renewer", old), 401);
}

static void
enrolling_ends_the_sessions_that_began_without(void)
{
    char first[128];

    enter("elsewhere");
    snprintf(first, sizeof first, "%s", bearer);
    CHECK_INT(log_in("elsewhere", PASSWORD), 200);
    enrol();
    ask(GET, "/account", NULL);
    CHECK_INT(r.status, 200);
    snprintf(bearer, sizeof bearer, "%s", first);
    ask(GET, "/account", NULL);
    CHECK_INT(r.status, 401);
}

static void
a_secret_that_nobody_confirmed_leaves_the_one_that_is_in_use(void)
{
    char body[200], live[64];

    enter("undecided");
    enrol();
    snprintf(live, sizeof live, "%s", secret);
    next_step();
    snprintf(body, sizeof body, "{\"password\":\"" PASSWORD "\",\"code\":\"%s\"}", code_now(0));
    ask(POST, "/account/factors", body);
    CHECK_INT(r.status, 200);
    ask(POST, "/account/factors/confirm", "{\"code\":\"000000\"}");
    CHECK_INT(r.status, 422);
    next_step();
    CHECK_INT(log_in_with("undecided", code_now(0)), 200);
    CHECK_STR(secret, live);
}

/* ---- what is due ----------------------------------------------------------------------------- */

static void
staff_without_a_factor_may_do_nothing_but_enrol(void)
{
    settings.second_factor = "staff";
    hire("new_auditor", ROLE_SET(ROLE_AUDITOR));
    CHECK_INT(log_in("new_auditor", PASSWORD), 200);
    const json_t *answer = ask(GET, "/session", NULL);
    CHECK_STR(json_str(answer, "due"), "factor");
    CHECK_INT(json_array_size(json_object_get(answer, "may")), 0);
    answer = ask(GET, "/audit", NULL);
    CHECK_INT(r.status, 403);
    CHECK_STR(problem(answer), "factor_enrol_required");
    answer = ask(PUT, "/account", "{\"contact_name\":\"x\",\"mobile\":\"1\",\"email\":\"a@b.c\"}");
    CHECK_INT(r.status, 403);

    enrol();
    ask(GET, "/audit", NULL);
    CHECK_INT(r.status, 200);
    answer = ask(GET, "/session", NULL);
    CHECK(json_object_get(answer, "due") == NULL);
    enter("mere_filer");
    ask(GET, "/filings", NULL);
    CHECK_INT(r.status, 200);

    settings.second_factor = "all";
    answer = ask(GET, "/filings", NULL);
    CHECK_INT(r.status, 403);
    settings.second_factor = "off";
    ask(GET, "/filings", NULL);
    CHECK_INT(r.status, 200);
}

static int
change(const char *from, const char *to)
{
    char body[300];

    snprintf(body, sizeof body, "{\"old_password\":\"%s\",\"new_password\":\"%s\"}", from, to);
    ask(PUT, "/account/password", body);
    return r.status;
}

static void
a_password_that_others_have_seen_is_changed_first(void)
{
    const json_t *answer;

    settings.is_trial = true;
    hire("chief", ROLE_SET(ROLE_SYSTEM_ADMIN));
    CHECK_INT(log_in("chief", PASSWORD), 200);
    ask(POST, "/staff",
        "{\"username\":\"printed\",\"password\":\"" PASSWORD "\",\"roles\":[\"auditor\"]}");
    CHECK_INT(r.status, 201);
    settings.is_trial = false;

    CHECK_INT(log_in("printed", PASSWORD), 200);
    answer = ask(GET, "/audit", NULL);
    CHECK_INT(r.status, 403);
    CHECK_STR(problem(answer), "password_change_required");
    answer = ask(POST, "/account/factors", "{\"password\":\"" PASSWORD "\"}");
    CHECK_INT(r.status, 403);
    CHECK_INT(change(PASSWORD, PASSWORD), 422);
    CHECK_INT(change(PASSWORD, "my own words 7"), 204);
    ask(GET, "/audit", NULL);
    CHECK_INT(r.status, 200);
}

static void
where_passwords_grow_old_they_are_changed_in_time(void)
{
    enter("rotating");
    settings.password_days = 90;
    settings.session_ms = settings.session_max_ms = 400 * DAY_MS;
    CHECK_INT(log_in("rotating", PASSWORD), 200);
    now_ms += 90 * DAY_MS;
    ask(GET, "/filings", NULL);
    CHECK_INT(r.status, 200);
    now_ms += 1;
    const json_t *answer = ask(GET, "/filings", NULL);
    CHECK_INT(r.status, 403);
    CHECK_STR(problem(answer), "password_change_required");
    CHECK_INT(change(PASSWORD, "quarterly words 8"), 204);
    ask(GET, "/filings", NULL);
    CHECK_INT(r.status, 200);
    settings.password_days = 0;
    settings.session_ms = settings_default.session_ms;
    settings.session_max_ms = settings_default.session_max_ms;
}

static void
where_it_is_set_the_last_passwords_are_not_used_again(void)
{
    enter("remembering");
    settings.password_history = 2;
    now_ms += 1000;
    CHECK_INT(change(PASSWORD, "second words 22"), 204);
    now_ms += 1000;
    CHECK_INT(change("second words 22", PASSWORD), 422);
    CHECK_INT(change("second words 22", "third words 333"), 204);
    now_ms += 1000;
    CHECK_INT(change("third words 333", "second words 22"), 422);
    CHECK_INT(change("third words 333", PASSWORD), 204);
    settings.password_history = 0;
}

static void
length_and_classes_are_as_set(void)
{
    enter("particular");
    settings.password_min = 12;
    CHECK_INT(change(PASSWORD, "kq7 vnz2 pl"), 422);
    settings.password_min = 8;
    settings.password_classes = 4;
    CHECK_INT(change(PASSWORD, "kq7 vnz2 pl"), 422);
    CHECK_INT(change(PASSWORD, "kQ7 vnz2 pl"), 204);
    settings.password_classes = 0;
}

static void
a_password_is_the_same_however_its_letters_are_composed(void)
{
    enter("etudiante");
    CHECK_INT(change(PASSWORD, "e\xcc\x81tude de nuit"), 204);
    CHECK_INT(log_in("etudiante", "\xc3\xa9tude de nuit"), 200);
    CHECK_INT(log_in("etudiante", "e\xcc\x81tude de nuit"), 200);
}

/* ---- sessions -------------------------------------------------------------------------------- */

static void
staff_who_do_nothing_are_logged_out_before_filers_are(void)
{
    hire("idle_auditor", ROLE_SET(ROLE_AUDITOR));
    CHECK_INT(log_in("idle_auditor", PASSWORD), 200);
    now_ms += settings.staff_session_ms - 1;
    ask(GET, "/audit", NULL);
    CHECK_INT(r.status, 200);
    now_ms += settings.staff_session_ms;
    ask(GET, "/audit", NULL);
    CHECK_INT(r.status, 401);

    CHECK_INT(log_in("idle_auditor", PASSWORD), 200);
    int64_t ends = now_ms + settings.staff_session_max_ms;
    while (now_ms + settings.staff_session_ms / 2 < ends) {
        now_ms += settings.staff_session_ms / 2;
        ask(GET, "/session", NULL);
    }
    now_ms = ends;
    ask(GET, "/audit", NULL);
    CHECK_INT(r.status, 401);
}

static void
of_too_many_sessions_the_oldest_ends(void)
{
    char first[128], second[128];

    settings.sessions_max = 2;
    enter("everywhere");
    snprintf(first, sizeof first, "%s", bearer);
    now_ms += 1000;
    CHECK_INT(log_in("everywhere", PASSWORD), 200);
    snprintf(second, sizeof second, "%s", bearer);
    now_ms += 1000;
    CHECK_INT(log_in("everywhere", PASSWORD), 200);
    const json_t *answer = ask(GET, "/account/sessions", NULL);
    CHECK_INT(json_array_size(json_object_get(answer, "items")), 2);
    CHECK(json_is_true(rig_at(answer, "/items/0/is_this")));

    snprintf(bearer, sizeof bearer, "%s", first);
    ask(GET, "/account", NULL);
    CHECK_INT(r.status, 401);
    snprintf(bearer, sizeof bearer, "%s", second);
    ask(DELETE, "/account/sessions", "{\"which\":\"others\"}");
    CHECK_INT(r.status, 204);
    answer = ask(GET, "/account/sessions", NULL);
    CHECK_INT(json_array_size(json_object_get(answer, "items")), 1);
    settings.sessions_max = settings_default.sessions_max;
}

static const struct check_test tests[] = {
    TEST(an_authenticator_is_shown_as_a_secret_an_address_and_a_picture),
    TEST(a_login_needs_the_code_once_it_is_confirmed),
    TEST(a_code_lets_in_once),
    TEST(a_recovery_code_lets_in_once_however_it_is_typed),
    TEST(wrong_codes_make_the_account_wait_as_wrong_passwords_do),
    TEST(wrong_codes_under_a_clock_that_was_ahead_keep_nobody_out_for_so_long),
    TEST(a_factor_is_taken_off_by_password_and_code_and_by_nothing_less),
    TEST(new_recovery_codes_take_the_place_of_the_old),
    TEST(enrolling_ends_the_sessions_that_began_without),
    TEST(a_secret_that_nobody_confirmed_leaves_the_one_that_is_in_use),
    TEST(staff_without_a_factor_may_do_nothing_but_enrol),
    TEST(a_password_that_others_have_seen_is_changed_first),
    TEST(where_passwords_grow_old_they_are_changed_in_time),
    TEST_LONG(where_it_is_set_the_last_passwords_are_not_used_again),
    TEST(length_and_classes_are_as_set),
    TEST(a_password_is_the_same_however_its_letters_are_composed),
    TEST(staff_who_do_nothing_are_logged_out_before_filers_are),
    TEST(of_too_many_sessions_the_oldest_ends),
};

int
main(int argc, char **argv)
{
    return handle_main(argc, argv, tests, LEN(tests));
}
