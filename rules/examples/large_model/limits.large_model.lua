-- 大模型备案的数。暂行办法没有规定办理期限，均为参数，未经核实。

limit {
  name = 'assessment_days', title = '大模型安全评估期限', value = 30, unit = '工作日', law = '本系统参数',
}
limit { name = 'recheck_days', title = '大模型复核期限', value = 15, unit = '工作日', law = '本系统参数' }
