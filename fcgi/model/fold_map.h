/* model/fold_map: characters one by one, for those who look at texts: fold.c, writing.c, name.c. */
#ifndef MODEL_FOLD_MAP_H
#define MODEL_FOLD_MAP_H

#include "base/base.h"

uint32_t fold_char(uint32_t c); /* 0: it is left out */
uint32_t fold_mark(uint32_t c); /* of dots, dashes, quotes, brackets; others as they are */
uint32_t
fold_radical(uint32_t c);        /* the ideograph that a radical or a stroke looks like; 0: none */
bool char_is_blank(uint32_t c);  /* white space and control characters of ASCII */
bool char_is_unseen(uint32_t c); /* draws nothing and takes no room, though it is no white space */

#endif
