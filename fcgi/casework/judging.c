/* The rules are told of a filing, and their answer is kept. */
#include "casework/judging.h"
#include "casework/size.h"

#include <string.h>

/* ---- what is in the data --------------------------------------------------------------------- */

struct gather {
    struct arena *a;
    const json_t **found;
    int n, cap;
};

static void
gather_one(void *ctx, const json_t *value)
{
    struct gather *g = ctx;

    if (g->n == g->cap) {
        int cap = g->cap ? g->cap * 2 : 16;
        const json_t **found = arena_alloc(g->a, (size_t)cap * sizeof *found);
        if (g->n > 0)
            memcpy(found, g->found, (size_t)g->n * sizeof *found);
        g->found = found;
        g->cap = cap;
    }
    g->found[g->n++] = value;
}

static struct gather
gather(struct arena *a, const struct shape *shape, const json_t *data, enum shape_format format)
{
    struct gather g = {.a = a};
    shape_visit(shape, data, format, gather_one, &g);
    return g;
}

void
form_attachments(struct arena *a, const struct shape *shape, const json_t *data,
                 struct id_list *out)
{
    struct gather g = gather(a, shape, data, SHAPE_ATTACHMENT);
    int n = 0;

    out->ids = arena_alloc(a, (size_t)(g.n + 1) * sizeof *out->ids);
    for (int i = 0; i < g.n; i++)
        if (json_is_string(g.found[i]))
            out->ids[n++] = json_string_value(g.found[i]);

    str_sort(out->ids, (size_t)n);
    out->n = 0;
    for (int i = 0; i < n; i++)
        if (i == 0 || !str_is(out->ids[out->n - 1], out->ids[i]))
            out->ids[out->n++] = out->ids[i];
}

void
data_attachments(struct casework *w, const char *kind, const json_t *data, struct id_list *out)
{
    form_attachments(w->arena, casework_compiled(w, kind)->shape, data, out);
}

static void
cover(struct coverage_list *out, const struct filing *x, const json_t *row)
{
    if (json_str(row, "product") == NULL)
        return;
    out->rows[out->n++] = (struct coverage){.filing_id = x->id,
                                            .product_id = json_str(row, "product"),
                                            .path_id = json_str(row, "path"),
                                            .function_id = json_str(row, "function")};
}

void
data_coverage(struct casework *w, const struct filing *x, const json_t *data,
              struct coverage_list *out)
{
    const struct shape *shape = casework_compiled(w, x->kind)->shape;
    struct gather g = gather(w->arena, shape, data, SHAPE_COVERAGE);
    size_t total = 0, i;
    json_t *row;

    for (int k = 0; k < g.n; k++)
        total += json_array_size(g.found[k]);
    out->rows = arena_alloc(w->arena, (total + 1) * sizeof *out->rows);
    out->n = 0;

    for (int k = 0; k < g.n; k++)
        json_array_foreach(g.found[k], i, row) cover(out, x, row);
}

enum err
data_shape(struct casework *w, const char *kind, const json_t *data, const json_t *old)
{
    struct findings fs;
    enum err err = size_of_data(w, kind, data);
    if (err)
        return err;

    findings_start(&fs, w->arena);
    shape_check(casework_compiled(w, kind)->shape, data, old, &fs);
    if (fs.count == 0)
        return OK;
    return casework_findings(w, "shape_invalid", "填报内容的字段名或类型有误，没有保存", &fs);
}

/* ---- facts ----------------------------------------------------------------------------------- */

/* Does path lie below the other, or is it the same? */
static bool
is_below(const char *path, const char *above)
{
    size_t n = strlen(above);
    return strncmp(path, above, n) == 0 && (path[n] == '\0' || path[n] == '.');
}

bool
facts_are_read(const struct casework *w, const char *kind, const char *path)
{
    const json_t *reads = json_object_get(json_object_get(casework_manifest(w), "reads"), kind);
    size_t i;
    json_t *one;

    if (reads == NULL)
        return true;
    json_array_foreach(reads, i, one)
    {
        const char *read = json_string_value(one);
        if (is_below(path, read) || is_below(read, path))
            return true;
    }
    return false;
}

static bool
is_read(struct casework *w, const struct facts_of *of, const char *path)
{
    return of->issue != NULL || facts_are_read(w, of->kind, path);
}

/* Both in the order of their ids. */
static void
files_among(struct arena *a, const struct files *all, const struct id_list *list, struct files *out)
{
    out->rows = arena_alloc(a, ((size_t)all->n + 1) * sizeof *out->rows);
    for (int i = 0, k = 0; i < all->n && k < list->n;) {
        int order = strcmp(all->rows[i].id, list->ids[k]);
        if (order == 0)
            out->rows[out->n++] = all->rows[i];
        i += order <= 0;
        k += order >= 0;
    }
}

/* The organization's of those that a list names. */
static enum err
own_files(struct casework *w, const struct facts_of *of, const struct id_list *list,
          struct files *out)
{
    struct attachment_query q = {.ids = list};

    if (list->n == 0)
        return OK;
    if (of->files != NULL) {
        files_among(w->arena, of->files, list, out);
        return OK;
    }
    q.organization_id = of->organization->id;
    return store_attachment_own(w->store, w->arena, &q, &out->rows, &out->n, &w->fault);
}

static enum err
attachments_facts(struct casework *w, struct buf *b, const struct facts_of *of)
{
    struct id_list none = {0}, *list = of->attachments ? of->attachments : &none;
    struct files theirs = {0};
    char day[DATE_TEXT];
    enum err err = own_files(w, of, list, &theirs);
    if (err)
        return err;

    buf_open(b, "attachments", '{');
    for (int i = 0; i < theirs.n; i++) {
        const struct attachment *x = &theirs.rows[i];
        list->ids[i] = x->id;
        buf_open(b, x->id, '{');
        buf_json_str(b, "filename", x->filename);
        if (x->made_of != NULL)
            buf_json_str(b, "made_of", x->made_of);
        buf_json_str(b, "media_type", x->media_type);
        buf_json_int(b, "size_bytes", x->size_bytes);
        date_beijing(x->created_at, day);
        buf_json_str(b, "uploaded_on", day);
        buf_close(b);
    }

    list->n = theirs.n;
    buf_close(b);
    return OK;
}

static void
clock_facts(struct casework *w, struct buf *b, const struct facts_of *of)
{
    char now[TIME_TEXT];

    time_rfc3339(w->now, now);
    buf_open(b, "clock", '{');
    buf_json_str(b, "now",
                 of->today ? arena_printf(w->arena, "%sT12:00:00+08:00", of->today) : now);
    buf_json_str(b, "today", of->today ? of->today : w->today);
    buf_close(b);
}

/* The same for all of it at once. */
static bool
is_read_whole(struct casework *w, const struct facts_of *of, const char *path)
{
    const json_t *reads = json_object_get(json_object_get(casework_manifest(w), "reads"), of->kind);
    size_t i;
    json_t *one;

    if (of->issue != NULL || reads == NULL)
        return true;
    json_array_foreach(reads, i, one)
    {
        if (is_below(path, json_string_value(one)))
            return true;
    }
    return false;
}

/* Whether the same name or text stands with somebody else, and not with whom. */
static enum err
elsewhere_facts(struct casework *w, struct buf *b, const struct facts_of *of)
{
    bool is_name = false, is_text = false;
    enum err err;

    if (of->organization == NULL || !is_read(w, of, "filing.same_elsewhere"))
        return OK;

    struct elsewhere_query q = {of->organization->id, of->kind};
    if (of->tells_elsewhere && of->title != NULL && *of->title != '\0' &&
        (err = store_title_elsewhere(w->store, &q, of->title, &is_name, &w->fault)))
        return err;
    if (of->tells_elsewhere && of->text_hash != NULL && *of->text_hash != '\0' &&
        (err = store_text_elsewhere(w->store, &q, of->text_hash, &is_text, &w->fault)))
        return err;

    buf_open(b, "same_elsewhere", '{');
    buf_json_bool(b, "name", is_name);
    buf_json_bool(b, "text", is_text);
    buf_close(b);
    return OK;
}

/* One day of the approval of what it is about, where somebody reads it. */
static void
approval_fact(struct casework *w, struct buf *b, const struct facts_of *of, const char *key,
              const char *day)
{
    if (of->approval != NULL && is_read(w, of, arena_printf(w->arena, "filing.%s", key)))
        buf_json_str(b, key, day);
}

/* One text of the course, where somebody reads it. */
static void
course_fact(struct casework *w, struct buf *b, const struct facts_of *of, const char *key,
            const char *value)
{
    if (of->course != NULL && is_read(w, of, arena_printf(w->arena, "filing.%s", key)))
        buf_json_str(b, key, value);
}

static enum err
filing_facts(struct casework *w, struct buf *b, const struct facts_of *of)
{
    static const struct course none;
    static const struct approved_days unknown;
    const struct course *course = of->course ? of->course : &none;
    const struct approved_days *approval = of->approval ? of->approval : &unknown;

    buf_open(b, "filing", '{');
    buf_json_str(b, "action", of->action);
    approval_fact(w, b, of, "approved_on", approval->on);
    if (of->changed != NULL)
        buf_json_raw(b, "changed", of->changed);
    buf_json_raw(b, "data", of->data);
    if (of->dropped != NULL)
        buf_json_raw(b, "dropped", of->dropped);
    approval_fact(w, b, of, "first_approved_on", approval->first_on);
    buf_json_str(b, "first_submitted_on", of->first_submitted_on);
    buf_json_str(b, "id", of->filing_id);
    buf_json_str(b, "kind", of->kind);
    if (course->pauses != NULL && is_read(w, of, "filing.pauses"))
        buf_json_raw(b, "pauses", course->pauses);
    course_fact(w, b, of, "returned_on", course->returned_on);
    enum err err = elsewhere_facts(w, b, of);
    course_fact(w, b, of, "stage", course->stage);
    course_fact(w, b, of, "stage_on", course->stage_on);
    buf_json_str(b, "submitted_on", of->submitted_on);
    buf_json_int(b, "version", of->version);
    buf_close(b);
    return err;
}

enum { BESIDE_MOST = 500 }; /* rows: of those that are alike there is one */

/* The organization's other filings that are not over. */
static enum err
beside_facts(struct casework *w, struct buf *b, const struct facts_of *of)
{
    struct beside_query q = {of->organization->id, of->filing_id, of->title, of->text_hash,
                             BESIDE_MOST};
    struct beside *rows;
    int n;

    if (!is_read(w, of, "organization.filings"))
        return OK;
    enum err err = store_filing_beside(w->store, w->arena, &q, &rows, &n, &w->fault);
    if (err)
        return err;

    buf_open(b, "filings", '[');
    for (int i = 0; i < n; i++) {
        const struct beside *x = &rows[i];
        buf_open(b, NULL, '{');
        buf_json_str(b, "kind", x->kind);
        buf_json_int(b, "n", x->n);
        buf_json_str(b, "name", x->title);
        buf_json_str(b, "number", x->number);
        buf_json_bool(b, "same_text", x->is_same_text);
        buf_json_str(b, "standing", x->standing);
        buf_json_str(b, "state", x->state);
        buf_close(b);
    }
    buf_close(b);
    return OK;
}

/* A member of data as it stands there, or nothing. */
static void
take_member(struct buf *b, const char *data, const char *key)
{
    size_t n;
    const char *value = json_member(data, key, &n);

    if (value != NULL)
        buf_json_raw(b, key, arena_strndup(b->a, value, n));
}

#define SUBJECT_DATA "organization.subject.data"

/* Members of data in the making. */
struct cut {
    struct buf *b;
    const char *data;
    const char *whole, *open; /* the section that was taken last, and the one that is open */
};

static void
cut_close(struct cut *c)
{
    if (c->open != NULL)
        buf_close(c->b);
    c->open = NULL;
}

/* path: "section" or "section.field". */
static void
cut_take(struct cut *c, const char *path)
{
    size_t length = strcspn(path, "."), n;
    const char *section = arena_strndup(c->b->a, path, length);

    if (!str_is(c->open, section))
        cut_close(c);
    if (path[length] == '\0') {
        take_member(c->b, c->data, section);
        c->whole = section;
        return;
    }

    const char *value = json_member(c->data, section, &n);
    if (value == NULL || str_is(c->whole, section))
        return;
    if (c->open == NULL)
        buf_open(c->b, c->open = section, '{');
    take_member(c->b, arena_strndup(c->b->a, value, n), path + length + 1);
}

/* The members of the subject's data that are read. Reads are sorted: those of one section stand
 * together, and what is read whole comes before its parts. */
static void
cut_subject(struct casework *w, struct buf *b, const char *kind, const char *data)
{
    const json_t *reads = json_object_get(json_object_get(casework_manifest(w), "reads"), kind);
    struct cut c = {.b = b, .data = data};
    size_t i;
    json_t *one;

    buf_open(b, "data", '{');
    json_array_foreach(reads, i, one)
    {
        const char *path = json_string_value(one);
        if (str_starts(path, SUBJECT_DATA "."))
            cut_take(&c, path + strlen(SUBJECT_DATA "."));
    }
    cut_close(&c);
    buf_close(b);
}

/* The subject as it was approved, whatever has been typed into its filing since. */
static enum err
subject_data(struct casework *w, const struct facts_of *of, const char **data)
{
    struct version v = {.data = of->subject};
    enum err err = OK;

    if (of->subject == NULL)
        err = store_subject_approved(w->store, w->arena, of->organization->id, &v, &w->fault);
    *data = v.data;
    return err;
}

/* When the office had it in its hands until it was approved. */
static enum err
reviews_facts(struct casework *w, struct buf *b, const struct facts_of *of)
{
    struct day_span *rows;
    int n;

    if (!is_read(w, of, "organization.subject.reviews"))
        return OK;
    enum err err =
        store_subject_reviews(w->store, w->arena, of->organization->id, &rows, &n, &w->fault);
    if (err)
        return err;

    buf_open(b, "reviews", '[');
    for (int i = 0; i < n; i++) {
        buf_open(b, NULL, '{');
        buf_json_str(b, "from", rows[i].from);
        buf_json_str(b, "to", rows[i].to);
        buf_close(b);
    }
    buf_close(b);
    return OK;
}

static enum err
subject_facts(struct casework *w, struct buf *b, const struct facts_of *of)
{
    const char *data;
    enum err err = subject_data(w, of, &data);

    if (err == ERR_NOTFOUND)
        buf_json_raw(b, "subject", NULL);
    if (err)
        return err == ERR_NOTFOUND ? OK : err;

    buf_open(b, "subject", '{');
    if (is_read_whole(w, of, SUBJECT_DATA))
        buf_json_raw(b, "data", data);
    else
        cut_subject(w, b, of->kind, data);
    err = reviews_facts(w, b, of);
    buf_close(b);
    return err;
}

const char *
data_credit_code(struct casework *w, const char *kind, const json_t *data)
{
    const char *code = shape_text_at(data, json_str(casework_form(w, kind), "code_at"));

    return code ? text_upper(w->arena, code) : NULL;
}

static enum err
credit_code_facts(struct casework *w, struct buf *b, const struct facts_of *of)
{
    const char *code = data_credit_code(w, of->kind, of->parsed);
    bool elsewhere = false;
    enum err err;

    if (!is_read(w, of, "organization.credit_code_elsewhere"))
        return OK;
    if (of->tells_elsewhere && code != NULL &&
        (err = casework_elsewhere(w, of->organization->id, code, &elsewhere)))
        return err;
    buf_json_bool(b, "credit_code_elsewhere", elsewhere);
    return OK;
}

static enum err
organization_facts(struct casework *w, struct buf *b, const struct facts_of *of)
{
    const struct organization *o = of->organization;
    enum err err;

    if (o == NULL) {
        buf_json_raw(b, "organization", NULL);
        return OK;
    }

    buf_open(b, "organization", '{');
    if ((err = credit_code_facts(w, b, of)))
        return err;
    if ((err = beside_facts(w, b, of)))
        return err;
    buf_json_str(b, "id", o->id); /* always: without an organization nobody has logged in */
    if (is_read(w, of, "organization.name"))
        buf_json_str(b, "name", o->name);
    if (is_read(w, of, "organization.serial"))
        buf_json_raw(b, "serial", o->serial ? arena_printf(w->arena, "%ld", o->serial) : NULL);
    if (is_read(w, of, "organization.subject") && (err = subject_facts(w, b, of)))
        return err;
    buf_close(b);
    return OK;
}

static void
products_facts(struct casework *w, struct buf *b, const struct facts_of *of)
{
    if (of->filed != NULL && is_read(w, of, "product")) {
        buf_open(b, "product", '{');
        if (of->alike != NULL)
            buf_json_raw(b, "alike", of->alike);
        buf_json_raw(b, "filed", of->filed);
        buf_json_raw(b, "tree", of->tree);
        buf_close(b);
    }
    if (is_read(w, of, "products"))
        buf_json_raw(b, "products", of->products ? of->products : "[]");
}

/* Where the organization is, by its subject's filing; "" when nobody knows yet. */
static enum err
home_area(struct casework *w, const struct facts_of *of, const char **area)
{
    const struct law_kind *admits = law_admitting(casework_law(w));
    const char *text;
    json_t *data;

    *area = "";
    if (of->organization == NULL || admits == NULL)
        return OK;
    const char *at = json_str(casework_form(w, admits->code), "area_at"), *own = NULL;
    if (str_is(of->kind, admits->code)) {
        own = shape_text_at(of->parsed, at);
        *area = own ? own : "";
        return OK;
    }

    enum err err = subject_data(w, of, &text);
    if (err)
        return err == ERR_NOTFOUND ? OK : err;
    if ((err = json_read(w->arena, text, strlen(text), &data, &w->fault)))
        return err;
    own = shape_text_at(data, at);
    *area = own ? own : "";
    return OK;
}

/* How the pools of reviewers stand, so that a route may choose. Who asks without an organization is
 * told of no work: it is nobody's business. */
static enum err
workload_facts(struct casework *w, struct buf *b, const struct facts_of *of)
{
    const struct law *l = casework_law(w);
    const char *area;
    enum err err;

    if (!is_read(w, of, "workload"))
        return OK;
    if ((err = home_area(w, of, &area)))
        return err;

    buf_open(b, "workload", '[');
    for (int i = 0; i < l->pools_n; i++) {
        struct pool_load load = {0};
        if (of->organization != NULL &&
            (err = store_pool_load(w->store, l->pools[i].code, area, &load, &w->fault)))
            return err;
        buf_open(b, NULL, '{');
        buf_json_str(b, "pool", l->pools[i].code);
        buf_json_int(b, "reviewers", load.reviewers);
        buf_json_int(b, "tasks", load.tasks);
        buf_close(b);
    }
    buf_close(b);
    return OK;
}

/* Members in the order of their names and as json_canonical() writes them, so that whoever hashes
 * the facts need not sort them first. */
enum err
facts_build(struct casework *w, const struct facts_of *of, const char **facts)
{
    struct buf b = BUF(w->arena);
    enum err err;

    buf_open(&b, NULL, '{');
    if ((err = attachments_facts(w, &b, of)))
        return err;
    clock_facts(w, &b, of);
    if ((err = filing_facts(w, &b, of)))
        return err;
    if (of->issue != NULL)
        buf_json_raw(&b, "issue", of->issue);
    if ((err = organization_facts(w, &b, of)))
        return err;
    products_facts(w, &b, of);
    if ((err = workload_facts(w, &b, of)))
        return err;
    buf_close(&b);

    *facts = b.p;
    return size_of_facts(w, of->kind, b.p, b.n);
}

/* ---- the answer ------------------------------------------------------------------------------ */

/* All of it but the trace, which is kept and not read: it is half of what there is to parse. */
static enum err
answer_read(struct casework *w, const char *answer, json_t **out)
{
    struct buf b = BUF(w->arena);
    size_t n;
    const char *trace = json_member(answer, "trace", &n);

    if (trace == NULL)
        return json_read(w->arena, answer, strlen(answer), out, &w->fault);
    buf_add(&b, answer, (size_t)(trace - answer));
    buf_puts(&b, "[]");
    buf_puts(&b, trace + n);
    return json_read(w->arena, b.p, b.n, out, &w->fault);
}

enum err
casework_judge(struct casework *w, const char *facts, struct judged *j)
{
    json_t *parsed;

    *j = (struct judged){.rule_set = arena_strdup(w->arena, policy_rule_set(w->policy)),
                         .facts = facts};
    enum err err = policy_judge(w->policy, w->arena, j->facts, &j->answer, &j->fault);

    j->is_fault = j->fault.err == ERR_RULE;
    w->judge_faults += j->is_fault;
    if (j->is_fault)
        log_line(LOG_ERROR_, "rules: %s gave no answer: %s %s %s", j->rule_set, j->fault.code,
                 j->fault.where, j->fault.text);
    if (err) {
        w->fault = j->fault;
        return err;
    }
    if ((err = answer_read(w, j->answer, &parsed)))
        return err;

    j->parsed = parsed;
    j->verdict = json_str(parsed, "verdict");
    j->facts_hash = json_str(parsed, "facts_hash");
    return OK;
}

long
judged_errors(const struct judged *j)
{
    const json_t *findings = json_object_get(j->parsed, "findings");
    long n = 0;

    for (size_t i = 0; i < json_array_size(findings); i++)
        n += str_is(json_str(json_array_get(findings, i), "severity"), "error");
    return n;
}

/* ---- kept ------------------------------------------------------------------------------------ */

static enum err
count_rules(struct casework *w, const struct judged *j)
{
    json_t *findings = json_object_get(j->parsed, "findings"), *finding;
    json_t *seen = arena_json(w->arena, json_object());
    struct id_list rules = {
        .ids = arena_alloc(w->arena, (json_array_size(findings) + 1) * sizeof *rules.ids)};
    size_t i;

    json_array_foreach(findings, i, finding)
    {
        const char *rule = json_str(finding, "rule");
        bool has_spoken = rule != NULL && !json_is_true(json_object_get(finding, "fault"));
        if (!has_spoken || json_object_get(seen, rule) != NULL)
            continue;
        json_object_set_new(seen, rule, json_true());
        rules.ids[rules.n++] = rule;
    }
    return store_firings_add(w->store, j->rule_set, &rules, w->now, &w->fault);
}

enum err
casework_filed(struct casework *w, const struct filing *x, const json_t **facts)
{
    struct version v;
    struct judgement j;
    json_t *answer, *whole;
    struct buf b = BUF(w->arena);
    enum err err;

    if ((err = store_version_load(w->store, w->arena, x->id, x->version, &v, &w->fault)))
        return err;
    if ((err = store_judgement_newest(w->store, w->arena, x->id, &j, &w->fault)))
        return err;
    if ((err = json_read(w->arena, j.answer, strlen(j.answer), &answer, &w->fault)))
        return err;

    const json_t *derived = json_object_get(answer, "derived");
    buf_open(&b, NULL, '{');
    buf_open(&b, "filing", '{');
    buf_json_raw(&b, "data", v.data);
    buf_close(&b);
    buf_json_raw(&b, "derived", derived ? json_text(w->arena, derived) : "{}");
    buf_close(&b);
    if ((err = json_read(w->arena, b.p, b.n, &whole, &w->fault)))
        return err;
    *facts = whole;
    return OK;
}

enum err
judgement_keep(struct casework *w, const struct filing *x, const char *occasion,
               const struct judged *j)
{
    struct judgement row = {.filing_id = x->id,
                            .version = x->version,
                            .occasion = occasion,
                            .verdict = j->verdict,
                            .facts = j->facts,
                            .facts_hash = j->facts_hash,
                            .answer = j->answer,
                            .outcome_hash = json_str(j->parsed, "outcome_hash"),
                            .rule_set = j->rule_set,
                            .engine = policy_engine(),
                            .judged_by = w->who->id,
                            .judged_at = w->now};
    enum err err = store_judgement_add(w->store, &row, &w->fault);
    return err ? err : count_rules(w, j);
}

static enum err
facts_without_time(struct casework *w, const char *facts, json_t **out)
{
    enum err err = json_read(w->arena, facts, strlen(facts), out, &w->fault);
    if (!err)
        json_object_del(json_object_get(*out, "clock"), "now");
    return err;
}

enum err
judgement_is_kept(struct casework *w, const struct filing *x, const struct judged *j, bool *out)
{
    struct judgement last;
    json_t *before, *now;
    enum err err = store_judgement_newest(w->store, w->arena, x->id, &last, &w->fault);

    *out = false;
    if (err)
        return err == ERR_NOTFOUND ? OK : err;
    /* The time of day is always as long: facts of another length are others. */
    if (!str_is(last.verdict, j->verdict) || !str_is(last.rule_set, j->rule_set) ||
        strlen(last.facts) != strlen(j->facts))
        return OK;

    if ((err = facts_without_time(w, last.facts, &before)))
        return err;
    if ((err = facts_without_time(w, j->facts, &now)))
        return err;
    *out = json_equal(before, now);
    return OK;
}

/* The first rule that failed; faults stand before all other findings. NULL: none did. */
static const json_t *
first_fault(const struct judged *j)
{
    const json_t *first = json_array_get(json_object_get(j->parsed, "findings"), 0);
    return json_is_true(json_object_get(first, "fault")) ? first : NULL;
}

enum err
judgement_audit(struct casework *w, const struct filing *x, const struct judged *j)
{
    const json_t *failed = first_fault(j);
    struct buf b = BUF(w->arena);

    if (failed == NULL && j->parsed != NULL)
        return OK;
    buf_open(&b, NULL, '{');
    buf_json_str(&b, "rule_set", j->rule_set);
    buf_json_str(&b, "code", j->is_fault ? j->fault.code : "rule_error");
    buf_json_str(&b, "rule", json_str(failed, "rule"));
    buf_json_str(&b, "where", failed ? json_str(failed, "source") : j->fault.where);
    buf_close(&b);
    return casework_audit(w, "rules.fault", x->id, b.p);
}
