/* Which passwords may be used: NIST SP 800-63B §5.1.1.2 and the checklist of OWASP ASVS V2.1:
 * length, no common ones, no forced composition. */
#include "handle/account.h"

#include <string.h>
#include <strings.h>

/* Of eight characters and more only: shorter ones are refused for their length. */
static const char *const common[] = {
    "12345678",       "123456789",     "1234567890",   "123123123",  "1234512345", "11111111",
    "00000000",       "88888888",      "66666666",     "87654321",   "987654321",  "0123456789",
    "12344321",       "11223344",      "112233445566", "147258369",  "123456abc",  "123456aa",
    "a12345678",      "a123456789",    "a1234567",     "aa123456",   "aa12345678", "abc12345",
    "abc123456",      "abcd1234",      "abcdefgh",     "asdfghjk",   "asdfghjkl",  "asdf1234",
    "qwertyui",       "qwertyuiop",    "qwer1234",     "qwert123",   "qwerty123",  "qazwsxedc",
    "1qaz2wsx",       "1q2w3e4r",      "1q2w3e4r5t",   "zxcvbnm123", "zaq12wsx",   "password",
    "password1",      "password123",   "passw0rd",     "p@ssw0rd",   "admin123",   "admin1234",
    "admin888",       "administrator", "woaini1314",   "woaini520",  "woaini521",  "5201314520",
    "52013145201314", "iloveyou",      "iloveyou1",    "sunshine",   "princess",   "football",
    "baseball",       "superman",      "letmein1",     "welcome1",   "welcome123", "changeme",
    "changeme123",    "test1234",      "root1234",     "suanbei123",
};

/* Of a password in its composed form: it is what is hashed. */
static const char *
composed_reason(const char *password, const char *username)
{
    size_t length = utf8_length(password);
    if (length < 8)
        return "密码至少 8 个字符";
    if (length > 128)
        return "密码最多 128 个字符";
    if (strspn(password, (char[]){password[0], '\0'}) == strlen(password))
        return "密码不能是同一个字符的重复";

    for (size_t i = 0; i < LEN(common); i++)
        if (strcasecmp(password, common[i]) == 0)
            return "这个密码太常见，容易被猜到";
    if (strlen(username) >= 4 && strcasestr(password, username) != NULL)
        return "密码中不能包含用户名";
    return NULL;
}

const char *
password_reason(const char *password, const char *username)
{
    struct arena *a = arena_new();
    const char *why = composed_reason(password_nfc(a, password), username_shown(a, username));
    arena_free(a);
    return why;
}

/* Nobody knows a password for it that is in use. */
static const char nobody_hash[] =
    "$argon2id$v=19$m=19456,t=2,p=1$kvwtqIfT4QTjpks3SuaPYQ$7MHCYWIqMnK6RAIPc+"
    "GV5EAcUgaPiUlu0nhUfX2Chi0";

bool
secret_matches(const char *hash, const char *secret)
{
    bool matches = password_fits(hash != NULL ? hash : nobody_hash, secret);
    return matches && hash != NULL;
}
