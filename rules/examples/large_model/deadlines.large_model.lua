-- 大模型备案的两个期限，都自提交之日起算：安全评估一段，复核收口。补正后重新起算。参数，未经核实。

local function submitted(facts) return facts.filing.submitted_on end
local function not_yet() return nil end

deadline {
  name = 'assessment', title = '大模型安全评估', law = '本系统参数', kinds = { 'large_model' },
  days = 'assessment_days', reads = { 'filing.submitted_on' }, from = submitted, done = not_yet,
}

deadline {
  name = 'recheck', title = '大模型复核', law = '本系统参数', kinds = { 'large_model' },
  days = 'recheck_days', reads = { 'filing.submitted_on' }, from = submitted, done = not_yet,
}
