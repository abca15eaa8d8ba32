#include "rulekit/rulekit.h"

#include "rulekit/engine.h" /* made from the engine's files; see the Makefile */

const char *
rulekit_engine(void)
{
    return "suanbei-engine/2+" ENGINE_HASH;
}
