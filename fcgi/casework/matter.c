/* Matters beside filings: opened, moved, ended. */
#include "casework/casework.h"

/* ---- who ------------------------------------------------------------------------------------- */

static bool
is_theirs(const struct casework *w, const struct matter *x)
{
    return w->who != NULL && w->who->organization_id != NULL &&
           str_is(w->who->organization_id, x->organization_id);
}

bool
casework_matter_may(const struct casework *w, const json_t *move, const struct matter *x)
{
    if (w->who == NULL)
        return matter_may(move, NULL);
    bool is_filer = matter_may(move, &ROLE_SET(ROLE_FILER));
    if (is_theirs(w, x))
        return is_filer && casework_can(w, ACT_SUBMIT);
    return !is_filer && casework_can(w, ACT_REVIEW) && matter_may(move, &w->who->roles);
}

/* The role of theirs under which a move is made. */
static const char *
acting_role(const struct casework *w, const json_t *move)
{
    size_t i;
    const json_t *one;

    json_array_foreach(json_object_get(move, "who"), i, one)
    {
        if (w->who == NULL || role_set_has(&w->who->roles, json_string_value(one)))
            return json_string_value(one);
    }
    return MATTER_PUBLIC;
}

enum err
casework_matter(struct casework *w, const char *id, struct matter *x)
{
    bool is_in_scope = false;
    enum err err =
        id_valid(id) ? store_matter_load(w->store, w->arena, id, x, &w->fault) : ERR_NOTFOUND;
    if (err)
        return casework_found(w, err);

    if (is_theirs(w, x)) {
        struct thing of = {.organization_id = x->organization_id, .filing_id = x->filing_id};
        return x->is_told ? casework_may(w, ACT_READ_OWN, &of) : casework_not_found(w);
    }
    if (!casework_can(w, ACT_REVIEW))
        return casework_not_found(w);
    if ((err = store_matter_in_scope(w->store, id, w->who->id, &is_in_scope, &w->fault)))
        return err;
    return is_in_scope ? OK : casework_not_found(w);
}

enum err
casework_matter_followed(struct casework *w, const char *code, struct matter *x)
{
    char hash[SHA256_TEXT];

    sha256_hex(code, strlen(code), hash);
    enum err err = store_matter_by_code(w->store, w->arena, hash, x, &w->fault);
    if (err != ERR_NOTFOUND)
        return err;
    return fail(&w->fault, ERR_NOTFOUND, "not_found", "", "没有这个查询码，请核对是否抄错");
}

/* ---- what is asked for ----------------------------------------------------------------------- */

static bool
is_blank(struct casework *w, const char *text)
{
    return text == NULL || *text_fold(w->arena, text) == '\0';
}

/* Files are of the organization that answers, each once; an agent of some filings gives none that
 * is not theirs to open. */
static enum err
check_owner(struct casework *w, const struct matter_work *x, const struct matter_order *o,
            struct findings *fs)
{
    struct attachment_query q = {.organization_id = x->matter.organization_id, .ids = &o->files};
    struct attachment *own;
    bool is_reached = true;
    int n = 0;
    enum err err;

    if (o->files.n == 0)
        return OK;
    if ((err = store_attachment_own(w->store, w->arena, &q, &own, &n, &w->fault)))
        return err;
    if (w->who->limited_by != NULL && (err = reach_files(w, &o->files, &is_reached)))
        return err;
    if (n != o->files.n || !is_reached)
        findings_add(fs, "matter.files", "/files", "有的文件不是本单位上传的，或重复了",
                     "请重新上传、选择");
    return OK;
}

/* How often the move was made of the matter; asked only where that is bounded. */
static enum err
count_made(struct casework *w, const struct matter_work *x, long *made)
{
    struct matter_step *steps;
    int n;

    if (matter_most(x->move, "times") == 0)
        return OK;
    enum err err = store_matter_steps(w->store, w->arena, x->matter.id, &steps, &n, &w->fault);
    for (int i = 0; !err && i < n; i++)
        *made += str_is(steps[i].event, json_str(x->move, "code"));
    return err;
}

static struct matter_said
said_of(const struct casework *w, const struct matter_order *o)
{
    return (struct matter_said){.text = o->text,
                                .type = o->type,
                                .due_on = o->due_on,
                                .today = w->today,
                                .amount = o->amount,
                                .files = o->files.n};
}

static enum err
check_order(struct casework *w, const struct matter_work *x, const struct matter_order *o)
{
    struct matter_said said = said_of(w, o);
    struct findings fs;
    enum err err;

    findings_start(&fs, w->arena);
    if ((err = count_made(w, x, &said.made)))
        return err;
    matter_check(casework_manifest(w), x->move, &x->matter, &said, &fs);
    if ((err = check_owner(w, x, o, &fs)))
        return err;
    return fs.count == 0 ? OK : casework_findings(w, "matter_invalid", "没有办理", &fs);
}

/* ---- where it goes --------------------------------------------------------------------------- */

/* Sets where the matter stands after the move, and what is noted of it. */
static void
lead(struct casework *w, struct matter_work *x, const struct matter_order *o)
{
    struct matter_said said = said_of(w, o);
    struct matter *m = &x->matter;

    x->step = (struct matter_step){.n = m->revision + 1,
                                   .event = json_str(x->move, "code"),
                                   .from_state = m->state,
                                   .actor_id = w->who ? w->who->id : NULL,
                                   .actor_role = acting_role(w, x->move),
                                   .text = is_blank(w, o->text) ? NULL : o->text,
                                   .asked_on = matter_is(x->move, "asks") ? o->due_on : NULL,
                                   .contact = is_blank(w, o->contact) ? NULL : o->contact};
    x->files = o->files;
    x->days = matter_lead(x->kind, x->move, &said, m);
}

/* The kind that is opened so, and its opening. */
static enum err
opening(struct casework *w, const struct matter_order *o, bool is_public, struct matter_work *x)
{
    x->kind = matter_kind(casework_manifest(w), o->kind);
    if (x->kind == NULL || matter_is(x->kind, "is_public") != is_public)
        return fail(&w->fault, ERR_INPUT, "matter_kind_unknown", "/kind",
                    "规则没有声明这样提起的“%s”", o->kind);
    x->move = matter_move(x->kind, NULL, NULL);
    x->matter.kind = o->kind;
    x->matter.type = o->type;
    x->matter.amount = o->amount;
    return OK;
}

enum err
casework_matter_complain(struct casework *w, const struct entry *entry,
                         const struct matter_order *o, struct matter_work *x)
{
    struct filing f;
    enum err err;

    *x = (struct matter_work){
        .matter = {.filing_id = entry->filing_id, .organization_id = entry->organization_id}};
    if ((err = store_filing_head(w->store, w->arena, entry->filing_id, &f, &w->fault)))
        return err;
    x->version = f.version;
    if ((err = opening(w, o, true, x)))
        return err;
    if ((err = check_order(w, x, o)))
        return err;
    lead(w, x, o);
    x->step.actor_id = NULL; /* whoever is logged in complains as anybody does */
    x->step.actor_role = MATTER_PUBLIC;
    token_new(w->world, x->code);
    sha256_hex(x->code, strlen(x->code), x->hash);
    x->matter.code_hash = x->hash;
    return OK;
}

static enum err
refuse_who(struct casework *w, const struct matter *x, const json_t *move)
{
    if (is_theirs(w, x) && matter_may(move, &ROLE_SET(ROLE_FILER)))
        return casework_may(w, ACT_SUBMIT, NULL);
    if (is_theirs(w, x))
        return fail(&w->fault, ERR_DENIED, "own_organization", "", "本单位的事项由主管部门办理");
    return fail(&w->fault, ERR_DENIED, "role_required", "", "您的角色不能办理这一步");
}

enum err
casework_matter_open(struct casework *w, const char *filing_id, const struct matter_order *o,
                     struct matter_work *x)
{
    struct filing f;
    enum err err;

    if ((err = casework_filing_head(w, ACT_READ_FILING, filing_id, &f)))
        return err;
    *x = (struct matter_work){.matter = {.filing_id = f.id, .organization_id = f.organization_id},
                              .version = f.version};
    if ((err = opening(w, o, false, x)))
        return err;
    if (!casework_matter_may(w, x->move, &x->matter))
        return refuse_who(w, &x->matter, x->move);
    if (!is_theirs(w, &x->matter) && (err = casework_in_charge(w, f.id)))
        return err;
    if ((err = check_order(w, x, o)))
        return err;
    lead(w, x, o);
    return OK;
}

/* 409, with the state and what may be done from it. */
static enum err
refuse_state(struct casework *w, const struct matter_work *x)
{
    const struct matter *m = &x->matter;
    struct buf b = BUF(w->arena);
    size_t i;
    const json_t *one;

    buf_puts(&b, "");
    json_array_foreach(json_object_get(x->kind, "moves"), i, one)
    {
        const char *code = json_str(one, "code");
        if (matter_move(x->kind, m->state, code) != one || !casework_matter_may(w, one, m))
            continue;
        buf_puts(&b, b.n > 0 ? "、" : "，现在可以：");
        buf_puts(&b, json_str(one, "label"));
    }
    return fail(&w->fault, ERR_CONFLICT, "state_conflict", "", "“%s”现在是“%s”%s",
                matter_label(x->kind, m->kind), matter_state_label(x->kind, m->state),
                b.n > 0 ? b.p : "，没有可以办理的");
}

/* Another person than who made any step so far. */
static enum err
check_other(struct casework *w, const struct matter_work *x)
{
    struct matter_step *steps;
    int n;
    enum err err = store_matter_steps(w->store, w->arena, x->matter.id, &steps, &n, &w->fault);
    if (err)
        return err;
    for (int i = 0; i < n; i++)
        if (str_is(steps[i].actor_id, w->who->id))
            return fail(&w->fault, ERR_DENIED, "same_person", "",
                        "您办理过这一事项，这一步须由另一人办理");
    return OK;
}

enum err
casework_matter_move(struct casework *w, const char *id, const struct matter_order *o,
                     struct matter_work *x)
{
    struct filing f;
    enum err err;

    *x = (struct matter_work){0};
    if ((err = casework_matter(w, id, &x->matter)))
        return err;
    if ((err = casework_root(w, x->matter.organization_id)))
        return err;
    if ((err = store_filing_head(w->store, w->arena, x->matter.filing_id, &f, &w->fault)))
        return err;
    x->version = f.version;
    x->kind = matter_kind(casework_manifest(w), x->matter.kind);
    x->move = matter_move(x->kind, x->matter.state, o->on);
    if (x->move == NULL)
        return refuse_state(w, x);
    if (!casework_matter_may(w, x->move, &x->matter))
        return refuse_who(w, &x->matter, x->move);
    if (matter_is(x->move, "other") && (err = check_other(w, x)))
        return err;
    if ((err = check_order(w, x, o)))
        return err;
    lead(w, x, o);
    return OK;
}

/* ---- stored ---------------------------------------------------------------------------------- */

/* What the organization is told stands in its filing's history, too. */
static enum err
note_event(struct casework *w, const struct matter_work *x)
{
    struct event e = {.filing_id = x->matter.filing_id,
                      .version = x->version,
                      .actor_id = x->step.actor_id,
                      .actor_role = x->step.actor_role,
                      .what = arena_printf(w->arena, "%s.%s", x->matter.kind, x->step.event),
                      .mandate_id = w->who != NULL ? w->who->mandate_id : NULL,
                      .at = w->now};

    if (!matter_is(x->kind, "in_history") || !matter_tells(x->move, MATTER_ORGANIZATION))
        return OK;
    return store_event_add(w->store, &e, &w->fault);
}

/* Whom the rules want told of it is told later, in one transaction with this row's end. */
static enum err
note_outbox(struct casework *w, const struct matter_work *x)
{
    struct outbox_row o = {.filing_id = x->matter.filing_id,
                           .matter_id = x->matter.id,
                           .version = x->version,
                           .event = x->step.event,
                           .from_state = x->step.from_state,
                           .to_state = x->matter.state,
                           .actor_role = x->step.actor_role,
                           .at = w->now};
    return store_outbox_add(w->store, &o, &w->fault);
}

/* They stand with the step that was just added. */
static enum err
keep_files(struct casework *w, const struct matter_work *x)
{
    struct matter now = {.id = x->matter.id, .revision = x->step.n};

    return x->files.n == 0 ? OK : store_matter_files_add(w->store, &now, &x->files, &w->fault);
}

enum err
casework_matter_store(struct casework *w, struct matter_work *x)
{
    bool is_new = x->matter.id == NULL;
    enum err err = is_new ? store_matter_add(w->store, &x->matter, &x->step, &w->fault)
                          : store_matter_move(w->store, &x->matter, &x->step, &w->fault);
    if (err)
        return err;
    if ((err = keep_files(w, x)))
        return err;
    if ((err = note_event(w, x)))
        return err;
    if ((err = note_outbox(w, x)))
        return err;
    return casework_audit(w, is_new ? "matter.open" : "matter.move", x->matter.id, NULL);
}
