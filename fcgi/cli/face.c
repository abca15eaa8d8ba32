#include "cli/face.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <unistd.h>

const char *cli_key_file;

const char cli_usage[] =
    "suanbei serve …                          运行进程池（serve --help）\n"
    "suanbei check …                          检查设置，问运行中的服务是否正常（选项同 serve）\n"
    "suanbei upgrade …                        "
    "不中断服务地换成磁盘上的程序；新程序不能服务时原来的照常服务（选项同 serve）\n"
    "suanbei routes [--acts]                  打印接口一览（JSON）；--acts：各种角色可以做什么\n"
    "suanbei user bootstrap --state DIR [--rules DIR]   "
    "建库；没有工作人员账号时，每个角色（含规则声明的审核角色）建一个，密码写入 "
    "DIR/credentials.json\n"
    "suanbei user add --state DIR [--rules DIR] --role ROLE NAME   "
    "建一个工作人员账号，打印初始密码\n"
    "suanbei user reset --state DIR NAME      "
    "打印一次性链接，由本人设置新密码，第二因素一并解除（唯一的系统管理员进不来时）\n"
    "suanbei rules check|test [DIR]           "
    "载入规则集；test 还会运行它的全部用例，并量出走到了多少规则代码\n"
    "suanbei rules test --mutate [DIR]        "
    "逐个改动规则代码中的一处运算符或常数，列出用例察觉不到的改动\n"
    "suanbei rules explain [ID] [--state DIR] "
    "说明一条声明：哪一层、哪一行、依据、用例、盖住了什么；给出 --state 则连同触发次数；不写 ID "
    "则列出全部编号\n"
    "suanbei rules conflicts OLD NEW --local DIR   "
    "基础规则集由 OLD 升级到 NEW，哪些本地改动要重新看过\n"
    "suanbei rules calendar FILE.json [--year YYYY] [--source TEXT] [--provisional]   "
    "由节假日 JSON 打印 calendar/YYYY.lua\n"
    "suanbei rules handbook [DIR]             打印规则手册（一个 HTML 文件）\n"
    "suanbei rules deadlines --state DIR [DIR]   列出按这个文件夹的日历会变动的未到期期限\n"
    "suanbei rules list --state DIR --as 用户名      列出规则集（密码从标准输入读取，以下同）\n"
    "suanbei rules propose [--local DIR] [--note 说明] --state DIR --as 用户名 DIR   "
    "把一个文件夹提为候选规则集，并运行用例\n"
    "suanbei rules diff --state DIR --as 用户名 哈希   与所依据的规则集逐行比较\n"
    "suanbei rules replay [--json 文件] [--hits 文件] [--html 文件] [--as-of 日期] --state DIR "
    "哈希或文件夹   "
    "用它重新判断已作出的决定，看会影响谁\n"
    "suanbei rules approve --report 报告哈希 [--note 说明] --state DIR --as 用户名 哈希   "
    "读过重放报告后审批\n"
    "suanbei rules publish [--reason 理由] --state DIR --as 用户名 哈希   启用经审批的规则集\n"
    "suanbei rules publish --emergency --until 时间 --reason 理由 --state DIR --as 用户名 哈希   "
    "紧急启用，到时自动恢复\n"
    "suanbei rules rollback --reason 理由 --state DIR --as 用户名   回退到之前生效的规则集\n"
    "suanbei audit verify --state DIR [--heads 文件] [--key 公钥]   "
    "核验审计记录的哈希链；给出另存的链头，则末尾被截去、整条重算也查得出\n"
    "suanbei audit key|head --state DIR       打印签署链头所用的公钥；打印此刻的链头\n"
    "suanbei import --state DIR [--rules DIR] [--on 日期] [--source 名称] [--strict] FILE   "
    "导入公布的清单（CSV 或 "
    "JSON）：不合格的行列出行号和原因，其余存入；--strict：有一行不合格就都不存；"
    "--on：清单公布的日期（CSV 必写）\n"
    "suanbei keys new [--state DIR]           新建主密钥文件（不覆盖已有的）\n"
    "suanbei keys show --state DIR            列出主密钥、密钥，以及还有多少旧数据没有加密\n"
    "suanbei keys rotate [--prepare] [--owner 编号] --state DIR   "
    "换一个主密钥，再用它封装全部密钥，服务不必停止；--prepare：只写入文件；--owner："
    "给一个单位或账号换密钥\n"
    "suanbei keys rotate --drop-old --state DIR   轮换完成后，从文件中去掉旧的主密钥\n"
    "suanbei keys erase --owner 编号 --yes --state DIR   "
    "销毁一个单位或账号的密钥，它的内容从此谁也不能读取\n"
    "suanbei backup [--rules DIR] [--local DIR] [--blobs DIR] [--accept-lost] --state DIR TO   "
    "在 TO 下做一份备份，服务不必停止：数据库、附件、写明的规则文件夹，做完即核验；主密钥不在其中\n"
    "suanbei restore [--replace] [--go-on [--skip N]] [--blobs DIR] --state DIR [FROM]   "
    "由一份备份（或 TO 下最新的一份）恢复，服务须停止；先核验再换上；--replace：现有的移到一边；"
    "--go-on：备份之后的内容找不回了，从这里接着办，记入审计记录，每种编号跳过 N 个（缺省 10）；"
    "不写 FROM：就从现有的库接着办\n"
    "suanbei decide [--print] FILE.json       "
    "按规则集判断一份事实，打印结论；FILE 是导出的决定时，重做一遍，逐字节比较\n"
    "check、test、explain、handbook、deadlines、decide 可写 --rules DIR（缺省 rules）和 --local "
    "DIR（本地规则，缺省没有）\n"
    "凡有 --state 的命令都可写 --key-file 文件（主密钥文件，缺省 DIR/master.key）\n";

int
cli_misused(void)
{
    fputs(cli_usage, stderr);
    return 2;
}

int
cli_complain(const struct fault *f)
{
    fprintf(stderr, "%s%s%s\n", f->where, f->where[0] ? "：" : "", f->text);
    return 1;
}

/* A pool has the lock on its pid file. */
static bool
is_served(const char *state)
{
    char path[512];
    snprintf(path, sizeof path, "%s/suanbei.pid", state);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    bool is_held = fd >= 0 && flock(fd, LOCK_SH | LOCK_NB) < 0;

    if (fd >= 0)
        close(fd);
    return is_held;
}

enum err
cli_store_open(struct store **out, const char *state, bool make, char *path, struct fault *f)
{
    snprintf(path, 512, "%s/suanbei.db", state);
    *out = NULL;
    if (!make && !file_exists(path))
        return fail(f, ERR_NOTFOUND, "state_missing", path,
                    "没有这个数据库，请用 --state 指明运行中的状态目录");

    enum err err = file_make_folder(state, 0750, f);
    if (err)
        return err;
    struct store_options options = {.path = path,
                                    .key_path = cli_key_file,
                                    .world = &world_real,
                                    .is_schema_kept = !make || is_served(state)};
    return store_open(out, &options, f);
}

enum err
cli_store_to_write(struct store **out, const char *state, bool make, char *path, struct fault *f)
{
    struct witness_verdict known = {0};
    struct arena *a = arena_new();
    enum err err = cli_store_open(out, state, make, path, f);

    if (!err)
        err = store_witness_compare(*out, state, &known, f);
    if (!err && known.flaw != WITNESS_NONE)
        err = fail(f, ERR_CONFLICT, "witness", path, "%s", witness_text(a, &known));
    arena_free(a);
    return err;
}

enum err
cli_bundle_read(const struct rules_at *at, struct bundle **out, struct fault *f)
{
    *out = NULL;
    if (at->local && !file_exists(at->local))
        return fail(f, ERR_INPUT, "rules_local_missing", at->local, "没有这个本地规则文件夹");
    enum err err = bundle_read(out, at->folder, at->local, f);
    if (!err && *bundle_passed_over(*out))
        fprintf(stderr, "这些文件不是规则，没有读入（规则文件以 .lua、.json 或 .txt 结尾）：%s\n",
                bundle_passed_over(*out));
    return err;
}

enum err
cli_rules_open(const struct rules_at *at, struct policy **p, struct bundle **set, struct fault *f)
{
    struct bundle *b;

    *p = NULL;
    if (set)
        *set = NULL;
    enum err err = cli_bundle_read(at, &b, f);
    if (err)
        return err;

    err = policy_open(p, b, &policy_limits_default, f);
    if (set && !err)
        *set = b;
    else
        bundle_free(b);
    return err;
}
