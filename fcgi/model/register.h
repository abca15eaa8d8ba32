/* model/register: what the public reads. */
#ifndef MODEL_REGISTER_H
#define MODEL_REGISTER_H

#include "base/base.h"

/*
 * What the rules publish and the public reads: name and title. One word names the column of the
 * table, the member of an answer, and what publication.lua returns; "" when it returns nothing. A
 * new column is a row here and a step of sql/schema.
 */
#define ENTRY_PUBLISHED(ROW)                                                                       \
    ROW(algorithm_name, "算法名称")                                                                \
    ROW(algorithm_type, "算法类别")                                                                \
    ROW(role, "角色")                                                                              \
    ROW(organization, "主体名称")                                                                  \
    ROW(area, "行政区划代码")                                                                      \
    ROW(products, "应用产品")                                                                      \
    ROW(purpose, "主要用途")                                                                       \
    ROW(note, "备注")

/* Entries are never removed: what ends stays by its status. */
struct entry {
    const char *number, *filing_id, *organization_id;
#define ENTRY_TEXT(name, title) const char *name;
    ENTRY_PUBLISHED(ENTRY_TEXT)
#undef ENTRY_TEXT
    const char *status; /* filed, deregistered, revoked */
    const char *filed_on;
    const char *disclosure; /* JSON object */
    const char *history;    /* JSON array */
    long ord;               /* grows with every entry; the cursor */
};

#endif
