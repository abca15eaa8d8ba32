/* The table of routes as a whole. */
#include "handle/route.h"
#include "handle_rig.h"

static void
every_route_has_its_words_for_openapi(void)
{
    json_t *doc = ask(GET, "/openapi.json", NULL);
    const char *path, *verb;
    json_t *item, *operation;

    CHECK_INT(r.status, 200);
    CHECK_LEAST(json_object_size(json_object_get(doc, "paths")), 26);

    json_object_foreach(json_object_get(doc, "paths"), path, item)
    {
        json_object_foreach(item, verb, operation)
        {
            check_about("%s %s", verb, path);
            CHECK(json_str(operation, "operationId") != NULL);
            CHECK(json_str(operation, "summary") != NULL);
            CHECK_LEAST(json_array_size(json_object_get(operation, "x-roles")), 1);
        }
    }
}

static void
every_row_says_who_may_call_it_and_what_it_is(void)
{
    const struct route *row;

    for (size_t i = 0; (row = route_at(i)) != NULL; i++) {
        check_about("%s %s", http_method_name(row->method), row->path);
        CHECK(row->name != NULL && *row->name != '\0');
        CHECK(row->title != NULL && *row->title != '\0');
        CHECK(row->act > 0 && row->act < ACT__MAX);
        CHECK(row->path[0] == '/' && row->path[1] != ':'); /* rows are found by their first part */
    }
}

/* A row that reads has nothing to settle; one that writes is run again when its root has moved. */
static void
every_row_reads_or_writes_upon_a_root(void)
{
    const struct route *row;
    int writing = 0;

    for (size_t i = 0; (row = route_at(i)) != NULL; i++) {
        check_about("%s %s", http_method_name(row->method), row->path);
        CHECK((row->read == NULL) != (row->store == NULL));
        CHECK((row->root == ROOT_NONE) == (row->store == NULL));
        CHECK((row->between > 0) == (row->decide != NULL));
        CHECK(row->decide == NULL || row->store != NULL);
        CHECK(row->method != GET || row->read != NULL);
        writing += row->store != NULL;
    }
    CHECK_LEAST(writing, 20);
}

static void
no_two_rows_have_one_address_or_one_name(void)
{
    const struct route *row, *other;

    for (size_t i = 0; (row = route_at(i)) != NULL; i++)
        for (size_t k = 0; k < i && (other = route_at(k)) != NULL; k++) {
            check_about("%s and %s", row->name, other->name);
            CHECK(row->method != other->method || !str_is(row->path, other->path));
            CHECK(!str_is(row->name, other->name));
        }
}

static void
methods_and_paths_that_do_not_exist_are_told_apart(void)
{
    ask(PUT, "/vocabulary", "{}");
    CHECK_INT(r.status, 405);
    CHECK_STR(header("Allow"), "GET, HEAD");

    const json_t *answer = ask(GET, "/nowhere", NULL);
    CHECK_INT(r.status, 404);
    CHECK_STR(json_str(answer, "code"), "not_found");
}

static const struct check_test tests[] = {
    TEST(every_route_has_its_words_for_openapi),
    TEST(every_row_says_who_may_call_it_and_what_it_is),
    TEST(every_row_reads_or_writes_upon_a_root),
    TEST(no_two_rows_have_one_address_or_one_name),
    TEST(methods_and_paths_that_do_not_exist_are_told_apart),
};

int
main(int argc, char **argv)
{
    return handle_main(argc, argv, tests, LEN(tests));
}
