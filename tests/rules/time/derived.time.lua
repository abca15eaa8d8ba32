-- 试验用：导出的事实，后一条读前一条。
derive {
  name = 'risk', title = '风险等级', law = '算法推荐管理规定 23', kinds = { 'algorithm' },
  codes = { 'low', 'high' }, reads = { 'filing.data.basic.class', 'filing.data.basic.name' },
  value = function(facts)
    local basic = facts.filing.data.basic
    if basic.name == '说不清' then return nil end
    if basic.name == '出错' then return '很高' end
    return basic.class == 'generation_synthesis' and 'high' or 'low'
  end,
}
derive {
  name = 'weight', title = '分值', law = '本系统参数', kinds = { 'algorithm' }, type = 'integer',
  reads = { 'derived.risk' },
  value = function(facts) return facts.derived.risk == 'high' and 10 or 1 end,
}
derive {
  name = 'role', title = '角色', law = '本系统参数', kinds = { 'algorithm' }, codes = 'role',
  reads = { 'filing.data.basic.role' },
  value = function(facts) return facts.filing.data.basic.role end,
}
