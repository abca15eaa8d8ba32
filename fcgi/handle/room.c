#include "handle/room.h"
#include "handle/route.h"

#include <stdio.h>
#include <string.h>

/* The database and the files may lie on different disks; -1: nobody can say. */
static int64_t
free_bytes(const struct settings *s)
{
    char folder[512] = "";
    const char *slash = s->db_path ? strrchr(s->db_path, '/') : NULL;

    if (slash != NULL)
        snprintf(folder, sizeof folder, "%.*s", (int)(slash - s->db_path), s->db_path);
    int64_t files = file_free_bytes(s->blob_folder);
    int64_t rows = folder[0] != '\0' ? file_free_bytes(folder) : -1;
    return rows >= 0 && (files < 0 || rows < files) ? rows : files;
}

static enum err
refuse(struct context *c, const char *text)
{
    enum err err = fail(&c->work.fault, ERR_BUSY, "storage_full", "", "%s", text);
    c->work.fault.retry_after_s = 60;
    return err;
}

enum err
room_for(struct context *c, int64_t more)
{
    const struct settings *s = c->settings;
    enum when_full when = c->route->when_full;
    bool is_write = c->route->store != NULL;

    if (!is_write || when == FULL_LAST)
        return OK;
    int64_t left = free_bytes(s);
    if (left < 0)
        return OK;
    if (when == FULL_REFUSE && left - more < s->free_bytes_min)
        return refuse(c,
                      "存储空间不足，暂停新建备案、产品、账号和上传；已有草稿仍可保存，审核不受影"
                      "响。请稍后再试，或联系运维人员");
    if (when == FULL_RESERVE && left - more < s->free_bytes_reserve)
        return refuse(c, "存储空间不足，暂时不能保存和提交；内容请先留在页面上，不要关闭。请稍后再"
                         "试，或联系运维人员");
    return OK;
}
