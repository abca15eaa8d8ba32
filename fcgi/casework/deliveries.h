/* deliveries: what the rules let leave the house of a notice, by which channel. */
#ifndef CASEWORK_DELIVERIES_H
#define CASEWORK_DELIVERIES_H

#include "casework/notices.h"

/* What the rules say of one text, borrowed; texts are filled in. */
struct dispatch {
    const json_t *declared;
    const char *title, *text;
};
/* The texts of a notice that leave, in their order; NULL past the last. */
const json_t *deliveries_of(const struct teller *t, const char *notice, size_t i);
/* One for each receiver, in the transaction of the notice, about a filing that is in that state. */
enum err deliveries_add(struct teller *t, const struct notice *n, const char *state,
                        const struct dispatch *d) MUST;

#endif
