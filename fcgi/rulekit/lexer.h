/*
 * lexer: Lua text cut into tokens, as Lua's own lexer cuts it. It serves whoever looks at a rule
 * file without running it: the words for syntax errors, the mutants, the text of one declaration,
 * the functions of a file. It never fails: what Lua would refuse is a token of its own kind, or a
 * text that is marked as open.
 */
#ifndef RULEKIT_LEXER_H
#define RULEKIT_LEXER_H

#include "base/base.h"

enum token_kind {
    TOKEN_END,
    TOKEN_NAME, /* and reserved words */
    TOKEN_NUMBER,
    TOKEN_STRING, /* quoted, or in long brackets */
    TOKEN_SIGN,
    TOKEN_STRAY /* a byte that stands in no program outside of texts and comments */
};

struct token {
    enum token_kind kind;
    const char *p; /* in the text */
    size_t n;
    int line;      /* of its first byte, counted as Lua counts */
    int last_line; /* of its last */
    bool is_open;  /* a string that nothing closes */
};

struct lexer {
    const char *p, *end;
    int line;
};

struct lexer lexer_at(const char *text, size_t n);
/* TOKEN_END again and again at the end. */
struct token lexer_next(struct lexer *l);
/* Not true of a string, whatever it says. */
bool token_is(const struct token *t, const char *word);

/* The blocks that are open before the next token; so many of them are functions. */
#define BLOCKS_MAX 200 /* Lua's own limit on nesting */
struct blocks {
    bool is_function[BLOCKS_MAX];
    int depth, functions;
};
enum block_step { BLOCK_SAME, BLOCK_OPENS, BLOCK_CLOSES };
enum block_step blocks_see(struct blocks *b, const struct token *t);

/* One function of a text: what stands from its parameters to before its `end`. */
struct function_text {
    const char *p;
    size_t n;
    int line;      /* of the word function */
    int open_line; /* of the bracket before its parameters */
    int end_line;  /* of its end */
};
/* Every function of a text that Lua compiles, in the order in which they begin; in the arena. */
size_t lexer_functions(const char *text, size_t n, struct arena *a, struct function_text **list);

#endif
