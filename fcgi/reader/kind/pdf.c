/*
 * PDF (ISO 32000-2), by qpdf: its cross-references, trailer and pages are read, and what opening it
 * or a click would set off is looked for in all that the document reaches.
 */
#include "reader/kind/kind.h"

#include <stdlib.h>
#include <string.h>

#include <qpdf/qpdf-c.h>

#define LATE_MAX 1024 /* Annex I: junk before the header, and behind the end */
#define PAGES_MAX 50000
#define OBJECTS_MAX (1 << 23) /* numbers of objects are below: ISO 32000-1 Annex C */

struct walk {
    qpdf_data pdf;
    byte *seen;    /* bits by the number of an object */
    qpdf_oh *open; /* a stack of what is yet to be looked at */
    size_t open_n, open_cap;
    uint32_t flaws;
};
#define BIT(flaw) (UINT32_C(1) << (flaw))

static void
later(struct walk *w, qpdf_oh x)
{
    if (w->open_n == w->open_cap) {
        size_t cap = w->open_cap ? w->open_cap * 2 : 1024;
        qpdf_oh *more = realloc(w->open, cap * sizeof *more);
        if (more == NULL) {
            w->flaws |= BIT(FLAW_HEAVY);
            return;
        }
        w->open = more;
        w->open_cap = cap;
    }
    w->open[w->open_n++] = x;
}

static bool
is_new(struct walk *w, qpdf_oh x)
{
    int id = qpdf_oh_get_object_id(w->pdf, x);

    if (id <= 0)
        return true;
    if (id >= OBJECTS_MAX) {
        w->flaws |= BIT(FLAW_MANY); /* there may be anything in it */
        return false;
    }
    if (w->seen[id / 8] & 1 << id % 8)
        return false;
    w->seen[id / 8] |= (byte)(1 << id % 8);
    return true;
}

static bool
name_is(struct walk *w, qpdf_oh dict, const char *key, const char *value)
{
    qpdf_oh x = qpdf_oh_get_key(w->pdf, dict, key);
    bool yes = qpdf_oh_is_name_and_equals(w->pdf, x, value);
    qpdf_oh_release(w->pdf, x);
    return yes;
}

/* Invoices and archives carry their data as XML beside the picture of it; that is no attachment. */
static bool
carries_data_only(struct walk *w, qpdf_oh spec)
{
    static const char *const keys[] = {"/UF", "/F"};

    for (size_t i = 0; i < LEN(keys); i++) {
        qpdf_oh x = qpdf_oh_get_key(w->pdf, spec, keys[i]);
        const char *name = qpdf_oh_is_string(w->pdf, x) ? qpdf_oh_get_utf8_value(w->pdf, x) : NULL;
        size_t n = name == NULL ? 0 : strlen(name);
        bool is_data = n > 4 && strcasecmp(name + n - 4, ".xml") == 0;
        qpdf_oh_release(w->pdf, x);
        if (n > 0)
            return is_data;
    }
    return false;
}

/* No action stands beneath these, and most of a document does. Events of fields and pages have keys
 * of one letter, too, so that C, D and F are none of them. */
static bool
is_inert(const char *key)
{
    static const char inert[] =
        " /Type /Subtype /P /Rect /Border /Resources /Contents /MediaBox /CropBox /Count /H"
        " /QuadPoints /BS /AP /EF /URI /Title /StructParent /Dest /Prev /M /NM /Metadata /Thumb"
        " /PieceInfo /Rotate /DR /DA /Dests /PageLabels /OCProperties /XFA /StructTreeRoot ";
    const char *at = inert;
    size_t n = strlen(key);

    while (n > 1 && (at = strstr(at, key)) != NULL) {
        if (at[-1] == ' ' && at[n] == ' ')
            return true;
        at += n;
    }
    return false;
}

static void
push_if_whole(struct walk *w, qpdf_oh x)
{
    enum qpdf_object_type_e type = qpdf_oh_get_type_code(w->pdf, x);
    bool is_worth = type == ot_dictionary || type == ot_array || type == ot_stream;

    if (is_worth && is_new(w, x))
        later(w, x);
    else
        qpdf_oh_release(w->pdf, x);
}

static void
open_array(struct walk *w, qpdf_oh x)
{
    int n = qpdf_oh_get_array_n_items(w->pdf, x);
    for (int i = 0; i < n; i++)
        push_if_whole(w, qpdf_oh_get_array_item(w->pdf, x, i));
}

static void
open_dictionary(struct walk *w, qpdf_oh x)
{
    bool has_action = false, has_script = false, has_file = false;

    qpdf_oh_begin_dict_key_iter(w->pdf, x);
    while (qpdf_oh_dict_more_keys(w->pdf)) {
        const char *key = qpdf_oh_dict_next_key(w->pdf);
        has_action |= strcmp(key, "/S") == 0;
        has_script |= strcmp(key, "/JS") == 0;
        has_file |= strcmp(key, "/EF") == 0;
        if (strcmp(key, "/XFA") == 0)
            w->flaws |= BIT(FLAW_FORM);
        if (strcmp(key, "/Collection") == 0)
            w->flaws |= BIT(FLAW_CARRIES);
        if (!is_inert(key))
            push_if_whole(w, qpdf_oh_get_key(w->pdf, x, key));
    }

    if (has_action && (has_script || name_is(w, x, "/S", "/JavaScript")))
        w->flaws |= BIT(FLAW_SCRIPT);
    if (has_action && name_is(w, x, "/S", "/Launch"))
        w->flaws |= BIT(FLAW_LAUNCH);
    if (has_file && !carries_data_only(w, x))
        w->flaws |= BIT(FLAW_CARRIES);
}

static void
open_one(struct walk *w, qpdf_oh x)
{
    switch (qpdf_oh_get_type_code(w->pdf, x)) {
    case ot_array:
        open_array(w, x);
        break;
    case ot_stream:
        push_if_whole(w, qpdf_oh_get_dict(w->pdf, x));
        break;
    default:
        open_dictionary(w, x);
    }
}

/* Whatever number the trailer gives: /Size may tell too few, and readers find the others. */
static uint32_t
walk_all(qpdf_data pdf)
{
    struct walk w = {.pdf = pdf};

    w.seen = calloc(OBJECTS_MAX / 8, 1);
    if (w.seen == NULL)
        return BIT(FLAW_HEAVY);
    push_if_whole(&w, qpdf_get_root(pdf));
    while (w.open_n > 0) {
        qpdf_oh x = w.open[--w.open_n];
        open_one(&w, x);
        qpdf_oh_release(pdf, x);
    }
    free(w.seen);
    free(w.open);
    return w.flaws;
}

/* ---- pages ----------------------------------------------------------------------------------- */

/* What pages are drawn by is there: a stream, or a list of streams; none at all is an empty page.
 */
static bool
page_is_whole(qpdf_data pdf, qpdf_oh page)
{
    if (!qpdf_oh_is_dictionary(pdf, page))
        return false;
    if (!qpdf_oh_has_key(pdf, page, "/Contents"))
        return true;
    qpdf_oh contents = qpdf_oh_get_key(pdf, page, "/Contents");
    bool is_whole = qpdf_oh_is_stream(pdf, contents) || qpdf_oh_is_array(pdf, contents);
    for (int i = 0; is_whole && i < qpdf_oh_get_array_n_items(pdf, contents); i++) {
        qpdf_oh part = qpdf_oh_get_array_item(pdf, contents, i);
        is_whole = qpdf_oh_is_stream(pdf, part);
        qpdf_oh_release(pdf, part);
    }
    qpdf_oh_release(pdf, contents);
    return is_whole;
}

/* How many pages the root of their tree promises; 0 when it does not say. */
static long long
pages_promised(qpdf_data pdf)
{
    qpdf_oh root = qpdf_get_root(pdf);
    if (!qpdf_oh_is_dictionary(pdf, root))
        return 0;

    qpdf_oh pages = qpdf_oh_get_key(pdf, root, "/Pages");
    long long n = 0;
    if (qpdf_oh_is_dictionary(pdf, pages)) {
        qpdf_oh count = qpdf_oh_get_key(pdf, pages, "/Count");
        if (qpdf_oh_is_integer(pdf, count))
            n = qpdf_oh_get_int_value(pdf, count);
    }
    return n;
}

static enum file_flaw
pages_read(qpdf_data pdf)
{
    bool was_mended = qpdf_more_warnings(pdf);
    long long promised = pages_promised(pdf);
    int n = qpdf_get_num_pages(pdf);

    if (n <= 0 || qpdf_has_error(pdf))
        return n == 0 && !was_mended ? FLAW_EMPTY : FLAW_DAMAGED;
    if (n > PAGES_MAX)
        return FLAW_MANY;
    if (was_mended && n < promised)
        return FLAW_DAMAGED;
    for (int i = 0; i < n; i++) {
        qpdf_oh page = qpdf_get_page_n(pdf, (size_t)i);
        bool is_whole = page_is_whole(pdf, page);
        qpdf_oh_release(pdf, page);
        if (!is_whole)
            return FLAW_DAMAGED;
    }
    return FLAW_NONE;
}

/* ---- the file -------------------------------------------------------------------------------- */

static uint32_t
flaws_of(qpdf_data pdf)
{
    enum file_flaw flaw = pages_read(pdf);
    return flaw != FLAW_NONE ? BIT(flaw) : walk_all(pdf);
}

/* An object that it had no memory for, qpdf takes for none and goes on. */
static bool
lacked_memory(qpdf_data pdf)
{
    bool lacked = false;

    while (qpdf_more_warnings(pdf)) {
        const char *words = qpdf_get_error_full_text(pdf, qpdf_next_warning(pdf));
        lacked |= words == NULL || strstr(words, "bad_alloc") != NULL;
    }
    return lacked;
}

/* What qpdf stumbled over. Asked for, an error is no longer one that waits. */
static enum file_flaw
error_flaw(qpdf_data pdf)
{
    enum qpdf_error_code_e code =
        qpdf_has_error(pdf) ? qpdf_get_error_code(pdf, qpdf_get_error(pdf)) : qpdf_e_success;

    switch (code) {
    case qpdf_e_success:
        return FLAW_NONE;
    case qpdf_e_password:
        return FLAW_LOCKED;
    case qpdf_e_damaged_pdf:
    case qpdf_e_pages:
    case qpdf_e_object:
    case qpdf_e_unsupported:
        return FLAW_DAMAGED;
    default:
        return FLAW_HEAVY;
    }
}

/* A trailer that names an encryption which is not there: qpdf reads on, and others do not. */
static bool
names_encryption(const byte *p, size_t n)
{
    const byte *at = p, *last = NULL;

    while ((at = memmem(at, n - (size_t)(at - p), "trailer", 7)) != NULL)
        last = at++;
    return last != NULL && memmem(last, n - (size_t)(last - p), "/Encrypt", 8) != NULL;
}

static enum file_flaw
document_read(const byte *p, size_t n)
{
    qpdf_data pdf = qpdf_init();
    enum file_flaw flaw = FLAW_NONE;

    qpdf_silence_errors(pdf);
    qpdf_set_suppress_warnings(pdf, QPDF_TRUE);
    if (qpdf_read_memory(pdf, "", (const char *)p, n, NULL) & QPDF_ERRORS) {
        /* By a certificate, by rights management, or by a dictionary that is not there. */
        flaw = memmem(p, n, "/Encrypt", 8) != NULL ? FLAW_LOCKED : error_flaw(pdf);
        if (flaw == FLAW_NONE)
            flaw = FLAW_DAMAGED;
    } else if (!qpdf_is_encrypted(pdf) && names_encryption(p, n)) {
        flaw = FLAW_LOCKED;
    } else {
        uint32_t flaws = flaws_of(pdf);
        for (int i = FLAW_NONE + 1; flaw == FLAW_NONE && i < FLAW__MAX; i++)
            flaw = flaws & BIT(i) ? (enum file_flaw)i : FLAW_NONE;
    }
    enum file_flaw left = error_flaw(pdf);
    if (lacked_memory(pdf))
        flaw = FLAW_HEAVY;
    qpdf_cleanup(&pdf);
    return flaw == FLAW_NONE ? left : flaw;
}

/* Where the last mark of an end ends; 0 when there is none. */
static size_t
end_mark(const byte *p, size_t n)
{
    for (size_t i = n < 5 ? 0 : n - 4; i-- > 0;)
        if (p[i] == '%' && STARTS(p + i, n - i, "%%EOF"))
            return i + 5;
    return 0;
}

/* Marks of order, jobs of printers, heads of messages; no file of another kind. */
static bool
head_is_good(const byte *p, size_t n)
{
    enum file_other other = foreign_kind(p, n);
    bool is_plain = other == OTHER_EMPTY || other == OTHER_ZEROS || other == OTHER_TEXT ||
                    other == OTHER_MAIL || other == OTHER_UNKNOWN;
    return is_plain && !bytes_bear_another(p, n);
}

enum file_flaw
pdf_read(const byte *p, size_t n)
{
    const byte *head = memmem(p, n < LATE_MAX ? n : LATE_MAX, "%PDF-", 5);
    size_t before = head == NULL ? 0 : (size_t)(head - p);
    size_t whole = bytes_unpadded(p, n), end = end_mark(p, whole), behind = whole - end;

    if (!head_is_good(p, before))
        return FLAW_BEFORE;
    if (end == 0)
        return FLAW_CUT;
    if (behind > 0) {
        bool is_cut = memmem(p + end, behind, "obj", 3) != NULL ||
                      memmem(p + end, behind, "stream", 6) != NULL;
        if (is_cut && !bytes_bear_another(p + end, behind))
            return FLAW_CUT;
        if (behind > LATE_MAX || bytes_bear_another(p + end, behind))
            return FLAW_AFTER;
    }
    return document_read(p + before, end - before);
}
