/*
 * Fills a database with decisions as they would be after years of filing: PLAIN.json and HIT.json
 * are facts, judged once with RULES, and of COUNT decisions, each on a filing of its own, HITS
 * evenly spread ones are of HIT.json. Prints the order numbers of these as JSON. seed_decisions
 * DATABASE RULES PLAIN.json COUNT HIT.json HITS
 */
#include "judge/judge.h"
#include "govern/govern.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ID_MARK "00000000000000000000000000" /* what stands for the filing's id in the facts */

struct model {
    char *facts; /* canonical */
    char *answer, *verdict, *outcome;
};

static void
or_die(enum err err, const struct fault *f)
{
    if (!err)
        return;
    fprintf(stderr, "seed_decisions: %s %s %s\n", err_name(err), f->where, f->text);
    exit(1);
}

static struct model
model_of(struct policy *p, struct arena *a, const char *path)
{
    struct model m;
    struct fault f = {0};
    char *text;
    const char *answer;
    size_t n;
    json_t *facts, *root;

    or_die(file_read(path, 1 << 24, &text, &n, &f), &f);
    or_die(json_read(a, text, n, &facts, &f), &f);
    json_object_set_new(json_object_get(facts, "filing"), "id", json_string(ID_MARK));
    m.facts = json_canonical(a, facts);
    or_die(policy_ask(p, a, POLICY_JUDGE, m.facts, &answer, &f), &f);
    or_die(json_read(a, answer, strlen(answer), &root, &f), &f);
    m.answer = arena_strdup(a, answer);
    m.verdict = arena_strdup(a, json_str(root, "verdict"));
    m.outcome = arena_strdup(a, json_str(root, "outcome_hash"));
    free(text);

    return m;
}

static long
add(struct store *s, const struct model *m, const char *organization_id, const char *rule_set,
    long i)
{
    struct arena *a = arena_new();
    struct fault f = {0};
    char hash[SHA256_TEXT];
    struct filing x = {.organization_id = organization_id,
                       .kind = "algorithm",
                       .action = "initial",
                       .state = "submitted",
                       .data = "{}",
                       .title = arena_printf(a, "基准算法%ld", i)};

    or_die(store_filing_add(s, &x, &f), &f);
    char *facts = arena_strdup(a, m->facts), *at = strstr(facts, ID_MARK);
    memcpy(at, x.id, strlen(x.id));
    sha256_hex(facts, strlen(facts), hash);
    struct judgement d = {.filing_id = x.id,
                          .version = 1,
                          .occasion = "submit",
                          .verdict = m->verdict,
                          .facts = facts,
                          .facts_hash = hash,
                          .answer = m->answer,
                          .outcome_hash = m->outcome,
                          .rule_set = rule_set,
                          .engine = policy_engine(),
                          .judged_at = 1};
    or_die(store_judgement_add(s, &d, &f), &f);
    arena_free(a);

    return d.ord;
}

int
main(int argc, char **argv)
{
    struct fault f = {0};
    struct store *s;
    struct bundle *b;
    struct policy *p;

    if (argc == 2 &&
        strcmp(argv[1], "judge") == 0) /* the policy room executes its own program again */
        return judge_main();
    if (argc != 7) {
        fprintf(stderr, "usage: seed_decisions DATABASE RULES PLAIN.json COUNT HIT.json HITS\n");
        return 2;
    }

    base_init();
    struct store_options options = {.path = argv[1], .world = &world_real};
    struct govern_folder folder = {
        .folder = argv[2], .limits = &policy_limits_default, .world = &world_real};
    struct fault why = {0};
    struct arena *a = arena_new();
    long count = atol(argv[4]), hits = atol(argv[6]);
    or_die(store_open(&s, &options, &f), &f);
    or_die(govern_start(s, &folder, true, &why), &why);
    or_die(bundle_read(&b, argv[2], NULL, &f), &f);
    or_die(policy_open(&p, b, NULL, &f), &f);
    struct model plain = model_of(p, a, argv[3]), hit = model_of(p, a, argv[5]);
    struct organization o = {.name = "基准测试单位"};
    or_die(store_write_begin(s, &f), &f);
    or_die(store_organization_add(s, &o, &f), &f);
    char *organization_id = must_strdup(o.id);
    long done = 0;
    printf("[");

    for (long i = 0; i < count; i++) {
        bool is_hit = done < hits && i * hits >= done * count; /* evenly spread */
        long ord = add(s, is_hit ? &hit : &plain, organization_id, bundle_hash(b), i);
        if (is_hit)
            printf("%s%ld", done++ ? "," : "", ord);
        if (i % 500 == 499) {
            or_die(store_write_commit(s, &f), &f);
            or_die(store_write_begin(s, &f), &f);
        }
    }

    printf("]\n");
    or_die(store_write_commit(s, &f), &f);
    store_close(s);
    policy_close(p);
    bundle_free(b);
    free(organization_id);
    arena_free(a);

    return 0;
}
