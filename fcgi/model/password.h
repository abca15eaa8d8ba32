/* model/password: how passwords are compared, and which are guessed too easily. */
#ifndef MODEL_PASSWORD_H
#define MODEL_PASSWORD_H

#include "base/base.h"

/* One password typed on two machines is one: RFC 8265 §4.2.2 composes it (NFC), takes every kind of
 * blank for the same and changes nothing else. Text that is no Unicode stays as it is. In the
 * arena. */
char *password_nfc(struct arena *a, const char *password);

/* password_hash() and password_verify() of base, of what password_nfc() makes of it. A hash of an
 * earlier program may be of the text as it was typed: that is tried second. */
enum err password_keep(const char *password, char out[PASSWORD_TEXT], struct fault *f) MUST;
bool password_fits(const char *hash, const char *password);

/* Why others would guess it early (Chinese): common, a repetition, a walk on the keyboard, a date,
 * a name of its owner's. NULL: they would not. names ends with NULL; short ones are passed over. */
const char *password_weakness(struct arena *a, const char *password, const char *const *names);

/* Of lower case, capitals, digits and all else: how many of the four are in it. */
int password_classes(const char *password);

#endif
