-- 首次提交之后二十个工作日内办结；在填报人手里的日子不计。
deadline {
  name = 'target', title = '办结目标', law = '本系统参数', kinds = { 'algorithm' },
  days = 20, paused = { 'returned', 'draft' }, reads = { 'filing.first_submitted_on' },
  from = function(facts) return facts.filing.first_submitted_on end,
  done = function() return nil end,
}
