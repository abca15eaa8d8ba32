#include "store/seams.h"

struct commit_seams commit_seams;

bool
seams_fail_now(void)
{
    return commit_seams.fail_at > 0 && --commit_seams.fail_at == 0;
}
