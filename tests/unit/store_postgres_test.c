/* The same nouns over both engines. Under PostgreSQL with tests/postgres.sh, which lays PGHOST. */
#include "store/postgres/postgres.h"

#include "store_rig.h"

#include <stdlib.h>

static struct store *
open_there(void)
{
    struct store *out;
    const char *key = arena_printf(a, "%s/there.key", rig_folder);
    struct store_options options = {
        .path = rig_path, .address = rig_address, .world = &rig_world, .key_path = key};

    if (store_open(&out, &options, &fault))
        check_stop("the store does not open: %s %s %s", fault.code, fault.where, fault.text);
    return out;
}

/* What is said of one store: written, refused, read, sealed, taken back. */
static void
a_round_trip(struct store *in, const char *name)
{
    struct organization o = {.name = "某某科技"}, got;
    struct account x = {.username = name, .password_hash = "x", .roles = {ROLE_FILER, ""}};
    struct account again, found;

    GOOD(store_write_begin(in, &fault));
    GOOD(store_organization_add(in, &o, &fault));
    x.organization_id = o.id;
    x.contact_name = "联系人";
    GOOD(store_account_add(in, &x, &fault));
    GOOD(store_audit_add(in, x.id, "test.made", o.id, NULL, &fault));
    GOOD(store_write_commit(in, &fault));
    CHECK(store_is_idle(in));

    GOOD(store_read_begin(in, &fault));
    GOOD(store_organization_load(in, a, o.id, &got, &fault));
    CHECK_STR(got.name, o.name);
    GOOD(store_account_by_id(in, a, x.id, &found, &fault));
    CHECK_STR(found.contact_name, "联系人");
    store_read_end(in);

    GOOD(store_write_begin(in, &fault));
    again = x;
    CHECK_ERR(store_account_add(in, &again, &fault), ERR_CONFLICT, &fault);
    CHECK_STR(fault.code, "exists");
    store_write_rollback(in);
    CHECK(store_is_idle(in));
    CHECK_ERR(store_organization_load(in, a, "nobody", &got, &fault), ERR_NOTFOUND, &fault);
}

static void
a_noun_makes_its_round_in_sqlite(void)
{
    a_round_trip(s, "张三");
}

static void
a_noun_makes_its_round_in_postgresql(void)
{
    if (getenv("PGHOST") == NULL) {
        check_skip("tests/postgres.sh runs it, on a server of its own");
        return;
    }
    rig_postgres_begin();
    struct store *there = open_there();
    a_round_trip(there, "张三");
    store_close(there);

    there = open_there(); /* with the key and the chain that are there */
    a_round_trip(there, "李四");
    store_close(there);
    rig_postgres_end();
}

/* libpq would connect to whatever its own environment names. */
static void
an_address_that_is_none_is_refused(void)
{
    static const char *const addresses[] = {"", "postgresql:/x", "dbname=x", "/var/lib/x.db"};
    struct store *out;

    for (size_t i = 0; i < LEN(addresses); i++) {
        struct store_options options = rig_options();
        options.address = addresses[i];
        CHECK_REFUSED(store_open(&out, &options, &fault), ERR_INPUT, "store_address", &fault);
        CHECK(out == NULL);
    }
}

/* Databases that do not suit, and how each comes to be one. */
static const struct unsuited {
    const char *name, *made, *address, *sql;
    const char *code, *cure;
} unsuited[] = {
    {"there is none", NULL, "postgresql:///nobody_made_it", NULL, "store_unreached", "存储地址"},
    {"without tables", "CREATE DATABASE bare TEMPLATE template0", "postgresql:///bare", NULL,
     "schema_missing", "psql -f postgres.sql"},
    {"another encoding",
     "CREATE DATABASE ascii ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0",
     "postgresql:///ascii", NULL, "store_encoding", "ENCODING 'UTF8'"},
    {"another collation", NULL, NULL,
     "ALTER TABLE notice ALTER COLUMN title TYPE TEXT COLLATE \"default\"", "store_collation",
     "notice.title"},
    {"of a newer program", NULL, NULL, "UPDATE pragma_user_version SET user_version = 9999",
     "schema_newer", "9999"},
    {"of an older program", NULL, NULL, "UPDATE pragma_user_version SET user_version = 1",
     "schema_older", "1"},
};

static void
what_does_not_suit_is_refused_with_the_cure(const void *row)
{
    const struct unsuited *x = row;
    struct store_options options = rig_options();
    struct store *out;

    if (getenv("PGHOST") == NULL) {
        check_skip("tests/postgres.sh runs it, on a server of its own");
        return;
    }
    if (x->made != NULL)
        rig_postgres_outside(x->made);
    rig_postgres_begin();
    options.address = x->address ? x->address : rig_address;
    if (x->sql != NULL) {
        struct store *there = open_there();
        CHECK_INT(rig_postgres_sql(there, x->sql), SQLITE_OK);
        store_close(there);
    }
    CHECK_ERR(store_open(&out, &options, &fault),
              str_is(x->code, "store_unreached") ? ERR_BUSY : ERR_CONFLICT, &fault);
    CHECK_STR(fault.code, x->code);
    CHECK_HAS(fault.text, x->cure);
    rig_postgres_end();
}

static const struct check_test tests[] = {
    TEST(an_address_that_is_none_is_refused),
    TEST(a_noun_makes_its_round_in_sqlite),
    TEST(a_noun_makes_its_round_in_postgresql),
    TEST_EACH(what_does_not_suit_is_refused_with_the_cure, unsuited),
};

int
main(int argc, char **argv)
{
    return rig_store_main(argc, argv, NULL, tests, LEN(tests));
}
