-- 试验用：检查读按日期的数、导出的事实和期限，有起止。
rule {
  id = 'time.grade', title = '按当日取值', law = '本系统参数', severity = 'notice',
  kinds = { 'subject' }, reads = { 'clock.today' },
  check = function(facts, say)
    if limits.grade then say.at('', limits.grade .. '，' .. facts.clock.today) end
  end,
}
rule {
  id = 'time.derived', title = '读导出的事实', law = '本系统参数', severity = 'notice',
  kinds = { 'algorithm', 'subject' }, reads = { 'derived.risk', 'derived.weight' },
  check = function(facts, say)
    if facts.derived.risk then say.at('', facts.derived.risk .. facts.derived.weight) end
  end,
}
rule {
  id = 'time.clock', title = '读期限', law = '本系统参数', severity = 'notice',
  kinds = { 'algorithm' }, reads = { 'deadlines.pausing' },
  check = function(facts, say)
    local d = facts.deadlines.pausing
    if d then say.at('', d.state .. ' ' .. d.due_on) end
  end,
}
rule {
  id = 'time.term', title = '有起止的检查', law = '本系统参数', severity = 'notice',
  kinds = { 'subject' }, since = '2026-03-01', ['until'] = '2027-01-01', reads = { 'clock.today' },
  check = function(facts, say)
    if facts.clock.today ~= '2026-12-30' then say.at('', '在期间之内') end
  end,
}
rule {
  id = 'time.old', title = '只管旧案', law = '本系统参数', severity = 'notice',
  kinds = { 'subject' }, ['until'] = '2026-01-01', since_of = 'first_submission',
  reads = { 'filing.version' },
  check = function(facts, say)
    if facts.filing.version == 1 then say.at('', '旧案') end
  end,
}
rule {
  id = 'time.law', title = '所据的办法施行之后才管', law = '算法推荐管理规定 24.1；生成合成内容标识办法 12',
  severity = 'notice', kinds = { 'subject' }, reads = { 'filing.version' },
  check = function(facts, say)
    if facts.filing.version == 1 then say.at('', '已施行') end
  end,
}
