/* openapi: the contract. Private to this room. */
#ifndef HANDLE_OPENAPI_H
#define HANDLE_OPENAPI_H

#include "model/model.h"

/* openapi.json for the forms of a manifest. */
void openapi_write(struct buf *b, const json_t *forms, const struct law *l);

#endif
