/* role_words: roles of an account with their labels, reviewers' ones by the law in use. Private to
 * this room. */
#ifndef HANDLE_ROLE_WORDS_H
#define HANDLE_ROLE_WORDS_H

#include "handle/context.h"

struct role_word {
    const char *code, *label;
};
extern const struct member role_word_members[];
/* Of struct role_word. */
struct rows role_words(const struct casework *w, const struct role_set *roles);
/* All that an account of staff may have. */
struct rows role_words_staff(const struct casework *w);
/* Their labels between 、; "" for none. */
const char *role_labels_text(const struct casework *w, const struct role_set *roles);

#endif
