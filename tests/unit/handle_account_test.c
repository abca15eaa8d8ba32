/* Accounts and their sessions: wrong passwords, and how long one stays logged in. */
#include "handle_rig.h"

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

static void
a_session_ends_when_its_time_is_over(void)
{
    enter("sleeper");
    now_ms += settings.session_ms - 1;
    ask(GET, "/session", NULL);
    CHECK_INT(r.status, 200);
    now_ms += 1;
    ask(GET, "/session", NULL);
    CHECK_INT(r.status, 401);
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
    /* and the password */
    CHECK_INT(json_object_size(json_object_get(body, "properties")), n + 1);
    CHECK_INT(json_array_size(json_object_get(body, "required")), n + 1);
}

static const struct check_test tests[] = {
    TEST(five_wrong_passwords_make_the_account_wait_and_no_longer_than_told),
    TEST(an_account_that_does_not_exist_is_refused_in_the_same_words),
    TEST(a_session_ends_when_its_time_is_over),
    TEST(a_registration_carries_what_the_rules_are_told_of),
};

int
main(int argc, char **argv)
{
    return handle_main(argc, argv, tests, LEN(tests));
}
