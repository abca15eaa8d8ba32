/* model/password: secrets that people type, on whatever keyboard. */
#ifndef MODEL_PASSWORD_H
#define MODEL_PASSWORD_H

#include "base/base.h"

/* RFC 8265, OpaqueString: composed, every kind of blank the same. Nothing else is mapped. */
const char *password_nfc(struct arena *a, const char *password);

/* password_hash() and password_verify() of base, of what password_nfc() makes of it. A hash of an
 * earlier program may be of the text as it was typed: that is tried second, for as long as there is
 * no account, too. */
enum err password_keep(const char *password, char out[PASSWORD_TEXT], struct fault *f) MUST;
bool password_fits(const char *hash, const char *password);

#endif
