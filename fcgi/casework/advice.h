/*
 * advice: what a filer can do instead, by where the filing stands. Ends of sentences, in Chinese.
 */
#ifndef CASEWORK_ADVICE_H
#define CASEWORK_ADVICE_H

#include "casework/work.h"

/* Its filer may take it back as it stands. */
bool advice_may_withdraw(struct casework *w, const struct filing *x);
/* When what was asked is not allowed there. */
const char *advice_where(struct casework *w, const struct filing *x);
/* Why what was handed in once is not deleted. */
const char *advice_kept(struct casework *w, const struct filing *x);

#endif
