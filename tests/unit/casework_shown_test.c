/* What a submitted filing shows beside its data is frozen with it, and is the same as what is made
 * of a version that an earlier program froze. */
#include "casework_rig.h"

#include <string.h>

static void
save_product(const char *id, const char *name)
{
    struct product x;

    GOOD(store_product_load(s, a, id, &x, &fault));
    json_t *data = rig_parse(x.data);
    json_object_set_new(data, "name", json_string(name));
    x.name = name;
    x.data = json_text(a, data);
    WRITE(GOOD(store_product_save(s, &x, &fault)));
}

static const char *
product_name(const char *id)
{
    struct product x;
    GOOD(store_product_load(s, a, id, &x, &fault));
    return x.name;
}

/* From here on as an earlier program has frozen it, until let_be(). */
static void
make_old(const char *id)
{
    CHECK_INT(rig_sql(s, arena_printf(a,
                                      "SAVEPOINT old; DROP TRIGGER version_no_update; UPDATE "
                                      "version SET shown = NULL, revisions = NULL "
                                      "WHERE filing_id = '%s'",
                                      id)),
              SQLITE_OK);
}

static void
let_be(void)
{
    CHECK_INT(rig_sql(s, "ROLLBACK TO old; RELEASE old"), SQLITE_OK);
}

struct seen {
    struct showing shown;
    struct product_change *changes;
    int n;
};

static struct seen
see(const struct account *who, const char *id)
{
    struct filing x = rig_filing_now(id);
    struct seen out = {0};

    DONE(shown_newest(as(who), &x, &out.shown));
    DONE(shown_changes(&acting, &x, &out.shown, &out.changes, &out.n));
    return out;
}

/* By who reads it: as it is, and as if it were of old. */
static void
is_shown_alike(const struct account *who, const char *id)
{
    struct seen now = see(who, id), old;

    CHECK(now.shown.version.revisions != NULL);
    make_old(id);
    old = see(who, id);
    CHECK(old.shown.version.revisions == NULL);
    let_be();

    CHECK_INT(old.shown.version.n, now.shown.version.n);
    CHECK_STR(old.shown.version.data, now.shown.version.data);
    CHECK_STR(old.shown.coverage, now.shown.coverage);
    CHECK_STR(old.shown.files, now.shown.files);
    CHECK_INT(old.n, now.n);
    for (int i = 0; i < now.n; i++) {
        CHECK_STR(old.changes[i].product_id, now.changes[i].product_id);
        CHECK_STR(old.changes[i].name, now.changes[i].name);
        CHECK_STR(old.changes[i].facts, now.changes[i].facts);
    }
}

static void
what_is_frozen_in_words_is_what_is_made_of_the_products(void)
{
    struct account who = rig_approved_company();
    const char *id = rig_submitted(&who, "algorithm");
    struct seen now = see(&who, id);
    struct version v;
    json_t *products;

    GOOD(store_version_load(s, a, id, 1, &v, &fault));
    DONE(frozen_products(as(&who), v.products, &products));
    CHECK_STR(now.shown.coverage, coverage_words(a, products));
    CHECK_HAS(now.shown.coverage, product_name(rig_product));
    CHECK_STR(now.shown.version.revisions, arena_printf(a, "{\"%s\":1}", rig_product));
    CHECK_INT(json_object_size(rig_parse(now.shown.files)), 6);
    CHECK(now.shown.products == NULL); /* nobody had to open them */
    is_shown_alike(&who, id);
    is_shown_alike(&first, id);
}

static void
what_covers_nothing_is_shown_alike(void)
{
    struct organization o = rig_company("示例科技（北京）有限公司");
    struct account who = rig_account(ROLE_SET(ROLE_FILER), &o, NULL);
    const char *id = rig_submitted(&who, "subject");

    CHECK_STR(see(&who, id).shown.coverage, "[]");
    CHECK_STR(see(&who, id).shown.version.revisions, "{}");
    is_shown_alike(&who, id);
}

static void
another_version_shows_its_own_files_beside_those_that_it_keeps(void)
{
    struct account who = rig_approved_company();
    const char *id = rig_submitted(&who, "algorithm");
    const char *was = see(&who, id).shown.files;

    rig_decided(&first, id, "return");
    DONE(rig_save(&who, id, rig_data(&who, "algorithm"))); /* with files of its own */
    is_shown_alike(&first, id);
    CHECK_STR(see(&first, id).shown.files, was); /* what was handed in last */

    struct submission x;
    DONE(rig_submit(&who, id, &x));
    struct seen now = see(&who, id);
    CHECK_INT(now.shown.version.n, 2);
    CHECK(strcmp(now.shown.files, was) != 0);
    CHECK_INT(json_object_size(rig_parse(now.shown.files)), 6);
    is_shown_alike(&who, id);
}

static void
a_product_that_is_saved_again_is_compared_and_told_when_it_is_another(void)
{
    struct account who = rig_approved_company();
    const char *id = rig_submitted(&who, "algorithm"), *product = rig_product;
    const char *name = product_name(product);

    CHECK_INT(see(&who, id).n, 0);
    save_product(product, "改过的名称");
    struct seen now = see(&who, id);
    CHECK_INT(now.n, 1);
    CHECK_STR(now.changes[0].product_id, product);
    CHECK_STR(now.changes[0].name, "改过的名称");
    CHECK(strstr(now.shown.coverage, "改过的名称") == NULL);
    is_shown_alike(&who, id);

    save_product(product, name); /* of another revision, and the same again */
    now = see(&who, id);
    CHECK(now.shown.version.has_other_products);
    CHECK_INT(now.n, 0);
    is_shown_alike(&who, id);
}

static void
what_is_frozen_does_not_change(void)
{
    static const char *const words[] = {
        "UPDATE version SET shown = NULL",
        "UPDATE version SET shown = x'01'",
        "UPDATE version SET revisions = '{}' WHERE revisions <> '{}'",
        "UPDATE version SET revisions = NULL",
    };
    struct account who = rig_approved_company();

    rig_submitted(&who, "algorithm");
    for (size_t i = 0; i < LEN(words); i++) {
        check_about("%s", words[i]);
        CHECK_INT(rig_sql(s, words[i]), SQLITE_CONSTRAINT_TRIGGER);
    }
}

static const struct check_test tests[] = {
    TEST(what_is_frozen_in_words_is_what_is_made_of_the_products),
    TEST(what_covers_nothing_is_shown_alike),
    TEST(another_version_shows_its_own_files_beside_those_that_it_keeps),
    TEST(a_product_that_is_saved_again_is_compared_and_told_when_it_is_another),
    TEST(what_is_frozen_does_not_change),
};

int
main(int argc, char **argv)
{
    return rig_casework_main(argc, argv, tests, LEN(tests));
}
