#include "model/model.h"

#include <idn2.h>
#include <stdlib.h>
#include <string.h>

static const char *const role_names[] = {"filer",       "preliminary_reviewer", "final_reviewer",
                                         "rule_editor", "rule_approver",        "auditor",
                                         "system_admin"};

unsigned
role_parse(const char *name)
{
    for (unsigned i = 0; i < LEN(role_names); i++)
        if (str_is(name, role_names[i]))
            return 1U << i;
    return 0;
}

const char *
role_name(unsigned role)
{
    for (unsigned i = 0; i < LEN(role_names); i++)
        if (role == 1U << i)
            return role_names[i];
    return NULL;
}

void
role_names_json(struct buf *b, const char *key, unsigned roles)
{
    const char *comma = "";

    buf_key(b, key);
    buf_puts(b, "[");
    for (unsigned i = 0; i < LEN(role_names); i++) {
        if (!(roles & 1U << i))
            continue;
        buf_printf(b, "%s\"%s\"", comma, role_names[i]);
        comma = ",";
    }
    buf_puts(b, "]");
}

const char *
role_conflict(unsigned roles)
{
    unsigned administrations = roles & (ROLE_SYSTEM_ADMIN | ROLE_RULE_APPROVER | ROLE_AUDITOR);
    if (administrations & (administrations - 1))
        return "系统管理、安全管理（规则批准）、审计三种管理权限必须分属不同账号";
    if ((roles & ROLE_SYSTEM_ADMIN) && (roles & ~ROLE_SYSTEM_ADMIN))
        return "系统管理员账号不得同时具有其他角色";
    return NULL;
}

static const char *
domain_reason(int rc)
{
    switch (rc) {
    case IDN2_TOO_BIG_LABEL:
        return "域名中有一段超过 63 个字符";
    case IDN2_TOO_BIG_DOMAIN:
        return "域名总长超过 253 个字符";
    case IDN2_HYPHEN_STARTEND:
    case IDN2_2HYPHEN:
        return "域名的一段不能以连字符开头或结尾，第三、四位也不能同为连字符";
    default:
        return "域名中有不允许的字符";
    }
}

/* LDH labels of 1 to 63, at least two, the last not all digits. */
static const char *
ldh_reason(const char *s)
{
    size_t label = 0, labels = 0, digits = 0;

    if (strlen(s) > 253)
        return domain_reason(IDN2_TOO_BIG_DOMAIN);
    for (;; s++) {
        if (*s == '.' || *s == '\0') {
            if (label == 0)
                return "域名中有空的一段（连续的点，或以点开头、结尾）";
            if (label > 63)
                return domain_reason(IDN2_TOO_BIG_LABEL);
            if (s[-1] == '-' || s[-(ptrdiff_t)label] == '-')
                return domain_reason(IDN2_HYPHEN_STARTEND);
            labels++;
            if (*s == '\0')
                break;
            label = digits = 0;
            continue;
        }
        bool is_digit = *s >= '0' && *s <= '9';
        if (!is_digit && !(*s >= 'a' && *s <= 'z') && *s != '-')
            return domain_reason(0);
        digits += is_digit;
        label++;
    }

    if (labels < 2)
        return "域名至少要有两段，例如 example.cn";
    return digits == label ? "域名的最后一段不能全是数字" : NULL;
}

enum err
model_domain(struct arena *a, const char *text, const char **ascii, const char **unicode,
             struct fault *f)
{
    static const char *const stops[] = {"。", "．", "｡"};

    *ascii = *unicode = NULL;
    struct buf plain = BUF(a);
    buf_puts(&plain, "");
    while (*text != '\0') {
        size_t skip = 0;
        for (size_t i = 0; i < LEN(stops) && skip == 0; i++)
            if (str_starts(text, stops[i]))
                skip = strlen(stops[i]);
        buf_add(&plain, skip ? "." : text, 1);
        text += skip ? skip : 1;
    }

    char *to = NULL;
    int rc = idn2_to_ascii_8z(plain.p, &to, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
    if (rc != IDN2_OK)
        return fail(f, ERR_INPUT, "domain_malformed", "", "%s", domain_reason(rc));

    *ascii = arena_strdup(a, to);
    idn2_free(to);
    const char *why = ldh_reason(*ascii);
    if (why != NULL)
        return fail(f, ERR_INPUT, "domain_malformed", "", "%s", why);

    char *back = NULL;
    if (idn2_to_unicode_8z8z(*ascii, &back, 0) != IDN2_OK)
        return fail(f, ERR_INPUT, "domain_malformed", "", "%s", domain_reason(0));

    *unicode = arena_strdup(a, back);
    idn2_free(back);
    return OK;
}
