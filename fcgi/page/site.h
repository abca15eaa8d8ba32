/* The frame of the public pages, and what several of them show. Private to this room. */
#ifndef SITE_H
#define SITE_H

#include "page/markup.h"
#include "page/page.h"

/* Where a page stands in the navigation. */
enum site_place { AT_HOME, AT_SEARCH, AT_STATISTICS, AT_HELP, AT_RULES, AT_NOWHERE };

/* Head, header and the beginning of main; site_close() ends what it began. */
void site_open(struct buf *b, const struct page_site *site, const char *title, enum site_place at);
void site_close(struct buf *b, const struct page_site *site);

/* The form that everybody comes for. hint_id: of the words that describe it; NULL: none. */
void site_search_box(struct buf *b, const char *text, const char *hint_id);
/* 2026年11月26日; a text that is no day as it is. */
void site_day(struct buf *b, const char *day);
/* The first characters of a text, and … where there are more. */
void site_cut(struct buf *b, const char *text, size_t most);
/* A text in paragraphs; of a long one, what comes after its beginning is folded away. */
void site_text(struct buf *b, const char *text);
/* The address of an entry. */
void site_entry_path(struct buf *b, const char *number);
/* An entry as one of a list. */
void site_entry_line(struct buf *b, const struct entry *x);
/* The questionnaires of the set, each a link with what it is for; nothing where there are none. */
void site_questionnaires(struct buf *b, const struct page_site *site);
/* Whom to ask, as a sentence ends: the office that the set names, or 受理单位. */
void site_office(struct buf *b, const struct page_site *site);

#endif
