#include "model/url.h"
#include "model/domain.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

static enum err
refuse(struct fault *f, const char *why)
{
    return fail(f, ERR_INPUT, "url_malformed", "", "%s", why);
}

static bool
starts_without_case(const char *s, const char *prefix)
{
    for (; *prefix != '\0'; s++, prefix++)
        if ((*s >= 'A' && *s <= 'Z' ? *s | 0x20 : *s) != *prefix)
            return false;
    return true;
}

/* Past "://"; NULL: it is neither of the two. */
static const char *
read_scheme(const char *text, struct url *out)
{
    static const char *const schemes[] = {"https", "http"};

    for (size_t i = 0; i < LEN(schemes); i++) {
        size_t n = strlen(schemes[i]);
        if (!starts_without_case(text, schemes[i]) || strncmp(text + n, "://", 3) != 0)
            continue;
        out->scheme = schemes[i];
        out->port = i == 0 ? 443 : 80;
        return text + n + 3;
    }
    return NULL;
}

/* Digits after the colon; an empty port is that of the scheme. */
static bool
read_port(const char *s, struct url *out)
{
    size_t n = strspn(s, "0123456789");

    if (s[n] != '\0' || n > 5)
        return false;
    if (n > 0)
        out->port = strtol(s, NULL, 10);
    return out->port > 0 && out->port <= 65535;
}

/* Four numbers; browsers read the rest of such forms (0x7f.1, 2130706433) as addresses, too. */
static bool
is_ipv4(const char *s)
{
    int parts = 0;

    for (;; s++) {
        size_t n = strspn(s, "0123456789");
        if (n == 0 || n > 3 || atoi(s) > 255 || (n > 1 && *s == '0'))
            return false;
        parts++;
        s += n;
        if (*s == '\0')
            return parts == 4;
        if (*s != '.')
            return false;
    }
}

static bool
is_ipv6(const char *s)
{
    char inside[INET6_ADDRSTRLEN];
    struct in6_addr address;
    size_t n = strlen(s);

    if (n < 4 || n - 2 >= sizeof inside || s[0] != '[' || s[n - 1] != ']')
        return false;
    memcpy(inside, s + 1, n - 2);
    inside[n - 2] = '\0';
    return inet_pton(AF_INET6, inside, &address) == 1;
}

static enum err
read_host(struct arena *a, char *host, struct url *out, struct fault *f)
{
    size_t n = strlen(host);

    if (is_ipv4(host) || is_ipv6(host)) {
        out->host = out->unicode = host;
        out->is_number = true;
        return OK;
    }
    if (n == 0)
        return refuse(f, "网址中没有域名");
    if (strchr(host, '%') != NULL)
        return refuse(f, "网址的域名中不能有“%”编码");
    if (host[n - 1] == '.') /* the root, which nobody needs to write */
        host[n - 1] = '\0';
    return model_domain(a, host, &out->host, &out->unicode, f);
}

/* What stands between the scheme and the path. */
static enum err
read_authority(struct arena *a, char *authority, struct url *out, struct fault *f)
{
    if (strchr(authority, '@') != NULL)
        return refuse(f, "网址中“@”之前的是用户名而不是域名，打开的是“@”之后的网站");
    char *bracket = strchr(authority, ']');
    char *colon = strrchr(bracket ? bracket : authority, ':');
    if (colon != NULL) {
        *colon = '\0';
        if (!read_port(colon + 1, out))
            return refuse(f, "网址的端口应为 1 至 65535 的数字");
    }
    return read_host(a, authority, out, f);
}

enum err
url_read(struct arena *a, const char *text, struct url *out, struct fault *f)
{
    *out = (struct url){0};
    if (strchr(text, '\\') != NULL)
        return refuse(f, "网址中有反斜线“\\”，应为“/”");
    for (const char *s = text; *s != '\0'; s++)
        if ((unsigned char)*s <= ' ' || *s == 0x7f)
            return refuse(f, "网址中有空格或看不见的字符");
    const char *s = read_scheme(text, out);
    if (s == NULL)
        return refuse(f, "网址不是完整的 http 或 https 地址");

    size_t n = strcspn(s, "/?#");
    out->rest = arena_strdup(a, s + n);
    return read_authority(a, arena_strndup(a, s, n), out, f);
}
