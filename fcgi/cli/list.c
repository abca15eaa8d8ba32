#include "cli/list.h"
#include "cli/csv_text.h"

#include <csv.h>
#include <iconv.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CELLS_MAX = 40, PIECE = 64 << 10, JSON_MAX = 64 << 20 };

static const char *const titles[LIST__MAX] = {"算法名称", "算法类别", "角色",
                                              "主体名称", "应用产品", "主要用途",
                                              "备案编号", "备注",     "注销时间"};

/* Which column a head is of; blanks in it mean nothing. -1: none of ours. */
static int
column_of(struct arena *a, const char *head)
{
    const char *folded = text_fold(a, head);

    for (int i = 0; i < LIST__MAX; i++)
        if (strcmp(folded, text_fold(a, titles[i])) == 0)
            return i;
    return strcmp(folded, text_fold(a, "角色/类别")) == 0 ? (int)LIST_ROLE : -1;
}

/* ---- CSV ------------------------------------------------------------------------------------- */

struct reading {
    list_take *take;
    void *ctx;
    struct arena *heads, *a; /* of the whole file, of a row */
    struct fault *f;
    enum err err;
    int columns[CELLS_MAX], columns_n;
    bool has_head;
    const char *cells[CELLS_MAX];
    int n;
    long line, begun;
};

static void
on_cell(void *p, size_t size, void *ctx)
{
    struct reading *r = ctx;

    if (r->n < CELLS_MAX)
        r->cells[r->n] = arena_strndup(r->a, p ? p : "", p ? size : 0);
    r->n++;
}

static const char *
trimmed(struct arena *a, const char *text)
{
    size_t n;

    text += strspn(text, " \t\r\n");
    n = strlen(text);
    while (n > 0 && strchr(" \t\r\n", text[n - 1]) != NULL)
        n--;
    return arena_strndup(a, text, n);
}

/* The first row that has the columns without which nothing is an entry. */
static void
take_head(struct reading *r)
{
    bool is_there[LIST__MAX] = {false};

    r->columns_n = r->n < CELLS_MAX ? r->n : CELLS_MAX;
    for (int i = 0; i < r->columns_n; i++) {
        r->columns[i] = column_of(r->a, r->cells[i]);
        if (r->columns[i] >= 0)
            is_there[r->columns[i]] = true;
    }
    r->has_head = is_there[LIST_NAME] && is_there[LIST_NUMBER] && is_there[LIST_ORGANIZATION];
}

static void
take_row(struct reading *r)
{
    struct list_row row = {.line = r->begun};
    bool is_blank = true;

    for (int i = 0; i < r->n && i < r->columns_n; i++) {
        const char *text = trimmed(r->a, r->cells[i]);
        is_blank = is_blank && *text == '\0';
        if (r->columns[i] >= 0 && row.cell[r->columns[i]] == NULL)
            row.cell[r->columns[i]] = text;
    }
    if (!is_blank && r->err == OK)
        r->err = r->take(r->ctx, r->a, &row, r->f);
}

static void
on_row(int end, void *ctx)
{
    struct reading *r = ctx;

    (void)end;
    if (r->n > 0 && r->has_head)
        take_row(r);
    else if (r->n > 0)
        take_head(r);
    r->n = 0;
    arena_reset(r->a);
}

/* The row is told as one that is none, and those below it go on. */
static enum err
take_unclosed(struct reading *r, const struct csv_text *t, struct fault *f)
{
    const char *why = "引号没有闭合，后面几行被并入；已从下一行接着读，请补上引号后重新导入这一行";
    struct list_row row = {.line = t->opened, .bad = why};

    if (t->begun < t->opened)
        row.bad = arena_printf(r->a, "%s（它从第 %ld 行开始）", why, t->begun);
    enum err err = r->take(r->ctx, r->a, &row, f);
    arena_reset(r->a);
    return err;
}

static enum err
read_rows(struct reading *r, struct csv_text *t, struct csv_parser *p, struct fault *f)
{
    enum csv_text_answer is = CSV_TEXT_ROW;

    while (r->err == OK && (is = csv_text_next(t)) != CSV_TEXT_END) {
        r->begun = t->begun;
        if (is == CSV_TEXT_LONG)
            r->err = fail(f, ERR_INPUT, "csv_row_long", "",
                          "第 %ld 行：引号没有闭合，或者这一行超过 1 MB", t->begun);
        else if (is == CSV_TEXT_UNCLOSED)
            r->err = take_unclosed(r, t, f);
        else if (csv_parse(p, t->text, t->n, on_cell, on_row, r) != t->n)
            r->err = fail(f, ERR_INPUT, "csv_broken", "", "第 %ld 行：不是合法的 CSV", t->begun);
    }
    if (r->err == OK && csv_fini(p, on_cell, on_row, r) != 0)
        r->err = fail(f, ERR_INPUT, "csv_broken", "", "第 %ld 行：不是合法的 CSV", r->begun);
    return r->err;
}

static enum err
read_lines(struct reading *r, FILE *in, struct fault *f)
{
    struct csv_text t = {.in = in};
    struct csv_parser p;

    if (csv_init(&p, CSV_APPEND_NULL) != 0)
        return fail(f, ERR_BUG, "csv", "", "CSV 读取器无法启动");
    enum err err = read_rows(r, &t, &p, f);
    csv_text_free(&t);
    csv_free(&p);
    if (!err && !r->has_head)
        return fail(f, ERR_INPUT, "list_head", "",
                    "没有找到表头：应有“算法名称”“主体名称”“备案编号”等列");
    return err;
}

/* ---- how it is written ----------------------------------------------------------------------- */

/* The whole of it through iconv into out, NULL: only tried. False: it is no such text. */
static bool
converts(FILE *in, const char *from, FILE *out)
{
    char raw[PIECE], text[PIECE * 2];
    size_t kept = 0, n;
    bool is_good = true;
    iconv_t cd = iconv_open("UTF-8", from);

    rewind(in);
    while (cd != (iconv_t)-1 && is_good && (n = fread(raw + kept, 1, sizeof raw - kept, in)) > 0) {
        char *at = raw, *to = text;
        size_t left = kept + n, room = sizeof text;
        is_good = iconv(cd, &at, &left, &to, &room) != (size_t)-1 || (left < 8 && left > 0);
        if (memchr(raw, '\0', kept + n) != NULL)
            is_good = false;
        if (out != NULL && fwrite(text, 1, (size_t)(to - text), out) != (size_t)(to - text))
            is_good = false;
        memmove(raw, at, left);
        kept = left;
    }
    if (cd == (iconv_t)-1 || kept > 0)
        is_good = false;
    if (cd != (iconv_t)-1)
        iconv_close(cd);
    rewind(in);
    return is_good;
}

/* The file itself, or a copy of it in UTF-8 that nobody else sees. */
static enum err
in_utf8(FILE **in, struct fault *f)
{
    if (converts(*in, "UTF-8", NULL))
        return OK;
    FILE *copy = tmpfile();
    if (copy == NULL)
        return fail(f, ERR_BUSY, "temporary", "", "无法建立临时文件");
    if (converts(*in, "GB18030", copy) && fflush(copy) == 0) {
        rewind(copy);
        fclose(*in);
        *in = copy;
        return OK;
    }
    fclose(copy);
    return fail(f, ERR_INPUT, "list_encoding", "",
                "文件既不是 UTF-8，也不是 GB18030（GBK），请用表格软件另存为其中一种");
}

/* ---- JSON ------------------------------------------------------------------------------------ */

static enum err
take_object(struct reading *r, const json_t *batch, json_t *object)
{
    struct list_row row = {.line = ++r->line,
                           .source = json_string_value(json_object_get(batch, "name")),
                           .period = json_string_value(json_object_get(batch, "period"))};
    const char *key;
    json_t *value;

    json_object_foreach(object, key, value)
    {
        int i = column_of(r->a, key);
        if (i >= 0 && json_is_string(value))
            row.cell[i] = trimmed(r->a, json_string_value(value));
    }
    enum err err = r->take(r->ctx, r->a, &row, r->f);
    arena_reset(r->a);
    return err;
}

static enum err
read_json(struct reading *r, const char *path, struct fault *f)
{
    json_t *root, *batch, *object;
    size_t i, k, n;
    char *text;
    enum err err = file_read(path, JSON_MAX, &text, &n, f);
    if (err)
        return err;

    err = json_read(r->heads, text, n, &root, f);
    free(text);
    if (err)
        return err;
    if (!json_is_array(json_object_get(root, "batches")))
        return fail(f, ERR_INPUT, "list_json", "", "JSON 中没有 batches 一项");
    json_array_foreach(json_object_get(root, "batches"), i, batch)
    {
        json_array_foreach(json_object_get(batch, "rows"), k, object)
        {
            if ((err = take_object(r, batch, object)))
                return err;
        }
    }
    return OK;
}

/* ---- either ---------------------------------------------------------------------------------- */

static bool
is_json(FILE *in)
{
    int c = fgetc(in);

    if (c == 0xef) {
        (void)fgetc(in);
        (void)fgetc(in);
        c = fgetc(in);
    }
    while (c == ' ' || c == '\t' || c == '\r' || c == '\n')
        c = fgetc(in);
    rewind(in);
    return c == '{';
}

enum err
list_read(const char *path, list_take *take, void *ctx, struct fault *f)
{
    struct reading r = {.take = take, .ctx = ctx, .f = f};
    FILE *in = fopen(path, "re");
    enum err err;

    if (in == NULL)
        return fail(f, ERR_INPUT, "file_unreadable", "", "读不到文件 %s", path);
    r.heads = arena_new();
    r.a = arena_new();
    if (is_json(in))
        err = read_json(&r, path, f);
    else if (!(err = in_utf8(&in, f)))
        err = read_lines(&r, in, f);
    fclose(in);
    arena_free(r.a);
    arena_free(r.heads);
    return err;
}
