/*
 * model/shape: data against the JSON Schema that a form declares, compiled once.
 */
#ifndef MODEL_SHAPE_H
#define MODEL_SHAPE_H

#include "model/findings.h"
#include "model/writing.h"

enum shape_type {
    SHAPE_ANY,
    SHAPE_STRING,
    SHAPE_INTEGER,
    SHAPE_NUMBER,
    SHAPE_BOOLEAN,
    SHAPE_ARRAY,
    SHAPE_OBJECT,
    SHAPE__MAX
};
/* What a value stands for, as bits. */
enum shape_format { SHAPE_ATTACHMENT = 1, SHAPE_COVERAGE = 2 };

/* One value as declared. It borrows from its schema and lives in the arena that it was made in. */
struct shape {
    const char *key; /* its name among its siblings; NULL: the whole, or items of a list */
    size_t key_n;
    const json_t *schema;
    const char *title, *law, *source; /* NULL: not told */
    const struct shape *items;        /* NULL: not told */
    const struct shape *members;      /* in the order of their declaration */
    int n;
    enum shape_type type;
    enum writing writing;
    unsigned format;  /* its own */
    unsigned formats; /* its own and of all below it */
    bool is_closed;   /* no other members than these */
    bool is_written;  /* writing is told, here or below */
};

const struct shape *shape_compile(const json_t *schema, struct arena *a);

/*
 * Checks types and names only: every member of data must be declared by the JSON Schema
 * (properties, items, additionalProperties false) and of the declared type; null is "not answered"
 * and always fits. Limits and missing answers are the rules' business. A member that the schema
 * does not know is let through when old (NULL allowed) holds the same at the same place: an answer
 * outlives the field it was given to.
 */
void shape_check(const struct shape *x, const json_t *data, const json_t *old, struct findings *fs);

/* Takes out of data what the schema does not declare, at any depth, and calls fn for each with its
 * pointer: answers to fields that are asked no longer. */
void shape_prune(const struct shape *x, json_t *data, void (*fn)(void *ctx, const char *path),
                 void *ctx);

/* Writes every text of data as it counts (writing.h), by its schema's x-writing; true when one
 * changed. */
bool shape_tidy(struct arena *a, const struct shape *x, json_t *data);

/* A field's value, short and for people: choices by their label, lists of texts joined, other lists
 * counted; NULL for null. schema (NULL: not known) is the field's. */
#define SHAPE_VALUE_MAX 60 /* characters */
const char *shape_value_text(struct arena *a, const json_t *schema, const json_t *v);

/* The text at a pointer like "/basic/name"; NULL when there is none, or pointer is NULL. Borrowed.
 */
const char *shape_text_at(const json_t *data, const char *pointer);
/* Calls fn for every value of data of this format, at any depth; null and absent values are passed
 * over. */
void shape_visit(const struct shape *x, const json_t *data, enum shape_format format,
                 void (*fn)(void *ctx, const json_t *value), void *ctx);

#endif
