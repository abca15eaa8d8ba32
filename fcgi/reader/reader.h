/*
 * reader: what a file is, read to its end by the libraries that know its format.
 *
 * Files come from strangers, and parsers of files are where programs are broken into. So each file
 * is read by a process of its own, `suanbei reader`: this program once more, without our memory, in
 * the jail of base/jail.h, with a limit on memory and on time. It sees the content through a
 * mapping that it cannot write to, and answers with three bytes, each of which is looked up in a
 * table here, and a code that is held against its form. When it crashes, is killed or does not end
 * in time, the file is not taken, and whoever asked lives on.
 *
 *   look.c    starts that process and hears its answer
 *   main.c    the process
 *   bytes.c   the content is of one kind, or of none that we know
 *   words.c   what is said of a file that is not taken, and what to do about it
 *   kind/     a file for each format: qpdf reads PDF, libjpeg and libpng pictures, libzip and expat
 *             DOCX and OFD; boxes of MP4 are walked here, for no small library does that
 *
 * expat, because a part of a document must be found by what its relationships say, and they are
 * XML with namespaces, entities and encodings.
 */
#ifndef READER_H
#define READER_H

#include "base/base.h"

/* What people take for one of the kinds that are kept, and send. */
enum file_other {
    OTHER_NONE,
    OTHER_HEIC,
    OTHER_AVIF,
    OTHER_WEBP,
    OTHER_GIF,
    OTHER_BMP,
    OTHER_TIFF,
    OTHER_JPEG2000,
    OTHER_SVG,
    OTHER_PSD,
    OTHER_RAW_PHOTO,
    OTHER_OLD_WORD,
    OTHER_OLD_EXCEL,
    OTHER_OLD_POWERPOINT,
    OTHER_OLD_OFFICE,
    OTHER_LOCKED_OFFICE,
    OTHER_XLSX,
    OTHER_PPTX,
    OTHER_DOTX,
    OTHER_VISIO,
    OTHER_OPEN_DOCUMENT,
    OTHER_RTF,
    OTHER_CAJ,
    OTHER_EPUB,
    OTHER_POSTSCRIPT,
    OTHER_XPS,
    OTHER_DWG,
    OTHER_ZIP,
    OTHER_RAR,
    OTHER_7Z,
    OTHER_ARCHIVE,
    OTHER_MOV,
    OTHER_3GP,
    OTHER_VIDEO,
    OTHER_AUDIO,
    OTHER_HTML,
    OTHER_XML,
    OTHER_MAIL,
    OTHER_TEXT,
    OTHER_PROGRAM,
    OTHER_EMPTY,
    OTHER_ZEROS,
    OTHER_UNKNOWN,
    OTHER__MAX
};

/* Why a file of a kind that is kept is not. The first that holds is told. */
enum file_flaw {
    FLAW_NONE,
    FLAW_HEAVY, /* reading it took too much memory or time, or broke the reader */
    FLAW_LOCKED,
    FLAW_MACRO,
    FLAW_PROGRAM,
    FLAW_SCRIPT,
    FLAW_LAUNCH,
    FLAW_CONTROL,
    FLAW_OBJECT,
    FLAW_OUTSIDE,
    FLAW_CHUNK,
    FLAW_CARRIES,
    FLAW_FORM,
    FLAW_NAMES,
    FLAW_MANY,
    FLAW_BOMB,
    FLAW_HUGE,
    FLAW_STRANGE,
    FLAW_CUT,
    FLAW_DAMAGED,
    FLAW_EMPTY,
    FLAW_SOUND,
    FLAW_BEFORE,
    FLAW_AFTER,
    FLAW__MAX
};

/* What a document says of itself: the template that it was made of, "code/version", from the
 * property that fcgi/press writes. Whoever wrote the file wrote this, too: it is a hint for people,
 * and whatever is not of that form is as if it were not there. */
#define FILE_MADE_OF "SuanbeiTemplate"
#define FILE_MADE_OF_TEXT 72 /* with its NUL */
bool file_made_of_is(const char *text, size_t n);

/* Taken: type is known and flaw is FLAW_NONE. Else other says what it is, when type is unknown. */
struct file_report {
    enum file_type type;
    enum file_other other;
    enum file_flaw flaw;
    char made_of[FILE_MADE_OF_TEXT]; /* "": it does not say */
};

/* Reads n bytes in this very process: for the jailed one, for tests and for fuzzers. */
void reader_judge_bytes(const void *p, size_t n, struct file_report *out);

/* Has the first size bytes of fd, which may be a memory file, read by a jailed process. ERR_BUSY
 * when none can be started; that the process broke is a report (FLAW_HEAVY). */
enum err reader_look(int fd, int64_t size, struct file_report *out, struct fault *f) MUST;

bool file_is_taken(const struct file_report *r);
/* A sentence for whoever sent a file that is not taken: what it is, why not, what to do. name: of
 * its kind, for people. */
const char *file_refusal(struct arena *a, const struct file_report *r, const char *name);

/* The exit status of a process that could not be jailed, and has read nothing. */
#define READER_UNJAILED 3
/* The process. Never returns to its caller's work. */
int reader_main(void);

#endif
