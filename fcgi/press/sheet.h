/*
 * sheet: the lines of a paper on pages of A4, as GB/T 9704 lays an official document out: 22 lines
 * of 28 characters, the signature with room for a seal and never alone on a page, numbers below the
 * pages when there are more than one. What verifies the paper stands at the end of the last.
 *
 * Nothing is freed: a process sets one paper and ends. Private to this room.
 */
#ifndef PRESS_SHEET_H
#define PRESS_SHEET_H

#include "press/library.h"
#include "press/press.h"

struct sheet;
/* Opens libraries and fonts, and prints a sample into nothing, so that every file is open that
 * printing takes. fonts: a folder. NULL when something is missing. */
struct sheet *sheet_open(struct arena *a, const char *fonts);
/* false when there is no memory, or nobody takes what is written. */
bool sheet_print(struct sheet *s, const struct press_paper *paper, cairo_write_func_t write) MUST;

#endif
