#include "serve/last_backup.h"

#include <stdlib.h>

#define HOUR_MS (3600 * (int64_t)1000)
#define OLD_HOURS 26 /* a day, and what a nightly run may be late */

const char *
last_backup_text(struct arena *a, const char *state, int64_t now)
{
    char *text = NULL;
    size_t n = 0;
    json_t *root = NULL;
    int64_t at = 0;
    struct fault f;
    enum err err = file_read(arena_printf(a, "%s/backup.json", state), 1 << 16, &text, &n, &f);

    if (!err)
        err = json_read(a, text, n, &root, &f);
    free(text);
    if (err || json_str(root, "folder") == NULL || json_str(root, "at") == NULL ||
        !time_parse(json_str(root, "at"), &at))
        return "提示：这个状态目录没有备份的记录。请定期运行 suanbei backup（见 README 的“备份”）";

    long hours = now > at ? (long)((now - at) / HOUR_MS) : 0;
    return arena_printf(a, "%s上一次备份在 %s（%ld 小时前），存于 %s%s",
                        hours > OLD_HOURS ? "提示：" : "", json_str(root, "at"), hours,
                        json_str(root, "folder"),
                        hours > OLD_HOURS ? "。已超过一天，请查看定时备份是否还在运行" : "");
}
