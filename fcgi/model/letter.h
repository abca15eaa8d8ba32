/*
 * model/letter: a text with fields, as the engine's letters.lua compiles it, made into a document
 * of lines. Official letters and the templates of filers are both such documents.
 */
#ifndef MODEL_LETTER_H
#define MODEL_LETTER_H

#include "base/base.h"

#define LETTER_BYTES_MAX (400 << 10) /* of a document's texts; hundreds of pages */
#define LETTER_CODE_LENGTH 20        /* of Crockford base 32: a hundred random bits */
#define LETTER_CODE_TEXT (LETTER_CODE_LENGTH + 1)

/* One that was issued. */
struct letter {
    const char *filing_id;
    long n;       /* of its filing, from 1 */
    long version; /* of the filing, that it speaks of */
    const char *code, *title;
    const char *series, *year;
    long serial;        /* of the series, in the year */
    const char *number; /* 文号: nobody else has it */
    const char *verify; /* what the paper is verified by; see letter_code() */
    const char *hash;   /* SHA-256 of its plain text, hex */
    bool is_public;
    const char *content;  /* JSON {"to", "lines": [{"style", "text"}, …]} */
    const char *rule_set; /* whose template it was made of */
    int64_t issued_at;
};

/* Where the fields come from. An empty text or NULL: it is not there. item: of the list that the
 * line is set for each of, from 0; -1 elsewhere. */
struct letter_fields {
    const char *(*field)(void *ctx, const char *name, int item);
    int (*items)(void *ctx, const char *list);
    void *ctx;
};
/* JSON list of {"style", "text"}; what was filled in with more lines than one becomes as many.
 * ERR_INPUT "letter_too_long" beyond LETTER_BYTES_MAX. */
enum err letter_compose(struct arena *a, const json_t *lines, const struct letter_fields *fields,
                        const char **out, struct fault *f) MUST;
/* "甲{{year}}乙": the parts of one line without a list. */
const char *letter_fill(struct arena *a, const json_t *parts, const struct letter_fields *fields);
/* A document's lines, one below the other: what is hashed. */
const char *letter_plain(struct arena *a, const json_t *lines);

/* "2026年11月27日" of "2026-11-27". */
const char *letter_day(struct arena *a, const char *day);
void letter_code(const struct world *w, char out[LETTER_CODE_TEXT]);
/* The same as it is printed, in groups of four; and as it was typed, read: NULL is none. */
const char *letter_code_shown(struct arena *a, const char *code);
const char *letter_code_read(struct arena *a, const char *typed);

#endif
