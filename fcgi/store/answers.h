/*
 * store/answers: what was answered to a question that the database alone decides, such as a search
 * of the public register, is known as long as nobody commits.
 *
 * As kept.h: what SQLite says of its data version at the beginning of each snapshot decides. The
 * question names all else that the answer hangs on, as which rule set; nothing of persons goes in.
 *
 * Answers to other questions have rows in common: the newest, and those of a common word. What was
 * told of one is known beside them.
 */
#ifndef STORE_ANSWERS_H
#define STORE_ANSWERS_H

#include "base/base.h"

struct store;

struct answers;
struct answers *answers_new(void);
void answers_free(struct answers *x); /* NULL allowed */

/* The answer, which is good until the next question is asked or kept; NULL: it is not known, or no
 * snapshot is open. */
const char *store_answer_known(struct store *s, const char *question, size_t *n);
/* Of the snapshot that is open. Long ones are not kept; when there are many, all are forgotten. */
void store_answer_keep(struct store *s, const char *question, const char *text, size_t n);

/* Was it asked before? Whoever keeps what is asked for again alone, keeps those of which no two are
 * alike from pushing out the others. Of long ago it is not known. */
bool store_answer_asked_again(struct store *s, const char *question);

/* What was told of the register's entry with this ord under a rule set; good until the next is
 * kept. NULL: it is not known, or no snapshot is open. */
const char *store_told_known(struct store *s, const char *rule_set, long ord);
void store_told_keep(struct store *s, const char *rule_set, long ord, const char *text);

#endif
