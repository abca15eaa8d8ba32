/*
 * Makes rules/calendar/YYYY.lua out of a JSON of holidays, {"2026": {"holidays": ["2026-01-01", …],
 * "workdays": […]}, …}. Keys that begin with an underline are remarks. "statutory" in place of
 * "holidays" says that only the days fixed by law are known.
 */
#include "cli/face.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FILE_MOST (1u << 20)
#define YEAR_MOST 366
#define IN_A_ROW 6

struct year {
    const char *name; /* "2026" */
    const char *source;
    bool is_provisional;
    const char *holidays[YEAR_MOST], *workdays[YEAR_MOST]; /* in order */
    size_t holidays_n, workdays_n;
};

static bool
is_weekend(const char *date)
{
    return (date_days(date) + 3) % 7 >= 5; /* 1970-01-01 was a Thursday */
}

static int
by_date(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* A list of dates of that year, sorted; where is what to call it. */
static enum err
take_dates(const struct year *y, const char *where, const json_t *list, const char *out[YEAR_MOST],
           size_t *n, struct fault *f)
{
    size_t i;
    json_t *one;

    if (!json_is_array(list))
        return fail(f, ERR_INPUT, "calendar_malformed", where, "应为日期的列表");
    if (json_array_size(list) > YEAR_MOST)
        return fail(f, ERR_INPUT, "calendar_malformed", where, "一年不会有这么多天");

    json_array_foreach(list, i, one)
    {
        const char *date = json_string_value(one);
        if (!date || !date_valid(date))
            return fail(f, ERR_INPUT, "calendar_date", where,
                        "第 %zu 项“%s”不是存在的日期，应写作 YYYY-MM-DD", i + 1, date ? date : "");
        if (strncmp(date, y->name, 4) != 0)
            return fail(f, ERR_INPUT, "calendar_date", where,
                        "日期 %s 不属于 %s 年：请写在 calendar/%.4s.lua 中（放假写入 holidays，"
                        "补班写入 workdays）",
                        date, y->name, date);
        out[(*n)++] = date;
    }

    qsort(out, *n, sizeof out[0], by_date);
    for (i = 1; i < *n; i++)
        if (str_is(out[i], out[i - 1]))
            return fail(f, ERR_INPUT, "calendar_date", where, "日期 %s 重复", out[i]);
    return OK;
}

static enum err
check_workdays(const struct year *y, const char *where, struct fault *f)
{
    for (size_t i = 0; i < y->workdays_n; i++) {
        if (!is_weekend(y->workdays[i]))
            return fail(f, ERR_INPUT, "calendar_workday", where,
                        "补班日 %s 不是周六、周日，本来就是工作日", y->workdays[i]);
        if (bsearch(&y->workdays[i], y->holidays, y->holidays_n, sizeof y->holidays[0], by_date))
            return fail(f, ERR_INPUT, "calendar_workday", where, "%s 既是节假日又是补班日",
                        y->workdays[i]);
    }
    return OK;
}

static enum err
check_source(const struct year *y, struct fault *f)
{
    if (!y->source || !*y->source)
        return fail(f, ERR_INPUT, "calendar_source", y->name,
                    "没有写明来源：请用 --source 写明所据通知的名称、发布时间或文号");
    for (const char *c = y->source; *c; c++)
        if ((unsigned char)*c < 0x20 || *c == 0x7f)
            return fail(f, ERR_INPUT, "calendar_source", y->name, "来源应写成一行");
    return OK;
}

/* The holidays, or only the days fixed by law. */
static enum err
take_holidays(struct arena *a, const json_t *data, struct year *y, struct fault *f)
{
    const json_t *statutory = json_object_get(data, "statutory");
    const char *where = arena_printf(a, "%s/%s", y->name, statutory ? "statutory" : "holidays");
    enum err err = take_dates(y, where, statutory ? statutory : json_object_get(data, "holidays"),
                              y->holidays, &y->holidays_n, f);
    if (!err && y->holidays_n == 0)
        return fail(f, ERR_INPUT, "calendar_malformed", where,
                    "一天也没有：没有节假日的年份无法导入");
    return err;
}

/* A year that is decreed says so, even when it has none. */
static enum err
take_workdays(struct arena *a, const json_t *data, struct year *y, struct fault *f)
{
    const json_t *workdays = json_object_get(data, "workdays");
    const char *where = arena_printf(a, "%s/workdays", y->name);
    bool is_said = workdays && !json_is_null(workdays);

    if (!is_said && !y->is_provisional)
        return fail(f, ERR_INPUT, "calendar_malformed", where,
                    "没有补班日一项：没有补班请写 []，尚未公布请加 --provisional");
    if (!is_said)
        return OK;

    enum err err = take_dates(y, where, workdays, y->workdays, &y->workdays_n, f);
    return err ? err : check_workdays(y, where, f);
}

static enum err
take_year(struct arena *a, const json_t *root, const struct rules_call *call, struct year *y,
          struct fault *f)
{
    const json_t *data = json_object_get(root, y->name);
    enum err err;

    if (strlen(y->name) != 4 || !date_valid(arena_printf(a, "%.4s-01-01", y->name)))
        return fail(f, ERR_INPUT, "calendar_year", y->name,
                    "年份应为 1900 至 2199 之间的四位数字；说明文字的键请以下划线开头");
    if (!json_is_object(data))
        return fail(f, ERR_INPUT, "calendar_malformed", y->name,
                    "应为 {\"holidays\": […], \"workdays\": […]}");

    y->is_provisional = call->is_provisional || json_object_get(data, "statutory") ||
                        json_is_true(json_object_get(data, "provisional"));
    y->source = call->source               ? call->source
                : json_str(data, "source") ? json_str(data, "source")
                                           : json_str(root, "_source");
    if ((err = take_holidays(a, data, y, f)))
        return err;
    if ((err = take_workdays(a, data, y, f)))
        return err;
    return check_source(y, f);
}

static void
write_dates(struct buf *b, const char *name, const char *const *dates, size_t n)
{
    if (n == 0) {
        buf_printf(b, "  %s = {},\n", name);
        return;
    }

    buf_printf(b, "  %s = {\n", name);
    for (size_t i = 0; i < n; i++)
        buf_printf(b, "%s'%s',%s", i % IN_A_ROW ? " " : "    ", dates[i],
                   i % IN_A_ROW == IN_A_ROW - 1 || i == n - 1 ? "\n" : "");
    buf_puts(b, "  },\n");
}

static void
write_year(struct buf *b, const struct year *y)
{
    if (y->is_provisional)
        buf_printf(b,
                   "-- %s 年的安排尚未全部公布。provisional：凡落在这一年的期限一律标为暂估；\n"
                   "-- 国务院办公厅的通知发布后，以全年安排重新生成本文件，去掉这一行。\n",
                   y->name);
    else
        buf_printf(b,
                   "-- %s 年节假日与补班日。holidays 含假期之内的周末，workdays 都是周六、周日。\n",
                   y->name);

    buf_printf(b, "calendar {\n  year = %s,\n%s  source = '", y->name,
               y->is_provisional ? "  provisional = true,\n" : "");
    for (const char *c = y->source; *c; c++)
        buf_printf(b, "%s%c", *c == '\'' || *c == '\\' ? "\\" : "", *c);
    buf_puts(b, "',\n");
    write_dates(b, "holidays", y->holidays, y->holidays_n);
    write_dates(b, "workdays", y->workdays, y->workdays_n);
    buf_puts(b, "}\n");
}

/* The years that were asked for, in order; nothing is printed unless all of them are good. */
static enum err
make_calendars(struct arena *a, const json_t *root, const struct rules_call *call, struct buf *b,
               struct fault *f)
{
    size_t n = 0;
    const char *key, **names = arena_alloc(a, (json_object_size(root) + 1) * sizeof *names);
    json_t *value;

    json_object_foreach((json_t *)root, key, value)
    {
        if (key[0] != '_' && (!call->year || str_is(key, call->year)))
            names[n++] = key;
    }
    if (n == 0)
        return fail(f, ERR_INPUT, "calendar_year", call->args[0], "文件里没有%s%s",
                    call->year ? " " : "任何年份", call->year ? call->year : "");

    qsort(names, n, sizeof names[0], by_date);
    for (size_t i = 0; i < n; i++) {
        struct year *y = arena_alloc(a, sizeof *y);
        y->name = names[i];
        enum err err = take_year(a, root, call, y, f);
        if (err)
            return err;
        write_year(b, y);
    }
    return OK;
}

static enum err
read_years(struct arena *a, const char *path, json_t **root, struct fault *f)
{
    struct fault unread = {0};
    char *text;
    size_t n;
    enum err err = file_read(path, FILE_MOST, &text, &n, f);
    if (err)
        return err;

    err = json_read(a, text, n, root, &unread);
    free(text);
    if (err)
        return fail(f, err, unread.code, path,
                    "%s。日期之间用半角逗号，最后一个之后没有逗号，引号用半角双引号", unread.text);
    if (!json_is_object(*root))
        return fail(f, ERR_INPUT, "calendar_malformed", path,
                    "应为一个 JSON 对象：年份对应当年的节假日");
    return OK;
}

int
rules_calendar(const struct rules_call *call)
{
    struct fault f = {0};
    struct arena *a = arena_new();
    struct buf b = BUF(a);
    json_t *root;
    enum err err = read_years(a, call->args[0], &root, &f);

    if (!err)
        err = make_calendars(a, root, call, &b, &f);
    if (!err)
        fputs(b.p, stdout);
    arena_free(a);
    return err ? cli_complain(&f) : 0;
}
