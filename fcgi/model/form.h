/* model/form: a form as rules declare it, with what is asked of it again and again. */
#ifndef MODEL_FORM_H
#define MODEL_FORM_H

#include "model/shape.h"

/* A long text outside of lists. */
struct form_long_text {
    const char *section, *field;
};
/* It borrows from its declaration and lives in the arena that it was made in. */
struct form {
    const char *kind; /* of filings, or a noun */
    const json_t *declared;
    const struct shape *shape; /* of its data */
    const struct form_long_text *texts;
    int texts_n;
};

/* The member `forms` of a manifest; NULL and 0 when there is none. */
const struct form *forms_compile(const json_t *forms, struct arena *a, int *n);

#endif
