/* model/register: what the public reads. */
#ifndef MODEL_REGISTER_H
#define MODEL_REGISTER_H

#include "base/base.h"

/*
 * What the rules publish and the public reads: name, title, and how many characters it may have.
 * One word names the column of the table, the member of an answer, and what publication.lua
 * returns; "" when it returns nothing. A new column is a row here and a step of sql/schema.
 */
#define ENTRY_PUBLISHED(ROW)                                                                       \
    ROW(algorithm_name, "算法名称", 500)                                                           \
    ROW(algorithm_type, "算法类别（代码）", 60)                                                    \
    ROW(role, "角色（代码）", 60)                                                                  \
    ROW(organization, "主体名称", 500)                                                             \
    ROW(area, "行政区划代码", 12)                                                                  \
    ROW(products, "应用产品", 20000)                                                               \
    ROW(purpose, "主要用途", 10000)                                                                \
    ROW(note, "备注", 500)

/* Of those, what is a code: a label goes with each, as it was at publication and as the set in use
 * has it. The vocabularies that a code may be of stand in publication.lua (codes). */
#define ENTRY_CODES(ROW)                                                                           \
    ROW(algorithm_type, "算法类别")                                                                \
    ROW(role, "角色")                                                                              \
    ROW(area, "行政区划")

/* How an entry left the register: at its organization's wish, or of the office's own accord. */
#define ENDED_BY_FILER "filer"
#define ENDED_BY_OFFICE "office"

/* Entries are never removed: what ends stays by its status. */
struct entry {
    const char *number;
    const char *digits;                      /* of the number, by which it is found */
    const char *filing_id, *organization_id; /* NULL: of an official list */
#define ENTRY_TEXT(name, title, most) const char *name;
    ENTRY_PUBLISHED(ENTRY_TEXT)
#undef ENTRY_TEXT
#define ENTRY_LABEL(name, title) const char *name##_label;
    ENTRY_CODES(ENTRY_LABEL)
#undef ENTRY_LABEL
    const char *status; /* filed, deregistered, revoked */
    const char *filed_on;
    const char *changed_on; /* the day of the last line of history; NULL: filed_on */
    const char *ended_by;   /* ENDED_…; NULL: in force, or nobody knows */
    const char *law;        /* the articles that its end rests on; NULL: none */
    const char *source;     /* the official list that it was taken from; NULL: issued here */
    const char *disclosure; /* JSON object */
    const char *history;    /* JSON array */
    /* What it and its organization were called before, the oldest first: a JSON list of {"what",
     * "name", "until"}; NULL: nothing else. */
    const char *former_names;
    const char *found_as; /* the former name in which a search found it; NULL: as it is called */
    long changed_at;      /* the moment of the last change in milliseconds, 0: not known */
    long ord;             /* grows with every entry; the cursor */
};

/* So many entries that are alike in what people narrow a search with. */
struct entry_group {
    const char *algorithm_type, *role, *area, *year; /* area: the digits of a province */
    const char *status;
    const char *algorithm_type_label, *role_label, *area_label; /* at publication */
    long n;
};
struct entry_count {
    const char *code, *label;
    long n;
};

/* Numbers of a series count by organization and by a code that the numbering names. */
struct number_serial {
    const char *organization_id, *series, *counter;
    long n; /* the last that was taken */
};

/* What stands around the digits of numbers that have been issued. */
struct number_style {
    const char *prefix, *suffix;
};

/* What is called otherwise from that day on; the texts are as published. */
struct renaming {
    const char *what; /* FORMER_… */
    const char *was, *is;
    const char *on;
};
#define FORMER_ORGANIZATION "organization"
#define FORMER_ALGORITHM "algorithm_name"
/* The former names of an entry with that one. A name is there once, with the last day of it, and
 * none that is the present one; where nothing is renamed they are as before. In the arena. */
const char *register_former_names(struct arena *a, const char *before, const struct renaming *x);
/* x is what the entry becomes on that day: it takes the former names along, with those that it had
 * before and has no more. */
void register_call(struct arena *a, struct entry *x, const struct entry *before, const char *on);
/* Each of former names as a list; of NULL an empty one, and of what is no list. */
const json_t *register_former_list(struct arena *a, const char *former_names);

/* The label of a code in one vocabulary of a set; NULL when that has none, and of NULL. */
const char *vocabulary_label(const json_t *manifest, const char *vocabulary, const char *code);

/*
 * The label of a code of that column in the vocabularies of a set; NULL when it knows none. An
 * area's is that of the longest code that it begins with.
 */
const char *register_label(const json_t *manifest, const char *column, const char *code);
/* Digits that an area begins with, or an area within one: such is declared, or it is that of the
 * whole country, all zeros. Where none is declared, any is. */
bool register_area_known(const json_t *manifest, const char *area);
/* A class as tasks have it: some column of a declared one says so. Where none is declared, any is.
 */
bool register_class_known(const json_t *manifest, const char *code);
/* The same of a word that an item may have in one of its columns, as a class is told in numbers. */
const char *register_label_meant(const json_t *manifest, const char *column, const char *word);
/* The code of the item that has the word in one of its columns; NULL: none. */
const char *register_code_meant(const json_t *manifest, const char *column, const char *word);
/* The code that somebody means who says a code or a label. */
const char *register_code(const json_t *manifest, const char *column, const char *word);
/* The codes of the column that somebody means who says this one, each between spaces: it, and those
 * of a later vocabulary that name it in one of their columns. */
const char *register_codes(struct arena *a, const json_t *manifest, const char *column,
                           const char *code);
/* Labels of a set that were looked up. All zero but the manifest at first; it lives no longer than
 * that does, since its labels are of it. */
enum { LABELS_KNOWN = 128, LABEL_CODE_TEXT = 56 };
struct known_label {
    char code[LABEL_CODE_TEXT];
    const char *label; /* NULL: the set has none */
};
#define ENTRY_LABELS_KNOWN(name, title) struct known_label name[LABELS_KNOWN];
struct register_labels {
    const json_t *manifest;
    ENTRY_CODES(ENTRY_LABELS_KNOWN)
};
#undef ENTRY_LABELS_KNOWN
/* The labels of so many entries as the set has them. A code that it knows no more keeps the one it
 * was published with. */
void register_relabel(struct register_labels *x, struct entry *rows, int n);
/* Its role or its class, in words. */
const char *register_words(const struct entry *x, bool is_of_role);
/* All, in force first; NULL ends them. */
extern const char *const register_statuses[];
/* In force, or how it left the register: 已备案. */
const char *register_status_label(const char *status);
/* How it left, in a few words; NULL of one that is in force. */
const char *register_end_label(const struct entry *x);

#endif
