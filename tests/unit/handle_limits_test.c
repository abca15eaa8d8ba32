/* What is refused so that others are served: passwords beyond their turn, and what a full disk has
 * no room for. */
#include "handle_rig.h"

#define CHANGE "{\"old_password\":\"" PASSWORD "\",\"new_password\":\"another long one 7\"}"

static void
a_password_whose_turn_does_not_come_is_not_hashed(void)
{
    enter("early");
    char mine[sizeof bearer];
    memcpy(mine, bearer, sizeof mine);

    hashes_many = true;
    CHECK_INT(log_in("early", PASSWORD), 503);
    CHECK_STR(header("Retry-After"), "1");
    CHECK_INT(log_in("nobody", PASSWORD), 503);
    memcpy(bearer, mine, sizeof mine);
    ask(PUT, "/account/password", CHANGE);
    CHECK_INT(r.status, 503);
    hashes_many = false;
    CHECK_INT(hashes_at_once, 0);
    CHECK_INT(log_in("early", PASSWORD), 200);
}

static void
whoever_has_hashed_makes_room(void)
{
    sign_up("polite");
    CHECK_INT(log_in("polite", "wrong password"), 401);
    CHECK_INT(log_in("nobody at all", PASSWORD), 401);
    CHECK_INT(log_in("polite", PASSWORD), 200);
    ask(PUT, "/account/password", CHANGE);
    CHECK_INT(r.status, 204);
    CHECK_INT(hashes_at_once, 0);
}

static void
a_session_does_not_help_to_guess_the_password(void)
{
    enter("stolen");
    for (int i = 0; i < 5; i++) {
        ask(PUT, "/account/password",
            "{\"old_password\":\"wrong password\",\"new_password\":\"another long one 7\"}");
        CHECK_INT(r.status, 422);
    }
    ask(PUT, "/account/password", CHANGE);
    CHECK_INT(r.status, 429);
    CHECK_STR(header("Retry-After"), "60");
    now_ms += 60 * 1000;
    ask(PUT, "/account/password", CHANGE);
    CHECK_INT(r.status, 204);
}

static int
status_of(enum method method, const char *path, const char *json)
{
    ask(method, path, json);
    return r.status;
}

static void
a_disk_that_runs_full_is_left_to_who_logs_in_and_reviews(void)
{
    char path[128];
    const char *begin = "{\"kind\":\"subject\",\"action\":\"initial\"}";

    enter("full");
    new_subject(path);
    snprintf(if_match, sizeof if_match, "*");
    settings.free_bytes_min = INT64_MAX / 2;
    CHECK_INT(status_of(POST, "/filings", begin), 507);
    CHECK_STR(header("Retry-After"), "60");
    CHECK_INT(status_of(POST, "/products", "{}"), 507);
    CHECK_INT(status_of(PUT, path, "{\"data\":{}}"), 200);

    settings.free_bytes_reserve = INT64_MAX / 2;
    CHECK_INT(status_of(PUT, path, "{\"data\":{}}"), 507);
    CHECK_INT(status_of(GET, path, NULL), 200);
    CHECK_INT(status_of(DELETE, path, NULL), 204);
    if_match[0] = '\0';
    CHECK_INT(log_in("full", PASSWORD), 200);
    CHECK_INT(status_of(DELETE, "/session", NULL), 204);

    settings.free_bytes_min = settings.free_bytes_reserve = 0;
    CHECK_INT(log_in("full", PASSWORD), 200);
    CHECK_INT(status_of(POST, "/filings", begin), 201);
}

static const struct check_test tests[] = {
    TEST(a_password_whose_turn_does_not_come_is_not_hashed),
    TEST(whoever_has_hashed_makes_room),
    TEST(a_session_does_not_help_to_guess_the_password),
    TEST(a_disk_that_runs_full_is_left_to_who_logs_in_and_reviews),
};

int
main(int argc, char **argv)
{
    return handle_main(argc, argv, tests, LEN(tests));
}
