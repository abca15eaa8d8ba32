/* What is said of a pool that is not ready. */
#include "handle/health.h"
#include "rig.h"

static struct health state;

static void
tell(void *ctx, struct arena *arena, struct health *out)
{
    (void)ctx, (void)arena;
    *out = state;
}

static void
measure(void *ctx, struct buf *out)
{
    (void)ctx, (void)out;
}

static const char *
asked(void)
{
    const struct health_source source = {tell, measure, NULL};
    struct request q = {.method = GET, .path = "/readyz", .query = "", .request_id = "r"};
    struct reply r = {0};

    health_answer(&source, a, &q, &r);
    return arena_printf(a, "%d %.*s", r.status, (int)r.body_n, r.body);
}

/* Reading is refused then: nobody need restore anything for that, nor look at a second disk. */
static void
after_a_failed_write_the_cure_for_that_alone_is_said(void)
{
    state = (struct health){.rule_set = "set",
                            .ready = 1,
                            .late_ms = 15000,
                            .read_fault = "存储出错",
                            .write_fault = "存储出错",
                            .witness = ""};
    CHECK_HAS(asked(), "\"path\":\"/readable\"");

    state.has_failed = true;
    CHECK_HAS(asked(), "\"path\":\"/storage\"");
    CHECK_LACKS(asked(), "\"path\":\"/readable\"");
    state.read_fault = "";
    state.read_ms = 60000;
    CHECK_LACKS(asked(), "\"path\":\"/readable\"");
}

static const struct check_test tests[] = {
    TEST(after_a_failed_write_the_cure_for_that_alone_is_said),
};

int
main(int argc, char **argv)
{
    rig_start(argc, argv);
    return check_main(argc, argv, tests, LEN(tests));
}
