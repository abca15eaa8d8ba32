/*
 * Fills a database with decisions as they would be after years of filing: PLAIN.json and HIT.json
 * are facts, judged once with RULES, and of COUNT decisions, each on a filing of its own, HITS
 * evenly spread ones are of HIT.json. Prints the order numbers of these as JSON.
 *
 *     seed_decisions DATABASE RULES PLAIN.json COUNT HIT.json HITS
 */
#include "bench.h"
#include "govern/govern.h"
#include "judge/judge.h"

#include <string.h>

#define ID_MARK "00000000000000000000000000" /* stands for the filing's id in the facts */

struct model {
    char *facts; /* canonical */
    char *answer, *verdict, *outcome;
};

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
                       .standing = "review",
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

/* All decisions stand on these. */
struct seeds {
    struct store *s;
    struct model plain, hit;
    char organization_id[ID_TEXT], rule_set[SHA256_TEXT];
};

/* The set is made active, and the two kinds of facts are judged with it. */
static void
judge(struct seeds *seeds, struct arena *a, const char *rules, const char *plain, const char *hit)
{
    struct fault f, why;
    struct govern_folder folder = {
        .folder = rules, .limits = &policy_limits_default, .world = &world_real};
    struct bundle *b;
    struct policy *p;

    or_die(govern_start(seeds->s, &folder, true, &why), &why);
    or_die(bundle_read(&b, rules, NULL, &f), &f);
    or_die(policy_open(&p, b, NULL, &f), &f);
    seeds->plain = model_of(p, a, plain);
    seeds->hit = model_of(p, a, hit);
    memcpy(seeds->rule_set, bundle_hash(b), SHA256_TEXT);
    policy_close(p);
    bundle_free(b);
}

static void
fill(struct seeds *seeds, long count, long hits)
{
    struct organization o = {.name = "基准测试单位"};
    struct fault f;
    long done = 0;

    or_die(store_write_begin(seeds->s, &f), &f);
    or_die(store_organization_add(seeds->s, &o, &f), &f);
    memcpy(seeds->organization_id, o.id, ID_TEXT);

    for (long i = 0; i < count; i++) {
        bool is_hit = done < hits && i * hits >= done * count; /* evenly spread */
        long ord = add(seeds->s, is_hit ? &seeds->hit : &seeds->plain, seeds->organization_id,
                       seeds->rule_set, i);
        if (is_hit)
            printf("%s%ld", done++ ? "," : "", ord);
        if (i % 500 == 499) {
            or_die(store_write_commit(seeds->s, &f), &f);
            or_die(store_write_begin(seeds->s, &f), &f);
        }
    }
    or_die(store_write_commit(seeds->s, &f), &f);
}

int
main(int argc, char **argv)
{
    struct seeds seeds;
    struct fault f;

    if (argc == 2 && str_is(argv[1], "judge")) /* the policy room executes its own program again */
        return judge_main();
    if (argc != 7) {
        fprintf(stderr, "usage: seed_decisions DATABASE RULES PLAIN.json COUNT HIT.json HITS\n");
        return 2;
    }

    base_init();
    struct arena *a = arena_new();
    struct store_options options = {.path = argv[1], .world = &world_real};
    or_die(store_open(&seeds.s, &options, &f), &f);
    judge(&seeds, a, argv[2], argv[3], argv[5]);
    printf("[");
    fill(&seeds, atol(argv[4]), atol(argv[6]));
    printf("]\n");
    store_close(seeds.s);
    arena_free(a);
    return 0;
}
