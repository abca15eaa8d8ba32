/* openapi: the contract. Private to this room. */
#ifndef HANDLE_OPENAPI_H
#define HANDLE_OPENAPI_H

#include "base/base.h"

/* openapi.json for the forms of a manifest. */
void openapi_write(struct buf *b, const json_t *forms);

#endif
