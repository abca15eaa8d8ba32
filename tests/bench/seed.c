/*
 * Fills a database with register entries as they would be after years of filing, so that the bench
 * searches a register of real size. Everything goes through the store, in transactions of 500.
 *
 *     seed DATABASE ENTRIES [BEFORE]
 */
#include "bench.h"
#include "store/store.h"

#include <string.h>

static const char *const heads[] = {"云帆", "北辰", "海棠", "青鸟", "蓝鲸", "启明", "长风", "锦书",
                                    "明川", "星河", "南山", "归雁", "木兰", "飞鸿", "临江", "听雨"};
static const char *const things[] = {"短视频", "资讯", "电商", "地图", "音乐", "外卖",
                                     "招聘",   "直播", "教育", "客服", "医疗", "金融"};
static const char *const acts[] = {"个性化推荐", "文本生成", "图像生成", "语音合成",
                                   "检索排序",   "内容过滤", "调度决策", "数字人合成"};
static const char *const areas[] = {"110108", "310115", "440305", "330106",
                                    "510107", "320102", "420111", "610113"};

/* The last digit of a filing number, by the twenty before it. */
static char
check_digit(const char *digits)
{
    int p = 0;
    for (int i = 0; i < 20; i++)
        p = ((p + (digits[i] - '0')) * 2) % 10;
    return (char)('0' + (11 - p) % 10);
}

/* Whose filing all entries are of. */
struct owner {
    char organization_id[ID_TEXT], filing_id[ID_TEXT];
};

static struct owner
add_owner(struct store *s)
{
    struct fault f;
    struct owner owner;
    struct organization o = {.name = "基准测试单位"};

    or_die(store_organization_add(s, &o, &f), &f);
    struct filing x = {.organization_id = o.id,
                       .kind = "algorithm",
                       .action = "initial",
                       .state = "draft",
                       .standing = "editable",
                       .data = "{}",
                       .title = ""};
    or_die(store_filing_add(s, &x, &f), &f);
    memcpy(owner.organization_id, o.id, ID_TEXT);
    memcpy(owner.filing_id, x.id, ID_TEXT);
    return owner;
}

static char *
number_of(struct arena *a, const char *area, long i)
{
    char *digits = arena_printf(a, "%s%07ld%02ld%02ld%03ld0", area, 1000000 + i / 4, 1 + i % 6,
                                22 + i % 5, 1 + i % 4);

    digits[20] = check_digit(digits);
    return arena_printf(a, "网信算备%s号", digits);
}

#define OR_NOTHING(name, title, most) x.name = x.name ? x.name : "";

static long
add(struct store *s, struct arena *a, const struct owner *owner, long i)
{
    const char *head = heads[i % (long)LEN(heads)], *thing = things[i / 16 % (long)LEN(things)],
               *act = acts[i / 192 % (long)LEN(acts)], *area = areas[i % (long)LEN(areas)];

    const char *number = number_of(a, area, i);
    struct fault f;
    struct entry x = {
        .number = number,
        .digits = arena_strndup(a, number + strlen("网信算备"), 21),
        .filing_id = owner->filing_id,
        .organization_id = owner->organization_id,
        .algorithm_name = arena_printf(a, "%s%s%s算法-%ld", head, thing, act, i),
        .algorithm_type = i % 3 ? "personalized_push" : "generation_synthesis",
        .algorithm_type_label = i % 3 ? "个性化推送类" : "生成合成类",
        .role = i % 3 ? "" : "provider",
        .role_label = i % 3 ? "" : "服务提供者",
        .organization = arena_printf(a, "%s%s科技（%s）有限公司", head, thing, area),
        .area = area,
        .products = arena_printf(a, "%s%s(APP)、%s网(网站)", head, thing, head),
        .purpose = arena_printf(a, "应用于%s场景，根据用户输入的内容，进行%s。", thing, act),
        .status = "filed",
        .filed_on = arena_printf(a, "%ld-%02ld-17", 2022 + i * 7 % 5, 1 + i * 5 % 12),
        .disclosure = "{}",
        .history = "[]",
    };

    ENTRY_PUBLISHED(OR_NOTHING)
    or_die(store_entry_put(s, &x, &f), &f);
    return x.ord;
}

static void
fill(struct store *s, long before, long entries)
{
    struct arena *a = arena_new();
    struct fault f;

    or_die(store_write_begin(s, &f), &f);
    struct owner owner = add_owner(s);
    long first = 0, last = 0;
    for (long i = before; i < before + entries; i++) {
        last = add(s, a, &owner, i);
        first = first ? first : last;
        if (i % 500 != 499)
            continue;
        or_die(store_entries_index(s, first, last, &f), &f);
        first = 0;
        or_die(store_write_commit(s, &f), &f);
        arena_reset(a);
        or_die(store_write_begin(s, &f), &f);
    }
    if (first != 0)
        or_die(store_entries_index(s, first, last, &f), &f);
    or_die(store_write_commit(s, &f), &f);
    arena_free(a);
}

int
main(int argc, char **argv)
{
    long entries = argc == 3 || argc == 4 ? atol(argv[2]) : 0;
    if (entries < 1) {
        fprintf(stderr, "usage: seed DATABASE ENTRIES [BEFORE]\n");
        return 2;
    }

    struct fault f;
    struct store *s;
    struct store_options options = {.path = argv[1], .world = &world_real};

    base_init();
    or_die(store_open(&s, &options, &f), &f);
    fill(s, argc == 4 ? atol(argv[3]) : 0, entries);
    store_close(s);
    printf("%ld entries\n", entries);
    return 0;
}
