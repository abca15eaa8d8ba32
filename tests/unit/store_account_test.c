/* One process: accounts and their sessions, attempts and replies, organizations. */
#include "store_rig.h"

static void
account_comes_back_as_it_went(void)
{
    struct account x;

    GOOD(store_account_by_id(s, a, rig_filer.id, &x, &fault));
    CHECK_STR(x.username, "Filer");
    CHECK_STR(x.password_hash, "hash");
    CHECK_INT(x.roles.bits, ROLE_FILER);
    CHECK_STR(x.organization_id, rig_org.id);
    CHECK_STR(x.organization_name, rig_org.name);
    CHECK_STR(x.contact_name, "张三");
    CHECK_STR(x.mobile, "13800000000");
    CHECK_STR(x.email, "a@example.com");
    CHECK_INT(x.created_at, rig_filer.created_at);

    GOOD(store_account_by_username(s, a, "ｆＩLER", &x, &fault));
    CHECK_STR(x.id, rig_filer.id);
    GOOD(store_account_by_username(s, a, "fі\u200blеr", &x, &fault)); /* two Cyrillic letters */
    CHECK_STR(x.id, rig_filer.id);
    CHECK_ERR(store_account_by_id(s, a, "nobody", &x, &fault), ERR_NOTFOUND, &fault);
}

static void
a_name_that_looks_like_another_is_taken(void)
{
    static const char *const names[] = {"filеr", "ＦＩＬＥＲ", "fil\u00ader"};
    for (size_t i = 0; i < LEN(names); i++) {
        struct account x = rig_filer;
        x.username = names[i];
        WRITE(CHECK_ERR(store_account_add(s, &x, &fault), ERR_CONFLICT, &fault));
    }
}

#define SHA "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

static void
a_session_acts_by_a_mandate_from_its_first_moment_to_its_last(void)
{
    struct organization other = {.name = "委托单位"};
    struct attachment paper = {
        .sha256 = SHA, .media_type = "application/pdf", .filename = "委托书.pdf", .size_bytes = 1};
    struct mandate m = {.member = MEMBER_FILL,
                        .begins_at = 1000,
                        .ends_at = 2000,
                        .offer_ends_at = INT64_MAX,
                        .given_by = rig_filer.id};
    struct session session = {.token_hash = "hm", .account_id = rig_filer.id, .expires_at = 9000};
    struct live_session x;

    WRITE({
        GOOD(store_organization_add(s, &other, &fault));
        m.organization_id = paper.organization_id = other.id;
        paper.uploaded_by = rig_filer.id;
        GOOD(store_attachment_add(s, &paper, &fault));
        m.attachment_id = paper.id;
        GOOD(store_mandate_add(s, &m, &fault));
        GOOD(store_mandate_accept(s, m.id, rig_filer.id, &fault));
        CHECK_ERR(store_mandate_accept(s, m.id, rig_filer.id, &fault), ERR_NOTFOUND, &fault);
        GOOD(store_session_add(s, &session, &fault));
        GOOD(store_session_act(s, "hm", m.id, &fault));
    });
    const int64_t moments[] = {999, 1000, 1999, 2000};
    for (size_t i = 0; i < LEN(moments); i++) {
        bool is_good = i == 1 || i == 2;
        check_about("at %ld", (long)moments[i]);
        GOOD(store_session_account(s, a, "hm", moments[i], &x, &fault));
        CHECK_STR(x.account.organization_id, is_good ? other.id : NULL);
        CHECK_STR(x.account.organization_name, is_good ? other.name : NULL);
        CHECK_INT(x.account.member, is_good ? MEMBER_FILL : MEMBER_NONE);
        CHECK_STR(x.account.mandate_id, m.id);
        m.account_id = rig_filer.id;
        CHECK_INT(mandate_state(&m, moments[i]) == MANDATE_GOOD, is_good);
    }
    WRITE(GOOD(store_mandate_end(s, m.id, rig_filer.id, &fault)));
    GOOD(store_session_account(s, a, "hm", 1500, &x, &fault));
    CHECK(x.account.organization_id == NULL);
    WRITE(GOOD(store_session_act(s, "hm", NULL, &fault)));
    GOOD(store_session_account(s, a, "hm", 1500, &x, &fault));
    CHECK_STR(x.account.organization_id, rig_org.id);
    WRITE(GOOD(store_session_delete(s, "hm", &fault)));
}

static void
account_changes_but_for_its_name(void)
{
    struct account x;

    GOOD(store_account_by_id(s, a, rig_filer.id, &x, &fault));
    x.roles = BOTH_REVIEWERS;
    x.is_disabled = true;
    x.email = NULL;
    WRITE({
        GOOD(store_account_update(s, &x, &fault));
        GOOD(store_account_password(s, x.id, "other", &fault));
        CHECK_ERR(store_account_password(s, "nobody", "other", &fault), ERR_NOTFOUND, &fault);
    });

    GOOD(store_account_by_id(s, a, x.id, &x, &fault));
    CHECK_INT(x.roles.bits, ROLE_REVIEWER);
    CHECK_STR(x.roles.reviews, BOTH_REVIEWERS.reviews);
    CHECK(x.is_disabled);
    CHECK(x.email == NULL);
    CHECK_STR(x.password_hash, "other");
    CHECK_STR(x.username, "Filer");
    WRITE(GOOD(store_account_update(s, &rig_filer, &fault)));
}

/* A role that the schema does not know is a role that nobody can be given. */
static void
every_role_can_be_given(void)
{
    struct account x = rig_filer;

    for (unsigned role = 1; role_name(role) != NULL; role <<= 1) {
        check_about("%s", role_name(role));
        x.roles = ROLE_SET(role);
        WRITE(GOOD(store_account_update(s, &x, &fault)));
    }
    WRITE(GOOD(store_account_update(s, &rig_filer, &fault)));
}

static void
username_taken_in_another_case_is_a_conflict(void)
{
    struct account x = {.username = "FILER", .password_hash = "x", .roles = ROLE_SET(ROLE_FILER)};
    struct account good = {
        .username = "another", .password_hash = "x", .roles = ROLE_SET(ROLE_FILER)};

    WRITE({
        CHECK_REFUSED(store_account_add(s, &x, &fault), ERR_CONFLICT, "exists", &fault);
        CHECK_STR(fault.where, "account_add");
        GOOD(store_account_add(s, &good, &fault)); /* the transaction is still good */
    });
}

static void
accounts_are_paged_by_role(void)
{
    struct account *rows,
        second = {.username = "second", .password_hash = "x", .roles = ROLE_SET(ROLE_FILER)};
    struct account_query q = {.roles = ROLE_FILER, .limit = 1};
    int n, seen = 0;

    rig_store_new();
    WRITE(GOOD(store_account_add(s, &second, &fault)));
    do {
        GOOD(store_account_list(s, a, &q, &rows, &n, &fault));
        CHECK_MOST(n, 1);
        if (n)
            q.cursor = rows[0].id;
        seen += n;
    } while (n > 0 && seen < 10);

    CHECK_INT(seen, 2);
    q = (struct account_query){.roles = ROLE_REVIEWER, .limit = 50};
    GOOD(store_account_list(s, a, &q, &rows, &n, &fault));
    CHECK_INT(n, 1);
}

/* Two sessions of the filer that end at 1000. */
static void
log_in_twice(void)
{
    rig_store_new();
    struct session one = {"h1", rig_filer.id, 1, 1000, false},
                   two = {"h2", rig_filer.id, 1, 1000, true};
    WRITE({
        GOOD(store_session_add(s, &one, &fault));
        GOOD(store_session_add(s, &two, &fault));
    });
}

static void
session_ends_by_time(void)
{
    struct live_session x;

    log_in_twice();
    GOOD(store_session_account(s, a, "h1", 999, &x, &fault));
    CHECK_STR(x.account.username, "Filer");
    CHECK_STR(x.account.organization_name, rig_org.name);
    CHECK_INT(x.session.created_at, 1);
    CHECK_INT(x.session.expires_at, 1000);
    CHECK_ERR(store_session_account(s, a, "h1", 1000, &x, &fault), ERR_NOTFOUND, &fault);
    CHECK_ERR(store_session_account(s, a, "h0", 1, &x, &fault), ERR_NOTFOUND, &fault);
}

static void
session_is_prolonged_by_the_first_who_asks_and_not_when_it_is_gone(void)
{
    struct live_session x;

    log_in_twice();
    GOOD(store_session_account(s, a, "h1", 1, &x, &fault));
    x.session.token_hash = "h1";
    WRITE({
        GOOD(store_session_prolong(s, &x.session, 2000, &fault));
        GOOD(store_session_prolong(s, &x.session, 3000, &fault)); /* read before it */
        GOOD(store_session_delete(s, "h2", &fault));
    });
    GOOD(store_session_account(s, a, "h1", 1999, &x, &fault));
    CHECK_INT(x.session.expires_at, 2000);
    x.session.token_hash = "h2";
    x.session.expires_at = 1000;
    WRITE(GOOD(store_session_prolong(s, &x.session, 2000, &fault)));
    CHECK_ERR(store_session_account(s, a, "h2", 1, &x, &fault), ERR_NOTFOUND, &fault);
}

static void
session_ends_with_the_account(void)
{
    struct account disabled;
    struct live_session x;

    log_in_twice();
    disabled = rig_filer;
    disabled.is_disabled = true;
    WRITE(GOOD(store_account_update(s, &disabled, &fault)));
    CHECK_ERR(store_session_account(s, a, "h1", 1, &x, &fault), ERR_NOTFOUND, &fault);
}

static void
sessions_end_by_hand_one_or_all_but_one(void)
{
    struct live_session x;

    log_in_twice();
    WRITE(GOOD(store_session_delete_all(s, rig_filer.id, "h2", &fault)));
    CHECK_ERR(store_session_account(s, a, "h1", 1, &x, &fault), ERR_NOTFOUND, &fault);
    GOOD(store_session_account(s, a, "h2", 1, &x, &fault));
    WRITE(GOOD(store_session_delete(s, "h2", &fault)));
    CHECK_ERR(store_session_account(s, a, "h2", 1, &x, &fault), ERR_NOTFOUND, &fault);
}

static void
attempts_are_kept_until_they_are_cleared_or_long_over(void)
{
    struct attempts t = {3, 10, 20, 30}, found;

    GOOD(store_attempts_load(s, "account:x", &found, &fault));
    CHECK_INT(found.failures, 0);
    WRITE({
        GOOD(store_attempts_save(s, "account:x", &t, &fault));
        t.failures = 4;
        GOOD(store_attempts_save(s, "account:x", &t, &fault));
        GOOD(store_attempts_save(s, "address:y", &t, &fault));
        GOOD(store_attempts_clear(s, "address:y", &fault));
    });

    GOOD(store_attempts_load(s, "account:x", &found, &fault));
    CHECK_INT(found.failures, 4);
    CHECK_INT(found.first_at, 10);
    CHECK_INT(found.last_at, 20);
    CHECK_INT(found.blocked_until, 30);
    GOOD(store_attempts_load(s, "address:y", &found, &fault));
    CHECK_INT(found.failures, 0);

    WRITE(GOOD(store_purge(s, rig_time, &fault)));
    GOOD(store_attempts_load(s, "account:x", &found, &fault));
    CHECK_INT(found.failures, 0);
}

static void
replies_are_kept_a_day_each_once_for_whom_and_key(void)
{
    struct stored_reply back, r = {.request_hash = "hash",
                                   .status = 201,
                                   .headers = "{\"Location\":\"/x\"}",
                                   .body = "{}"};
    const int64_t day = 86400000;

    CHECK_ERR(store_reply_load(s, a, "me", "k", &back, &fault), ERR_NOTFOUND, &fault);
    WRITE({
        GOOD(store_reply_add(s, "me", "k", &r, &fault));
        CHECK_ERR(store_reply_add(s, "me", "k", &r, &fault), ERR_AGAIN, &fault);
        GOOD(store_reply_add(s, "-", "k", &r, &fault));
    });
    GOOD(store_reply_load(s, a, "me", "k", &back, &fault));
    CHECK_INT(back.status, 201);
    CHECK_STR(back.request_hash, "hash");
    CHECK_STR(back.headers, "{\"Location\":\"/x\"}");
    CHECK_STR(back.body, "{}");

    WRITE(GOOD(store_purge(s, rig_time + day - 100000, &fault)));
    GOOD(store_reply_load(s, a, "me", "k", &back, &fault));
    WRITE(GOOD(store_purge(s, rig_time + day + 100000, &fault)));
    CHECK_ERR(store_reply_load(s, a, "me", "k", &back, &fault), ERR_NOTFOUND, &fault);
}

static void
organization_gets_one_serial_for_good(void)
{
    struct organization o = {.name = "乙"}, third = {.name = "丙"};

    WRITE({
        GOOD(store_organization_add(s, &o, &fault));
        GOOD(store_organization_add(s, &third, &fault));
        GOOD(store_organization_approve(s, &o, &fault));
        long serial = o.serial;
        CHECK_LEAST(serial, 1000001);
        CHECK_MOST(serial, 9999999);
        o.serial = 0;
        GOOD(store_organization_approve(s, &o, &fault));
        CHECK_INT(o.serial, serial);
        GOOD(store_organization_approve(s, &third, &fault));
        CHECK_INT(third.serial, serial + 1);
    });
}

static void
organization_is_approved_under_a_code_that_another_has_too(void)
{
    struct organization o = {.name = "乙"}, other = {.name = "丙"}, found;
    bool elsewhere = false;

    WRITE({
        GOOD(store_organization_add(s, &o, &fault));
        GOOD(store_organization_add(s, &other, &fault));
        o.credit_code = other.credit_code = "91350100M000100Y43";
        o.area = "350100";
        GOOD(store_organization_approve(s, &o, &fault));
        GOOD(store_organization_approve(s, &other, &fault)); /* whose it is, a reviewer decides */
    });
    GOOD(store_credit_code_elsewhere(s, o.id, o.credit_code, &elsewhere, &fault));
    CHECK(elsewhere);

    GOOD(store_organization_load(s, a, o.id, &found, &fault));
    CHECK_INT(found.serial, o.serial);
    CHECK_STR(found.area, "350100");
    CHECK_STR(found.credit_code, "91350100M000100Y43");
    CHECK_ERR(store_organization_load(s, a, "nobody", &found, &fault), ERR_NOTFOUND, &fault);
}

static const struct check_test tests[] = {
    TEST(a_name_that_looks_like_another_is_taken),
    TEST(account_comes_back_as_it_went),
    TEST(a_session_acts_by_a_mandate_from_its_first_moment_to_its_last),
    TEST(account_changes_but_for_its_name),
    TEST(every_role_can_be_given),
    TEST(username_taken_in_another_case_is_a_conflict),
    TEST(accounts_are_paged_by_role),
    TEST(session_ends_by_time),
    TEST(session_is_prolonged_by_the_first_who_asks_and_not_when_it_is_gone),
    TEST(session_ends_with_the_account),
    TEST(sessions_end_by_hand_one_or_all_but_one),
    TEST(attempts_are_kept_until_they_are_cleared_or_long_over),
    TEST(replies_are_kept_a_day_each_once_for_whom_and_key),
    TEST(organization_gets_one_serial_for_good),
    TEST(organization_is_approved_under_a_code_that_another_has_too),
};

int
main(int argc, char **argv)
{
    return rig_store_main(argc, argv, NULL, tests, LEN(tests));
}
