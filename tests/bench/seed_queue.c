/*
 * Fills a database with filings under review, each with a task that nobody has taken and a frozen
 * version with texts of its own, and with reviewers who see a province each: the queue of an office
 * of real size, and the texts that a new one is compared with.
 *
 *     seed_queue DATABASE FILINGS REVIEWERS
 */
#include "bench.h"
#include "store/store.h"

#include <string.h>

static const char *const provinces[] = {
    "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41",
    "42", "43", "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65"};
static const char *const things[] = {"短视频", "资讯", "电商", "地图", "音乐", "外卖",
                                     "招聘",   "直播", "教育", "客服", "医疗", "金融"};
static const char *const acts[] = {"个性化推荐", "文本生成", "图像生成", "语音合成",
                                   "检索排序",   "内容过滤", "调度决策", "数字人合成"};
static const char *const subjects[] = {"系统",   "模型",   "召回模块", "排序网络", "语义编码器",
                                       "知识库", "调度器", "解码器",   "审核接口", "特征平台"};
static const char *const verbs[] = {"读取", "归纳", "比对", "压缩", "筛选", "改写",
                                    "标注", "聚合", "预测", "校验", "拆分", "重排"};
static const char *const objects[] = {
    "历史点击序列", "用户输入的提问", "商品标题与图片", "时段流量",   "多轮对话记录", "路况与运力",
    "音色样本",     "违规词表",       "岗位画像",       "视频关键帧", "病历摘要",     "风险评分"};

struct owner {
    char organization_id[ID_TEXT], account_id[ID_TEXT];
};

static unsigned
random_of(uint64_t *seed, size_t n)
{
    *seed = *seed * 6364136223846793005ULL + 1442695040888963407ULL;
    return (unsigned)((*seed >> 33) % n);
}

#define ANY_OF(list) list[random_of(seed, LEN(list))]

/* About 150 characters that nobody else has written, after a sentence that everybody does. */
static const char *
text_of(struct arena *a, uint64_t *seed)
{
    struct buf b = BUF(a);

    buf_puts(&b, "本算法遵守国家法律法规，尊重社会公德，保护用户合法权益。");
    for (int i = 0; i < 6; i++)
        buf_puts(&b, arena_printf(a, "%s%u先%s%s，再按第%u组权重%s%s；", ANY_OF(subjects),
                                  random_of(seed, 997), ANY_OF(verbs), ANY_OF(objects),
                                  random_of(seed, 9973), ANY_OF(verbs), ANY_OF(objects)));
    return b.p;
}

static const char *
data_of(struct arena *a, long i)
{
    static const char *const fields[] = {"principle", "mechanism", "scenario", "purpose"};
    uint64_t own = (uint64_t)(i % 1000 == 999 ? i - 500 : i) * 7919 + 17; /* some are copied */
    struct buf b = BUF(a);

    buf_puts(&b, "{\"disclosure\":{");
    for (size_t k = 0; k < LEN(fields); k++)
        buf_puts(&b, arena_printf(a, "%s\"%s\":\"%s\"", k ? "," : "", fields[k], text_of(a, &own)));
    buf_puts(&b, "}}");
    return b.p;
}

static struct owner
add_owner(struct store *s, struct arena *a, long i)
{
    struct fault f;
    struct owner owner;
    struct organization o = {
        .name = arena_printf(a, "基准%s科技%ld有限公司", things[i % (long)LEN(things)], i)};

    or_die(store_organization_add(s, &o, &f), &f);
    struct account filer = {.username = arena_printf(a, "bench-filer-%ld", i),
                            .password_hash = "",
                            .roles = ROLE_SET(ROLE_FILER),
                            .organization_id = o.id};
    or_die(store_account_add(s, &filer, &f), &f);
    memcpy(owner.organization_id, o.id, ID_TEXT);
    memcpy(owner.account_id, filer.id, ID_TEXT);
    return owner;
}

static void
add_filing(struct store *s, struct arena *a, const struct owner *owner, long i, long n)
{
    const char *data = data_of(a, i);
    char hash[SHA256_TEXT];
    struct fault f;
    struct filing x = {.organization_id = owner->organization_id,
                       .kind = "algorithm",
                       .action = "initial",
                       .state = "submitted",
                       .standing = "review",
                       .data = data,
                       .version = 1,
                       .title = arena_printf(a, "基准%s%s算法-%ld", things[i % (long)LEN(things)],
                                             acts[i / 12 % (long)LEN(acts)], i)};
    or_die(store_filing_add(s, &x, &f), &f);
    x.version = 1;
    x.submitted_at = 1764000000000 + i;
    or_die(store_filing_move(s, &x, &f), &f);

    sha256_hex(data, strlen(data), hash);
    struct version v = {.filing_id = x.id,
                        .n = 1,
                        .data = data,
                        .data_hash = hash,
                        .products = "[]",
                        .promise = "真实",
                        .text_hash = hash,
                        .submitted_by = owner->account_id,
                        .remote_addr = "",
                        .submitted_at = x.submitted_at};
    or_die(store_version_add(s, &v, &f), &f);

    struct event e = {.filing_id = x.id,
                      .version = 1,
                      .actor_id = owner->account_id,
                      .actor_role = "filer",
                      .what = "submit",
                      .to_state = x.state,
                      .at = x.submitted_at};
    or_die(store_event_add(s, &e, &f), &f);

    struct task t = {.filing_id = x.id,
                     .version = 1,
                     .stage = i % 5 ? "preliminary" : "final",
                     .state = "open",
                     .area = arena_printf(a, "%s%02ld%02ld", provinces[i % (long)LEN(provinces)],
                                          1 + i / 31 % 20, 1 + i / 620 % 9),
                     .class_code = arena_printf(a, "%02ld", 1 + i / 7 % 8),
                     .due_on =
                         arena_printf(a, "2026-%02ld-%02ld", 11 + i * 7 / n % 2, 1 + i * 13 % 28)};
    or_die(store_task_add(s, &t, &f), &f);
}

static void
add_reviewer(struct store *s, struct arena *a, long i)
{
    struct fault f;
    struct account x = {.username = arena_printf(a, "bench-reviewer-%ld", i),
                        .password_hash = "",
                        .roles = ROLE_SET(ROLE_REVIEWER)};
    const struct scope scope = {provinces[i % (long)LEN(provinces)], "", ""};

    or_die(store_account_add(s, &x, &f), &f);
    or_die(store_scope_set(s, x.id, &scope, 1, &f), &f);
}

static void
fill(struct store *s, long filings, long reviewers)
{
    enum { OF_ONE = 25 };
    struct arena *a = arena_new();
    struct owner owner = {0};
    struct fault f;

    or_die(store_write_begin(s, &f), &f);
    for (long i = 0; i < reviewers; i++)
        add_reviewer(s, a, i);
    for (long i = 0; i < filings; i++) {
        if (i % OF_ONE == 0)
            owner = add_owner(s, a, i / OF_ONE);
        add_filing(s, a, &owner, i, filings);
        if (i % 500 != 499)
            continue;
        or_die(store_write_commit(s, &f), &f);
        arena_reset(a);
        or_die(store_write_begin(s, &f), &f);
    }
    or_die(store_write_commit(s, &f), &f);
    arena_free(a);
}

int
main(int argc, char **argv)
{
    long filings = argc == 4 ? atol(argv[2]) : 0, reviewers = argc == 4 ? atol(argv[3]) : 0;
    if (filings < 1 || reviewers < 1) {
        fprintf(stderr, "usage: seed_queue DATABASE FILINGS REVIEWERS\n");
        return 2;
    }

    struct fault f;
    struct store *s;
    struct store_options options = {.path = argv[1], .world = &world_real};

    base_init();
    or_die(store_open(&s, &options, &f), &f);
    fill(s, filings, reviewers);
    store_close(s);
    printf("%ld filings, %ld reviewers\n", filings, reviewers);
    return 0;
}
