#include "handle/role_words.h"

const struct member role_word_members[] = {
    {"code", M_STRING, M_REQUIRED, .at = TEXT_AT(role_word, code), .title = "代码"},
    {"label", M_STRING, M_REQUIRED, .at = TEXT_AT(role_word, label), .title = "名称"},
    MEMBERS_END,
};

struct rows
role_words(const struct casework *w, const struct role_set *roles)
{
    const struct law *l = casework_law(w);
    struct role_word *list = arena_alloc(w->arena, ((size_t)l->roles_n + ROLE__N) * sizeof *list);
    int n = 0;

    for (unsigned bit = 1; bit < ROLE__ALL; bit <<= 1)
        if ((roles->bits & bit) && bit != ROLE_REVIEWER)
            list[n++] = (struct role_word){role_name(bit), label_of(LABEL_ROLE, role_name(bit))};
    for (int i = 0; i < l->roles_n; i++)
        if (role_set_has(roles, l->roles[i].code))
            list[n++] = (struct role_word){l->roles[i].code, l->roles[i].label};
    return (struct rows){list, n};
}

struct rows
role_words_staff(const struct casework *w)
{
    const struct law *l = casework_law(w);
    struct role_set all = ROLE_SET(ROLE__STAFF);

    for (int i = 0; i < l->roles_n; i++)
        role_set_review(&all, w->arena, l->roles[i].code);
    return role_words(w, &all);
}

const char *
role_labels_text(const struct casework *w, const struct role_set *roles)
{
    struct rows rows = role_words(w, roles);
    const struct role_word *list = rows.first;
    struct buf b = BUF(w->arena);

    buf_puts(&b, "");
    for (int i = 0; i < rows.n; i++)
        buf_printf(&b, "%s%s", i ? "、" : "", list[i].label);
    return b.p;
}
