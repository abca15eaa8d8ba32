#include "press/text.h"

static const struct {
    const char *mark, *instead;
} marks[] = {
    {"\xd8\x9c", ""},      /* U+061C, Arabic letter mark */
    {"\xe2\x80\x8e", ""},  /* U+200E and U+200F, left-to-right and right-to-left marks */
    {"\xe2\x80\x8f", ""},  /* */
    {"\xe2\x80\xa8", " "}, /* U+2028 and U+2029, separators of lines and paragraphs */
    {"\xe2\x80\xa9", " "}, /* */
    {"\xe2\x80\xaa", ""},  /* U+202A to U+202E, embeddings and overrides */
    {"\xe2\x80\xab", ""},  /* */
    {"\xe2\x80\xac", ""},  /* */
    {"\xe2\x80\xad", ""},  /* */
    {"\xe2\x80\xae", ""},  /* */
    {"\xe2\x81\xa6", ""},  /* U+2066 to U+2069, isolates */
    {"\xe2\x81\xa7", ""},  /* */
    {"\xe2\x81\xa8", ""},  /* */
    {"\xe2\x81\xa9", ""},  /* */
    {"\xef\xbf\xbe", " "}, /* U+FFFE and U+FFFF, which are no characters */
    {"\xef\xbf\xbf", " "}, /* */
};

/* Where in the table the mark is that text begins with; -1. */
static int
mark_at(const char *text)
{
    for (size_t i = 0; i < LEN(marks); i++)
        if (str_starts(text, marks[i].mark))
            return (int)i;
    return -1;
}

const char *
press_text(struct arena *a, const char *text)
{
    struct buf b = BUF(a);

    buf_puts(&b, "");
    for (const char *s = text ? text : ""; *s != '\0'; s++) {
        unsigned char c = (unsigned char)*s;
        int mark = c == 0xd8 || c >= 0xe2 ? mark_at(s) : -1;
        if (mark >= 0) {
            buf_puts(&b, marks[mark].instead);
            s += strlen(marks[mark].mark) - 1;
        } else {
            buf_add(&b, c < ' ' || c == 0x7f ? " " : s, 1);
        }
    }
    return b.p;
}
