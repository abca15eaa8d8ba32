/* Keys of a pool: the master key is replaced while others write, and a rotation that is cut off
 * goes on. */
#include "pool_rig.h"

#include <signal.h>
#include <unistd.h>

#define DATA "{\"s\":\"x\"}"

/* ---- while others write ---------------------------------------------------------------------- */

/* Each writer makes organizations with a product, and so keys, and reads what it made before. */
static enum err
write_product(struct store *in, const char *last)
{
    struct organization o = {.name = "某"};
    struct product x = {.name = "p", .data = DATA}, back;
    enum err err = last[0] ? store_product_load(in, a, last, &back, &fault) : OK;

    if (!err)
        err = store_write_begin(in, &fault);
    if (err)
        return err;
    err = store_organization_add(in, &o, &fault);
    x.id = x.organization_id = o.id;
    if (!err)
        err = store_product_add(in, &x, &fault);
    if (err) {
        store_write_rollback(in);
        return err;
    }
    snprintf((char *)(uintptr_t)last, ID_TEXT, "%s", o.id);
    return store_write_commit(in, &fault);
}

static void
write_products(int i)
{
    struct store *in = rig_open(shared);
    char last[ID_TEXT] = "";

    while (!atomic_load(&told->stop)) {
        if (write_product(in, last)) {
            printf("# writer %d: %s %s\n", i, fault.code, fault.text);
            fflush(stdout);
            _exit(1);
        }
        atomic_fetch_add(&told->acknowledged[i], 1);
    }
    store_close(in);
}

static bool
has_written(int i, long times)
{
    for (int n = 0; atomic_load(&told->acknowledged[i]) < times && rig_wait(&n);)
        continue;
    return atomic_load(&told->acknowledged[i]) >= times;
}

static void
the_master_key_is_replaced_while_four_write(void)
{
    enum { WRITING = 4, ROTATIONS = 5 };
    pid_t pids[WRITING];
    struct product *list;
    long all = 0;
    int n;

    fresh();
    for (int i = 0; i < WRITING; i++)
        pids[i] = child(write_products, i);
    for (int i = 0; i < WRITING; i++)
        CHECK(has_written(i, 3));

    s = rig_open(shared);
    for (int i = 0; i < ROTATIONS; i++) {
        long before = atomic_load(&told->acknowledged[0]);
        rig_rotate(s, true);
        CHECK(has_written(0, before + 3));
    }
    atomic_store(&told->stop, 1);
    for (int i = 0; i < WRITING; i++)
        CHECK_INT(reap_or_kill(pids[i]), 0);

    store_close(s);
    s = rig_open(NULL); /* by what is in the file now */
    CHECK_INT(store_masters(s)->n, 1);
    for (int i = 0; i < WRITING; i++)
        all += atomic_load(&told->acknowledged[i]);
    CHECK_INT(rig_number(s, "SELECT count(*) FROM product"), all);
    CHECK_INT(rig_number(s, "SELECT count(DISTINCT master) FROM sealing_key"), 1);
    for (const char *id = rig_sql_text("SELECT min(id) FROM organization"); *id != '\0';
         id = rig_sql_text(
             arena_printf(a, "SELECT COALESCE(min(id), '') FROM organization WHERE id > '%s'", id)))
        if (!CHECK_ERR(store_product_list(s, a, &(struct product_query){.organization_id = id},
                                          &list, &n, &fault),
                       OK, &fault))
            break;
    store_close(s);
}

static int steps_left;
static void
die_at_step(enum commit_step step)
{
    (void)step;
    if (--steps_left == 0)
        kill(getpid(), SIGKILL);
}

static void
rotate_and_die(int steps)
{
    struct store *in = rig_open(shared);

    steps_left = steps;
    commit_seams.step = die_at_step;
    rig_rotate(in, true);
    commit_seams.step = NULL;
    store_close(in);
}

static void
a_rotation_that_is_cut_anywhere_leaves_keys_that_open(void)
{
    bool is_cut = true;

    fresh();
    s = rig_open(shared);
    char last[ID_TEXT] = "";
    for (int i = 0; i < 8; i++)
        GOOD(write_product(s, last));
    for (int steps = 1; is_cut && steps < 200; steps++) {
        is_cut = reap(child(rotate_and_die, steps)) != 0;
        struct store *in = rig_open(shared);
        struct product x;
        check_about("step %d", steps);
        GOOD(store_product_load(in, a, last, &x, &fault));
        GOOD(store_product_load(s, a, last, &x, &fault));
        rig_wrap_all(in); /* goes on where it was cut */
        GOOD(store_write_begin(in, &fault));
        GOOD(store_masters_drop(in, &fault));
        GOOD(store_write_commit(in, &fault));
        store_close(in);
    }
    CHECK(!is_cut);
    store_close(s);
}

static const struct check_test tests[] = {
    TEST_LONG(the_master_key_is_replaced_while_four_write),
    TEST_LONG(a_rotation_that_is_cut_anywhere_leaves_keys_that_open),
};

int
main(int argc, char **argv)
{
    return pool_main(argc, argv, tests, LEN(tests));
}
