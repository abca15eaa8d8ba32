#include "cli/cli.h"
#include "cli/face.h"

#include <stdio.h>
#include <string.h>

const char cli_usage[] =
    "suanbei serve …                          运行进程池（serve --help）\n"
    "suanbei routes                           打印接口一览（JSON）\n"
    "suanbei user bootstrap --state DIR       建库；没有工作人员账号时，每个角色建一个，密码写入 DIR/credentials.json\n"
    "suanbei user add --state DIR --role ROLE NAME   建一个工作人员账号，打印初始密码\n"
    "suanbei rules check|test DIR             载入规则集；test 还会运行它的全部用例\n"
    "suanbei decide --rules DIR FACTS.json    按规则集判断一份事实，打印结论\n";

int
cli_complain(const struct fault *f)
{
    fprintf(stderr, "%s%s%s\n", f->where, f->where[0] ? "：" : "", f->text);
    return 1;
}

int
cli_run(int argc, char **argv)
{
    if (argc >= 1 && str_is(argv[0], "user"))
        return run_user(argc, argv);
    if (argc >= 1 && str_is(argv[0], "rules"))
        return run_rules(argc, argv);
    if (argc >= 1 && str_is(argv[0], "decide"))
        return run_decide(argc, argv);
    bool wants_help = argc >= 1 && (str_is(argv[0], "help") || str_is(argv[0], "--help"));
    fputs(cli_usage, wants_help ? stdout : stderr);
    return wants_help ? 0 : 2;
}
