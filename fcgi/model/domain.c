#include "model/domain.h"
#include "model/writing.h"

#include <idn2.h>
#include <string.h>

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

/* One label of LDH characters; NULL when it may stand in a domain. */
static const char *
label_reason(const char *label, size_t n)
{
    if (n == 0)
        return "域名中有空的一段（连续的点，或以点开头、结尾）";
    if (n > 63)
        return domain_reason(IDN2_TOO_BIG_LABEL);
    if (label[0] == '-' || label[n - 1] == '-')
        return domain_reason(IDN2_HYPHEN_STARTEND);
    return NULL;
}

/* A whole ASCII domain: at least two labels, the last not all digits. */
static const char *
domain_problem(const char *s)
{
    static const char ldh[] = "abcdefghijklmnopqrstuvwxyz0123456789-";
    const char *label = s, *why;
    size_t n, labels = 1;

    if (strlen(s) > 253)
        return domain_reason(IDN2_TOO_BIG_DOMAIN);
    for (;; label += n + 1, labels++) {
        n = strspn(label, ldh);
        if (label[n] != '.' && label[n] != '\0')
            return domain_reason(0);
        if ((why = label_reason(label, n)) != NULL)
            return why;
        if (label[n] == '\0')
            break;
    }

    if (labels < 2)
        return "域名至少要有两段，例如 example.cn";
    return strspn(label, "0123456789") == n ? "域名的最后一段不能全是数字" : NULL;
}

/* Ideographic full stops become dots. */
static const char *
plain_stops(struct arena *a, const char *text)
{
    static const char *const stops[] = {"。", "．", "｡"};
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
    return plain.p;
}

enum err
model_domain(struct arena *a, const char *text, const char **ascii, const char **unicode,
             struct fault *f)
{
    struct text_refusal unseen;
    char *to = NULL, *back = NULL;

    *ascii = *unicode = NULL;
    /* IDNA maps some of them to nothing, and the domain would be another one than is kept. */
    if (text_refused(a, WRITING_LINE, text, &unseen))
        return fail(f, ERR_INPUT, "domain_malformed", "", "域名的%s", unseen.message);
    int rc = idn2_to_ascii_8z(plain_stops(a, text), &to, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
    if (rc != IDN2_OK)
        return fail(f, ERR_INPUT, "domain_malformed", "", "%s", domain_reason(rc));

    *ascii = arena_strdup(a, to);
    idn2_free(to);
    const char *why = domain_problem(*ascii);
    if (why != NULL)
        return fail(f, ERR_INPUT, "domain_malformed", "", "%s", why);
    if (idn2_to_unicode_8z8z(*ascii, &back, 0) != IDN2_OK)
        return fail(f, ERR_INPUT, "domain_malformed", "", "%s", domain_reason(0));

    *unicode = arena_strdup(a, back);
    idn2_free(back);
    return OK;
}
