#include "govern/lives.h"

#include <string.h>

#define IDS_MAX 5 /* of a group */

const char *const govern_life_kinds[] = {
    "move_changed",    "effects_changed", "number_changed", "entry_changed", "draft_changed",
    "product_changed", "matter_changed",  "term_changed",   "clock_changed", NULL};

static const char *const seen[SEEN__MAX] = {
    [SEEN_FILINGS] = "filings",   [SEEN_MOVES] = "moves",       [SEEN_ENTRIES] = "entries",
    [SEEN_DRAFTS] = "drafts",     [SEEN_PRODUCTS] = "products", [SEEN_MATTERS] = "matters",
    [SEEN_STEPS] = "matter_steps"};

static const struct {
    const char *code, *words;
    bool is_always; /* whatever there is of it */
} unseen[UNSEEN__MAX] = {
    [UNSEEN_ERASED] = {"erased", "已删除的草稿：当时的材料和结论都已抹去", false},
    [UNSEEN_CONDITIONS] = {"conditions", "附条件的办理：当时的材料没有留存，走向无从比较", false},
    [UNSEEN_FACTS] = {"facts", "新规则读取、当时的材料里没有的事实：按没有填写判断", false},
    [UNSEEN_VERSIONS] = {"versions", "公示的条目：备案的版本没有留存，未再拟公示内容", false},
    [UNSEEN_ATTACHED] = {"drafts", "草稿与产品：不能按现行表单组成材料，没有判断", false},
    [UNSEEN_GATES] = {"gates",
                      "先决条件：新建和提交时单位的状况没有留存，没有再问；两套的差别见流程", true},
    [UNSEEN_ACCOUNTS] = {"accounts", "账号注册和上传文件的要求：不在备案的经过之内", true},
    [UNSEEN_LETTERS] = {"letters", "文书与通知：系统不留存可以比较的内容", true},
    [UNSEEN_WRITTEN] = {"written",
                        "监督事项各步所写的文字、联系方式和所附的文件：只看有没有，不看内容", true},
};

/* ---- where a walk stands --------------------------------------------------------------------- */

struct lives_place
lives_place(struct arena *a, const json_t *lives)
{
    const char *id = json_str(lives, "at");

    return (struct lives_place){id ? arena_strdup(a, id) : "",
                                (long)json_integer_value(json_object_get(lives, "at_n"))};
}

void
lives_stand_at(json_t *lives, struct lives_place at)
{
    json_object_set_new(lives, "at", json_string(at.id));
    json_object_set_new(lives, "at_n", json_integer(at.n));
}

/* ---- counting -------------------------------------------------------------------------------- */

static json_t *
member(json_t *object, const char *name, json_t *(*make)(void))
{
    json_t *x = json_object_get(object, name);

    if (x == NULL)
        json_object_set_new(object, name, x = make());
    return x;
}

static void
count(json_t *object, const char *name, long n)
{
    json_t *x = json_object_get(object, name);
    json_object_set_new(object, name, json_integer(json_integer_value(x) + n));
}

void
lives_saw(json_t *lives, enum life_seen what, long n)
{
    count(member(lives, "seen", json_object), seen[what], n);
}

void
lives_missed(json_t *lives, enum life_unseen what, long n)
{
    count(member(lives, "unseen", json_object), unseen[what].code, n);
}

/* Two differences of one group say the same of two filings. */
static const char *
group_text(struct arena *a, const struct life_change *c)
{
    struct buf b = BUF(a);

    buf_open(&b, NULL, '{');
    buf_json_str(&b, "what", govern_life_kinds[c->what]);
    buf_json_str(&b, "kind", c->kind);
    buf_json_str(&b, "event", c->event);
    buf_json_str(&b, "from", c->from);
    buf_json_str(&b, "column", c->column);
    buf_json_str(&b, "before", c->before);
    buf_json_str(&b, "after", c->after);
    buf_json_str(&b, "words", c->words);
    buf_close(&b);
    return b.p;
}

static bool
has_id(const json_t *ids, const char *id)
{
    size_t i;
    json_t *x;

    json_array_foreach(ids, i, x)
    {
        if (str_is(json_string_value(x), id))
            return true;
    }
    return false;
}

void
lives_add(struct arena *a, json_t *lives, const struct life_change *c)
{
    json_t *groups = member(lives, "groups", json_object);
    const char *key = group_text(a, c);
    json_t *group = member(groups, key, json_object), *ids = member(group, "ids", json_array);

    count(member(lives, "counts", json_object), govern_life_kinds[c->what], 1);
    count(group, "n", 1);
    if (json_array_size(ids) < IDS_MAX && !has_id(ids, c->id))
        json_array_append_new(ids, json_string(c->id));
}

/* ---- the report ------------------------------------------------------------------------------ */

bool
lives_is_same(const json_t *lives)
{
    return json_object_size(json_object_get(lives, "groups")) == 0;
}

static void
group_json(struct buf *b, const char *key, const json_t *group)
{
    buf_open(b, NULL, '{');
    buf_members(b, key);
    buf_json_int(b, "n", json_integer_value(json_object_get(group, "n")));
    buf_json_raw(b, "ids", json_text(b->a, json_object_get(group, "ids")));
    buf_close(b);
}

/* By what they are about, so that the order in which they were met does not matter. */
static void
groups_json(struct buf *b, const json_t *groups)
{
    const char **keys = arena_alloc(b->a, (json_object_size(groups) + 1) * sizeof *keys), *key;
    size_t n = 0;
    json_t *any;

    json_object_foreach((json_t *)(uintptr_t)groups, key, any) keys[n++] = key;
    str_sort(keys, n);
    buf_open(b, "groups", '[');
    for (size_t i = 0; i < n; i++)
        group_json(b, keys[i], json_object_get(groups, keys[i]));
    buf_close(b);
}

/* Which facts, by their paths. */
static const char *
words_of(struct buf *b, const json_t *lives, int what)
{
    const char *paths = json_str(lives, "facts");
    return what == UNSEEN_FACTS && paths ? arena_printf(b->a, "%s（%s）", unseen[what].words, paths)
                                         : unseen[what].words;
}

static void
unseen_json(struct buf *b, const json_t *lives)
{
    const json_t *counts = json_object_get(lives, "unseen");

    buf_open(b, "not_looked_at", '[');
    for (int i = 0; i < UNSEEN__MAX; i++) {
        const json_t *n = json_object_get(counts, unseen[i].code);
        if (json_integer_value(n) == 0 && !unseen[i].is_always)
            continue;
        buf_open(b, NULL, '{');
        buf_json_str(b, "what", unseen[i].code);
        buf_json_raw(b, "n", n ? json_text(b->a, n) : NULL);
        buf_json_str(b, "words", words_of(b, lives, i));
        buf_close(b);
    }
    buf_close(b);
}

void
lives_json(struct buf *b, const json_t *lives)
{
    const json_t *counts = json_object_get(lives, "counts"), *saw = json_object_get(lives, "seen");

    const json_t *now = json_object_get(lives, "now");
    char day[DATE_TEXT];

    buf_open(b, "lives", '{');
    date_beijing(json_integer_value(now), day);
    buf_json_str(b, "day", now ? day : NULL);
    for (int i = 0; i < SEEN__MAX; i++)
        buf_json_int(b, seen[i], json_integer_value(json_object_get(saw, seen[i])));
    buf_open(b, "counts", '{');
    for (int i = 0; i < LIFE__MAX; i++)
        buf_json_int(b, govern_life_kinds[i],
                     json_integer_value(json_object_get(counts, govern_life_kinds[i])));
    buf_close(b);
    groups_json(b, json_object_get(lives, "groups"));
    buf_close(b);
    unseen_json(b, lives);
}
