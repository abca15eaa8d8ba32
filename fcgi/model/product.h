/* model/product: what is filed about: products, what filings cover of them, files. */
#ifndef MODEL_PRODUCT_H
#define MODEL_PRODUCT_H

#include "base/base.h"

struct product {
    const char *id, *organization_id, *name;
    long revision; /* grows with every save; the ETag */
    /* JSON object as the filer sent it: the ids of paths and functions are in it, its own is not */
    const char *data;
    int64_t created_at, updated_at;
    bool is_draft; /* saved whatever was missing: it cannot be filed yet */
    long missing;  /* errors that the rules found at the last save of a draft */
};

/* A filing names a product: it is under way, in force, or still in its filer's hands. */
struct product_use {
    const char *product_id, *path_id, *function_id; /* as in struct coverage */
    const char *filing_id, *kind, *action, *title, *state, *standing;
    const char *data; /* of one in its filer's hands, whose coverage is in there; else NULL */
};

/* A save that lost against a newer one. */
struct product_kept {
    const char *id, *product_id, *account_id;
    long base_revision; /* the revision that it was typed over */
    const char *data;
    int64_t at;
};

/* A filing covers a product, a path of it or a function: a NULL covers all beneath. */
struct coverage {
    const char *filing_id, *product_id, *path_id, *function_id;
};

/* What a filing has frozen of a product, among others. */
struct filed_product {
    const char *filing_id, *title, *number, *standing; /* number NULL before approval */
    long n;                                            /* of the version */
    const char *products;                              /* as in struct version */
    int64_t submitted_at;
    int64_t changed_at; /* of the product, the first time after that; 0: never */
};

/* An uploaded file. Several rows may name one content. */
struct attachment {
    const char *id;
    const char *organization_id;     /* NULL: a member of staff has uploaded it */
    const char *sha256, *media_type; /* of the content, judged by the content */
    const char *filename;            /* as the uploader called it */
    const char *uploaded_by;         /* account id */
    int64_t size_bytes, created_at;
    const char *stored_as; /* the sealed file; NULL: an older one, in the clear under its sha256 */
    int64_t key_n;         /* of the key that sealed it; 0: none */
    const char *made_of;   /* "code/version" of the template, as the file says; NULL: it does not */
};

#endif
