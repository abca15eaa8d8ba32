/*
 * press: a document of lines as a file that people open. The same lines give the same bytes, on any
 * day and machine, so that a letter is frozen although its file is made anew for each download.
 *
 *   docx.c      WordprocessingML, made here
 *   pdf.c       starts the process that makes a PDF, and takes it: `suanbei press`
 *   main.c      that process. It opens cairo, Pango and the fonts (library.c), which no worker
 *               should carry, and then goes into the jail of base/jail.h with the text of strangers
 *   sheet.c     sets the lines on pages, and prints those
 *   code.c      what is read by a telephone
 */
#ifndef PRESS_H
#define PRESS_H

#include "base/base.h"

/* What is pressed. NULL where it is not there. */
struct press_paper {
    const char *title;   /* of the file, where its kind says one */
    const json_t *lines; /* JSON list of {"style", "text"}, as model/letter.h says */
    const char *footer;  /* lines under the last, apart by "\n" */
    const char *address; /* where whoever holds the paper verifies it; set as a QR code */
    int64_t made_at;     /* what the file says; 0: nothing */
    const char *made_of; /* the template, "code/version"; a DOCX keeps it in its properties */
    const char *fonts;   /* a PDF's: the folder of Noto CJK; PRESS_FONTS where it is not there */
};
#define PRESS_FONTS "/usr/share/fonts/opentype/noto" /* of Debian's fonts-noto-cjk */
struct press_file {
    const void *p;
    size_t n;
};
#define PRESS_MADE_OF "SuanbeiTemplate" /* the property that says made_of; fcgi/reader reads it */
/* In the arena. ERR_BUSY when there is no memory for it. */
enum err press_docx(struct arena *a, const struct press_paper *paper, struct press_file *out,
                    struct fault *f) MUST;
/* The same; ERR_BUSY also when the process broke or took too long, and, "press_unequipped", when
 * libraries or fonts are not there. The caller bounds how many are at work at once: each takes a
 * tenth of a second and about 50 MB. */
enum err press_pdf(struct arena *a, const struct press_paper *paper, struct press_file *out,
                   struct fault *f) MUST;
/* Is all there that a PDF takes? The same refusals. */
enum err press_try(struct arena *a, const char *fonts, struct fault *f) MUST;

/* The exit status of a process that lacks what it needs, and has set nothing. */
#define PRESS_UNEQUIPPED 3
/* The process. Never returns to its caller's work. */
int press_main(void);

#endif
