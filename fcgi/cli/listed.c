#include "cli/listed.h"

#include <string.h>

/* Under which the official lists print their numbers. */
#define PREFIX "网信算备"
#define SUFFIX "号"

static const char *
cell(const struct list_row *row, enum list_column i)
{
    return row->cell[i] ? row->cell[i] : "";
}

/* ---- days ------------------------------------------------------------------------------------ */

/* The digits of 2025年7月5日, 2025-07, 2025/7/5 as a day; the first of the month where none is
 * said. NULL: no day. */
static const char *
day_of(struct arena *a, const char *text)
{
    int part[3] = {0, 1, 1}, n = 0;

    while (*text != '\0' && n < 3) {
        size_t digits = strspn(text, "0123456789");
        if (digits > 4)
            return NULL;
        if (digits > 0) {
            part[n] = 0;
            for (size_t i = 0; i < digits; i++)
                part[n] = part[n] * 10 + (text[i] - '0');
            n++;
        }
        text += digits > 0 ? digits : 1;
    }
    const char *day = arena_printf(a, "%04d-%02d-%02d", part[0], part[1], part[2]);
    return n >= 2 && date_valid(day) ? day : NULL;
}

/* ---- products -------------------------------------------------------------------------------- */

/* 微博（APP、网站）, as it was once printed, is 微博(APP)、微博(网站), as it is now: a form for
 * each bracket. */
static const char *
products_of(struct arena *a, const char *text)
{
    struct buf b = BUF(a);
    const char *name = text;

    buf_puts(&b, "");
    while (*name != '\0') {
        size_t open = strcspn(name, "(");
        const char *close = name[open] ? strchr(name + open, ')') : NULL;
        const char *wide = strstr(name, "（"), *end = wide ? strstr(wide, "）") : NULL;
        const char *forms = name + open + 1, *after = close ? close + 1 : NULL;
        size_t n = open;
        if (end != NULL && (close == NULL || wide < name + open)) {
            n = (size_t)(wide - name);
            forms = wide + strlen("（");
            close = end;
            after = end + strlen("）");
        }
        if (close == NULL) {
            buf_puts(&b, name);
            break;
        }
        for (const char *form = forms; form < close;) {
            const char *comma = strstr(form, "、");
            const char *to = comma && comma < close ? comma : close;
            buf_puts(&b, form > forms ? "、" : "");
            buf_add(&b, name, n);
            buf_printf(&b, "(%.*s)", (int)(to - form), form);
            form = to == close ? close : to + strlen("、");
        }
        if (forms == close)
            buf_add(&b, name, (size_t)(after - name));
        name = after;
        if (str_starts(name, "、")) {
            buf_puts(&b, "、");
            name += strlen("、");
        }
    }
    return b.p;
}

/* ---- the number ------------------------------------------------------------------------------ */

/* By the check of the set: an entry under a number that nobody can look up helps nobody. */
static enum err
number_of(const struct listing *l, struct arena *a, const char *written, struct entry *x,
          struct fault *f)
{
    struct buf b = BUF(a);
    const char *answer;
    json_t *parsed;

    buf_open(&b, NULL, '{');
    buf_open(&b, "issued", '[');
    buf_open(&b, NULL, '{');
    buf_json_str(&b, "prefix", PREFIX);
    buf_json_str(&b, "suffix", SUFFIX);
    buf_close(&b);
    buf_close(&b);
    buf_json_str(&b, "text", written);
    buf_close(&b);
    enum err err = policy_ask(l->policy, a, POLICY_NUMBER, b.p, &answer, f);
    if (!err)
        err = json_read(a, answer, strlen(answer), &parsed, f);
    if (err)
        return err;

    x->digits = json_str(parsed, "digits");
    const char *why = json_str(parsed, "message");
    if (x->digits == NULL)
        return fail(f, ERR_INPUT, "number_malformed", "", "备案编号“%s”不对：%s", written,
                    why ? why : "格式不正确，或校验位不符");
    x->number = arena_printf(a, PREFIX "%s" SUFFIX, x->digits);
    return OK;
}

/* ---- codes ----------------------------------------------------------------------------------- */

/* By the label that is printed; a list without this column leaves it to the number, which tells a
 * class. */
static enum err
codes_of(struct policy *policy, struct arena *a, const struct list_row *row, struct entry *x,
         struct fault *f)
{
    const json_t *manifest = policy_manifest(policy);
    const char *type = cell(row, LIST_TYPE), *role = cell(row, LIST_ROLE);

    /* A notice of what ended has one column for both. */
    if (*type == '\0' && *role != '\0' &&
        register_label(manifest, "role", register_code(manifest, "role", role)) == NULL) {
        type = role;
        role = "";
    }
    x->algorithm_type =
        *type ? register_code(manifest, "algorithm_type", type)
        : strlen(x->digits) >= 15
            ? register_code_meant(manifest, "algorithm_type", arena_strndup(a, x->digits + 13, 2))
            : NULL;
    if (x->algorithm_type == NULL)
        x->algorithm_type = "";
    x->role = *role ? register_code(manifest, "role", role) : "";
    x->area = arena_strndup(a, x->digits, 6);
    register_relabel(policy_labels(policy), x, 1);
    if (*type != '\0' && x->algorithm_type_label == NULL)
        return fail(f, ERR_INPUT, "type_unknown", "", "词表中没有算法类别“%s”", type);
    if (*role != '\0' && x->role_label == NULL)
        return fail(f, ERR_INPUT, "role_unknown", "", "词表中没有角色“%s”", role);
    return OK;
}

static enum err
days_of(const struct listing *l, struct arena *a, const struct list_row *row, struct entry *x,
        struct fault *f)
{
    const char *ended = cell(row, LIST_ENDED_ON);

    x->filed_on = l->on ? l->on : row->period ? day_of(a, row->period) : NULL;
    x->changed_on = x->filed_on;
    x->status = register_statuses[0];
    if (*ended != '\0') {
        x->status = register_statuses[1];
        x->changed_on = day_of(a, ended);
        if (x->changed_on == NULL)
            return fail(f, ERR_INPUT, "date_invalid", "", "注销时间“%s”不是日期", ended);
        if (x->filed_on == NULL || strcmp(x->filed_on, x->changed_on) > 0)
            x->filed_on = x->changed_on;
    } else if (strstr(cell(row, LIST_NOTE), "已注销") != NULL)
        x->status = register_statuses[1];
    if (x->filed_on == NULL)
        return fail(f, ERR_INPUT, "date_missing", "",
                    "不知道这份清单是哪一天公布的，请用 --on 写明，例如 --on 2026-07-17");
    const char *late = strcmp(x->filed_on, l->today) > 0     ? x->filed_on
                       : strcmp(x->changed_on, l->today) > 0 ? x->changed_on
                                                             : NULL;
    if (late != NULL)
        return fail(f, ERR_INPUT, "date_future", "", "日期 %s 晚于今天（%s），请更正", late,
                    l->today);
    return OK;
}

/* ---- the whole ------------------------------------------------------------------------------- */

static enum err
texts_of(struct arena *a, const struct list_row *row, struct entry *x, struct fault *f)
{
    x->algorithm_name = cell(row, LIST_NAME);
    x->organization = cell(row, LIST_ORGANIZATION);
    x->products = products_of(a, cell(row, LIST_PRODUCTS));
    x->purpose = cell(row, LIST_PURPOSE);
    x->note = cell(row, LIST_NOTE);

#define NOT_LONG(name_, title_, most_)                                                             \
    if (x->name_ != NULL && utf8_length(x->name_) > (most_))                                       \
        return fail(f, ERR_INPUT, "text_long", "", "%s超过 %d 个字", title_, most_);
    ENTRY_PUBLISHED(NOT_LONG)
    if (*x->algorithm_name == '\0')
        return fail(f, ERR_INPUT, "name_missing", "", "算法名称是空的");
    if (*x->organization == '\0')
        return fail(f, ERR_INPUT, "organization_missing", "", "主体名称是空的");
    if (*cell(row, LIST_NUMBER) == '\0')
        return fail(f, ERR_INPUT, "number_missing", "", "备案编号是空的");
    return OK;
}

enum err
listed_entry(const struct listing *l, struct arena *a, const struct list_row *row,
             struct entry *out, struct fault *f)
{
    if (row->bad != NULL)
        return fail(f, ERR_INPUT, "row_unread", "", "%s", row->bad);
    *out = (struct entry){
        .disclosure = "{}",
        .source = row->source && *row->source ? row->source : l->source,
    };
    enum err err = texts_of(a, row, out, f);
    if (!err)
        err = number_of(l, a, cell(row, LIST_NUMBER), out, f);
    if (!err)
        err = codes_of(l->policy, a, row, out, f);
    return err ? err : days_of(l, a, row, out, f);
}
