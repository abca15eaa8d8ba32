/* proof: whoever changes what hangs on an account, its second factor or an organization, proves
 * that it is he: a browser that was left open is not enough. Private to this room. */
#ifndef HANDLE_PROOF_H
#define HANDLE_PROOF_H

#include "handle/guess.h"

/* Between the halves. */
struct proof {
    struct account me;
    bool is_right; /* the password */
    struct guess guess;
};
/* Of a body: the password, and the code where there is a second factor. */
#define PROOF_MEMBERS                                                                                                \
    {"password", M_STRING, M_REQUIRED | M_SECRET, .min = 1, .max = 1024, .title = "登录密码"},                       \
    {                                                                                                                \
        "code", M_STRING, M_SECRET, .min = 1, .max = 40,                                                             \
                                    .title = "动态验证码或恢复码；已经绑定第二因素时必须给出" \
    }
extern const struct member proof_members[]; /* these alone */
/* What a refusal is, and what did not happen (Chinese). */
struct proof_words {
    const char *code, *text;
};

enum err proof_decide(struct context *c, struct proof *x) MUST;
/* is_proved false: the refusal is written, and must be committed. */
enum err proof_store(struct context *c, struct proof *x, const struct proof_words *words,
                     bool *is_proved) MUST;

#endif
