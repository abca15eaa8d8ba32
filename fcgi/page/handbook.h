/* The handbook's own words and its chapters, over three files. Private to this room. */
#ifndef HANDBOOK_H
#define HANDBOOK_H

#include "page/markup.h"

struct handbook {
    struct buf *b;
    const json_t *m; /* the manifest */
};

/* A ground of law in words: '算法推荐管理规定 24.1' becomes 《…》第二十四条第一款. laws: the
 * manifest's; NULL: the reference's own name. */
void page_law(struct buf *b, const json_t *laws, const char *reference);
/* What the set declared under this id, NULL when it is not known. */
const json_t *handbook_declared(const struct handbook *h, const char *id);
/* File and line of that declaration, and whether it is a local one. Nothing when it is not known.
 */
void handbook_place(const struct handbook *h, const char *id);
const char *handbook_form_title(const struct handbook *h, const char *kind);
/* Joins the words of a list of codes with 、 */
void handbook_words(const struct handbook *h, const json_t *codes,
                    const char *(*word)(const struct handbook *h, const char *code));
const char *handbook_role(const struct handbook *h, const char *code);

/* Chapters. */
void handbook_forms(const struct handbook *h);
void handbook_checks(const struct handbook *h);
void handbook_flow(const struct handbook *h);
/* Kinds of forms in the order in which people meet them, ends with NULL. */
extern const char *const handbook_kinds[];

#endif
