#include "courier/courier.h"
#include "press/press.h"
#include "serve/last_backup.h"
#include "serve/clerk.h"
#include "serve/listener.h"
#include "serve/pool_says.h"
#include "serve/successor.h"
#include "serve/upgrade.h"
#include "serve/upgrade_ask.h"

#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct options {
    struct arena *arena; /* what is not in argv */
    const char *state, *rules_mode;
    struct pool_options pool;
    struct settings settings;
    bool is_check; /* nothing is made or started */
};

static const char serve_usage[] = //
    "用法：suanbei serve --state 目录 [选项]\n"
    "  --state 目录        状态目录：数据库、附件、套接字和进程号文件都在里面\n"
    "  --socket 路径       FastCGI 套接字（默认 状态目录/suanbei.sock）；由 systemd 或 spawn-fcgi "
    "传入的套接字优先\n"
    "  --workers N         工作进程数，1 到 256（默认 4）\n"
    "  --rules 目录        规则目录（默认：程序所在项目的 rules/，或当前目录的 rules/）\n"
    "  --rules-local 目录  覆盖规则的本地目录\n"
    "  --rules-mode 方式   "
    "watch：监视规则目录，保存即启用（默认）；governed：提案、重放、另一人审批后启用\n"
    "  --key-file 文件     主密钥文件（默认 状态目录/master.key；systemd 的 LoadCredential "
    "给出的优先）\n"
    "  --open 目录         内存中的目录（tmpfs）：下载的附件在此解封，由 nginx 发出后删去\n"
    "                      （默认在 systemd 的 RUNTIME_DIRECTORY 或 /dev/shm 之下）\n"
    "  --socket-group 组   套接字交给这个组（默认自己的组）：只有它的成员能连接\n"
    "  --nginx-user 用户   只有这个用户能连接（默认套接字所属组的成员）；root 和自己总能\n"
    "  --allow-root        允许以 root 身份运行，仅供试用\n"
    "  --config 文件       其余设置，JSON 对象；命令行选项优先\n"
    "  --trial             试用：不要求第二因素，不强制修改初始密码（--config 另有规定的除外），"
    "每页注明\n"
    "                      审计记录的链头交到哪里：audit_head_file、audit_head_command、"
    "audit_head_syslog、audit_head_ms\n"
    "信号：TERM 做完手头请求后停止；HUP 不中断服务地换一批工作进程；USR2 不中断服务地换成磁盘上的"
    "程序\n（同 suanbei upgrade）。\n";

/* ---- the file -------------------------------------------------------------------------------- */

enum key_type { KEY_TEXT, KEY_INT, KEY_LONG, KEY_INT64, KEY_SIZE, KEY_BOOL };
#define AT(member) offsetof(struct options, member)
static const struct key {
    const char *name;
    enum key_type type;
    size_t at;
    long long min, max;
} keys[] = {
    {"state", KEY_TEXT, AT(state), 0, 0},
    {"socket", KEY_TEXT, AT(pool.socket_path), 0, 0},
    {"pid", KEY_TEXT, AT(pool.pid_path), 0, 0},
    {"health_socket", KEY_TEXT, AT(pool.health_path), 0, 0},
    {"queue_late_ms", KEY_INT, AT(pool.queue_late_ms), 100, 600000},
    {"slow_ms", KEY_INT, AT(settings.slow_ms), 0, 3600000},
    {"ready_late_ms", KEY_INT, AT(pool.ready_late_ms), 100, 3600000},
    {"workers", KEY_INT, AT(pool.workers), 1, 256},
    {"backlog", KEY_INT, AT(pool.backlog), 1, 65535},
    {"request_terminate_ms", KEY_INT, AT(pool.request_terminate_ms), 100, 3600000},
    {"clerk_terminate_ms", KEY_INT, AT(pool.clerk_terminate_ms), 10000, 86400000},
    {"drain_ms", KEY_INT, AT(pool.drain_ms), 0, 3600000},
    {"worker_memory_bytes", KEY_SIZE, AT(pool.worker_memory_bytes), 0, 1LL << 40},
    {"requests_max", KEY_LONG, AT(pool.requests_max), 0, LONG_MAX},
    {"db", KEY_TEXT, AT(settings.db_path), 0, 0},
    {"blobs", KEY_TEXT, AT(settings.blob_folder), 0, 0},
    {"rules", KEY_TEXT, AT(pool.rules_folder), 0, 0},
    {"rules_local", KEY_TEXT, AT(pool.rules_local), 0, 0},
    {"rules.mode", KEY_TEXT, AT(rules_mode), 0, 0},
    {"rules.load_wall_ms", KEY_INT, AT(settings.policy.load_wall_ms), 100, 600000},
    {"rules.ask_wall_ms", KEY_INT, AT(settings.policy.ask_wall_ms), 10, 60000},
    {"rules.budget_ops", KEY_LONG, AT(settings.policy.budget_ops), 1000, 1000000000},
    {"rules.memory_bytes", KEY_SIZE, AT(settings.policy.memory_bytes), 1 << 20, 1LL << 32},
    {"busy_timeout_ms", KEY_INT, AT(settings.busy_timeout_ms), 1, 600000},
    {"session_ms", KEY_INT64, AT(settings.session_ms), 60000, 366LL * 86400000},
    {"session_max_ms", KEY_INT64, AT(settings.session_max_ms), 60000, 366LL * 86400000},
    {"free_bytes_min", KEY_INT64, AT(settings.free_bytes_min), 0, 1LL << 50},
    {"login_account_failures", KEY_INT, AT(settings.login_account_failures), 1, 1000000},
    {"login_address_failures", KEY_INT, AT(settings.login_address_failures), 1, 1000000},
    {"login_window_ms", KEY_INT64, AT(settings.login_window_ms), 1000, 366LL * 86400000},
    {"login_wait_ms", KEY_INT64, AT(settings.login_wait_ms), 0, 366LL * 86400000},
    {"login_wait_max_ms", KEY_INT64, AT(settings.login_wait_max_ms), 0, 366LL * 86400000},
    {"master_key", KEY_TEXT, AT(settings.key_path), 0, 0},
    {"fonts_folder", KEY_TEXT, AT(settings.fonts_folder), 0, 0},
    {"open_folder", KEY_TEXT, AT(settings.open_folder), 0, 0},
    {"open_bytes_max", KEY_INT64, AT(settings.open_bytes_max), 1 << 20, 1LL << 40},
    {"uploads_max", KEY_INT, AT(pool.uploads_max), 1, 256},
    {"staff_session_ms", KEY_INT64, AT(settings.staff_session_ms), 60000, 366LL * 86400000},
    {"staff_session_max_ms", KEY_INT64, AT(settings.staff_session_max_ms), 60000, 366LL * 86400000},
    {"sessions_max", KEY_INT, AT(settings.sessions_max), 1, 10000},
    {"tokens_max", KEY_INT, AT(settings.tokens_max), 0, 100},
    {"token_days_max", KEY_INT, AT(settings.token_days_max), 1, 3660},
    {"second_factor", KEY_TEXT, AT(settings.second_factor), 0, 0},
    {"first_password_change", KEY_BOOL, AT(settings.is_first_change), 0, 0},
    {"password_min", KEY_INT, AT(settings.password_min), 8, 64},
    {"password_classes", KEY_INT, AT(settings.password_classes), 0, 4},
    {"password_days", KEY_INT, AT(settings.password_days), 0, 3660},
    {"password_history", KEY_INT, AT(settings.password_history), 0, PASSWORDS_PAST_MAX},
    {"login_account_failures_all", KEY_INT, AT(settings.login_account_failures_all), 1, 1000000},
    {"login_address_wait_ms", KEY_INT64, AT(settings.login_address_wait_ms), 0, 366LL * 86400000},
    {"login_address_wait_max_ms", KEY_INT64, AT(settings.login_address_wait_max_ms), 0,
     366LL * 86400000},
    {"free_bytes_reserve", KEY_INT64, AT(settings.free_bytes_reserve), 0, 1LL << 50},
    {"reserve_file_bytes", KEY_INT64, AT(settings.reserve_file_bytes), 0, 1LL << 40},
    {"quota.attachment_bytes", KEY_INT64, AT(settings.quotas.attachment_bytes), 0, 1LL << 50},
    {"quota.attachments", KEY_LONG, AT(settings.quotas.attachments), 0, LONG_MAX},
    {"quota.drafts", KEY_LONG, AT(settings.quotas.drafts), 0, LONG_MAX},
    {"quota.draft_bytes", KEY_INT64, AT(settings.quotas.draft_bytes), 0, 1LL << 50},
    {"quota.open_filings", KEY_LONG, AT(settings.quotas.open_filings), 0, LONG_MAX},
    {"quota.products", KEY_LONG, AT(settings.quotas.products), 0, LONG_MAX},
    {"quota.kept", KEY_LONG, AT(settings.quotas.kept), 1, LONG_MAX},
    {"quota.refused", KEY_LONG, AT(settings.quotas.refused), 1, LONG_MAX},
    {"quota.complaints", KEY_LONG, AT(settings.quotas.complaints), 0, LONG_MAX},
    {"quota.entry_complaints", KEY_LONG, AT(settings.quotas.entry_complaints), 0, LONG_MAX},
    {"peer_timeout_ms", KEY_INT, AT(pool.peer_timeout_ms), 100, 600000},
    {"socket_group", KEY_TEXT, AT(pool.socket_group), 0, 0},
    {"nginx_user", KEY_TEXT, AT(pool.nginx_user), 0, 0},
    {"audit_head_command", KEY_TEXT, AT(settings.audit_head_command), 0, 0},
    {"audit_head_file", KEY_TEXT, AT(settings.audit_head_file), 0, 0},
    {"audit_head_syslog", KEY_BOOL, AT(settings.audit_head_syslog), 0, 1},
    {"audit_head_ms", KEY_INT, AT(settings.audit_head_ms), 100, 86400000},
    {"outbox_command", KEY_TEXT, AT(settings.outbox_command), 0, 0},
    {"outbox_url", KEY_TEXT, AT(settings.outbox_url), 0, 0},
    {"outbox_secret_file", KEY_TEXT, AT(settings.outbox_secret_file), 0, 0},
    {"outbox_ca_file", KEY_TEXT, AT(settings.outbox_ca_file), 0, 0},
    {"outbox_timeout_ms", KEY_INT, AT(settings.outbox_timeout_ms), 100, 600000},
    {"outbox_tries_max", KEY_INT, AT(settings.outbox_tries_max), 1, 100},
    {"outbox_wait_ms", KEY_INT64, AT(settings.outbox_wait_ms), 100, 86400000},
    {"outbox_wait_max_ms", KEY_INT64, AT(settings.outbox_wait_max_ms), 100, 30LL * 86400000},
};

static enum err
key_set(struct options *o, const struct key *k, const json_t *value, const char *file,
        struct fault *f)
{
    char *p = (char *)o + k->at;

    if (k->type == KEY_TEXT) {
        if (!json_is_string(value) || *json_string_value(value) == '\0')
            return fail(f, ERR_INPUT, "config", file, "设置项 %s 应为非空字符串", k->name);
        char *copy = arena_strdup(o->arena, json_string_value(value));
        memcpy(p, &copy, sizeof copy);
        return OK;
    }

    if (k->type == KEY_BOOL) {
        if (!json_is_boolean(value))
            return fail(f, ERR_INPUT, "config", file, "设置项 %s 应为 true 或 false", k->name);
        memcpy(p, &(bool){json_is_true(value)}, sizeof(bool));
        return OK;
    }

    long long n = json_integer_value(value);
    if (!json_is_integer(value) || n < k->min || n > k->max)
        return fail(f, ERR_INPUT, "config", file, "设置项 %s 应为 %lld 到 %lld 的整数", k->name,
                    k->min, k->max);

    if (k->type == KEY_INT)
        memcpy(p, &(int){(int)n}, sizeof(int));
    else if (k->type == KEY_LONG)
        memcpy(p, &(long){(long)n}, sizeof(long));
    else if (k->type == KEY_INT64)
        memcpy(p, &(int64_t){n}, sizeof(int64_t));
    else
        memcpy(p, &(size_t){(size_t)n}, sizeof(size_t));

    return OK;
}

static enum err
config_apply(struct options *o, json_t *config, const char *file, struct fault *f)
{
    const char *name;
    json_t *value;

    if (!json_is_object(config))
        return fail(f, ERR_INPUT, "config", file, "配置文件应为一个 JSON 对象");
    json_object_foreach(config, name, value)
    {
        size_t i = 0;
        while (i < LEN(keys) && strcmp(keys[i].name, name) != 0)
            i++;
        if (i == LEN(keys))
            return fail(f, ERR_INPUT, "config", file, "没有名为 %s 的设置项，请检查拼写", name);
        enum err err = key_set(o, &keys[i], value, file, f);
        if (err)
            return err;
    }

    return OK;
}

/* Lines that begin with // are comments; places in what is left stay as they are. */
static void
blank_comments(char *text)
{
    for (char *line = text; line != NULL; line = strchr(line, '\n')) {
        line += *line == '\n';
        char *first = line + strspn(line, " \t");
        if (str_starts(first, "//"))
            memset(first, ' ', strcspn(first, "\n"));
    }
}

static enum err
config_read(struct options *o, const char *file, struct fault *f)
{
    struct arena *a = arena_new();
    char *text = NULL;
    size_t n = 0;
    json_t *config;
    struct fault inner = {0};
    enum err err = file_read(file, 1 << 20, &text, &n, &inner);

    if (!err)
        blank_comments(text);
    if (err)
        err = fail(f, err, "config", file, "不能读取配置文件：%s", inner.text);
    else if ((err = json_read(a, text, n, &config, &inner)))
        err = fail(f, err, "config", file, "配置文件不是正确的 JSON（%s）：%s", inner.where,
                   inner.text);
    else
        err = config_apply(o, config, file, f);

    free(text);
    arena_free(a);
    return err;
}

/* ---- the command line ------------------------------------------------------------------------ */

static const struct option long_options[] = {
    {"state", required_argument, NULL, 's'},
    {"socket", required_argument, NULL, 'k'},
    {"workers", required_argument, NULL, 'w'},
    {"rules", required_argument, NULL, 'r'},
    {"rules-local", required_argument, NULL, 'l'},
    {"rules-mode", required_argument, NULL, 'm'},
    {"key-file", required_argument, NULL, 'f'},
    {"open", required_argument, NULL, 'o'},
    {"socket-group", required_argument, NULL, 'g'},
    {"nginx-user", required_argument, NULL, 'n'},
    {"allow-root", no_argument, NULL, 'R'},
    {"config", required_argument, NULL, 'c'},
    {"trial", no_argument, NULL, 't'},
    {"help", no_argument, NULL, 'h'},
    {NULL, 0, NULL, 0},
};

/* Options that are a text to be taken as it is. */
static const struct {
    int letter;
    size_t at;
} line_texts[] = {
    {'s', AT(state)},
    {'k', AT(pool.socket_path)},
    {'r', AT(pool.rules_folder)},
    {'l', AT(pool.rules_local)},
    {'m', AT(rules_mode)},
    {'f', AT(settings.key_path)},
    {'o', AT(settings.open_folder)},
    {'g', AT(pool.socket_group)},
    {'n', AT(pool.nginx_user)},
};

static bool
number(const char *text, long min, long max, int *out)
{
    char *end;
    long n = strtol(text, &end, 10);

    *out = (int)n;
    return *text != '\0' && *end == '\0' && n >= min && n <= max;
}

/* One option into its place; false for one that is unknown, wrong, or without its argument. The
 * file has been read before, so the line wins. */
static bool
option_set(struct options *o, int letter)
{
    if (letter == 'c' || letter == 't')
        return true;
    if (letter == 'R')
        return o->pool.may_be_root = true;

    for (size_t i = 0; i < LEN(line_texts); i++)
        if (line_texts[i].letter == letter) {
            memcpy((char *)o + line_texts[i].at, &optarg, sizeof optarg);
            return true;
        }

    if (letter != 'w')
        return false;
    if (number(optarg, 1, 256, &o->pool.workers))
        return true;
    fprintf(stderr, "--workers 应为 1 到 256 的整数\n");
    return false;
}

static const char *
below(struct options *o, const char *folder, const char *name)
{
    return arena_printf(o->arena, "%s/%s", folder, name);
}

/* systemd's folder for what lives as long as the service; else one for each state folder. */
static const char *
open_default(struct options *o)
{
    const char *runtime = getenv("RUNTIME_DIRECTORY");
    char whole[PATH_MAX], hash[SHA256_TEXT];

    if (runtime != NULL && *runtime == '/' && strchr(runtime, ':') == NULL)
        return below(o, runtime, "open");
    if (realpath(o->state, whole) == NULL)
        snprintf(whole, sizeof whole, "%s", o->state);
    sha256_hex(whole, strlen(whole), hash);
    return arena_printf(o->arena, "/dev/shm/suanbei-%.16s", hash);
}

/* health.sock beside the socket; where that was passed in, in systemd's folder, which nginx may
 * enter. */
static const char *
health_default(struct options *o)
{
    const char *runtime = getenv("RUNTIME_DIRECTORY"), *slash;

    if (o->pool.inherited_fd >= 0 && runtime != NULL && *runtime == '/' &&
        strchr(runtime, ':') == NULL)
        return below(o, runtime, "health.sock");
    slash = strrchr(o->pool.socket_path, '/');
    return arena_printf(o->arena, "%.*shealth.sock",
                        slash ? (int)(slash + 1 - o->pool.socket_path) : 0, o->pool.socket_path);
}

/* rules/ beside the folder of the program (build/suanbei → rules), else of the working folder. */
static const char *
rules_default(struct options *o)
{
    char exe[PATH_MAX];
    ssize_t n = readlink("/proc/self/exe", exe, sizeof exe - 1);

    for (int up = 0; n > 0 && up < 3; up++) {
        exe[n] = '\0';
        char *slash = strrchr(exe, '/');
        if (slash == NULL)
            break;
        *slash = '\0';
        n = slash - exe;
        const char *candidate = below(o, exe, "rules");
        if (access(candidate, R_OK | X_OK) == 0)
            return candidate;
    }

    return "rules";
}

static enum err
outbox_check(const struct settings *s, struct fault *f)
{
    const struct courier to = clerk_courier(s);

    if (s->outbox_wait_ms > s->outbox_wait_max_ms)
        return fail(f, ERR_INPUT, "config", "outbox_wait_ms", "不能大于 outbox_wait_max_ms");
    return courier_check(&to, f);
}

static enum err
options_complete(struct options *o, struct fault *f)
{
    struct settings *s = &o->settings;
    enum err err;

    if (o->state == NULL)
        return fail(f, ERR_INPUT, "usage", "--state", "请用 --state 指明状态目录");
    if (geteuid() == 0 && !o->pool.may_be_root)
        return fail(f, ERR_INPUT, "root", "root",
                    "算备不需要 root 权限，请用专门的用户运行（见 nginx/suanbei.service）；"
                    "仅为试用时可加 --allow-root");
    if (o->rules_mode != NULL && !str_is(o->rules_mode, "watch") &&
        !str_is(o->rules_mode, "governed"))
        return fail(f, ERR_INPUT, "config", "rules.mode", "应为 watch 或 governed");

    if (!str_is(s->second_factor, "staff") && !str_is(s->second_factor, "all") &&
        !str_is(s->second_factor, "off"))
        return fail(f, ERR_INPUT, "config", "second_factor", "应为 staff、all 或 off");

    if ((err = outbox_check(s, f)) || o->is_check)
        return err;

    if (o->rules_mode != NULL)
        s->is_watching = str_is(o->rules_mode, "watch");
    if ((err = file_make_folder(o->state, 0750, f)))
        return err;

    if (s->db_path == NULL)
        s->db_path = below(o, o->state, "suanbei.db");
    if (s->blob_folder == NULL)
        s->blob_folder = below(o, o->state, "blobs");
    if (s->open_folder == NULL)
        s->open_folder = open_default(o);
    if ((err = file_make_folder(s->blob_folder, 0750, f)))
        return err;
    if (o->pool.socket_path == NULL)
        o->pool.socket_path = below(o, o->state, "suanbei.sock");
    if (o->pool.pid_path == NULL)
        o->pool.pid_path = below(o, o->state, "suanbei.pid");
    if (o->pool.rules_folder == NULL)
        o->pool.rules_folder = rules_default(o);

    err = listener_inherited(&o->pool.inherited_fd, &o->pool.inherited_health_fd, f);
    if (!err && o->pool.health_path == NULL)
        o->pool.health_path = health_default(o);
    return err;
}

enum { GO_ON = -1 }; /* in place of an exit status */

/* The file that --config names comes first, and so does --help. */
static int
config_pass(struct options *o, int argc, char **argv)
{
    struct fault f = {0};
    int letter;

    while ((letter = getopt_long(argc, argv, "", long_options, NULL)) != -1) {
        if (letter == 'h') {
            fputs(serve_usage, stdout);
            return 0;
        }
        if (letter == 'c' && config_read(o, optarg, &f)) {
            fprintf(stderr, "算备未能启动：%s：%s\n", f.where, f.text);
            successor_refuse(f.where, f.text);
            return 2;
        }
    }

    return GO_ON;
}

static int
line_pass(struct options *o, int argc, char **argv)
{
    int letter;

    optind = 1;
    while ((letter = getopt_long(argc, argv, "", long_options, NULL)) != -1)
        if (!option_set(o, letter)) {
            fprintf(stderr, "选项 %s 不认识、缺少参数或参数不正确\n%s", argv[optind - 1],
                    serve_usage);
            return 2;
        }

    if (optind < argc) {
        fprintf(stderr, "多余的参数：%s\n%s", argv[optind], serve_usage);
        return 2;
    }
    return GO_ON;
}

/* A trial leaves off what only stands in the way of who tries; the file may ask for it again. */
static void
trial_pass(struct options *o, int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        if (str_is(argv[i], "--trial")) {
            o->settings.is_trial = true;
            o->settings.second_factor = "off";
            o->settings.is_first_change = false;
        }
}

/* Reads the command line into *o: GO_ON, or the exit status. */
static int
options_read(struct options *o, int argc, char **argv)
{
    struct fault f = {0};
    int status;

    opterr = 0;
    trial_pass(o, argc, argv);
    if ((status = config_pass(o, argc, argv)) != GO_ON)
        return status;
    if ((status = line_pass(o, argc, argv)) != GO_ON)
        return status;
    if (options_complete(o, &f) == OK)
        return GO_ON;

    fprintf(stderr, "算备未能启动：%s：%s\n", f.where, f.text);
    successor_refuse(f.where, f.text);
    return str_is(f.code, "usage") ? 2 : 1;
}

/* A pool that runs with this line is asked how it is. */
static void
check_pool(struct options *o)
{
    if (o->pool.socket_path == NULL)
        o->pool.socket_path = below(o, o->state, "suanbei.sock");
    const char *path = o->pool.health_path ? o->pool.health_path : health_default(o);
    const char *says = pool_says(o->arena, path);

    if (says == NULL)
        printf("服务没有在运行，或者没有应答（%s）\n", path);
    else
        fputs(*says ? says : "服务正在运行，能够办理业务\n", stdout);
}

int
serve_check_main(int argc, char **argv)
{
    struct options o = {.pool = pool_options_default,
                        .settings = settings_default,
                        .arena = arena_new(),
                        .is_check = true};
    int status = options_read(&o, argc, argv);
    struct fault f;

    if (status == GO_ON) {
        puts("设置没有问题");
        if (press_try(o.arena, o.settings.fonts_folder, &f))
            printf("提示：%s\n", f.text); /* letters can be had as Word documents all the same */
        check_pool(&o);
        puts(last_backup_text(o.arena, o.state, world_now(&world_real)));
        status = 0;
    }
    arena_free(o.arena);
    return status;
}

int
serve_upgrade_main(int argc, char **argv)
{
    struct options o = {.pool = pool_options_default,
                        .settings = settings_default,
                        .arena = arena_new(),
                        .is_check = true};
    o.pool.may_be_root = true; /* who only sends a signal */
    int status = options_read(&o, argc, argv);

    if (status == GO_ON) {
        const char *pid = o.pool.pid_path ? o.pool.pid_path : below(&o, o.state, "suanbei.pid");
        status = upgrade_ask(o.arena, pid);
    }
    arena_free(o.arena);
    return status;
}

/* What starts it again: the program, and the words as they were given. */
static void
note_words(struct options *o, int argc, char **argv)
{
    char **words = arena_alloc(o->arena, ((size_t)argc + 2) * sizeof *words);

    o->pool.program = upgrade_program(o->arena);
    words[0] = arena_strdup(o->arena, o->pool.program);
    for (int i = 0; i < argc; i++)
        words[i + 1] = argv[i];
    o->pool.argv = words;
}

int
serve_main(int argc, char **argv)
{
    struct options o = {
        .pool = pool_options_default, .settings = settings_default, .arena = arena_new()};

    /* Nobody but us and the web server's group; before anything is made. */
    umask(0027);
    successor_enter();
    note_words(&o, argc, argv);
    if (o.settings.policy.ask_wall_ms == 0)
        o.settings.policy = policy_limits_default;
    int status = options_read(&o, argc, argv);
    if (status == GO_ON)
        status = serve_run(&o.pool, &o.settings);
    arena_free(o.arena);
    return status;
}
