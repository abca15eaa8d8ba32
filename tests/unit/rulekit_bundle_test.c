/* A set as one thing: read from folders or from text, known by one hash, its declarations found. */
#include "policy_rig.h"

#include <sys/stat.h>

/* By hand, the hash of a set of one file under that host API. */
static void
hash_under(int api, const char *path, const char *text, char hash[SHA256_TEXT])
{
    char head[96];
    struct sha256 h;

    sha256_start(&h);
    sha256_add(&h, head, (size_t)snprintf(head, sizeof head, "suanbei host api %d\n", api));
    sha256_add(&h, path, strlen(path) + 1);
    sha256_add(&h, head, (size_t)snprintf(head, sizeof head, "%zu\n", strlen(text)));
    sha256_add(&h, text, strlen(text));
    sha256_end(&h, hash);
}

static void
the_hash_covers_the_host_api(void)
{
    static const char set[] = "{\"set.lua\":\"-- x\"}";
    struct bundle *b;
    struct fault f = {0};
    char hash[SHA256_TEXT];

    CHECK_ERR(bundle_parse(&b, set, strlen(set), &f), OK, &f);
    hash_under(RULEKIT_API, "set.lua", "-- x", hash);
    CHECK_STR(bundle_hash(b), hash);
    hash_under(RULEKIT_API + 1, "set.lua", "-- x", hash);
    CHECK(!str_is(bundle_hash(b), hash));
    bundle_free(b);
}

static void
the_engine_names_its_version_and_its_own_text(void)
{
    static const char head[] = "suanbei-engine/2+";

    CHECK(str_starts(policy_engine(), head));
    CHECK_INT(strspn(policy_engine() + strlen(head), "0123456789abcdef"), 12);
}

/* ---- folders --------------------------------------------------------------------------------- */

static char root[] = RIG_TEMP, set[64], local[64]; /* set and local are below root */

static void
put(const char *path, const char *text)
{
    rig_write(root, path, text, strlen(text));
}

static void
make_folders(void)
{
    memcpy(root, RIG_TEMP, sizeof root);
    rig_temp(root);
    snprintf(set, sizeof set, "%s/set", root);
    snprintf(local, sizeof local, "%s/local", root);
    CHECK_INT(mkdir(set, 0755), 0);
    CHECK_INT(mkdir(local, 0755), 0);

    char deep[80];
    snprintf(deep, sizeof deep, "%s/deep", set);
    CHECK_INT(mkdir(deep, 0755), 0);
    put("set/a.lua", "-- 甲");
    put("set/deep/b.json", "{}");
    put("set/README.md", "not part of it");
    put("set/.a.lua.swp", "not part of it");
}

/* The files and the hash of what the folders hold . */
struct content {
    const char *text, *hash;
};

static struct content
content_of(const char *folder, const char *over)
{
    struct bundle *b;
    struct fault f = {0};
    struct content c = {"", ""};

    if (!CHECK_ERR(bundle_read(&b, folder, over, &f), OK, &f))
        return c;
    c.text = bundle_text(b, a);
    c.hash = arena_strdup(a, bundle_hash(b));
    bundle_free(b);
    return c;
}

static void
a_set_is_read_from_its_folder(void)
{
    char nowhere[80];

    make_folders();
    snprintf(nowhere, sizeof nowhere, "%s/nowhere", root);
    CHECK_STR(content_of(set, nowhere).text, "{\"a.lua\":\"-- 甲\",\"deep/b.json\":\"{}\"}");
    rig_folder_remove(root);
}

static void
a_set_as_text_is_the_same_set(void)
{
    struct bundle *b;
    struct fault f = {0};

    make_folders();
    struct content c = content_of(set, NULL);
    CHECK_ERR(bundle_parse(&b, c.text, strlen(c.text), &f), OK, &f);
    CHECK_STR(bundle_hash(b), c.hash);
    bundle_free(b);
    rig_folder_remove(root);
}

static void
a_local_file_lies_beside_the_shipped_one(void)
{

    make_folders();
    struct content shipped = content_of(set, local);
    put("local/a.lua", "-- 乙");
    struct content both = content_of(set, local);
    CHECK_STR(both.text, "{\"a.lua\":\"-- 甲\",\"deep/b.json\":\"{}\",\"local/a.lua\":\"-- 乙\"}");
    CHECK(!str_is(both.hash, shipped.hash));
    rig_folder_remove(root);
}

static void
a_set_written_out_whole_is_the_same_set(void)
{
    char inside[80];

    make_folders();
    put("local/a.lua", "-- 乙");
    struct content both = content_of(set, local);
    snprintf(inside, sizeof inside, "%s/local", set);
    CHECK_INT(mkdir(inside, 0755), 0);
    put("set/local/a.lua", "-- 乙");
    CHECK_STR(content_of(set, NULL).hash, both.hash);
    rig_folder_remove(root);
}

static void
the_same_folder_twice_is_one_layer(void)
{

    make_folders();
    CHECK_STR(content_of(set, set).hash, content_of(set, NULL).hash);
    rig_folder_remove(root);
}

static void
a_file_that_is_not_utf8_is_named_with_its_line(void)
{
    struct bundle *b = (struct bundle *)root; /* anything but NULL */
    struct fault f = {0};

    make_folders();
    put("local/a.lua", "-- 一\n\xff\n");
    CHECK_ERR(bundle_read(&b, set, local, &f), ERR_RULE, &f);
    CHECK_STR(f.where, "rules.local/a.lua:2");
    CHECK(b == NULL);
    rig_folder_remove(root);
}

static void
sets_with_odd_names_or_shapes_are_refused(void)
{
    static const char *const bad[] = {"{\"../a.lua\":\"\"}",
                                      "{\"/a.lua\":\"\"}",
                                      "{\"a.txt\":\"\"}",
                                      "{\"a b.lua\":\"\"}",
                                      "{\"a//b.lua\":\"\"}",
                                      "{\".a.lua\":\"\"}",
                                      "{\"a.lua\":1}",
                                      "[]",
                                      "{}",
                                      "{\"a.lua\":"};

    for (size_t i = 0; i < LEN(bad); i++) {
        struct bundle *b = (struct bundle *)root; /* anything but NULL */
        struct fault f = {0};
        check_about("%s", bad[i]);
        CHECK_ERR(bundle_parse(&b, bad[i], strlen(bad[i]), &f), ERR_RULE, &f);
        CHECK(b == NULL);
    }
}

/* ---- declarations ---------------------------------------------------------------------------- */

static const char declarations[] = "-- {\n"
                                   "rule {\n"
                                   "  a = '}', b = \"\\\"}\", -- }\n"
                                   "  c = [[ } ]], d = [=[ ]] } ]=], --[[ } ]]\n"
                                   "  e = { f(1) },\n"
                                   "}\n"
                                   "local x = 1\n"
                                   "limit 'x'\n";

static void
a_declaration_ends_with_its_bracket(void)
{
    struct bundle *b = rig_bundle("checks/a.lua", declarations);
    const char *whole = strchr(declarations, '\n') + 1;

    CHECK_STR(bundle_declaration(b, "rules/checks/a.lua", 2, a),
              arena_strndup(a, whole, (size_t)(strstr(whole, "}\nlocal") + 1 - whole)));
    bundle_free(b);
}

static void
a_line_without_a_bracket_is_the_line_and_no_line_is_nothing(void)
{
    struct bundle *b = rig_bundle("checks/a.lua", declarations);

    CHECK_STR(bundle_declaration(b, "rules/checks/a.lua", 7, a), "local x = 1");
    CHECK(bundle_declaration(b, "rules/checks/a.lua", 99, a) == NULL);
    CHECK(bundle_declaration(b, "rules/b.lua", 1, a) == NULL);
    CHECK(bundle_declaration(b, "engine", 1, a) == NULL);
    bundle_free(b);
}

static void
a_local_declaration_is_found_in_its_layer(void)
{
    struct bundle *b = NULL;
    struct fault f = {0};

    CHECK_ERR(rig_bundle_of(&b,
                            RIG_FILES("checks/a.lua", declarations, "local/checks/a.lua",
                                      "rule { 1 } -- 尾\n"),
                            &f),
              OK, &f);
    CHECK_STR(bundle_declaration(b, "rules.local/checks/a.lua", 1, a), "rule { 1 } -- 尾");
    bundle_free(b);
}

static const struct check_test tests[] = {
    TEST(the_hash_covers_the_host_api),
    TEST(the_engine_names_its_version_and_its_own_text),
    TEST(a_set_is_read_from_its_folder),
    TEST(a_set_as_text_is_the_same_set),
    TEST(a_local_file_lies_beside_the_shipped_one),
    TEST(a_set_written_out_whole_is_the_same_set),
    TEST(the_same_folder_twice_is_one_layer),
    TEST(a_file_that_is_not_utf8_is_named_with_its_line),
    TEST(sets_with_odd_names_or_shapes_are_refused),
    TEST(a_declaration_ends_with_its_bracket),
    TEST(a_line_without_a_bracket_is_the_line_and_no_line_is_nothing),
    TEST(a_local_declaration_is_found_in_its_layer),
};

int
main(int argc, char **argv)
{
    rig_start(argc, argv);
    return check_main(argc, argv, tests, LEN(tests));
}
