ruleset { api = 1, title = '测试规则集', example_today = '2026-11-24', coverage = 80 }
