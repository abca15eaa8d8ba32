/*
 * size: what is too large to be judged, and which parts of it are the largest. Everything within
 * these bounds is judged within the budget of a question (model/ceiling.h), so whoever keeps to
 * them never pays for rules that run out.
 */
#ifndef CASEWORK_SIZE_H
#define CASEWORK_SIZE_H

#include "casework/work.h"

/* No list of the data is longer than any may be. ERR_INPUT "too_much" names those that are. */
enum err size_of_data(struct casework *w, const char *kind, const json_t *data) MUST;
/* The facts, n bytes, are no more than the rules may be told at once. ERR_INPUT "too_much" names
 * the largest parts. */
enum err size_of_facts(struct casework *w, const char *kind, const char *facts, size_t n) MUST;
/* The organization may have this product beside the others: neither too many, nor too large
 * together. x->id may be among them already. */
enum err size_of_products(struct casework *w, const struct product *x) MUST;

#endif
