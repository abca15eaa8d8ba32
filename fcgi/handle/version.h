/* version: what was frozen at a submit, as answers hold it. Private to this room. */
#ifndef HANDLE_VERSION_H
#define HANDLE_VERSION_H

#include "handle/context.h"

/* What a filing covers, in words; and covered products that have been changed since. */
extern const struct member coverage_members[], product_change_members[];

#endif
