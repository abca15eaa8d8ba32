/* One-time passwords against the vectors of RFC 6238, and which passwords are guessed too easily.
 */
#include "check.h"
#include "model/model.h"

#include <stdlib.h>

/* "12345678901234567890" in base 32. */
#define RFC_SECRET "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"

static void
codes_are_those_of_rfc_6238(void)
{
    static const struct {
        int64_t seconds;
        const char *code;
    } vectors[] = {
        {59, "94287082"},         {1111111109, "07081804"}, {1111111111, "14050471"},
        {1234567890, "89005924"}, {2000000000, "69279037"}, {20000000000, "65353130"},
    };
    char code[9];

    for (size_t i = 0; i < LEN(vectors); i++) {
        CHECK_ERR(totp_code(RFC_SECRET, vectors[i].seconds / 30, 8, code), OK, NULL);
        CHECK_STR(code, vectors[i].code);
    }
}

static void
a_code_is_good_one_step_early_and_one_late_and_no_more(void)
{
    const int64_t now = 1790042400000LL, step = now / TOTP_STEP_MS;
    char code[9];

    for (int off = -3; off <= 3; off++) {
        check_about("%d steps off", off);
        CHECK_ERR(totp_code(RFC_SECRET, step + off, TOTP_DIGITS, code), OK, NULL);
        int64_t want = off >= -1 && off <= 1 ? step + off : 0;
        CHECK_INT(totp_step(RFC_SECRET, code, now, 0), want);
    }
}

static void
a_code_that_was_used_is_not_good_again_nor_is_an_older_one(void)
{
    const int64_t now = 1790042400000LL, step = now / TOTP_STEP_MS;
    char older[9], code[9], next[9];

    CHECK_ERR(totp_code(RFC_SECRET, step - 1, TOTP_DIGITS, older), OK, NULL);
    CHECK_ERR(totp_code(RFC_SECRET, step, TOTP_DIGITS, code), OK, NULL);
    CHECK_ERR(totp_code(RFC_SECRET, step + 1, TOTP_DIGITS, next), OK, NULL);
    CHECK_INT(totp_step(RFC_SECRET, code, now, step), 0);
    CHECK_INT(totp_step(RFC_SECRET, older, now, step), 0);
    CHECK_INT(totp_step(RFC_SECRET, next, now, step), step + 1);
}

static void
what_is_no_code_of_six_digits_is_none(void)
{
    static const char *const others[] = {"", "1", "12345", "1234567", "abcdef", "12345\xef"};

    for (size_t i = 0; i < LEN(others); i++)
        CHECK_INT(totp_step(RFC_SECRET, others[i], 1790042400000LL, 0), 0);
    CHECK_INT(totp_step("not base 32!", "123456", 1790042400000LL, 0), 0);
}

static void
a_new_secret_is_one_that_makes_codes(void)
{
    char secret[TOTP_SECRET_TEXT], other[TOTP_SECRET_TEXT], code[9];

    totp_secret_new(&world_real, secret);
    totp_secret_new(&world_real, other);
    CHECK_INT(strlen(secret), 32);
    CHECK(strcmp(secret, other) != 0);
    CHECK_ERR(totp_code(secret, 1, TOTP_DIGITS, code), OK, NULL);
}

/* ---- passwords ------------------------------------------------------------------------------- */

static const char *const no_names[] = {NULL};

static void
what_everybody_types_is_refused(void)
{
    static const char *const weak[] = {
        "password",     "PASSWORD",      "P@ssw0rd1",        "p@$$w0rd!",       "Passw0rd!23",
        "00000001",     "88888888",      "suanbei2026",      "Suanbei@2026",    "SuanBei#123",
        "admin@123",    "Admin888!",     "root1234",         "woaini1314",      "woaini520",
        "5201314520",   "Woaini5201314", "zhangwei1990",     "wangfang123",     "liming@2024",
        "qwer1234",     "1qaz2wsx",      "1qaz@WSX",         "!QAZ2wsx",        "qwertyuiop",
        "asdfghjkl",    "abcd1234",      "abc123456",        "a123456789",      "12345678",
        "87654321",     "123123123",     "abcabcabc",        "Aa1!Aa1!",        "19900101",
        "1990-01-01",   "20260101",      "iloveyou",         "sunshine1",       "welcome123",
        "letmein!!",    "dragon2024",    "taobao123",        "tencent2025",     "13800138000",
        "1a2b3c4d",     "qazwsxedc",     "zaq12wsx",         "jiayou2026",      "zhongguo1949",
        "wodemima123",  "mima123456",    "beian2026",        "suanfa@123",      "rule_editor1",
        "reviewer2026", "auditor!1",     "ｐａｓｓｗｏｒｄ", "p a s s w o r d", "11223344",
        "aaaa1111",     "147258369",     "qweasdzxc",        "monkey12345",     "1234qwer",
        "00112233",     "99999999a",     "123456789a",
    };
    struct arena *a = arena_new();

    for (size_t i = 0; i < LEN(weak); i++) {
        check_about("%s", weak[i]);
        CHECK(password_weakness(a, weak[i], no_names) != NULL);
    }
    arena_free(a);
}

static void
what_nobody_guesses_early_is_taken(void)
{
    static const char *const good[] = {
        "correct horse 9",   "lang-genug-und-neu", "Pw-1a2b3c4d5e-f6a7b8c9d0", "夏天的风吹过江面",
        "tr0ub4dor&3x-lamp", "kq7!vNz2pL",         "four words of no sense",   "9cUp-teaLeaf-moon",
        "xk29fqmw",          "another horse 10",   "h7Kd0pQ2xW9vZ4mT",
    };
    struct arena *a = arena_new();

    for (size_t i = 0; i < LEN(good); i++) {
        check_about("%s", good[i]);
        CHECK_STR(password_weakness(a, good[i], no_names), NULL);
    }
    arena_free(a);
}

static void
a_name_of_its_owner_is_no_password(void)
{
    const char *const names[] = {"LiXiaohua", "某某科技", NULL};
    struct arena *a = arena_new();

    CHECK(password_weakness(a, "lixiaohua-kq7v", names) != NULL);
    CHECK(password_weakness(a, "xx某某科技kq7v", names) != NULL);
    CHECK_STR(password_weakness(a, "lixiao-kq7vmm", names), NULL);
    arena_free(a);
}

/* Both ends and some between: a line that is not found would be one of a bad order. */
static void
every_line_of_the_list_is_found(void)
{
    struct arena *a = arena_new();
    struct fault f = {0};
    char *text = NULL;
    size_t n = 0;
    long lines = 0, longer = 0, missed = 0;

    CHECK_ERR(file_read("fcgi/model/common_passwords.txt", 1 << 20, &text, &n, &f), OK, &f);
    for (const char *p = text; p < text + n; lines++) {
        size_t line_n = strcspn(p, "\n");
        const char *word = arena_strndup(a, p, line_n);
        longer += line_n >= 8;
        if (password_weakness(a, word, no_names) == NULL && missed++ == 0)
            check_about("%s", word);
        p += line_n + 1;
    }
    CHECK_INT(missed, 0);
    CHECK_LEAST(longer, 10000);
    CHECK_LEAST(lines, longer);
    free(text);
    arena_free(a);
}

static void
composed_and_decomposed_are_one_password(void)
{
    struct arena *a = arena_new();

    CHECK_STR(password_nfc(a, "e\xcc\x81tude-7"), "\xc3\xa9tude-7");
    CHECK_STR(password_nfc(a, "\xc3\xa9tude-7"), "\xc3\xa9tude-7");
    CHECK_STR(password_nfc(a, "ｆｕｌｌ"), "ｆｕｌｌ");
    CHECK_STR(password_nfc(a, "\xff\xfe"), "\xff\xfe");
    CHECK_STR(password_nfc(a, ""), "");
    arena_free(a);
}

static void
four_classes_of_characters_are_told_apart(void)
{
    CHECK_INT(password_classes("abc"), 1);
    CHECK_INT(password_classes("abC"), 2);
    CHECK_INT(password_classes("abC1"), 3);
    CHECK_INT(password_classes("abC1!"), 4);
    CHECK_INT(password_classes("密码"), 1);
}

/* ---- roles ----------------------------------------------------------------------------------- */

static void
one_account_holds_no_two_administrations_and_a_filer_nothing_else(void)
{
    const unsigned editor = ROLE_RULE_EDITOR, approver = ROLE_RULE_APPROVER,
                   reviewer = ROLE_REVIEWER, auditor = ROLE_AUDITOR, admin = ROLE_SYSTEM_ADMIN;
    const unsigned refused[] = {admin | approver,    admin | auditor,    approver | auditor,
                                editor | approver,   reviewer | admin,   reviewer | approver,
                                reviewer | auditor,  ROLE_FILER | admin, ROLE_FILER | reviewer,
                                ROLE_FILER | editor, editor | auditor,   editor | admin};

    for (size_t i = 0; i < LEN(refused); i++) {
        check_about("%u", refused[i]);
        CHECK(role_conflict(refused[i]) != NULL);
        CHECK(role_conflict(refused[i] | reviewer) != NULL);
    }
    for (unsigned bit = 1; bit <= ROLE_SYSTEM_ADMIN; bit <<= 1)
        CHECK_STR(role_conflict(bit), NULL);
    CHECK_STR(role_conflict(editor | reviewer), NULL);
    CHECK_STR(role_conflict(0), NULL);
}

static const struct check_test tests[] = {
    TEST(codes_are_those_of_rfc_6238),
    TEST(a_code_is_good_one_step_early_and_one_late_and_no_more),
    TEST(a_code_that_was_used_is_not_good_again_nor_is_an_older_one),
    TEST(what_is_no_code_of_six_digits_is_none),
    TEST(a_new_secret_is_one_that_makes_codes),
    TEST(what_everybody_types_is_refused),
    TEST(what_nobody_guesses_early_is_taken),
    TEST(a_name_of_its_owner_is_no_password),
    TEST(every_line_of_the_list_is_found),
    TEST(composed_and_decomposed_are_one_password),
    TEST(four_classes_of_characters_are_told_apart),
    TEST(one_account_holds_no_two_administrations_and_a_filer_nothing_else),
};

int
main(int argc, char **argv)
{
    base_init();
    return check_main(argc, argv, tests, LEN(tests));
}
