#include "casework/dossier.h"
#include "casework/concern.h"
#include "casework/frozen.h"
#include "casework/product.h"

#include <string.h>

/* The set must know the kind: there is no form to ask by otherwise. */
static enum err
known_kind(struct casework *w, const char *kind)
{
    if (casework_form(w, kind) != NULL)
        return OK;
    return fail(&w->fault, ERR_INPUT, "kind_unknown", "", "规则集没有“%s”的表单",
                law_label_of_kind(casework_law(w), kind));
}

/* The day of version 1; today when it is handed in for the first time. */
static enum err
first_day(struct casework *w, const char *filing_id, const char **day)
{
    struct version first;
    char on[DATE_TEXT];
    enum err err = store_version_load(w->store, w->arena, filing_id, 1, &first, &w->fault);

    *day = w->today;
    if (err)
        return err == ERR_NOTFOUND ? OK : err;
    date_beijing(first.submitted_at, on);
    *day = arena_strdup(w->arena, on);
    return OK;
}

enum err
dossier_of_draft(struct casework *w, const char *filing_id, const char **facts)
{
    struct filing x;
    struct organization o;
    struct frozen frozen;
    struct id_list attachments;
    struct approved_days approval;
    const char *first, *changed;
    enum err err;

    if ((err = store_filing_load(w->store, w->arena, filing_id, &x, &w->fault)))
        return err;
    if ((err = known_kind(w, x.kind)))
        return err;
    if ((err = store_organization_load(w->store, w->arena, x.organization_id, &o, &w->fault)))
        return err;
    if ((err = freeze_filing(w, &x, &frozen)))
        return err;
    if ((err = first_day(w, x.id, &first)))
        return err;
    if ((err = concern_changed(w, &x, frozen.data, &changed)))
        return err;
    if ((err = concern_approval(w, &x, &approval)))
        return err;

    data_attachments(w, x.kind, frozen.data, &attachments);
    struct facts_of of = {.filing_id = x.id,
                          .kind = x.kind,
                          .action = x.action,
                          .version = x.version,
                          .changed = changed,
                          .data = frozen.text,
                          .parsed = frozen.data,
                          .title = x.title,
                          .dropped = frozen.dropped,
                          .products = frozen.trees,
                          .text_hash = frozen.text_hash,
                          .organization = &o,
                          .attachments = &attachments,
                          .submitted_on = w->today,
                          .first_submitted_on = first,
                          .approval = x.of ? &approval : NULL,
                          .today = w->today};
    return facts_build(w, &of, facts);
}

enum err
dossier_of_product(struct casework *w, const char *product_id, const char **facts)
{
    struct product p;
    json_t *tree;
    enum err err = store_product_load(w->store, w->arena, product_id, &p, &w->fault);
    if (err)
        return err;
    if ((err = known_kind(w, NOUN_PRODUCT)))
        return err;
    if ((err = json_read(w->arena, p.data, strlen(p.data), &tree, &w->fault)))
        return err;

    json_object_set_new(tree, "id", json_string(p.id));
    return product_facts(w, &p, tree, p.data, facts);
}

static const char *
issue_json(struct casework *w, const struct issued *x)
{
    struct buf b = BUF(w->arena);

    buf_open(&b, NULL, '{');
    buf_json_int(&b, "serial", x->serial);
    buf_json_str(&b, "filed_on", x->filed_on);
    buf_close(&b);
    return b.p;
}

enum err
dossier_of_entry(struct casework *w, const struct issued *x, const char **facts)
{
    struct filing filing;
    struct organization o;
    struct version v;
    struct frozen frozen;
    struct id_list attachments;
    enum err err;

    if ((err = store_version_load(w->store, w->arena, x->filing_id, x->version, &v, &w->fault)))
        return err;
    if ((err = store_filing_load(w->store, w->arena, x->filing_id, &filing, &w->fault)))
        return err;
    if ((err = known_kind(w, filing.kind)))
        return err;
    if ((err = store_organization_load(w->store, w->arena, filing.organization_id, &o, &w->fault)))
        return err;
    if ((err = frozen_version(w, &v, &frozen)))
        return err;

    data_attachments(w, filing.kind, frozen.data, &attachments);
    struct facts_of of = {.filing_id = filing.id,
                          .kind = filing.kind,
                          .action = filing.action,
                          .version = v.n,
                          .data = v.data,
                          .parsed = frozen.data,
                          .title = filing.title,
                          .products = frozen.trees,
                          .text_hash = v.text_hash,
                          .organization = &o,
                          .attachments = &attachments,
                          .today = w->today,
                          .issue = issue_json(w, x)};
    return facts_build(w, &of, facts);
}
