/* What is judged is what is filed: a version holds the products that it covers and the promise, and
 * what is reviewed, decided and published comes from it. */
#include "casework_rig.h"

/* The product is another from now on, whatever the filer may do. */
static void
rename_product(const char *id, const char *name)
{
    struct product x;

    GOOD(store_product_load(s, a, id, &x, &fault));
    json_t *data = rig_parse(x.data);
    json_object_set_new(data, "name", json_string(name));
    x.data = json_text(a, data);
    WRITE(GOOD(store_product_save(s, &x, &fault)));
}

/* The subject filing is moved to another area, whatever its filer may do. */
static void
move_subject(const char *filing_id, const char *area)
{
    struct filing x;

    GOOD(store_filing_load(s, a, filing_id, &x, &fault));
    json_t *data = rig_parse(x.data);
    json_object_set_new(rig_at(data, "/basic"), "area", json_string(area));
    x.data = json_text(a, data);
    WRITE(GOOD(store_filing_save(s, &x, &fault)));
}

static struct version
version_of(const char *id, long n)
{
    struct version v = {0};
    GOOD(store_version_load(s, a, id, n, &v, &fault));
    return v;
}

static void
a_version_holds_the_covered_products_whole_and_the_promise(void)
{
    struct account who = rig_approved_company();
    const char *id = rig_draft(&who, "algorithm"), *covered = rig_product;
    struct submission x;

    rig_draft(&who, "algorithm"); /* makes another product, which this one does not cover */
    DONE(rig_submit(&who, id, &x));
    struct version v = version_of(id, 1);
    const json_t *products = rig_parse(v.products);
    CHECK_INT(json_array_size(products), 1);
    CHECK_STR(rig_text(products, "/0/tree/id"), covered);
    CHECK(json_array_size(rig_at(products, "/0/tree/paths")) > 0);
    CHECK_INT(json_array_size(rig_at(products, "/0/covers")), 1);
    CHECK_STR(v.promise, "我承诺上述填报信息真实有效");
    CHECK_INT(json_array_size(rig_at(rig_parse(x.judged.facts), "/products")), 1);
}

static void
a_product_that_is_renamed_after_the_submit_is_published_as_it_was_filed(void)
{
    struct account who = rig_approved_company();
    const char *id = rig_submitted(&who, "algorithm"), *product = rig_product;
    struct entry e;

    const char *was = rig_text(rig_parse(version_of(id, 1).products), "/0/tree/name");
    rig_decided(&first, id, "pass");
    rename_product(product, "改过的名称");
    rig_decided(&second, id, "pass");
    GOOD(store_entry_load(s, a, rig_filing_now(id).number, &e, &fault));
    CHECK_HAS(e.products, was);
    CHECK(strstr(e.products, "改过的名称") == NULL);
}

static void
what_is_submitted_again_holds_the_product_as_it_is_then(void)
{
    struct account who = rig_approved_company();
    const char *id = rig_submitted(&who, "algorithm"), *product = rig_product;
    struct submission x;

    rig_decided(&first, id, "return");
    rename_product(product, "改过的名称");
    DONE(rig_submit(&who, id, &x));
    CHECK_HAS(version_of(id, 2).products, "改过的名称");
    CHECK(strstr(version_of(id, 1).products, "改过的名称") == NULL);
}

static void
a_subject_is_known_as_it_was_approved_whatever_is_typed_later(void)
{
    struct account who = rig_approved_company();
    struct organization o;
    struct submission x;

    GOOD(store_organization_load(s, a, who.organization_id, &o, &fault));
    CHECK_INT(o.subject_version, 1);
    move_subject(o.subject_filing_id, "310115");
    const char *id = rig_draft(&who, "algorithm");
    DONE(rig_submit(&who, id, &x));
    CHECK_STR(rig_text(rig_parse(x.judged.facts), "/organization/subject/data/basic/area"),
              "110108");
}

/* ---- facts are what is read ------------------------------------------------------------------ */

static void
facts_hold_of_the_subject_only_what_the_rules_read(void)
{
    struct account who = rig_approved_company();
    const char *id = rig_draft(&who, "algorithm");
    struct submission x;

    DONE(rig_submit(&who, id, &x));
    const json_t *facts = rig_parse(x.judged.facts),
                 *data = rig_at(facts, "/organization/subject/data");
    CHECK(json_object_size(data) > 0);
    CHECK(rig_at(data, "/legal_representative") == NULL);
    CHECK(rig_at(data, "/security_officer") == NULL);
    CHECK(rig_at(data, "/basic/credit_code") == NULL);
    CHECK_STR(json_canonical(a, facts), x.judged.facts);
}

static void
facts_of_a_subject_hold_no_products(void)
{
    struct organization o = rig_company("示例科技（北京）有限公司");
    struct account who = rig_account(ROLE_SET(ROLE_FILER), &o, NULL);
    const char *id = rig_draft(&who, "subject");
    struct submission x;

    DONE(rig_submit(&who, id, &x));
    const json_t *facts = rig_parse(x.judged.facts);
    CHECK(rig_at(facts, "/products") == NULL);
    CHECK(rig_at(facts, "/organization/subject") == NULL ||
          json_is_null(rig_at(facts, "/organization/subject")));
    CHECK_STR(rig_text(facts, "/organization/id"), o.id);
}

/* Facts as they were kept before, with all that there was, are judged alike. */
static void
facts_that_hold_more_come_to_the_same_outcome(void)
{
    struct account who = rig_approved_company();
    const char *id = rig_draft(&who, "algorithm"), *answer;
    struct submission x;
    struct organization o;
    struct version v = {0};
    struct fault why = {0};

    DONE(rig_submit(&who, id, &x));
    GOOD(store_organization_load(s, a, who.organization_id, &o, &fault));
    GOOD(store_version_load(s, a, o.subject_filing_id, 1, &v, &fault));
    json_t *facts = json_deep_copy(rig_parse(x.judged.facts)),
           *subject = json_object_get(json_object_get(facts, "organization"), "subject");
    json_object_set_new(subject, "data", json_deep_copy(rig_parse(v.data)));
    json_object_set_new(facts, "unheard_of", json_string("x"));

    CHECK_ERR(policy_judge(rules, a, json_canonical(a, facts), &answer, &why), OK, &why);
    CHECK_STR(rig_text(rig_parse(answer), "/outcome_hash"),
              rig_text(x.judged.parsed, "/outcome_hash"));
    json_decref(facts);
}

/* ---- refused, deleted ------------------------------------------------------------------------ */

static void
a_deleted_draft_leaves_nothing_in_what_the_rules_said_of_it(void)
{
    struct account who = rig_approved_company();
    const char *id = rig_draft(&who, "algorithm"), *other = rig_submitted(&who, "algorithm");
    json_t *data = rig_data(&who, "algorithm");
    struct submission x;

    rig_put(data, "basic", "name", "只写过一次");
    rig_put(data, "basic", "class", NULL);
    DONE(rig_save(&who, id, data));
    DONE(rig_submit(&who, id, &x));
    CHECK(x.is_refused);
    struct judgement said;
    GOOD(store_judgement_newest(s, a, id, &said, &fault));
    CHECK_HAS(said.facts, "只写过一次");

    DONE(rig_delete(&who, id, 0));
    GOOD(store_judgement_newest(s, a, id, &said, &fault));
    CHECK_STR(said.facts, "{}");
    CHECK_STR(said.answer, "{}");
    CHECK_INT(rig_number(s, "SELECT count(*) FROM judgement WHERE facts = x'' AND answer = x''"),
              1);
    CHECK_INT(rig_count("judgement", id), 1);
    CHECK_INT(rig_number(s, "SELECT count(*) FROM judgement_erased"), 1);
    CHECK(rig_sql(s, arena_printf(a,
                                  "UPDATE judgement SET facts = '{}', answer = '{}' WHERE "
                                  "filing_id = '%s'",
                                  other)) != SQLITE_OK);
}

static void
a_replay_passes_over_what_is_erased(void)
{
    struct judgement_span span = {.through_ord = 1000000, .limit = 1000};
    struct judgement *rows;
    int n;

    GOOD(store_judgement_scan(s, a, &span, &rows, &n, &fault));
    for (int i = 0; i < n; i++)
        CHECK(!str_is(rows[i].facts, "{}"));
    CHECK_INT(rig_number(s, "SELECT count(*) - (SELECT count(*) FROM judgement_erased) FROM "
                            "judgement"),
              n);
}

static const struct check_test tests[] = {
    TEST(a_version_holds_the_covered_products_whole_and_the_promise),
    TEST(a_product_that_is_renamed_after_the_submit_is_published_as_it_was_filed),
    TEST(what_is_submitted_again_holds_the_product_as_it_is_then),
    TEST(a_subject_is_known_as_it_was_approved_whatever_is_typed_later),
    TEST(facts_hold_of_the_subject_only_what_the_rules_read),
    TEST(facts_of_a_subject_hold_no_products),
    TEST(facts_that_hold_more_come_to_the_same_outcome),
    TEST(a_deleted_draft_leaves_nothing_in_what_the_rules_said_of_it),
    TEST(a_replay_passes_over_what_is_erased),
};

int
main(int argc, char **argv)
{
    return rig_casework_main(argc, argv, tests, LEN(tests));
}
