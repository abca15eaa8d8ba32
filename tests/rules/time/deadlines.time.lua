-- 试验用：以日计、以月计、暂停、属于某一阶段、有起止的期限。
local function submitted(facts) return facts.filing.submitted_on end
local function not_yet() return nil end
local READS = { 'filing.submitted_on' }

deadline {
  name = 'answer', title = '答复', law = '算法推荐管理规定 24.2', kinds = { 'algorithm' },
  days = 'answer_days', reads = READS, from = submitted, done = not_yet,
}
deadline {
  name = 'pausing', title = '退回期间不计的审核', law = '本系统参数', kinds = { 'algorithm' }, days = 5,
  paused = { 'returned' }, reads = { 'filing.submitted_on', 'filing.returned_on' },
  from = submitted,
  done = function(facts)
    local on = facts.filing.returned_on
    return on and on < '2026-01-01' and '2026-01-01' or nil
  end,
}
deadline {
  name = 'calendar', title = '以日计', law = '本系统参数', kinds = { 'algorithm' }, days = 20, unit = 'day',
  paused = { 'returned', 'withdrawn' }, reads = READS, from = submitted, done = not_yet,
}
deadline {
  name = 'months', title = '以月计，遇节假日顺延', law = '本系统参数', kinds = { 'algorithm' }, days = 1,
  unit = 'month', rolls = true, paused = { 'returned' }, reads = READS, from = submitted,
  done = not_yet,
}
deadline {
  name = 'own', title = '本阶段', law = '本系统参数', kinds = { 'algorithm' }, days = 3,
  stage = 'preliminary', reads = { 'clock.today' }, done = not_yet,
}
deadline {
  name = 'term', title = '有起止', law = '本系统参数', kinds = { 'algorithm' }, days = 3,
  since = '2026-06-01', ['until'] = '2026-09-01', reads = READS, from = submitted, done = not_yet,
}
deadline {
  name = 'term_today', title = '看当日', law = '本系统参数', kinds = { 'algorithm' }, days = 3,
  ['until'] = '2026-12-01', since_of = 'today', reads = READS, from = submitted, done = not_yet,
}
