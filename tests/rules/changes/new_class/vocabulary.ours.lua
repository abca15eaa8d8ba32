-- 新的一类，编号中占 07。
item {
  list = 'algorithm_class', code = 'risk_control', label = '风险控制类', number_code = '07',
  description = '识别欺诈、刷量等风险行为', after = 'scheduling_decision', reason = '本省试点单列',
}
