/* model/work: what became of filings in a span of months, counted. */
#ifndef MODEL_WORK_H
#define MODEL_WORK_H

#include "base/base.h"

#define MONTH_TEXT 8 /* "2026-11" */

/* A line of the history, with what it is counted under. */
struct work_event {
    const char *filing_id;
    long n, version;
    int64_t at;
    const char *what, *to_state, *kind, *action;
    const char *clock;                     /* of one that ran out; NULL else */
    const char *reasons;                   /* JSON array; NULL without any */
    const char *stage, *area, *class_code; /* of its task; NULL when it has gone */
    int64_t opened_at;                     /* of the task; 0 without one */
    bool is_done;                          /* the line is the end of the task */
};

/* One cell that grows by one. */
struct work_cell {
    const char *month, *kind, *action, *class_code, *province;
};

/* Months both included; the others NULL: any. */
struct work_query {
    const char *from, *to; /* YYYY-MM */
    const char *kind, *action, *class_code, *province;
};
/* So many of a measure under a code. */
struct work_sum {
    const char *measure, *code;
    long n;
};
/* So many rounds at a stage that took so many Beijing days. */
struct work_span {
    const char *stage;
    long days, n;
};

/* ---- told ------------------------------------------------------------------------------------ */

/* So many of each under a code of whatever they are told by. */
struct figure {
    const char *code, *label;
    long received, accepted, returned, refused, overdue;
};
struct figure_stage {
    const char *code, *label;
    long done;        /* rounds that were decided */
    long median_days; /* half of them took no longer, in Beijing days */
};
struct figures {
    const char *from, *to; /* months of the span, both included */
    struct figure total;
    struct rows_of_figures {
        struct figure *rows;
        int n;
    } months, kinds, classes, provinces, reasons; /* of reasons only returned and refused */
    struct figure_stage *stages;
    int stages_n;
    int64_t counted_at; /* ms; 0: nothing yet */
};

#endif
