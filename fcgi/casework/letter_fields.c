#include "casework/letter_fields.h"
#include "casework/clocks.h"
#include "casework/compare.h"

#include <string.h>

/* Asks once; what goes wrong ends the document, not the line. */
#define TRY(x_, call_) ((x_)->err ? (x_)->err : ((x_)->err = (call_)))

/* ---- what is looked up ----------------------------------------------------------------------- */

static const struct organization *
organization_of(struct letter_source *x)
{
    struct casework *w = x->w;

    if (x->organization == NULL && x->filing != NULL) {
        struct organization *o = arena_alloc(w->arena, sizeof *o);
        if (TRY(x, store_organization_load(w->store, w->arena, x->filing->organization_id, o,
                                           &w->fault)))
            return NULL;
        x->organization = o;
    }
    return x->organization;
}

static const struct version *
version_of(struct letter_source *x)
{
    struct casework *w = x->w;

    if (x->version == NULL && x->filing != NULL) {
        struct version *v = arena_alloc(w->arena, sizeof *v);
        if (TRY(x, store_version_newest(w->store, w->arena, x->filing->id, x->filing->version, v,
                                        &w->fault)))
            return NULL;
        x->version = v;
    }
    return x->version;
}

static const json_t *
parse(struct letter_source *x, const char *text)
{
    json_t *read = NULL;
    return TRY(x, json_read(x->w->arena, text, strlen(text), &read, &x->w->fault)) ? NULL : read;
}

static const json_t *
data_of(struct letter_source *x)
{
    if (x->data == NULL && version_of(x) != NULL)
        x->data = parse(x, x->version->data);
    return x->data;
}

/* The form that the version was handed in by: its codes have labels there. */
static const json_t *
form_of(struct letter_source *x)
{
    const char *hash = NULL;
    struct casework *w = x->w;

    if (x->form != NULL || x->filing == NULL)
        return x->form;
    if (x->letter != NULL && x->submitted_at == 0 &&
        TRY(x, compare_set_of(w, x->filing->id, x->filing->version, &hash)))
        return NULL;
    return TRY(x, compare_form(w, hash, x->filing->kind, &x->form)) ? NULL : x->form;
}

static const json_t *
subject_of(struct letter_source *x)
{
    struct casework *w = x->w;

    if (x->subject == NULL && x->filing != NULL && !x->err) {
        struct version *v = arena_alloc(w->arena, sizeof *v);
        enum err err =
            store_subject_approved(w->store, w->arena, x->filing->organization_id, v, &w->fault);
        x->subject = v;
        if (err == ERR_NOTFOUND)
            return NULL;
        x->err = err;
        x->subject_data = err ? NULL : parse(x, v->data);
    }
    return x->subject_data;
}

static const struct deadline *
deadline_of(struct letter_source *x, const char *name, size_t n)
{
    struct casework *w = x->w;
    struct deadline *rows = NULL;

    if (x->deadlines == NULL) {
        if (TRY(x, store_deadlines_list(w->store, w->arena, x->filing->id, &rows, &x->deadlines_n,
                                        &w->fault)))
            return NULL;
        x->deadlines = rows;
    }
    for (int i = 0; i < x->deadlines_n; i++)
        if (strlen(x->deadlines[i].name) == n && strncmp(x->deadlines[i].name, name, n) == 0)
            return &x->deadlines[i];
    return NULL;
}

/* ---- data ------------------------------------------------------------------------------------ */

/* path: "basic.name". */
static const char *
value_of(struct letter_source *x, const json_t *form, const json_t *data, const char *path)
{
    struct arena *a = x->w->arena;
    size_t n = strcspn(path, ".");
    const char *section = arena_printf(a, "%.*s", (int)n, path);
    const char *name = path[n] ? path + n + 1 : "";
    const struct value_words words = {.areas = json_str(casework_manifest(x->w), "areas")};
    struct form_place at = form_place(form, arena_printf(a, "/%s/%s", section, name));
    const json_t *sections = json_object_get(json_object_get(form, "schema"), "properties");
    const json_t *fields = json_object_get(json_object_get(sections, section), "properties");

    if (at.field == NULL)
        return NULL;
    const json_t *value = json_object_get(json_object_get(data, section), name);
    if (str_is(json_str(at.field, "type"), "date"))
        return letter_day(a, json_string_value(value));
    return value_in_words(a, &words, at.field, json_object_get(fields, name), value);
}

static const char *
subject_value(struct letter_source *x, const char *path)
{
    const struct law_kind *admits = law_admitting(casework_law(x->w));
    const json_t *data = subject_of(x);

    if (data == NULL || admits == NULL)
        return NULL;
    return value_of(x, casework_form(x->w, admits->code), data, path);
}

/* ---- of the rules ---------------------------------------------------------------------------- */

/* A limit that changes with the days: what holds today. */
static const json_t *
limit_now(const struct letter_source *x, const json_t *limit)
{
    const char *day, *last = NULL;
    const json_t *now = NULL;
    json_t *value;

    json_object_foreach((json_t *)(uintptr_t)json_object_get(limit, "values"), day, value)
    {
        if (strcmp(day, x->w->today) <= 0 && (last == NULL || strcmp(day, last) > 0)) {
            last = day;
            now = value;
        }
    }
    return now;
}

static const char *
limit_text(const struct letter_source *x, const char *name)
{
    struct arena *a = x->w->arena;
    const json_t *v = json_object_get(json_object_get(casework_manifest(x->w), "limits"), name);

    if (json_is_object(v))
        v = limit_now(x, v);
    if (json_is_integer(v))
        return arena_printf(a, "%lld", (long long)json_integer_value(v));
    if (json_is_boolean(v))
        return json_is_true(v) ? "是" : "否";
    return json_string_value(v);
}

static const char *
deadline_text(struct letter_source *x, const char *path)
{
    size_t n = strcspn(path, ".");
    const struct deadline *d = deadline_of(x, path, n);

    if (d == NULL)
        return NULL;
    if (str_is(path + n, ".due_on"))
        return letter_day(x->w->arena, d->due_on);
    if (str_is(path + n, ".days"))
        return arena_printf(x->w->arena, "%ld", d->days);
    return clocks_label(x->w, x->filing->kind, d);
}

static const char *
office(const struct letter_source *x, const char *member)
{
    const char *said = json_str(json_object_get(casework_manifest(x->w), "office"), member);
    return said == NULL && str_is(member, "name") ? casework_office(x->w) : said;
}

/* ---- reasons --------------------------------------------------------------------------------- */

static const json_t *
reasons_of(struct letter_source *x)
{
    if (x->listed == NULL && x->reasons != NULL)
        x->listed = parse(x, x->reasons);
    return x->listed;
}

/* "算法模型 › 第 2 项 › 模型名称"; a section by its title, the whole by one word. */
static const char *
place_of(struct letter_source *x, const char *pointer)
{
    const json_t *form = form_of(x);

    if (pointer == NULL || *pointer == '\0' || form == NULL)
        return "全件";
    const char *label = form_place_label(x->w->arena, form, pointer);
    if (label != NULL)
        return label;
    const char *title = json_str(form_place(form, pointer).section, "title");
    return title != NULL ? title : "全件";
}

static const char *
reason_field(struct letter_source *x, const char *name, int item)
{
    const json_t *reason = json_array_get(reasons_of(x), (size_t)item);

    if (str_is(name, "n"))
        return arena_printf(x->w->arena, "%d", item + 1);
    if (str_is(name, "place"))
        return place_of(x, json_str(reason, "path"));
    return json_str(reason, name);
}

int
letter_items(void *ctx, const char *list)
{
    struct letter_source *x = ctx;
    return str_is(list, "reasons") ? (int)json_array_size(reasons_of(x)) : 0;
}

/* ---- filing and letter ----------------------------------------------------------------------- */

/* What has no number of its own has that of what it concerns. */
static const char *
number_of(struct letter_source *x)
{
    struct casework *w = x->w;
    struct filing earlier;

    if (x->filing->number != NULL || x->filing->of == NULL)
        return x->filing->number;
    if (TRY(x, store_filing_load(w->store, w->arena, x->filing->of, &earlier, &w->fault)))
        return NULL;
    return earlier.number;
}

static int64_t
handed_in_at(struct letter_source *x)
{
    if (x->submitted_at == 0 && version_of(x) != NULL)
        return x->version->submitted_at;
    return x->submitted_at;
}

/* Nobody, where the organization's own people handed it in. What is handed in now has no event yet.
 */
static const char *
agent_of(struct letter_source *x)
{
    struct casework *w = x->w;
    struct account agent = {0};
    int64_t at = handed_in_at(x);
    enum err err = OK;

    if (x->submitted_at != 0 && w->who != NULL && w->who->mandate_id != NULL)
        err = store_account_by_id(w->store, w->arena, w->who->id, &agent, &w->fault);
    else if (x->submitted_at == 0 && at != 0)
        err = store_filing_agent(w->store, w->arena, x->filing->id, at, &agent, &w->fault);
    if (err == ERR_NOTFOUND && !casework_is_erased(w, err))
        return NULL;
    if (casework_is_erased(w, err))
        err = OK;
    if (TRY(x, err))
        return NULL;
    return agent.contact_name != NULL ? agent.contact_name : agent.username;
}

static const char *
submitted_on(struct letter_source *x)
{
    char day[DATE_TEXT];
    int64_t at = handed_in_at(x);

    if (at == 0)
        return NULL;
    date_beijing(at, day);
    return letter_day(x->w->arena, day);
}

static const char *
filing_field(struct letter_source *x, const char *name)
{
    const struct filing *f = x->filing;
    const struct law *l = casework_law(x->w);

    if (f == NULL)
        return NULL;
    if (str_starts(name, "data."))
        return data_of(x) ? value_of(x, form_of(x), x->data, name + strlen("data.")) : NULL;
    if (str_is(name, "title"))
        return f->title != NULL && *f->title != '\0' ? f->title : law_label_of_kind(l, f->kind);
    if (str_is(name, "kind"))
        return law_label_of_kind(l, f->kind);
    if (str_is(name, "action"))
        return law_label_of_action(l, f->action);
    if (str_is(name, "number"))
        return number_of(x);
    if (str_is(name, "agent"))
        return agent_of(x);
    if (str_is(name, "version"))
        return arena_printf(x->w->arena, "%ld", f->version);
    return submitted_on(x);
}

static const char *
letter_own(struct letter_source *x, const char *name)
{
    if (str_is(name, "number"))
        return x->number;
    if (str_is(name, "code"))
        return x->code;
    return str_is(name, "title") ? x->letter->title : letter_day(x->w->arena, x->w->today);
}

static const char *
organization_field(struct letter_source *x, const char *name)
{
    const struct organization *o = organization_of(x);

    if (o == NULL)
        return NULL;
    return str_is(name, "name") ? o->name : o->credit_code;
}

/* What it rests on: the article that was chosen, else that of the move. */
static const char *
law_of(struct letter_source *x)
{
    const json_t *laws = json_object_get(casework_manifest(x->w), "laws");

    return ground_words(x->w->arena, laws, x->law != NULL ? x->law : x->by->law);
}

static const char *
look_up(struct letter_source *x, const char *name, int item)
{
    size_t n = strcspn(name, ".");
    const char *rest = name[n] ? name + n + 1 : "";

    if (x->err)
        return NULL;
    if (str_is(name, "today"))
        return letter_day(x->w->arena, x->w->today);
    if (str_is(name, "disclaimer"))
        return json_str(casework_manifest(x->w), "disclaimer");
    if (str_starts(name, "filing."))
        return filing_field(x, rest);
    if (str_starts(name, "organization."))
        return organization_field(x, rest);
    if (str_starts(name, "subject."))
        return subject_value(x, rest + strlen("data."));
    if (str_starts(name, "limit."))
        return limit_text(x, rest);
    if (str_starts(name, "office."))
        return office(x, rest);
    if (str_starts(name, "deadline."))
        return deadline_text(x, rest);
    if (str_starts(name, "reasons."))
        return reason_field(x, rest, item);
    if (str_is(name, "decision.law"))
        return law_of(x);
    return str_starts(name, "letter.") ? letter_own(x, rest) : x->by->event->label;
}

const char *
letter_field(void *ctx, const char *name, int item)
{
    struct letter_source *x = ctx;
    const char *text = look_up(x, name, item);
    bool is_there = text != NULL && *text != '\0';
    bool is_blank = !is_there && (x->letter == NULL || str_is(name, "filing.number"));

    return is_blank ? x->blank : text;
}
