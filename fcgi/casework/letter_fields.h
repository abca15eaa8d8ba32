/* letter_fields: what a letter or a template may speak of, looked up when a line names it. */
#ifndef CASEWORK_LETTER_FIELDS_H
#define CASEWORK_LETTER_FIELDS_H

#include "casework/work.h"

struct letter_source {
    struct casework *w;
    const struct filing *filing;     /* NULL: an empty template */
    const struct law_letter *letter; /* NULL: a template */
    const struct law_transition *by; /* that makes the letter */
    const char *law;                 /* what it rests on; NULL: what the move does */
    const char *number, *code;       /* of the letter */
    const char *reasons;             /* JSON list; NULL: none */
    const json_t *data;              /* of the filing; NULL: of its version */
    int64_t submitted_at;            /* 0: that of its version */
    const char *blank;               /* stands for what is not there yet: in a template, and for a
                                         number; NULL: nothing does */

    /* looked up when the first field asks */
    const struct organization *organization;
    const struct version *version, *subject;
    const json_t *subject_data, *form, *listed;
    const struct deadline *deadlines;
    int deadlines_n;
    enum err err; /* the first that went wrong: the document is none then */
};
/* For letter_compose(). */
const char *letter_field(void *ctx, const char *name, int item);
int letter_items(void *ctx, const char *list);

#endif
