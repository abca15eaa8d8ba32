/* The judge as a process: what happens when it hangs, dies, runs short or is asked nonsense, and
 * that nothing is left behind. */
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>

#include "policy/jail.h"
#include "policy_say.h"

#define CHECK_FILE "checks/hostile.lua"
#define HANG RIG_RULE("if facts.filing.data.basic.name == '好' then while true do end end")
#define NUMBER "{\"text\":\"42\"}"

static char why[1024];

static bool
is_fault(enum err e, const struct fault *f, const char *code)
{
    snprintf(why, sizeof why, "%s %s %s %s", err_name(e), f->code, f->where, f->text);
    return e != OK && str_is(f->code, code);
}

static bool
answers(struct policy *p)
{
    struct arena *a = arena_new();
    struct fault f = {0};
    const char *answer = NULL;
    enum err e = policy_ask(p, a, POLICY_NUMBER, NUMBER, &answer, &f);
    bool ok = !e && strstr(answer, "\"digits\":\"42\"");

    if (!ok)
        snprintf(why, sizeof why, "the question after it: %s %s %s", err_name(e), f.code,
                 answer ? answer : f.text);
    arena_free(a);
    return ok;
}

/* Asks the judge to decide; true when that ends in a fault of that code and the next question is
 * answered. */
static bool
ends_in(struct policy *p, const char *code)
{
    struct arena *a = arena_new();
    struct fault f = {0};
    const char *answer;
    bool ok = is_fault(policy_ask(p, a, POLICY_DECIDE, RIG_FACTS, &answer, &f), &f, code) &&
              answer == NULL && answers(p);
    arena_free(a);
    return ok;
}

static struct policy *
open_or_exit(const char *text, const struct policy_limits *limits)
{
    struct policy *p;
    struct fault f = {0};
    if (rig_open(&p, text ? CHECK_FILE : NULL, text, limits, &f)) {
        printf("not ok the test set loads: %s %s %s\n", f.code, f.where, f.text);
        exit(1);
    }
    return p;
}

static struct policy_limits
patient(int ask_wall_ms)
{
    struct policy_limits limits = policy_limits_default;
    limits.load_wall_ms = 60000;
    limits.ask_wall_ms = ask_wall_ms;
    limits.budget_ops = (long)1 << 50;
    return limits;
}

static void
test_answers(void)
{
    struct policy *p = open_or_exit(NULL, NULL), *q = open_or_exit(NULL, NULL);
    struct arena *a = arena_new();
    struct fault f = {0};
    const char *one = "", *two = "", *again = "", *report;
    enum err e = policy_ask(p, a, POLICY_DECIDE, RIG_FACTS, &one, &f);

    rig_say("a_filing_is_decided",
            !e && strstr(one, "\"acceptable\"") && strstr(one, policy_rule_set(p)) &&
                strstr(one, policy_engine()),
            f.text);
    for (int i = 0; i < 50 && !e; i++)
        e = policy_ask(p, a, POLICY_DECIDE, RIG_FACTS, &again, &f);
    if (!e)
        e = policy_ask(q, a, POLICY_DECIDE, RIG_FACTS, &two, &f);
    rig_say("two_judges_answer_byte_for_byte_alike", !e && str_is(one, two) && str_is(one, again),
            two);
    e = policy_ask(p, a, POLICY_DECIDE, "{\"filing\":{},\"filing\":{}}", &two, &f);
    rig_say("facts_with_a_key_twice_are_refused",
            e == ERR_INPUT && str_is(f.code, "json_duplicate_key"), f.code);
    e = policy_ask(p, a, POLICY_DECIDE, "[]", &two, &f);
    rig_say("facts_that_are_no_object_are_refused", e == ERR_INPUT, f.code);
    rig_say("a_refused_question_costs_no_judge", answers(p), why);
    e = policy_ask(p, a, POLICY_DECIDE, "{}", &two, &f);
    rig_say("facts_without_a_filing_are_a_clean_fault", is_fault(e, &f, "rule_error") && answers(p),
            why);
    struct buf wide = BUF(a);
    buf_puts(&wide, "{\"text\":\"42\"");
    for (int i = 0; i < 5000; i++)
        buf_printf(&wide, ",\"k%d\":[{\"a\":1.5}]", i);
    buf_puts(&wide, "}");
    e = policy_ask(p, a, POLICY_NUMBER, wide.p, &two, &f);
    if (!e)
        e = policy_ask(p, a, POLICY_DECIDE, wide.p, &two, &f); /* this one is hashed */
    rig_say("facts_with_thousands_of_keys_are_taken", is_fault(e, &f, "rule_error") && answers(p),
            why);
    e = policy_test(p, a, &report, &f);
    rig_say("the_cases_of_the_set_pass", !e && strstr(report, "\"failed\":0"), f.text);
    rig_say("the_manifest_has_the_forms",
            json_object_get(json_object_get(policy_manifest(p), "forms"), "subject") != NULL, "");
    policy_close(p);
    policy_close(q);
    arena_free(a);
}

static void
test_failing_case(void)
{
    struct policy *p;
    struct fault f = {0};
    struct arena *a = arena_new();
    const char *report = NULL;
    enum err e = rig_open(&p, "cases/hostile.lua",
                          "case { name = '说反了', form = 'subject', rule = 'test.hostile', at = "
                          "'/basic/name', rejects = { '好' } }",
                          NULL, &f);

    if (!e)
        e = policy_test(p, a, &report, &f);
    rig_say("a_case_that_fails_is_named",
            is_fault(e, &f, "rule_case") && strstr(f.text, "说反了") &&
                strstr(f.where, "cases/hostile.lua:1"),
            why);
    rig_say("the_report_comes_with_the_failure", report && strstr(report, "\"failed\":1"),
            report ? report : "no report");
    policy_close(p);
    arena_free(a);
}

static void
test_broken_sets(void)
{
    struct policy *p = (struct policy *)&why;
    struct fault f = {0};
    enum err e =
        rig_open(&p, CHECK_FILE, "-- 一\nrule {\n  id = 'x',\n  banana = 1,\n}\n", NULL, &f);

    rig_say("a_set_with_an_unknown_field_names_file_and_line",
            is_fault(e, &f, "rule_error") && str_is(f.where, "rules/checks/hostile.lua:2") &&
                strstr(f.text, "banana") && !p,
            why);
    e = rig_open(&p, CHECK_FILE, "local x = 1\nreturn x.y.z\n", NULL, &f);
    rig_say("a_set_that_raises_names_file_and_line",
            is_fault(e, &f, "rule_error") && str_is(f.where, "rules/checks/hostile.lua:2"), why);
    e = rig_open(&p, CHECK_FILE, "return rule {\n  id = 'x',\n}\n", NULL, &f);
    rig_say("a_returned_declaration_keeps_its_line",
            is_fault(e, &f, "rule_error") && str_is(f.where, "rules/checks/hostile.lua:1"), why);
    e = rig_open(&p, "stray.lua", "return 1", NULL, &f);
    rig_say("a_file_in_no_place_is_refused",
            is_fault(e, &f, "rule_error") && strstr(f.where, "stray.lua"), why);
    rig_say("a_broken_set_leaves_no_judge", rig_is_childless(), "a child is left");
}

static void
test_hang(void)
{
    struct policy_limits limits = patient(1000);
    struct policy *p = open_or_exit(HANG, &limits);
    rig_say("a_judge_that_hangs_is_killed_and_the_next_question_is_answered",
            ends_in(p, "rule_timeout"), why);
    policy_close(p);
}

static void
on_alarm(int signal_number)
{
    (void)signal_number;
}

static void
test_signals(void)
{
    struct policy_limits limits = patient(1000);
    struct policy *p = open_or_exit(HANG, &limits);
    struct arena *a = arena_new();
    struct fault f = {0};
    const char *answer;
    struct sigaction act = {.sa_handler = on_alarm};
    struct itimerval often = {{0, 2000}, {0, 2000}}, never = {{0, 0}, {0, 0}};

    sigaction(SIGALRM, &act, NULL);
    setitimer(ITIMER_REAL, &often, NULL);
    int64_t start = mono_ms();
    enum err e = policy_ask(p, a, POLICY_DECIDE, RIG_FACTS, &answer, &f);
    int64_t took = mono_ms() - start;
    bool next = answers(p); /* spawning and loading under signals, too */
    setitimer(ITIMER_REAL, &never, NULL);
    signal(SIGALRM, SIG_IGN); /* one may still be on its way */
    rig_say("signals_do_not_lengthen_the_wall_budget",
            is_fault(e, &f, "rule_timeout") && took >= 990 && took < 5000, why);
    rig_say("a_judge_starts_under_signals", next, why);
    policy_close(p);
    arena_free(a);
}

static void
test_killed(void)
{
    struct policy *p = open_or_exit(NULL, NULL);
    pid_t first = rig_judge();

    kill(first, SIGKILL);
    usleep(50000);
    bool ok = answers(p) && rig_judge() != first;
    rig_say("a_judge_killed_between_questions_is_replaced_unnoticed", ok, why);
    kill(rig_judge(), SIGSTOP);
    policy_close(p);
    rig_say("a_stopped_judge_can_be_closed", rig_is_childless(), "a child is left");
}

static void
test_killed_in_a_question(void)
{
    struct policy_limits limits = patient(20000);
    struct policy *p = open_or_exit(HANG, &limits);
    pid_t judge = rig_judge(), killer = fork();

    if (killer == 0) {
        usleep(200000);
        kill(judge, SIGKILL);
        _exit(0);
    }

    struct arena *a = arena_new();
    struct fault f = {0};
    const char *answer;
    enum err e = policy_ask(p, a, POLICY_DECIDE, RIG_FACTS, &answer, &f);
    waitpid(killer, NULL, 0);
    rig_say("a_judge_killed_in_a_question_costs_that_question_only",
            is_fault(e, &f, "rule_crash") && answers(p), why);
    policy_close(p);
    arena_free(a);
}

/* 'Z' for one that has ended and nobody buried, 0 for one that is not there. */
static char
process_state(long pid)
{
    char path[64], text[512] = "";

    snprintf(path, sizeof path, "/proc/%ld/stat", pid);
    FILE *f = fopen(path, "r");
    if (!f)
        return 0;

    bool read = fgets(text, sizeof text, f) != NULL;
    fclose(f);
    const char *name_end = strrchr(text, ')');
    return read && name_end && strlen(name_end) > 2 ? name_end[2] : 0;
}

static void
test_worker_dies(void)
{
    int pipes[2];
    long judge = 0;

    if (pipe(pipes))
        exit(1);
    pid_t worker = fork();
    if (worker == 0) {
        open_or_exit(NULL, NULL);
        judge = rig_judge();
        if (write(pipes[1], &judge, sizeof judge) == sizeof judge)
            pause();
        _exit(1);
    }

    bool told = read(pipes[0], &judge, sizeof judge) == sizeof judge;
    kill(worker, SIGKILL);
    waitpid(worker, NULL, 0);
    char state = 'R';
    for (int i = 0; i < 200 && state && state != 'Z'; i++) {
        usleep(10000);
        state = process_state(judge);
    }

    rig_say("a_judge_dies_with_its_worker", told && judge > 0 && (!state || state == 'Z'),
            "it lives");
    close(pipes[0]);
    close(pipes[1]);
}

/* Grows one limit from almost nothing until a set loads and a filing is decided; every end before
 * that must be a clean one. */
static void
test_growing(const char *name, bool is_memory)
{
    struct arena *a = arena_new();
    bool ok = true, done = false;
    int tries = 0, descriptors = rig_descriptors();

    for (long size = is_memory ? 1000 : 1; ok && !done && tries < 400;
         size += size / (is_memory ? 24 : 8) + 1, tries++) {
        struct policy_limits limits = patient(20000);
        struct fault f = {0};
        struct policy *p = NULL;
        const char *answer = NULL;
        limits.budget_ops = is_memory ? 50000000 : size;
        limits.memory_bytes = is_memory ? (size_t)size : policy_limits_default.memory_bytes;
        enum err e = rig_open(&p, NULL, NULL, &limits, &f);
        if (!e)
            e = policy_ask(p, a, POLICY_DECIDE, RIG_FACTS, &answer, &f);
        done = !e && strstr(answer, "\"acceptable\"");
        ok = done || is_fault(e, &f, is_memory ? "rule_memory" : "rule_budget");
        if (!ok)
            snprintf(why, sizeof why, "at %ld: %s %s %s %s", size, err_name(e), f.code, f.text,
                     answer ? answer : "");
        policy_close(p);
        arena_reset(a);
    }

    if (ok && !done)
        snprintf(why, sizeof why, "never passed");
    else if (ok && (rig_descriptors() != descriptors || !rig_is_childless())) {
        snprintf(why, sizeof why, "something is left behind");
        ok = false;
    }

    rig_say(name, ok && done && tries > 10, why);
    arena_free(a);
}

/* The same within one question, where the set is loaded and only the answer runs short. */
static void
test_growing_budget_of_one_question(void)
{
    struct arena *a = arena_new();
    struct policy_limits limits = patient(20000);
    bool ok = true, done = false;
    int tries = 0;

    for (long ops = 4000; ok && !done && tries < 3000; ops += 7, tries++) {
        struct fault f = {0};
        const char *answer;
        limits.budget_ops = ops;
        struct policy *p;
        enum err e =
            rig_open(&p, CHECK_FILE,
                     RIG_RULE("local t = {} for i = 1, 3000 do t[i] = tostring(i) end sort(t)"),
                     &limits, &f);
        if (!e)
            e = policy_ask(p, a, POLICY_DECIDE, RIG_FACTS, &answer, &f);
        done = !e;
        ok = done ? strstr(answer, "\"acceptable\"") != NULL : is_fault(e, &f, "rule_budget");
        policy_close(p);
        arena_reset(a);
        ops += ops / 10;
    }

    rig_say("a_question_that_runs_short_ends_cleanly_until_it_passes", ok && done && tries > 3,
            why);
    arena_free(a);
}

/* What a child that enters the jail and then calls fn dies of; 0 when it lives. */
static int
jailed(void (*fn)(void))
{
    int status = 0;
    pid_t child = fork();

    if (child == 0) {
        if (!jail_enter())
            _exit(99);
        fn();
        _exit(0);
    }

    waitpid(child, &status, 0);
    return WIFSIGNALED(status) ? WTERMSIG(status) : -WEXITSTATUS(status);
}

static void
try_open(void)
{
    close(open("/etc/hostname", O_RDONLY));
}

static void
try_socket(void)
{
    close(socket(AF_INET, SOCK_STREAM, 0));
}

static void
try_fork(void)
{
    if (fork() == 0)
        _exit(0);
}

static void
try_exec(void)
{
    char *argv[] = {(char *)"true", NULL};
    execve("/bin/true", argv, argv + 1);
}

static void
try_kill(void)
{
    kill(getpid(), 0);
}

static void
try_code(void)
{
    void *p =
        mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (p != MAP_FAILED)
        munmap(p, 4096);
}

static void
try_memory(void)
{
    char *p = must_alloc(30u << 20);
    memset(p, 1, 30u << 20);
    free(p);
}

static void
test_jail(void)
{
    const char *preload = getenv("LD_PRELOAD");
    if (preload && strstr(preload, "vgpreload")) {
        printf("# the jail is not tried under valgrind, whose own system calls it forbids\n");
        return;
    }

    rig_say("a_jailed_process_that_opens_a_file_is_killed", jailed(try_open) == SIGSYS, "it lives");
    rig_say("a_jailed_process_that_makes_a_socket_is_killed", jailed(try_socket) == SIGSYS,
            "it lives");
    rig_say("a_jailed_process_that_forks_is_killed", jailed(try_fork) == SIGSYS, "it lives");
    rig_say("a_jailed_process_that_executes_is_killed", jailed(try_exec) == SIGSYS, "it lives");
    rig_say("a_jailed_process_that_signals_is_killed", jailed(try_kill) == SIGSYS, "it lives");
    rig_say("a_jailed_process_that_makes_code_is_killed", jailed(try_code) == SIGSYS, "it lives");
    rig_say("a_jailed_process_may_use_memory", jailed(try_memory) == 0, "it does not live");
}

/* By hand, what a set of one file hashes to under that host API. */
static bool
is_hash_under(const struct bundle *b, int api, const char *path, const char *text)
{
    char head[96], hash[SHA256_TEXT];
    struct sha256 h;

    sha256_start(&h);
    sha256_add(&h, head, (size_t)snprintf(head, sizeof head, "suanbei host api %d\n", api));
    sha256_add(&h, path, strlen(path) + 1);
    sha256_add(&h, head, (size_t)snprintf(head, sizeof head, "%zu\n", strlen(text)));
    sha256_add(&h, text, strlen(text));
    sha256_end(&h, hash);
    return str_is(bundle_hash(b), hash);
}

static void
test_hash(void)
{
    struct bundle *b;
    struct fault f = {0};
    enum err e = bundle_parse(&b, "{\"set.lua\":\"-- x\"}", 18, &f);

    rig_say("the_hash_covers_the_host_api", !e && is_hash_under(b, POLICY_API, "set.lua", "-- x"),
            f.text);
    rig_say("another_host_api_is_another_hash",
            !e && !is_hash_under(b, POLICY_API + 1, "set.lua", "-- x"), f.text);
    bundle_free(b);
    rig_say("the_engine_names_its_version_and_its_own_text",
            str_starts(policy_engine(), "suanbei-engine/2+") &&
                strspn(policy_engine() + 17, "0123456789abcdef") == 12,
            policy_engine());
}

static void
put(const char *path, const char *text)
{
    FILE *f = fopen(path, "w");
    if (!f || fputs(text, f) < 0 || fclose(f)) {
        printf("not ok a file is written: %s\n", path);
        exit(1);
    }
}

static void
test_bundle(void)
{
    char root[] = "/tmp/policy_test_XXXXXX", path[128];
    struct bundle *b, *c, *d;
    struct fault f = {0};
    struct arena *a = arena_new();

    if (!mkdtemp(root) || chdir(root) || mkdir("set", 0755) || mkdir("set/deep", 0755) ||
        mkdir("local", 0755))
        exit(1);
    put("set/a.lua", "-- 甲");
    put("set/deep/b.json", "{}");
    put("set/README.md", "not part of it");
    put("set/.a.lua.swp", "not part of it");
    enum err e = bundle_read(&b, "set", "nowhere", &f);
    rig_say("a_set_is_read_from_its_folder",
            !e && str_is(bundle_text(b, a), "{\"a.lua\":\"-- 甲\",\"deep/b.json\":\"{}\"}"),
            f.text);
    const char *text = bundle_text(b, a);
    e = bundle_parse(&c, text, strlen(text), &f);
    rig_say("a_set_as_text_is_the_same_set", !e && str_is(bundle_hash(b), bundle_hash(c)), f.text);
    bundle_free(c);
    put("local/a.lua", "-- 乙");
    e = bundle_read(&c, "set", "local", &f);
    rig_say("a_local_file_lies_beside_the_shipped_one",
            !e && str_is(bundle_text(c, a),
                         "{\"a.lua\":\"-- 甲\",\"deep/b.json\":\"{}\",\"local/a.lua\":\"-- 乙\"}"),
            bundle_text(c, a));
    rig_say("another_text_is_another_hash", !str_is(bundle_hash(b), bundle_hash(c)), "");
    if (mkdir("set/local", 0755))
        exit(1);
    put("set/local/a.lua", "-- 乙");
    e = bundle_read(&d, "set", NULL, &f);
    rig_say("a_set_written_out_whole_is_the_same_set", !e && str_is(bundle_hash(c), bundle_hash(d)),
            f.text);
    bundle_free(c);
    bundle_free(d);
    unlink("set/local/a.lua");
    rmdir("set/local");
    e = bundle_read(&c, "set", "set", &f);
    rig_say("the_same_folder_twice_is_one_layer", !e && str_is(bundle_hash(b), bundle_hash(c)),
            f.text);
    bundle_free(b);
    bundle_free(c);
    put("local/a.lua", "-- 一\n\xff\n");
    e = bundle_read(&c, "set", "local", &f);
    rig_say("a_file_that_is_not_utf8_is_named_with_its_line",
            e == ERR_RULE && str_is(f.where, "rules.local/a.lua:2") && !c, f.where);
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
    bool ok = true;
    for (size_t i = 0; i < LEN(bad); i++)
        ok = ok && bundle_parse(&c, bad[i], strlen(bad[i]), &f) == ERR_RULE && !c;
    rig_say("sets_with_odd_names_or_shapes_are_refused", ok, f.text);
    static const char *const made[] = {"local/a.lua", "set/a.lua", "set/deep/b.json",
                                       "set/README.md", "set/.a.lua.swp"};
    for (size_t i = 0; i < LEN(made); i++)
        unlink(made[i]);
    snprintf(path, sizeof path, "%s", root);
    if (rmdir("set/deep") || rmdir("set") || rmdir("local") || chdir("/") || rmdir(path))
        printf("# %s is left\n", path);
    arena_free(a);
}

int
main(int argc, char **argv)
{
    if (argc > 1 && str_is(argv[1], "judge"))
        return policy_judge_main();
    base_init();
    int descriptors = rig_descriptors();
    test_answers();
    test_failing_case();
    test_broken_sets();
    test_hang();
    test_signals();
    test_killed();
    test_killed_in_a_question();
    test_worker_dies();
    test_growing("a_growing_budget_ends_cleanly_until_it_passes", false);
    test_growing("a_growing_memory_ends_cleanly_until_it_passes", true);
    test_growing_budget_of_one_question();
    test_jail();
    rig_say("no_descriptor_is_left_open", rig_descriptors() == descriptors, "some are");
    test_hash();
    test_bundle(); /* last: it leaves the root of the project */

    return rig_end();
}
