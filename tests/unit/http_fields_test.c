/* Header fields: every form that a standard allows says the same, and every other says nothing. */
#include "http/http.h"
#include "rig.h"

/* ---- tags ------------------------------------------------------------------------------------ */

static const struct tag_row {
    const char *name, *list, *tag;
    bool is_strong, is_weak;
} tag_rows[] = {
    {"the tag alone", "\"r7\"", "\"r7\"", true, true},
    {"another", "\"r8\"", "\"r7\"", false, false},
    {"a longer one", "\"r77\"", "\"r7\"", false, false},
    {"a shorter one", "\"r\"", "\"r7\"", false, false},
    {"the last of a list", "\"a\", \"r7\"", "\"r7\"", true, true},
    {"the first of a list", "\"r7\",\"a\"", "\"r7\"", true, true},
    {"among blanks and empty members", ",, \"a\" ,\t,\"r7\" , ", "\"r7\"", true, true},
    {"weak", "W/\"r7\"", "\"r7\"", false, true},
    {"weak and strong", "W/\"r7\", \"r7\"", "\"r7\"", true, true},
    {"weak in small letters is none", "w/\"r7\"", "\"r7\"", false, false},
    {"a star", "*", "\"r7\"", true, true},
    {"a star among blanks", " * ", "\"r7\"", true, true},
    {"a star of what has no tag", "*", NULL, true, true},
    {"a tag of what has none", "\"r7\"", NULL, false, false},
    {"a star in a list", "\"r7\", *", "\"r7\"", false, false},
    {"a list behind a star", "*, \"r7\"", "\"r7\"", false, false},
    {"a star in quotes", "\"*\"", "\"r7\"", false, false},
    {"without quotes", "r7", "\"r7\"", false, false},
    {"half a quote", "\"r7", "\"r7\"", false, false},
    {"a comma inside", "\"a,\"r7\"\"", "\"r7\"", false, false},
    {"a tag with a comma", "\"a,b\", \"r7\"", "\"r7\"", true, true},
    {"a tag with a backslash", "\"a\\\", \"r7\"", "\"r7\"", true, true},
    {"a tag in another encoding", "\"\xD5\xC5\", \"r7\"", "\"r7\"", true, true},
    {"a blank inside is no tag", "\"r7\", \"a b\"", "\"r7\"", false, false},
    {"no comma between", "\"r7\" \"a\"", "\"r7\"", false, false},
    {"nothing", "", "\"r7\"", false, false},
};

static void
a_list_of_tags_names_what_its_members_are(const void *row)
{
    const struct tag_row *x = row;
    CHECK(http_tags_name(x->list, x->tag, TAG_STRONG) == x->is_strong);
    CHECK(http_tags_name(x->list, x->tag, TAG_WEAK) == x->is_weak);
}

/* ---- origins --------------------------------------------------------------------------------- */

static const struct origin_row {
    const char *name, *host, *origin, *site;
    bool is_https;
    enum origin is;
} origin_rows[] = {
    {"the same", "a.cn", "http://a.cn", NULL, false, ORIGIN_SAME},
    {"the same by https", "a.cn", "https://a.cn", NULL, true, ORIGIN_SAME},
    {"capitals", "A.cn", "HTTPS://a.CN", NULL, true, ORIGIN_SAME},
    {"the usual port in Host", "a.cn:80", "http://a.cn", NULL, false, ORIGIN_SAME},
    {"the usual port in Origin", "a.cn", "http://a.cn:80", NULL, false, ORIGIN_SAME},
    {"443 in Host", "a.cn:443", "https://a.cn", NULL, true, ORIGIN_SAME},
    {"443 in Host behind a proxy", "a.cn:443", "https://a.cn", NULL, false, ORIGIN_SAME},
    {"443 in Host is https", "a.cn:443", "http://a.cn", NULL, false, ORIGIN_FOREIGN},
    {"443 in Host, http at 443", "a.cn:443", "http://a.cn:443", NULL, false, ORIGIN_FOREIGN},
    {"80 is not https's", "a.cn:80", "https://a.cn", NULL, true, ORIGIN_FOREIGN},
    {"443 is not http's", "a.cn", "http://a.cn:443", NULL, false, ORIGIN_FOREIGN},
    {"a port", "a.cn:8443", "https://a.cn:8443", NULL, true, ORIGIN_SAME},
    {"a port with noughts", "a.cn:08443", "https://a.cn:8443", NULL, true, ORIGIN_SAME},
    {"an empty port", "a.cn:", "https://a.cn", NULL, true, ORIGIN_SAME},
    {"another port", "a.cn:8443", "https://a.cn", NULL, true, ORIGIN_FOREIGN},
    {"https over http", "a.cn", "https://a.cn", NULL, false, ORIGIN_SCHEME},
    {"https over http, a port", "a.cn:8443", "https://a.cn:8443", NULL, false, ORIGIN_SCHEME},
    {"http over https", "a.cn", "http://a.cn", NULL, true, ORIGIN_FOREIGN},
    {"a final dot", "a.cn.", "https://a.cn", NULL, true, ORIGIN_SAME},
    {"a final dot and a port", "a.cn", "https://a.cn.:443", NULL, true, ORIGIN_SAME},
    {"two final dots", "a.cn..", "https://a.cn", NULL, true, ORIGIN_FOREIGN},
    {"IPv6", "[::1]:8080", "http://[::1]:8080", NULL, false, ORIGIN_SAME},
    {"IPv6 written out", "[0:0:0:0:0:0:0:1]", "http://[::1]:80", NULL, false, ORIGIN_SAME},
    {"IPv6 in capitals", "[2001:DB8::A]", "http://[2001:db8:0::a]", NULL, false, ORIGIN_SAME},
    {"another IPv6", "[::1]", "http://[::2]", NULL, false, ORIGIN_FOREIGN},
    {"IPv6 is no name", "[::1]", "http://::1", NULL, false, ORIGIN_FOREIGN},
    {"a broken IPv6", "[::1", "http://[::1", NULL, false, ORIGIN_FOREIGN},
    {"a longer name", "a.cn", "https://a.cn.evil.test", NULL, true, ORIGIN_FOREIGN},
    {"a name before it", "a.cn", "https://evil-a.cn", NULL, true, ORIGIN_FOREIGN},
    {"a user before it", "a.cn", "https://a.cn@evil.test", NULL, true, ORIGIN_FOREIGN},
    {"a user that is the name", "a.cn", "https://evil.test@a.cn", NULL, true, ORIGIN_FOREIGN},
    {"a path", "a.cn", "https://a.cn/x", NULL, true, ORIGIN_FOREIGN},
    {"null", "a.cn", "null", "same-origin", true, ORIGIN_FOREIGN},
    {"another scheme", "a.cn", "ftp://a.cn", NULL, false, ORIGIN_FOREIGN},
    {"a scheme that begins so", "a.cn", "httpsx://a.cn", NULL, true, ORIGIN_FOREIGN},
    {"no scheme", "a.cn", "a.cn", NULL, true, ORIGIN_FOREIGN},
    {"several", "a.cn", "https://a.cn https://evil.test", NULL, true, ORIGIN_FOREIGN},
    {"a port too large", "a.cn", "https://a.cn:65979", NULL, true, ORIGIN_FOREIGN},
    {"a port of letters", "a.cn", "https://a.cn:https", NULL, true, ORIGIN_FOREIGN},
    {"no Host", NULL, "https://a.cn", NULL, true, ORIGIN_FOREIGN},
    {"an empty host", ":80", "http://:80", NULL, false, ORIGIN_FOREIGN},
    {"Origin decides", "a.cn", "https://evil.test", "same-origin", true, ORIGIN_FOREIGN},
    {"the browser says same", "a.cn", NULL, "same-origin", false, ORIGIN_SAME},
    {"the browser says site", "a.cn", NULL, "same-site", false, ORIGIN_UNKNOWN},
    {"nobody says", "a.cn", NULL, NULL, false, ORIGIN_UNKNOWN},
};

static void
an_origin_is_scheme_host_and_port(const void *row)
{
    const struct origin_row *x = row;
    struct request q = {
        .host = x->host, .origin = x->origin, .sec_fetch_site = x->site, .is_https = x->is_https};
    CHECK_INT(http_origin(&q), x->is);
}

/* ---- media types ----------------------------------------------------------------------------- */

static const struct type_row {
    const char *name, *type;
    bool is_json;
} type_rows[] = {
    {"plain", "application/json", true},
    {"capitals", "Application/JSON", true},
    {"utf-8", "application/json; charset=utf-8", true},
    {"UTF-8 in quotes", "application/json;charset=\"UTF-8\"", true},
    {"no blank, a final semicolon", "application/json;charset=UTF-8;", true},
    {"blanks", " application/json", false},
    {"a tab before the semicolon", "application/json\t; charset=utf-8", true},
    {"another parameter", "application/json; profile=\"a;b\"; v=1", true},
    {"gbk", "application/json; charset=gbk", false},
    {"GB18030 in capitals", "application/json; CHARSET=GB18030", false},
    {"two charsets", "application/json; charset=utf-8; charset=gbk", false},
    {"utf-16", "application/json; charset=utf-16", false},
    {"another type that begins so", "application/jsonp", false},
    {"a suffix", "application/json+x", false},
    {"a patch", "application/json-patch+json", false},
    {"text", "text/json", false},
    {"two types", "application/json, text/plain", false},
    {"an open quote", "application/json; charset=\"utf-8", false},
    {"no value", "application/json; charset", false},
    {"nothing", "", false},
    {"none", NULL, false},
};

static void
json_is_one_type_in_utf8(const void *row)
{
    const struct type_row *x = row;
    CHECK(http_is_json(a, x->type) == x->is_json);
}

/* ---- credentials and keys -------------------------------------------------------------------- */

static void
the_scheme_of_credentials_has_no_case_and_the_token_has(void)
{
    CHECK_STR(http_bearer(a, "Bearer aB"), "aB");
    CHECK_STR(http_bearer(a, "bearer aB"), "aB");
    CHECK_STR(http_bearer(a, "BEARER   aB "), "aB");
    CHECK_STR(http_bearer(a, "bEaReR\taB"), "aB");
    CHECK_STR(http_bearer(a, "Bearer aB cD"), "");
    CHECK_STR(http_bearer(a, "Bearer aB, Bearer cD"), "");
    CHECK_STR(http_bearer(a, "Bearer"), "");
    CHECK_STR(http_bearer(a, "Bearer "), "");
    CHECK(http_bearer(a, "Bearers aB") == NULL);
    CHECK(http_bearer(a, "Basic aB") == NULL);
    CHECK(http_bearer(a, "") == NULL);
    CHECK(http_bearer(a, NULL) == NULL);
}

static void
a_key_is_text_that_can_be_seen(void)
{
    char most[201], more[202];

    memset(most, 'k', sizeof most);
    memset(more, 'k', sizeof more);
    most[200] = more[201] = '\0';
    CHECK_STR(http_key(a, "k-1"), "k-1");
    CHECK_STR(http_key(a, "\"k-1\""), "k-1");
    CHECK_STR(http_key(a, "a b"), "a b");
    CHECK_STR(http_key(a, "\""), "\"");
    CHECK_STR(http_key(a, most), most);
    CHECK(http_key(a, more) == NULL);
    CHECK(http_key(a, "") == NULL);
    CHECK(http_key(a, "\"\"") == NULL);
    CHECK(http_key(a, "a\tb") == NULL);
    CHECK(http_key(a, "\"a\\\"b\"") == NULL);
    CHECK(http_key(a, "键") == NULL);
}

static const struct check_test tests[] = {
    TEST_EACH(a_list_of_tags_names_what_its_members_are, tag_rows),
    TEST_EACH(an_origin_is_scheme_host_and_port, origin_rows),
    TEST_EACH(json_is_one_type_in_utf8, type_rows),
    TEST(the_scheme_of_credentials_has_no_case_and_the_token_has),
    TEST(a_key_is_text_that_can_be_seen),
};

int
main(int argc, char **argv)
{
    rig_start(argc, argv);
    return check_main(argc, argv, tests, LEN(tests));
}
