#include "rulekit/rulekit.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define FILES_MAX 512
#define FILE_MAX (1u << 20)
#define BUNDLE_MAX (8u << 20)
#define DEPTH_MAX 8
#define TEXT_OF(number) #number
#define API_LINE_OF(number) "suanbei host api " TEXT_OF(number) "\n"
#define API_LINE API_LINE_OF(RULEKIT_API)
/* A path is no longer in its layer: Lua cuts chunk names in messages at 60, and "rules.local/" goes
 * before. */
#define PATH_MAX_BYTES 47
#define LOCAL "local/"
/* A folder at the root of a layer that holds layers to learn from, and is no part of the set. */
#define EXAMPLES "examples"

struct bundle_file {
    char *path;
    char *text;
    size_t n;
};

struct bundle {
    struct bundle_file files[FILES_MAX];
    int count;
    size_t bytes;
    char hash[SHA256_TEXT];
    const char *layer; /* what stands before the paths now being read: "" or LOCAL */
    char passed[512]; /* paths that are no rule files, "、" between them; cut when there are many */
};

static const char *
path_in_layer(const char *path)
{
    return str_starts(path, LOCAL) ? path + strlen(LOCAL) : path;
}

/* Texts stand beside the declarations that name them; elsewhere a .txt is a file misnamed. */
static bool
is_source(const char *path)
{
    const char *dot = strrchr(path, '.'), *inside = path_in_layer(path);

    if (dot && strcmp(dot, ".txt") == 0)
        return str_starts(inside, "letters/") || str_starts(inside, "templates/");
    return dot && (strcmp(dot, ".lua") == 0 || strcmp(dot, ".json") == 0);
}

/* Letters, digits, dots, dashes and underlines between slashes; no part begins with a dot. */
static bool
is_plain(const char *path)
{
    bool start = true;
    size_t n = strlen(path_in_layer(path));
    if (n == 0 || n > PATH_MAX_BYTES || path[strlen(path) - 1] == '/')
        return false;

    for (const char *c = path; *c; c++) {
        if (start && (*c == '.' || *c == '/'))
            return false;
        start = *c == '/';
        if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-/", *c))
            return false;
    }
    return true;
}

/* As rules name places. */
static void
bundle_place(const char *path, int line, char where[128])
{
    bool is_local = str_starts(path, LOCAL);
    snprintf(where, 128, "rules%s/%s:%d", is_local ? ".local" : "",
             path + (is_local ? strlen(LOCAL) : 0), line);
}

static enum err
bundle_empty(const char *path, struct fault *f)
{
    char where[128];
    bundle_place(path, 1, where);
    return fail(f, ERR_RULE, "rule_bundle", where,
                "文件是空的，可能还没有保存完；不再需要的规则文件请删除");
}

static enum err
bundle_bad_text(const char *path, const char *text, size_t n, struct fault *f)
{
    char where[128];
    size_t from = 0;
    int line = 1;

    for (const char *end; (end = memchr(text + from, '\n', n - from)) &&
                          utf8_valid(text + from, (size_t)(end - text) - from);
         line++)
        from = (size_t)(end - text) + 1;

    size_t length = strcspn(text + from, "\n");
    bundle_place(path, line, where);
    return fail(f, ERR_RULE, "rule_bundle", where, "这一行含有%s；规则文件应是 UTF-8 编码的纯文本",
                from + length < n && !text[from + length] ? " NUL 字符" : "不是 UTF-8 的字节");
}

static bool
is_blank(const char *text, size_t n)
{
    return strspn(text, " \t\r\n") == n;
}

enum err
bundle_may(const char *path, const char *text, size_t n, struct fault *f)
{
    if (!is_plain(path) || !is_source(path))
        return fail(f, ERR_RULE, "rule_bundle", path,
                    "文件名只能由字母、数字、点、横线和下划线组成，最长 %d 字节，以 .lua 或 .json "
                    "结尾（letters/、templates/ 中也可以是 .txt）",
                    PATH_MAX_BYTES);
    if (n > FILE_MAX)
        return fail(f, ERR_RULE, "rule_bundle", path, "规则文件不得超过 1 MiB");
    if (!utf8_valid(text, n))
        return bundle_bad_text(path, text, n, f);
    if (is_blank(text, n))
        return bundle_empty(path, f);
    return OK;
}

/* May a file of that path and text be added, in place of file or beside the others (NULL)? */
static enum err
bundle_check(const struct bundle *b, const char *path, const char *text, size_t n,
             const struct bundle_file *file, struct fault *f)
{
    enum err err = bundle_may(path, text, n, f);
    if (err)
        return err;

    if (!file && b->count == FILES_MAX)
        return fail(f, ERR_RULE, "rule_bundle", path, "规则集的文件不得超过 %d 个", FILES_MAX);
    if (b->bytes - (file ? file->n : 0) + n > BUNDLE_MAX)
        return fail(f, ERR_RULE, "rule_bundle", path, "规则集合计不得超过 8 MiB");
    return OK;
}

/* Takes text over, also when it fails. A later file of the same path takes the place of the
 * earlier. */
static enum err
bundle_add(struct bundle *b, const char *path, char *text, size_t n, struct fault *f)
{
    struct bundle_file *file = NULL;

    for (int i = 0; i < b->count && !file; i++)
        if (strcmp(b->files[i].path, path) == 0)
            file = &b->files[i];
    enum err err = bundle_check(b, path, text, n, file, f);
    if (err) {
        free(text);
        return err;
    }

    if (file) {
        b->bytes -= file->n;
        free(file->text);
    } else {
        file = &b->files[b->count++];
        file->path = must_strdup(path);
    }

    file->text = text; /* file_read() and bundle_parse() put a NUL after it */
    file->n = n;
    b->bytes += n;
    return OK;
}

static int
by_path(const void *a, const void *b)
{
    return strcmp(((const struct bundle_file *)a)->path, ((const struct bundle_file *)b)->path);
}

static enum err
bundle_finish(struct bundle *b, struct fault *f)
{
    struct sha256 h;

    if (b->count == 0)
        return fail(f, ERR_RULE, "rule_bundle", "", "规则集里没有任何 .lua、.json 或 .txt 文件");
    qsort(b->files, (size_t)b->count, sizeof b->files[0], by_path);
    sha256_start(&h);
    /* Under another host API the same text would be another set. */
    sha256_add(&h, API_LINE, strlen(API_LINE));

    for (int i = 0; i < b->count; i++) {
        char size[32];
        int n = snprintf(size, sizeof size, "%zu\n", b->files[i].n);
        sha256_add(&h, b->files[i].path, strlen(b->files[i].path) + 1);
        sha256_add(&h, size, (size_t)n);
        sha256_add(&h, b->files[i].text, b->files[i].n);
    }

    sha256_end(&h, b->hash);
    return OK;
}

static enum err bundle_walk(struct bundle *b, const char *root, const char *below, int depth,
                            struct fault *f) MUST;

/* A file of a wrong ending (address.lua.txt) is no rule, and whoever wrote it believes that it is.
 * What explains the folder to people is not meant to be one. */
static void
pass_over(struct bundle *b, const char *path)
{
    const char *dot = strrchr(path, '.');
    size_t n = strlen(b->passed);

    if (dot != NULL && strcmp(dot, ".md") == 0)
        return;
    int more = snprintf(b->passed + n, sizeof b->passed - n, "%s%s%s", n ? "、" : "",
                        *b->layer ? "rules.local/" : "", path);
    if (more < 0 || (size_t)more >= sizeof b->passed - n)
        snprintf(b->passed + n, sizeof b->passed - n, "…");
}

const char *
bundle_passed_over(const struct bundle *b)
{
    return b->passed;
}

/* below is the folder's path inside its layer, "" for the root. */
static enum err
bundle_entry(struct bundle *b, const char *root, const char *below, const char *name, int depth,
             struct fault *f)
{
    char full[1024], path[512], inside[sizeof path + sizeof LOCAL], *text;
    struct stat st;
    size_t n;

    if (snprintf(path, sizeof path, "%s%s%s", below, *below ? "/" : "", name) >= (int)sizeof path ||
        snprintf(full, sizeof full, "%s/%s", root, path) >= (int)sizeof full)
        return fail(f, ERR_RULE, "rule_bundle", name, "规则文件的路径太长");

    if (lstat(full, &st)) {
        /* A temp file of an editor may be gone already; a rule file must be readable. */
        return is_source(path)
                   ? fail(f, ERR_RULE, "rule_bundle", path, "读不到规则文件：%s", strerror(errno))
                   : OK;
    }

    /* The file behind a link is not watched, and may be outside of the folder that was reviewed. */
    if (S_ISLNK(st.st_mode))
        return fail(f, ERR_RULE, "rule_bundle", path, "规则文件夹里不能有符号链接，请换成文件本身");
    if (S_ISDIR(st.st_mode) && str_is(path, EXAMPLES))
        return OK;
    if (S_ISDIR(st.st_mode))
        return bundle_walk(b, root, path, depth + 1, f);
    if (!is_source(path)) {
        pass_over(b, path);
        return OK;
    }
    if (!S_ISREG(st.st_mode))
        return fail(f, ERR_RULE, "rule_bundle", path, "规则文件必须是普通文件");

    enum err err = file_read(full, FILE_MAX, &text, &n, f);
    if (err == ERR_LARGE)
        return fail(f, ERR_RULE, "rule_bundle", path, "规则文件不得超过 1 MiB");
    if (err)
        return fail(f, ERR_RULE, "rule_bundle", path, "读不到规则文件");
    snprintf(inside, sizeof inside, "%s%s", b->layer, path);

    return bundle_add(b, inside, text, n, f);
}

static enum err
bundle_walk(struct bundle *b, const char *root, const char *below, int depth, struct fault *f)
{
    char full[1024];
    struct dirent *d;
    enum err err = OK;

    if (depth > DEPTH_MAX)
        return fail(f, ERR_RULE, "rule_bundle", below, "规则集的文件夹不得超过 %d 层", DEPTH_MAX);
    if (snprintf(full, sizeof full, "%s%s%s", root, *below ? "/" : "", below) >= (int)sizeof full)
        return fail(f, ERR_RULE, "rule_bundle", below, "规则文件的路径太长");

    DIR *dir = opendir(full);
    if (!dir)
        return fail(f, ERR_RULE, "rule_bundle", *below ? below : root, "打不开规则文件夹：%s",
                    strerror(errno));

    while (!err && (d = readdir(dir)))
        if (d->d_name[0] != '.')
            err = bundle_entry(b, root, below, d->d_name, depth, f);
    closedir(dir);
    return err;
}

/* Keeps what was made, or frees it. */
static enum err
bundle_give(struct bundle **out, struct bundle *b, enum err err, struct fault *f)
{
    if (!err)
        err = bundle_finish(b, f);
    if (err)
        bundle_free(b);
    else
        *out = b;
    return err;
}

static struct bundle *
bundle_new(void)
{
    struct bundle *b = must_alloc(sizeof *b);
    memset(b, 0, sizeof *b);
    b->layer = "";
    return b;
}

enum err
bundle_read(struct bundle **out, const char *folder, const char *local, struct fault *f)
{
    struct stat base, mine;
    struct bundle *b = bundle_new();

    *out = NULL;
    enum err err = bundle_walk(b, folder, "", 0, f);
    bool is_there = local && *local && stat(local, &mine) == 0;
    bool is_other = is_there && (stat(folder, &base) || base.st_dev != mine.st_dev ||
                                 base.st_ino != mine.st_ino);
    if (!err && is_other) {
        b->layer = LOCAL;
        err = bundle_walk(b, local, "", 0, f);
    }
    return bundle_give(out, b, err, f);
}

static enum err
bundle_parse_file(struct bundle *b, const char *path, const json_t *value, struct fault *f)
{
    if (!json_is_string(value))
        return fail(f, ERR_RULE, "rule_bundle", path, "文件内容应是文字");

    size_t size = json_string_length(value);
    char *text = must_alloc(size + 1);
    memcpy(text, json_string_value(value), size + 1);
    return bundle_add(b, path, text, size, f);
}

enum err
bundle_parse(struct bundle **out, const char *json, size_t n, struct fault *f)
{
    struct arena *a = arena_new();
    struct bundle *b = bundle_new();
    json_t *root, *value;
    const char *path;

    *out = NULL;
    enum err err = json_read(a, json, n, &root, f);
    if (err)
        err = fail(f, ERR_RULE, "rule_bundle", "", "规则集不是合法的 JSON");
    else if (!json_is_object(root))
        err = fail(f, ERR_RULE, "rule_bundle", "", "规则集应是一个对象：文件名对应文件内容");
    else
        json_object_foreach(root, path, value)
        {
            if ((err = bundle_parse_file(b, path, value, f)))
                break;
        }

    arena_free(a);
    return bundle_give(out, b, err, f);
}

char *
bundle_text(const struct bundle *b, struct arena *a)
{
    struct buf out = BUF(a);

    buf_open(&out, NULL, '{');
    for (int i = 0; i < b->count; i++)
        buf_json_str(&out, b->files[i].path, b->files[i].text);
    buf_close(&out);
    return out.p;
}

const char *
bundle_path(const struct bundle *b, int i)
{
    return i >= 0 && i < b->count ? b->files[i].path : NULL;
}

const char *
bundle_file(const struct bundle *b, const char *path)
{
    for (int i = 0; i < b->count; i++)
        if (strcmp(b->files[i].path, path) == 0)
            return b->files[i].text;
    return NULL;
}

enum err
bundle_with(struct bundle **out, const struct bundle *b, const char *path, const char *text,
            struct fault *f)
{
    struct bundle *copy = bundle_new();
    enum err err = OK;
    *out = NULL;
    for (int i = 0; !err && i < b->count; i++)
        err = bundle_add(copy, b->files[i].path, must_strdup(b->files[i].text), b->files[i].n, f);
    if (!err)
        err = bundle_add(copy, path, must_strdup(text), strlen(text), f);
    return bundle_give(out, copy, err, f);
}

bool
rulekit_behaves(const char *path)
{
    static const char *const starts[] = {"checks/",    "lib/",         "forms/",
                                         "deadlines.", "derived.",     "routing.",
                                         "numbering.", "publication.", "questionnaires/"};

    path = path_in_layer(path);
    for (size_t i = 0; i < LEN(starts); i++)
        if (str_starts(path, starts[i]))
            return true;
    return false;
}

const char *
bundle_hash(const struct bundle *b)
{
    return b->hash;
}

void
bundle_free(struct bundle *b)
{
    if (!b)
        return;
    for (int i = 0; i < b->count; i++) {
        free(b->files[i].path);
        free(b->files[i].text);
    }
    free(b);
}
