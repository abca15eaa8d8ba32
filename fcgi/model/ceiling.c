#include "model/ceiling.h"

static const struct {
    const char *name, *title;
    long most;
} ceilings[] = {
#define CEILING_ROW(word, name_, most_, title_) {.name = name_, .title = title_, .most = most_},
    CEILINGS(CEILING_ROW)
#undef CEILING_ROW
};

const char *
ceiling_name(enum ceiling c)
{
    return ceilings[c].name;
}

const char *
ceiling_title(enum ceiling c)
{
    return ceilings[c].title;
}

long
ceiling_most(enum ceiling c)
{
    return ceilings[c].most;
}

long
ceiling_of(const json_t *limits, enum ceiling c)
{
    const json_t *declared = json_object_get(limits, ceilings[c].name);
    long most = ceilings[c].most;

    if (!json_is_integer(declared) || json_integer_value(declared) > most)
        return most;
    return (long)json_integer_value(declared);
}
