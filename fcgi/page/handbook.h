/* The handbook: the parts that its chapters share, and its chapters. Private to this room. */
#ifndef HANDBOOK_H
#define HANDBOOK_H

#include "page/markup.h"

struct handbook {
    struct buf *b;
    const json_t *m;          /* the manifest */
    const struct law *law;    /* compiled of it */
    const char *const *kinds; /* of forms, in the order in which people meet them; ends with NULL */
};

/* The ground that stands for none: a value of design that nobody verified. rules/laws.lua says so
 * in its note. */
#define PARAMETER "本系统参数"
/* An article in words, '24.1': 第二十四条第一款. One that is not written so is shown as it is. */
void page_article(struct buf *b, const char *article);
/* A ground of law in words: '算法推荐管理规定 24.1' becomes 《…》第二十四条第一款. laws: the
 * manifest's; NULL: the reference's own name. */
void page_law(struct buf *b, const json_t *laws, const char *reference);
/* The declaration of the set that has this id, NULL when there is none. */
const json_t *handbook_declared(const struct handbook *h, const char *id);
/* File and line of that declaration, and whether it is a local one. Nothing when it is not known.
 */
void handbook_place(const struct handbook *h, const char *id);
const char *handbook_form_title(const struct handbook *h, const char *kind);
/* The fact at a path that a rule reads, in words; a field links to itself. kinds: of whose forms it
 * may be. */
void handbook_read(const struct handbook *h, const json_t *kinds, const char *path);
/* A number of limits.lua, or the numbers of a series by date, with their unit. */
void handbook_value(const struct handbook *h, const json_t *value, const char *unit);
/* To which forms a check or a derived fact applies, and what it reads: rows of a <dl>. */
void handbook_scope(const struct handbook *h, const json_t *it);
void handbook_reads(const struct handbook *h, const json_t *it);
/* From when to when something holds, as further words in a list; nothing when it always does. */
void handbook_time(const struct handbook *h, const json_t *it, const char *lead);
/* A list of codes as their labels, or of kinds as the titles of their forms, joined with 、 */
void handbook_labels(const struct handbook *h, enum label what, const json_t *codes);
/* Who it is, in words: a role of the core, or one that the rules declare. */
const char *handbook_role(const struct handbook *h, const char *role);
/* The kind whose filing says who an organization is. */
const char *handbook_admitting(const struct handbook *h);
void handbook_titles(const struct handbook *h, const json_t *kinds);

/* The chapters that have files of their own. */
void handbook_forms(const struct handbook *h);
void handbook_checks(const struct handbook *h);
void handbook_flow(const struct handbook *h);
/* What the local layer changes, and why; nothing when there is no local layer. */
void handbook_local(const struct handbook *h);

#endif
