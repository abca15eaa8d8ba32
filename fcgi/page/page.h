/*
 * page: HTML in Chinese for people, as pure functions from structs and JSON to text: a page shows
 * what it is given and knows neither where that came from nor who asked.
 *
 * What is read of rules is one self-contained page: nothing fetched, nothing running, fit for
 * paper. The room has a file for each of its chapters. The public pages share nginx/web/public
 * (register.css, register.js) and work without the second; each has a file, and site.c the frame.
 */
#ifndef PAGE_H
#define PAGE_H

#include "model/model.h"

/* The handbook of a set: one self-contained page in Chinese that says all that the set declares.
 * manifest as of a set. */
void page_handbook(struct buf *out, const json_t *manifest, const char *rule_set,
                   const char *engine);
/* A replay's report as a page to read before approving. hits: the changed judgements, or as many as
 * fit; NULL: not on the page. */
void page_report(struct buf *out, const json_t *report, const json_t *hits,
                 const char *report_hash);

/* A text as a QR code: its dark squares as the path of an SVG whose viewBox is "0 0 size size",
 * with the quiet zone of four squares around (ISO/IEC 18004). NULL: the text is too long. */
const char *page_qr_path(struct arena *a, const char *text, long *size);

/* A picture of the number, an SVG of its own that fetches nothing; of one that is struck, how it
 * ended. */
void page_badge(struct buf *out, const struct entry *x);
/* A text as a QR code, an SVG of its own; nothing when it is too long. */
void page_qr(struct buf *out, const char *text);
/* Entries as an Atom feed (RFC 4287), the last changed first. origin: scheme and host of addresses.
 */
void page_feed(struct buf *out, const char *title, const char *origin, const struct entry *rows,
               int n);

/* ---- the public pages ------------------------------------------------------------------------ */

/* What all of them are drawn from: a set in use. */
struct page_site {
    const json_t *manifest;
    const struct law *law;
    bool is_trial; /* which every page says */
};

struct home_view {
    const struct entry *latest;
    int n;
    long total, organizations, this_year;
    const char *year;
};
void page_home(struct buf *out, const struct page_site *site, const struct home_view *x);

#define SEARCH_ROWS 10
struct search_view {
    const char *text;                  /* NULL: everything */
    const char *chosen[FACET__MAX];    /* codes; NULL: any */
    const char *status;                /* a code; NULL: any */
    const char *filed_from, *filed_to; /* days; NULL: any */
    const char *refused;               /* why nothing was looked for; NULL: it was */
    long page, pages;                  /* from 1 on */
    const struct entry *rows;          /* of this page */
    int n;
    struct facets facets;
    bool is_most; /* so many at most: too many to look at each */
};
/* Members of the query that choose, in the order of enum facet. */
extern const char *const page_facet_names[FACET__MAX];
void page_search(struct buf *out, const struct page_site *site, const struct search_view *x);

/* What left the register. */
#define CANCELLATION_COLUMNS 8
#define CANCELLATION_ROWS 50
struct cancellations_view {
    const char *series;       /* algorithm, deep_synthesis; NULL: both */
    const char *from, *to;    /* days; NULL: any */
    const char *refused;      /* why nothing was looked for; NULL: it was */
    const struct entry *rows; /* of this page */
    int n;
    long before;      /* so many come on the pages before */
    const char *at;   /* cursor of this page; NULL: the first */
    const char *next; /* cursor of the page after it; NULL: there is none */
};
void page_cancellations(struct buf *out, const struct page_site *site,
                        const struct cancellations_view *x);
/* The official lists; NULL ends them. */
extern const char *const page_cancellation_series[];
/* The columns, as the official notices have them. */
const char *const *page_cancellation_heads(const char *series);

struct entry_view {
    struct entry entry; /* with digits, disclosure and history */
    const char *origin; /* of addresses that leave the page: scheme and host */
};
void page_entry(struct buf *out, const struct page_site *site, const struct entry_view *x);
/* A number that is none, or none of ours, as somebody wrote it, and why it is not. */
void page_number_wrong(struct buf *out, const struct page_site *site, const char *written,
                       const char *why);

struct statistics_view {
    struct facets facets;
    long organizations, in_force;
    const struct entry_count *months; /* the newest first */
    int months_n;
    struct figures work; /* what became of filings in a year */
};
void page_statistics(struct buf *out, const struct page_site *site,
                     const struct statistics_view *x);

/* One of the figures as a picture: SVG for a page and for a file of its own. Whoever shows it shows
 * the table beside it: a picture holds the largest rows, and the others together. */
enum chart {
    CHART_MONTH,
    CHART_KIND,
    CHART_CLASS,
    CHART_PROVINCE,
    CHART_REASON,
    CHART_STAGE,
    CHART__MAX
};
/* How an address names them, in their order; NULL ends them. */
extern const char *const page_charts[CHART__MAX + 1];
void page_chart(struct buf *out, const struct figures *x, enum chart of);

/* Who must file, how and by when, as the set declares it. */
void page_help(struct buf *out, const struct page_site *site);
/* The documents that filers hand in, each to be taken along empty. */
void page_templates(struct buf *out, const struct page_site *site);
/* A questionnaire as far as it is answered, and what follows from the answers. */
#define QUESTION_SHOWN                                                                             \
    ".shown" /* member of the query: the question that was shown without answer */
struct questionnaire_view {
    const json_t *it;                 /* as the set declares it */
    const json_t *answers;            /* by question */
    const json_t *asked;              /* the questions that those lead to, in order */
    const char *next;                 /* the one of them without an answer; NULL: none */
    bool is_lacking;                  /* it was shown before, and there still is none */
    const json_t *outcome;            /* NULL: not yet */
    const char *refused, *refused_at; /* what did not fit, and of which question; NULL: all did */
};
void page_questionnaire(struct buf *out, const struct page_site *site,
                        const struct questionnaire_view *x);
/* Complaints of the public. What was typed and refused is shown again, with why. */
struct complain_view {
    const char *key;                            /* of this form: sent twice, it is taken once */
    const char *kind, *number, *text, *contact; /* kind NULL: not chosen; "" nothing was typed */
    const char *refused;                        /* NULL: nothing */
};
void page_complain(struct buf *out, const struct page_site *site, const struct complain_view *x);
struct complained_view {
    const char *code, *state_label, *due_on; /* due_on NULL: no clock runs */
};
void page_complained(struct buf *out, const struct page_site *site,
                     const struct complained_view *x);
struct followed_step {
    const char *on, *label, *text; /* text NULL: none, or not told */
};
struct followed_view {
    const char *refused;
    const char *kind_label, *state_label, *number, *due_on; /* kind_label NULL: none is found */
    const struct followed_step *steps;
    int n;
};
void page_followed(struct buf *out, const struct page_site *site, const struct followed_view *x);
/* Whether a paper is real. title NULL: nobody issued one with that code. */
struct paper_view {
    const char *title, *number, *issued_on, *hash;
    const char *to, *text; /* NULL: they are not told */
};
void page_paper(struct buf *out, const struct page_site *site, const struct paper_view *x);
/* The handbook with a way to the other public pages. It has its own style. */
void page_rules(struct buf *out, const json_t *manifest, const char *rule_set, const char *engine);
/* What went wrong, for a browser: title and words of a problem. */
void page_problem(struct buf *out, const struct page_site *site, const char *title,
                  const char *detail, const char *request_id);

#endif
