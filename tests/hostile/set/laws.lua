-- 测试用的最小规则集：引擎所需的每种声明各一，其中 checks/hostile.lua 由测试逐一替换。
law { id = '测试法', title = '测试法' }
