/* model/ceiling: how large things may be at the most, whatever a rule set says. */
#ifndef MODEL_CEILING_H
#define MODEL_CEILING_H

#include "base/base.h"

/*
 * One row each: word, name, most, Chinese. Rules declare lower ones: limit { name = 'products_max',
 * … } for those that say so, max and max_items of a field for the others; a set that goes beyond a
 * row does not load. Whatever keeps to them is judged within the budget of a question
 * (tests/unit/policy_caps_test.c), so that a question that runs out all the same is the rules'
 * fault, and not that of who filled in a form.
 */
#define CEILINGS(ROW)                                                                              \
    ROW(PRODUCTS, "products_max", 200, "一个单位的产品个数")                                       \
    ROW(PRODUCT_BYTES, "products_bytes_max", 2097152, "一个单位全部产品资料的字节数")              \
    ROW(FACTS_BYTES, "facts_bytes_max", 6291456, "一次判断所依据的材料的字节数")                   \
    ROW(LIST_ITEMS, "list_items", 500, "一个列表的项数")                                           \
    ROW(TEXT_LENGTH, "text_length", 10000, "一段文字的字数")                                       \
    ROW(FORM_FIELDS, "form_fields", 300, "一张表单的字段数，含列表各项的字段")                     \
    ROW(SAID_OF_RULE, "said_of_rule_max", 100, "一条规则一次给出的意见条数")                       \
    ROW(FINDINGS, "findings_max", 500, "一次判断列出的意见条数")

#define CEILING_PLACE(word, name, most, title) CEILING_##word,
enum ceiling { CEILINGS(CEILING_PLACE) CEILING__N };

const char *ceiling_name(enum ceiling c);
const char *ceiling_title(enum ceiling c);
long ceiling_most(enum ceiling c);
/* What the limits of a manifest say, no more than the ceiling; the ceiling when they say nothing.
 */
long ceiling_of(const json_t *limits, enum ceiling c);

/* Dates that a form takes lie between these: from the last one, the longest deadline can be
 * counted. */
#define DATE_EARLIEST "1900-01-01"
#define DATE_LATEST "2190-12-31"

#endif
