/*
 * library: cairo, Pango and the fonts of a sheet. They are opened where they are needed, in the
 * process that sets a sheet: they bring thirty libraries along. Private to this room.
 */
#ifndef PRESS_LIBRARY_H
#define PRESS_LIBRARY_H

#include "base/base.h"

#include <cairo-pdf.h>
#include <fontconfig/fontconfig.h>
#include <pango/pangocairo.h>
#include <pango/pangofc-fontmap.h>

/* Every function of theirs that is called. */
#define LIBRARY_CALLS(X)                                                                           \
    X(FcConfigAppFontAddDir)                                                                       \
    X(FcConfigCreate)                                                                              \
    X(FcConfigGetFonts)                                                                            \
    X(FcConfigParseAndLoadFromMemory)                                                              \
    X(cairo_create)                                                                                \
    X(cairo_fill)                                                                                  \
    X(cairo_line_to)                                                                               \
    X(cairo_move_to)                                                                               \
    X(cairo_pdf_surface_create_for_stream)                                                         \
    X(cairo_pdf_surface_set_metadata)                                                              \
    X(cairo_rectangle)                                                                             \
    X(cairo_set_line_width)                                                                        \
    X(cairo_show_page)                                                                             \
    X(cairo_status)                                                                                \
    X(cairo_stroke)                                                                                \
    X(cairo_surface_finish)                                                                        \
    X(cairo_surface_status)                                                                        \
    X(pango_cairo_font_map_new_for_font_type)                                                      \
    X(pango_cairo_font_map_set_resolution)                                                         \
    X(pango_cairo_show_layout_line)                                                                \
    X(pango_cairo_update_context)                                                                  \
    X(pango_context_set_base_dir)                                                                  \
    X(pango_context_set_language)                                                                  \
    X(pango_context_set_round_glyph_positions)                                                     \
    X(pango_fc_font_map_set_config)                                                                \
    X(pango_font_description_from_string)                                                          \
    X(pango_font_map_create_context)                                                               \
    X(pango_language_from_string)                                                                  \
    X(pango_layout_get_iter)                                                                       \
    X(pango_layout_iter_free)                                                                      \
    X(pango_layout_iter_get_line_extents)                                                          \
    X(pango_layout_iter_get_line_readonly)                                                         \
    X(pango_layout_iter_next_line)                                                                 \
    X(pango_layout_new)                                                                            \
    X(pango_layout_set_alignment)                                                                  \
    X(pango_layout_set_auto_dir)                                                                   \
    X(pango_layout_set_font_description)                                                           \
    X(pango_layout_set_indent)                                                                     \
    X(pango_layout_set_text)                                                                       \
    X(pango_layout_set_width)                                                                      \
    X(pango_layout_set_wrap)

struct library {
#define LIBRARY_MEMBER(name) __typeof__(name) *name;
    LIBRARY_CALLS(LIBRARY_MEMBER)
#undef LIBRARY_MEMBER
};
extern struct library lib;

#define FONT_SERIF "Noto Serif CJK SC"
#define FONT_SANS "Noto Sans CJK SC"

/* Opens the libraries and makes a map of the faces above in a folder, which are all that it has: a
 * sheet is the same on every machine, whatever else is installed. NULL when libraries or fonts are
 * not there, which the log says. It lives as long as the process. */
PangoFontMap *library_open(const char *fonts);

#endif
