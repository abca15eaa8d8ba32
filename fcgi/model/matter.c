#include "model/matter.h"
#include "model/fold.h"

#include <string.h>

enum { TEXT_MOST = 4000 };

static const json_t *
by_code(const json_t *list, const char *code)
{
    size_t i;
    const json_t *one;

    json_array_foreach(list, i, one)
    {
        if (str_is(json_str(one, "code"), code))
            return one;
    }
    return NULL;
}

static bool
has_text(const json_t *list, const char *text)
{
    size_t i;
    const json_t *one;

    json_array_foreach(list, i, one)
    {
        if (str_is(json_string_value(one), text))
            return true;
    }
    return false;
}

const json_t *
matter_kind(const json_t *manifest, const char *code)
{
    return by_code(json_object_get(manifest, "matters"), code);
}

const json_t *
matter_state(const json_t *kind, const char *code)
{
    return by_code(json_object_get(kind, "states"), code);
}

const json_t *
matter_move(const json_t *kind, const char *from, const char *code)
{
    size_t i;
    const json_t *one;

    json_array_foreach(json_object_get(kind, "moves"), i, one)
    {
        const json_t *places = json_object_get(one, "from");
        if (from == NULL && json_array_size(places) == 0)
            return one;
        if (from != NULL && str_is(json_str(one, "code"), code) && has_text(places, from))
            return one;
    }
    return NULL;
}

bool
matter_may(const json_t *move, const struct role_set *roles)
{
    const json_t *who = json_object_get(move, "who");
    size_t i;
    const json_t *one;

    if (roles == NULL)
        return has_text(who, MATTER_PUBLIC);
    json_array_foreach(who, i, one)
    {
        if (role_set_has(roles, json_string_value(one)))
            return true;
    }
    return false;
}

const json_t *
matter_moved(const json_t *kind, const char *from)
{
    size_t i;
    const json_t *one;

    json_array_foreach(json_object_get(kind, "moved"), i, one)
    {
        if (str_is(json_str(one, "from"), from))
            return one;
    }
    return NULL;
}

bool
matter_is_noted(const char *event)
{
    return str_is(event, MATTER_MISSED) || str_is(event, MATTER_MOVED);
}

bool
matter_tells(const json_t *move, const char *whom)
{
    return has_text(json_object_get(move, "told"), whom);
}

bool
matter_is(const json_t *declared, const char *member)
{
    return json_is_true(json_object_get(declared, member));
}

long
matter_most(const json_t *move, const char *member)
{
    return (long)json_integer_value(json_object_get(move, member));
}

const char *
matter_latest(struct arena *a, const json_t *move, const struct matter *m)
{
    long most = matter_most(move, "most_days");
    char day[DATE_TEXT];

    if (most == 0 || m->due_on == NULL)
        return NULL;
    date_beijing((date_days(m->due_on) + most) * 24 * 3600 * (int64_t)1000, day);
    return arena_strdup(a, day);
}

/* ---- what is said at a move ------------------------------------------------------------------ */

static bool
is_blank(struct arena *a, const char *text)
{
    return text == NULL || *text_fold(a, text) == '\0';
}

static void
check_text(const json_t *move, const struct matter_said *x, struct findings *fs)
{
    const char *wanted = json_str(move, "text");

    if (str_is(wanted, "required") && is_blank(fs->text.a, x->text))
        findings_add(fs, "matter.text", "/text", "没有写明内容", "请写明事实、理由或答复的内容");
    if (str_is(wanted, "none") && x->text != NULL)
        findings_add(fs, "matter.text", "/text", "这一步不写文字", "请删去所写的文字");
    if (x->text != NULL && utf8_length(x->text) > TEXT_MOST)
        findings_add(fs, "matter.text", "/text",
                     arena_printf(fs->text.a, "文字最多 %d 字", TEXT_MOST), "请删减后再提交");
}

/* Not later than the move allows, and, of a day that is only asked for, later than what runs. */
static void
check_span(const json_t *move, const struct matter *m, const char *day, struct findings *fs)
{
    const char *latest = matter_latest(fs->text.a, move, m), *due = m->due_on;

    if (latest != NULL && strcmp(day, latest) > 0)
        findings_add(fs, "matter.due_on", "/due_on",
                     arena_printf(fs->text.a, "最多推后 %ld 日，即到 %s",
                                  matter_most(move, "most_days"), latest),
                     "请改为不晚于这一日");
    if (matter_is(move, "asks") && due != NULL && strcmp(day, due) <= 0)
        findings_add(fs, "matter.due_on", "/due_on",
                     arena_printf(fs->text.a, "原来的到期日是 %s，申请的应在其后", due),
                     "请改为那之后的一日");
}

static void
check_term(const json_t *move, const struct matter *m, const struct matter_said *x,
           struct findings *fs)
{
    bool is_term = matter_is(move, "term") || matter_is(move, "asks");

    if (is_term && x->due_on != NULL)
        check_span(move, m, x->due_on, fs);
    if (is_term && x->due_on == NULL)
        findings_add(fs, "matter.due_on", "/due_on", "没有写明到期日", "请写明限到哪一日");
    if (is_term && x->due_on != NULL && strcmp(x->due_on, x->today) <= 0)
        findings_add(fs, "matter.due_on", "/due_on", "到期日应在今天之后", "请改为今天之后的一日");
    if (!is_term && x->due_on != NULL)
        findings_add(fs, "matter.due_on", "/due_on", "这一步不另定到期日", "请删去到期日");
}

static bool
is_type(const json_t *manifest, const char *vocabulary, const char *code)
{
    const json_t *all = json_object_get(manifest, "vocabulary");
    const json_t *list = json_object_get(json_object_get(all, vocabulary), "items");

    return code != NULL && by_code(list, code) != NULL;
}

static void
check_type(const json_t *manifest, const json_t *move, const struct matter_said *x,
           struct findings *fs)
{
    const char *types = json_str(move, "types");

    if (types != NULL && !is_type(manifest, types, x->type))
        findings_add(fs, "matter.type", "/type", "没有选定种类", "请从词表选一种");
    if (types == NULL && x->type != NULL)
        findings_add(fs, "matter.type", "/type", "这一步不选种类", "请删去种类");
}

static void
check_amount(const json_t *move, const struct matter_said *x, struct findings *fs)
{
    const json_t *amount = json_object_get(move, "amount");
    long least = (long)json_integer_value(json_object_get(amount, "min"));
    long most = (long)json_integer_value(json_object_get(amount, "max"));
    bool is_wanted = x->type != NULL && has_text(json_object_get(amount, "of"), x->type);

    if (!is_wanted && x->amount != 0)
        findings_add(fs, "matter.amount", "/amount", "这一种没有金额", "请删去金额");
    if (is_wanted && (x->amount < least || x->amount > most))
        findings_add(fs, "matter.amount", "/amount",
                     arena_printf(fs->text.a, "金额应在 %ld 元至 %ld 元之间", least, most),
                     "请核对金额，以元为单位");
}

static void
check_files(const json_t *move, const struct matter_said *x, struct findings *fs)
{
    long most = matter_most(move, "files");

    if (x->files > 0 && most == 0)
        findings_add(fs, "matter.files", "/files", "这一步不附文件", "请删去所附的文件");
    else if (x->files > most)
        findings_add(fs, "matter.files", "/files",
                     arena_printf(fs->text.a, "最多附 %ld 份文件", most), "请删减后再提交");
}

/* What a move may be made of so often is over by then. */
static void
check_times(const json_t *move, const struct matter_said *x, struct findings *fs)
{
    long most = matter_most(move, "times");

    if (most > 0 && x->made >= most)
        findings_add(fs, "matter.times", "/on",
                     arena_printf(fs->text.a, "“%s”最多 %ld 次，已经办过 %ld 次",
                                  json_str(move, "label"), most, x->made),
                     "请按现在的期限办理");
}

void
matter_check(const json_t *manifest, const json_t *move, const struct matter *m,
             const struct matter_said *said, struct findings *fs)
{
    check_files(move, said, fs);
    check_times(move, said, fs);
    check_text(move, said, fs);
    check_term(move, m, said, fs);
    check_type(manifest, move, said, fs);
    check_amount(move, said, fs);
}

long
matter_lead(const json_t *kind, const json_t *move, const struct matter_said *said,
            struct matter *m)
{
    const json_t *to = matter_state(kind, json_str(move, "to"));

    m->state = json_str(to, "code");
    m->is_over = matter_is(to, "over");
    m->is_told |= matter_tells(move, MATTER_ORGANIZATION);
    if (matter_is(move, "term"))
        m->due_on = said->due_on;
    else if (!matter_is(to, "keeps"))
        m->due_on = NULL;
    return matter_most(to, "days");
}

/* ---- in words -------------------------------------------------------------------------------- */

static const char *
label_of(const json_t *declared, const char *code)
{
    const char *label = json_str(declared, "label");
    return label ? label : code;
}

const char *
matter_label(const json_t *kind, const char *code)
{
    return label_of(kind, code);
}

const char *
matter_state_label(const json_t *kind, const char *state)
{
    return label_of(matter_state(kind, state), state);
}

const char *
matter_event_label(const json_t *kind, const char *event)
{
    const json_t *move = by_code(json_object_get(kind, "moves"), event);

    if (move == NULL && str_is(event, MATTER_MOVED))
        return "规则更换，转到新的状态";
    return move == NULL && str_is(event, MATTER_MISSED) ? "期限届满" : label_of(move, event);
}
