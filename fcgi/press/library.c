#include "press/library.h"

#include <dlfcn.h>
#include <string.h>

struct library lib;

static const struct {
    const char *name;
    size_t at;
} calls[] = {
#define LIBRARY_CALL(name) {#name, offsetof(struct library, name)},
    LIBRARY_CALLS(LIBRARY_CALL)
#undef LIBRARY_CALL
};

/* The others are what this one stands on, and are found through it. */
static bool
open_libraries(void)
{
    void *library = dlopen("libpangocairo-1.0.so.0", RTLD_NOW | RTLD_LOCAL);

    if (library == NULL) {
        log_line(LOG_ERROR_, "press: %s", dlerror());
        return false;
    }
    for (size_t i = 0; i < LEN(calls); i++) {
        void *found = dlsym(library, calls[i].name);
        if (found == NULL) {
            log_line(LOG_ERROR_, "press: the libraries have no %s", calls[i].name);
            return false;
        }
        memcpy((char *)&lib + calls[i].at, &found, sizeof found);
    }
    return true;
}

/* Three faces and no others, with the cache that installing them has made, and no
 * settings of the machine. Each of them is open before the jail is entered: a fourth, taken for a
 * character that these lack, could not be opened in it. */
#define ACCEPT(family, style)                                                                      \
    "<pattern><patelt name=\"family\"><string>" family "</string></patelt>"                        \
    "<patelt name=\"style\"><string>" style "</string></patelt></pattern>"
static const char fonts_only[] =
    "<?xml version=\"1.0\"?><!DOCTYPE fontconfig SYSTEM \"fonts.dtd\"><fontconfig>"
    "<cachedir>/var/cache/fontconfig</cachedir>"
    "<selectfont><rejectfont><pattern></pattern></rejectfont><acceptfont>" ACCEPT(
        FONT_SERIF, "Regular") ACCEPT(FONT_SERIF, "Bold")
        ACCEPT(FONT_SANS, "Regular") "</acceptfont></selectfont></fontconfig>";
#define FACES 3

static FcConfig *
open_fonts(const char *folder)
{
    FcConfig *fonts = lib.FcConfigCreate();

    if (fonts == NULL ||
        !lib.FcConfigParseAndLoadFromMemory(fonts, (const FcChar8 *)fonts_only, FcTrue) ||
        !lib.FcConfigAppFontAddDir(fonts, (const FcChar8 *)folder))
        return NULL;
    const FcFontSet *set = lib.FcConfigGetFonts(fonts, FcSetApplication);
    if (set != NULL && set->nfont >= FACES)
        return fonts;
    log_line(LOG_ERROR_, "press: %s has not the faces of %s and %s: install fonts-noto-cjk", folder,
             FONT_SERIF, FONT_SANS);
    return NULL;
}

PangoFontMap *
library_open(const char *folder)
{
    FcConfig *fonts = open_libraries() ? open_fonts(folder) : NULL;
    PangoFontMap *map =
        fonts ? lib.pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT) : NULL;

    if (map == NULL)
        return NULL;
    lib.pango_cairo_font_map_set_resolution((PangoCairoFontMap *)map, 72); /* points */
    lib.pango_fc_font_map_set_config((PangoFcFontMap *)map, fonts);
    return map;
}
