/* A candidate beside its base: merged from changes, compared as diff does, file by file. */
#include "govern/govern.h"
#include "rig.h"

static struct fault fault;

static enum err
merge(const char *changes, struct bundle **out)
{
    return govern_merge(a, "{\"a.lua\":\"1\\n\",\"b.lua\":\"2\\n\"}", rig_parse(changes), out,
                        &fault);
}

static void
a_candidate_is_a_map_of_changes_on_a_base(void)
{
    struct bundle *b = NULL;

    CHECK_ERR(merge("{\"a.lua\":null,\"c.lua\":\"3\\n\",\"b.lua\":\"4\\n\"}", &b), OK, &fault);
    CHECK_STR(bundle_text(b, a), "{\"b.lua\":\"4\\n\",\"c.lua\":\"3\\n\"}");
    bundle_free(b);
    CHECK_ERR(merge("{}", &b), OK, &fault);
    CHECK_STR(bundle_text(b, a), "{\"a.lua\":\"1\\n\",\"b.lua\":\"2\\n\"}");
    bundle_free(b);
    CHECK_REFUSED(merge("{\"x.lua\":null}", &b), ERR_RULE, "rule_bundle", &fault);
    CHECK_STR(fault.where, "x.lua");
    CHECK_REFUSED(merge("{\"x.lua\":5}", &b), ERR_RULE, "rule_bundle", &fault);
    CHECK_REFUSED(merge("{\"../x.lua\":\"\"}", &b), ERR_RULE, "rule_bundle", &fault);
    CHECK_REFUSED(merge("{\"a.lua\":null,\"b.lua\":null}", &b), ERR_RULE, "rule_bundle", &fault);
}

static void
a_fault_names_its_file_as_the_bundle_does(void)
{
    static const struct {
        const char *where, *file;
        long line;
    } rows[] = {{"rules/checks/x.lua:12", "checks/x.lua", 12},
                {"rules.local/limits.lua:3", "local/limits.lua", 3},
                {"checks/x.lua", "checks/x.lua", 0},
                {"", "", 0}};

    for (size_t i = 0; i < LEN(rows); i++) {
        struct fault f = {0};
        long line;
        check_about("%s", rows[i].where);
        snprintf(f.where, sizeof f.where, "%s", rows[i].where);
        CHECK_STR(govern_fault_file(a, &f, &line), rows[i].file);
        CHECK_INT(line, rows[i].line);
    }
}

static const char *
diff(const char *old, const char *new)
{
    struct buf b = BUF(a);
    govern_diff(&b, old, new);
    return b.p;
}

static void
differences_are_shown_as_diff_shows_them(void)
{
    CHECK_STR(diff("a\nb\n", "a\nb\n"), "");
    CHECK_STR(diff(NULL, "a\nb\n"), "@@ -0,0 +1,2 @@\n+a\n+b\n");
    CHECK_STR(diff("a\nb\n", NULL), "@@ -1,2 +0,0 @@\n-a\n-b\n");
    CHECK_STR(diff("1\n2\n3\n4\n5\n6\n7\n", "1\n2\n3\nx\n5\n6\n7\n"),
              "@@ -1,7 +1,7 @@\n 1\n 2\n 3\n-4\n+x\n 5\n 6\n 7\n");
    CHECK_STR(diff("1\n2\n3\n4\n5\n", "1\n2\n3\n4\n5\n6\n"), "@@ -3,3 +3,4 @@\n 3\n 4\n 5\n+6\n");
    CHECK_STR(diff("a\n1\n2\n3\n4\n5\n6\n7\n8\nb\n", "A\n1\n2\n3\n4\n5\n6\n7\n8\nB\n"),
              "@@ -1,4 +1,4 @@\n-a\n+A\n 1\n 2\n 3\n@@ -7,4 +7,4 @@\n 6\n 7\n 8\n-b\n+B\n");
    CHECK_STR(diff("x\ny\nz\n", "y\nx\nz\n"), "@@ -1,3 +1,3 @@\n-x\n y\n+x\n z\n");
}

static void
long_texts_with_nothing_in_common_are_taken_out_and_put_in_whole(void)
{
    struct buf old = BUF(a), new = BUF(a);

    for (int i = 0; i < 3000; i++) {
        buf_printf(&old, "o%d\n", i);
        buf_printf(&new, "n%d\n", i);
    }

    const char *text = diff(old.p, new.p);
    CHECK(str_starts(text, "@@ -1,3000 +1,3000 @@\n-o0\n"));
    CHECK_HAS(text, "-o2999\n+n0\n");
}

static void
files_are_told_as_added_modified_and_removed(void)
{
    struct file_change *x;
    int n;

    CHECK_ERR(govern_changes(a, "{\"a\":\"1\",\"c\":\"3\",\"d\":\"4\"}",
                             "{\"a\":\"1\",\"b\":\"2\",\"c\":\"2\"}", &x, &n, &fault),
              OK, &fault);
    CHECK_INT(n, 4);
    CHECK_STR(x[0].path, "a");
    CHECK(x[0].change == NULL);
    CHECK_STR(x[1].change, "removed");
    CHECK(x[1].text == NULL);
    CHECK_STR(x[2].change, "modified");
    CHECK_STR(x[2].base_text, "2");
    CHECK_STR(x[3].change, "added");
}

static const struct check_test tests[] = {
    TEST(a_candidate_is_a_map_of_changes_on_a_base),
    TEST(a_fault_names_its_file_as_the_bundle_does),
    TEST(differences_are_shown_as_diff_shows_them),
    TEST(long_texts_with_nothing_in_common_are_taken_out_and_put_in_whole),
    TEST(files_are_told_as_added_modified_and_removed),
};

int
main(int argc, char **argv)
{
    rig_start(argc, argv);
    return check_main(argc, argv, tests, LEN(tests));
}
