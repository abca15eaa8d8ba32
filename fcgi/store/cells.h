/*
 * cells: which tables hold what is sealed, what tells their rows apart, and whose key seals them.
 * The one place that decides it.
 *
 * Where a cell stands (table, column, row) is bound into it, so that one that was moved does not
 * open. Whoever's key is destroyed is forgotten: an erased organization in its filings, products
 * and files, an erased account in who it was and what it was answered.
 */
#ifndef STORE_CELLS_H
#define STORE_CELLS_H

#include <stdbool.h>

enum owner {
    OWNER_IS,          /* the column `of` names it */
    OWNER_OR,          /* … or, when that is NULL, the column `or_of` */
    OWNER_OF_FILING,   /* the organization of the filing that `of` names */
    OWNER_OF_PRODUCT,  /* … of the product */
    OWNER_OF_TASK,     /* … of the filing of the task */
    OWNER_OF_SOMEBODY, /* an account; "-" or NULL: nobody, whose key is the system's */
};

struct cells {
    const char *table;
    const char *id[2]; /* the columns that make the row's name; the second may be NULL */
    const char *of, *or_of;
    enum owner owner;
    bool outlives; /* a row whose key was destroyed is still read, without the cell */
};

/* SEALED(struct, member) of a row map finds its cells by the name of the struct. */
extern const struct cells account_cells, attachment_cells, audit_line_cells, event_cells,
    factor_cells, filing_cells, judgement_cells, kept_cells, letter_cells, matter_step_cells,
    organization_contact_cells, product_cells, product_kept_cells, stored_reply_cells, task_cells,
    task_draft_cells, proposal_cells, takeover_cells, version_cells;
/* Of an account that a row names as claimed_by, or as account_id; of a filing, as filing_id. */
extern const struct cells claimer_cells, named_account_cells, named_filing_cells;

#endif
