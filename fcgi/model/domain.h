/* model/domain: names of the net. */
#ifndef MODEL_DOMAIN_H
#define MODEL_DOMAIN_H

#include "base/base.h"

/* Gives the A-label and U-label forms of a domain as people write it (ideographic full stops, upper
 * case, U-labels), by IDNA2008. ERR_INPUT with the reason. */
enum err model_domain(struct arena *a, const char *text, const char **ascii, const char **unicode,
                      struct fault *f) MUST;

#endif
