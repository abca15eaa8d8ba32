/*
 * press: a document of lines as a file that people open. The same lines give the same bytes, on any
 * day and machine, so that a letter is frozen although its file is made anew for each download.
 */
#ifndef PRESS_H
#define PRESS_H

#include "base/base.h"

struct press_file {
    const void *p;
    size_t n;
};
/* lines: JSON list of {"style", "text"}, as model/letter.h says; footer: a line under the last,
 * NULL for none. WordprocessingML, in the arena. ERR_BUSY when there is no memory for it. */
enum err press_docx(struct arena *a, const json_t *lines, const char *footer,
                    struct press_file *out, struct fault *f) MUST;

#endif
