/* base/totp: one-time passwords by time, RFC 6238, as the authenticators on telephones have them:
 * HMAC-SHA-1, six digits, steps of 30 seconds. Nobody else sees liboath. */
#ifndef BASE_TOTP_H
#define BASE_TOTP_H

#include "base/time.h"

#define TOTP_STEP_MS 30000
#define TOTP_DIGITS 6
#define TOTP_SECRET_TEXT 33 /* 160 random bits in base 32, as RFC 4226 §4 recommends */

void totp_secret_new(const struct world *w, char out[TOTP_SECRET_TEXT]);
/* The code of a step, which is the time in steps; digits: 6 to 8. ERR_INPUT when the secret is no
 * base 32. */
enum err totp_code(const char *secret, int64_t step, unsigned digits, char out[9]) MUST;
/* The step whose code this is: the one of now, the one before or the one after, later than last.
 * 0: none. A code that has been used is not good again, nor is an older one. */
int64_t totp_step(const char *secret, const char *code, int64_t now_ms, int64_t last);

#endif
