-- 规则集。api 是引擎的接口版本；example_today 是用例中“今天”的缺省值；coverage 是用例至少要走到百分之几的规则代码，够不上就不生效。
ruleset {
  api = 1,
  title = '互联网信息服务算法备案规则（基础集）',
  example_today = '2026-11-24',
  coverage = 95,
}
