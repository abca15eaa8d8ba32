/* JSON that is read straight into Lua: as it stands, or not at all. */
#include "policy_rig.h"

struct text {
    const char *name, *json;
    const char *out; /* NULL: refused as malformed; beginning with !: refused with that code */
};
static const struct text texts[] = {
    {"plain", "\"好\"", "好"},
    {"escapes", "\"a\\\"b\\\\c\\/d\\b\\f\\n\\r\\te\"", "a\"b\\c/d\b\f\n\r\te"},
    {"unicode_escapes", "\"\\u4e2d\\u0041\\u00e9\"", "中Aé"},
    {"surrogates", "\"\\ud83d\\ude00\"", "😀"},
    {"escape_at_the_end", "\"x\\n\"", "x\n"},
    {"white_space_around", " \n\t\"x\" \r", "x"},
    {"integer", "42", "42"},
    {"negative", "-7", "-7"},
    {"largest_integer", "9223372036854775807", "9223372036854775807"},
    {"real", "1.5", "1.5"},
    {"exponent", "25e-1", "2.5"},
    {"yes", "true", "true"},
    {"no", "false", "false"},
    {"null_is_nothing", "null", "nil"},
    {"empty_object", "{}", "table"},
    {"empty_array", "[]", "table"},
    {"null_in_a_list_keeps_its_place", "[null,1]", "table"},
    {"lone_surrogate", "\"\\ud83d\"", NULL},
    {"half_a_pair", "\"\\ud83d\\u0041\"", NULL},
    {"nul_escape", "\"\\u0000\"", NULL},
    {"bad_escape", "\"\\x41\"", NULL},
    {"control_character", "\"a\nb\"", NULL},
    {"control_character_after_an_escape", "\"\\ta\nb\"", NULL},
    {"unfinished_string", "\"a", NULL},
    {"unfinished_escape", "\"a\\", NULL},
    {"short_unicode", "\"\\u12\"", NULL},
    {"leading_zero", "01", NULL},
    {"lone_minus", "-", NULL},
    {"no_digits_after_the_point", "1.", NULL},
    {"no_exponent", "1e", NULL},
    {"integer_beyond_all", "9223372036854775808", NULL},
    {"real_beyond_all", "1e999", NULL},
    {"trailing_comma_in_a_list", "[1,]", NULL},
    {"trailing_comma_in_an_object", "{\"a\":1,}", NULL},
    {"comma_first", "[,1]", NULL},
    {"no_colon", "{\"a\" 1}", NULL},
    {"no_quotes", "{a:1}", NULL},
    {"word", "nul", NULL},
    {"nothing", "", NULL},
    {"two_values", "1 2", NULL},
    {"bad_utf8", "\"\xff\"", NULL},
    {"overlong_utf8", "\"\xe0\x80\xaf\"", NULL},
    {"surrogate_in_utf8", "\"\xed\xa0\x80\"", NULL},
    {"repeated_key", "{\"a\":1,\"a\":2}", "!json_duplicate_key"},
    {"repeated_key_further_apart", "{\"b\":1,\"a\":1,\"c\":3,\"b\":2}", "!json_duplicate_key"},
    {"repeated_key_by_an_escape", "{\"a\":1,\"\\u0061\":2}", "!json_duplicate_key"},
};

/* A rule that says what it was given. */
static const char repeats[] =
    "rule { id = 'test.hostile', title = '测试', law = '测试法', severity = 'error',\n"
    "  kinds = { 'subject' }, reads = { 'filing.version' },\n"
    "  check = function(facts, say) say.at('', tostring(facts.filing.version)) end }";

/* The words of the finding of test.hostile, "" when there is none. */
static const char *
words_of(const char *answer)
{
    json_t *found, *root = rig_parse(answer);
    size_t i;

    json_array_foreach(json_object_get(root, "findings"), i, found)
    {
        if (str_is(json_str(found, "rule"), "test.hostile"))
            return json_str(found, "message");
    }
    return "";
}

static void
json_in(const void *row)
{
    const struct text *x = row;
    struct policy *p = rig_policy(RIG_CHECK, repeats, NULL);
    struct fault f = {0};
    const char *answer = NULL;
    char *facts = arena_printf(a,
                               "{\"attachments\":{},\"clock\":{\"today\":\"2026-11-24\"},"
                               "\"filing\":{\"action\":\"initial\",\"data\":{},"
                               "\"kind\":\"subject\",\"version\":%s},\"products\":[]}",
                               x->json);
    enum err err = policy_ask(p, a, POLICY_JUDGE, facts, &answer, &f);

    if (x->out && *x->out != '!') {
        if (CHECK_ERR(err, OK, &f))
            CHECK_STR(words_of(answer), x->out);
    } else {
        CHECK(err != OK);
        CHECK_STR(f.code, x->out ? x->out + 1 : "json_malformed");
    }
    policy_close(p);
}

/* One content in some orders and dresses; the first is the canonical one, whose hash counts. */
static const char *const ways[] = {
    "{\"attachments\":{},\"clock\":{\"today\":\"2026-11-24\"},\"filing\":{\"action\":\"initial\","
    "\"data\":{\"basic\":{\"name\":\"中\"}},\"kind\":\"subject\",\"n\":null},\"products\":[]}",

    "{ \"attachments\":{},\"clock\":{\"today\":\"2026-11-24\"},\"filing\":{\"action\":\"initial\","
    "\"data\":{\"basic\":{\"name\":\"中\"}},\"kind\":\"subject\",\"n\":null},\"products\":[]}",

    "{\"products\":[],\"filing\":{\"n\":null,\"kind\":\"subject\",\"data\":{\"basic\":{"
    "\"name\":\"\\u4e2d\"}},\"action\":\"initial\"},\"clock\":{\"today\":\"2026-11-24\"},"
    "\"attachments\":{}}",

    "{\"attachments\":{},\"clock\":{\"today\":\"2026-11-24\"},\"filing\":{\"action\":\"initial\","
    "\"data\":{\"basic\":{\"name\":\"中\"}},\"n\":null,\"kind\":\"subject\"},\"products\":[]}",
};

static void
facts_have_one_hash_however_they_are_written(void)
{
    struct policy *p = rig_policy_of("rules");
    char hash[SHA256_TEXT];

    sha256_hex(ways[0], strlen(ways[0]), hash);
    for (size_t i = 0; i < LEN(ways); i++) {
        const char *answer = NULL;
        struct fault f = {0};
        check_about("way %zu", i);
        CHECK_ERR(policy_ask(p, a, POLICY_JUDGE, ways[i], &answer, &f), OK, &f);
        CHECK_HAS(answer, hash);
    }
    policy_close(p);
}

static const struct check_test tests[] = {
    TEST_EACH(json_in, texts),
    TEST(facts_have_one_hash_however_they_are_written),
    TEST(no_judge_is_left_behind),
};

int
main(int argc, char **argv)
{
    rig_start(argc, argv);
    return check_main(argc, argv, tests, LEN(tests));
}
