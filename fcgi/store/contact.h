/* store/contact: how an organization as such is reached. What is stored is, in the caller's
 * transaction. */
#ifndef STORE_CONTACT_H
#define STORE_CONTACT_H

#include "model/model.h"

struct store;

/* Sets x->at. */
enum err store_contact_set(struct store *s, struct organization_contact *x, struct fault *f) MUST;
/* ERR_NOTFOUND when there is none. */
enum err store_contact_load(struct store *s, struct arena *a, const char *organization_id,
                            struct organization_contact *out, struct fault *f) MUST;
enum err store_contact_is(struct store *s, const char *organization_id, bool *is,
                          struct fault *f) MUST;
/* ERR_NOTFOUND when there is none. */
enum err store_contact_delete(struct store *s, const char *organization_id, struct fault *f) MUST;

#endif
