-- 大模型备案的两个期限，各自该阶段开始之日起算：安全评估、复核。参数，未经核实。

local function not_yet() return nil end

deadline {
  name = 'assessment', title = '大模型安全评估', law = '本系统参数', kinds = { 'large_model' },
  days = 'assessment_days', stage = 'safety_assessment', reads = { 'filing.stage_on' },
  done = not_yet,
}

deadline {
  name = 'recheck', title = '大模型复核', law = '本系统参数', kinds = { 'large_model' },
  days = 'recheck_days', stage = 'recheck', reads = { 'filing.stage_on' },
  done = not_yet,
}
