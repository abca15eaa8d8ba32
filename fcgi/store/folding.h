/*
 * folding: the one folding of text (model/fold) for statements, which compare by it what people
 * search for: fold(text), username_key(text); grams(text) for a step of the schema; and
 * told_of_name(account id), which tells the log that its name looks like an older account's.
 */
#ifndef STORE_FOLDING_H
#define STORE_FOLDING_H

#include "store/db.h"

/* Before the schema is brought up to date: its steps fold, too. */
enum err folding_open(struct store *s, struct fault *f) MUST;

/* The two characters at text into out, and the step to the next; 0 when fewer are left. */
enum { GRAM_TEXT = 12 };
size_t folding_gram(const char *text, char out[GRAM_TEXT]);
/* The same of one character; 0 at the end. */
size_t folding_character(const char *text, char out[GRAM_TEXT]);

#endif
