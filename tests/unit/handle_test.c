/* The table of routes as a whole. */
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
methods_and_paths_that_do_not_exist_are_told_apart(void)
{
    ask(PUT, "/vocabulary", "{}");
    CHECK_INT(r.status, 405);
    CHECK_STR(header("Allow"), "GET");

    const json_t *answer = ask(GET, "/nowhere", NULL);
    CHECK_INT(r.status, 404);
    CHECK_STR(json_str(answer, "code"), "not_found");
}

static const struct check_test tests[] = {
    TEST(every_route_has_its_words_for_openapi),
    TEST(methods_and_paths_that_do_not_exist_are_told_apart),
};

int
main(int argc, char **argv)
{
    return handle_main(argc, argv, tests, LEN(tests));
}
