-- 十五日内答复，末日遇节假日顺延；三个月内办结。
local function submitted(facts) return facts.filing.submitted_on end
local function not_yet() return nil end

deadline {
  name = 'reply', title = '答复', law = '本系统参数', kinds = { 'algorithm' },
  days = 15, unit = 'day', rolls = true, reads = { 'filing.submitted_on' },
  from = submitted, done = not_yet,
}
deadline {
  name = 'settle', title = '办结', law = '本系统参数', kinds = { 'algorithm' },
  days = 3, unit = 'month', reads = { 'filing.submitted_on' },
  from = submitted, done = not_yet,
}
