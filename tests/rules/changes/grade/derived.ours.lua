-- 风险等级。怎样分级为参数，未经核实。
derive {
  name = 'risk', title = '风险等级', law = '算法推荐管理规定 23', kinds = { 'algorithm' },
  codes = { 'low', 'high' }, reads = { 'filing.data.basic.class' },
  value = function(facts)
    return facts.filing.data.basic.class == 'generation_synthesis' and 'high' or 'low'
  end,
}
