/* rule_set_answer: a rule set as answers hold it. Private to this room. */
#ifndef HANDLE_RULE_SET_ANSWER_H
#define HANDLE_RULE_SET_ANSWER_H

#include "handle/context.h"

struct rule_set_row {
    struct rule_set set;
    const char *state, *label;
    bool is_active, is_approved;
    const char *was_tested; /* NULL: its cases have not run */
};
extern const struct member rule_set_row_members[];

/* A set with all that happened to it. */
struct rule_set_detail {
    struct rule_set_row row;
    struct rows files, tests, approvals, activations, next;
};
extern const struct member rule_set_detail_members[];
/* What it declares, with how often each has spoken: JSON. */
struct rule_set_declared {
    const char *declared, *rules;
};
extern const struct member rule_set_declared_members[];
/* What its cases said: GET and POST …/test. */
extern const struct member case_report_members[], reach_members[];
/* A difference between the workflows of two sets, in words. */
extern const struct member law_words_members[];
/* How a set became active. */
extern const struct member activation_answer_members[];

enum err rule_set_row_of(struct context *c, const struct rule_set *x,
                         struct rule_set_row *out) MUST;
enum err rule_set_declared_of(struct context *c, const struct rule_set *x,
                              struct rule_set_declared *out) MUST;
enum err rule_set_detail_of(struct context *c, const struct rule_set *x,
                            struct rule_set_detail *out) MUST;

/* The set of the path; and the one with this hash as the answer, in a row of the list. */
enum err rule_set_load(struct context *c, struct rule_set *x) MUST;
/* What is to become of another set: members of a body, shared by those who try and who propose. */
extern const struct member rule_texts_members[], rule_limits_members[];
#define RULE_CHANGES                                                                                   \
    {"base",    M_STRING,  M_NULLABLE,                                                                 \
     .min = 64, .max = 64, .title = "所依据的规则集；不给即正在生效的"},                               \
        {"files", M_OBJECT, .of = rule_texts_members,                                                  \
         .title = "改动的文件：文件名对应全文，null 为删去"},                                          \
    {                                                                                                  \
        "limits", M_OBJECT, .of = rule_limits_members,                                                 \
                            .title = "改动的参数：名称对应新值，写入它所在的文件" \
    }
/* The set that the body calls its base: the active one unless it says another. */
enum err rule_set_base(struct context *c, struct rule_set *x) MUST;
/* Its files as the body changes them, by text and by limits: path → text, null: without it. */
enum err rule_set_changes(struct context *c, const struct rule_set *base, json_t **out) MUST;
enum err reply_rule_set(struct context *c, const char *hash) MUST;

#endif
