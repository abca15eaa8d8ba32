-- 上线时间与首次备案期限。《规定》第二十四条第一款。逾期仍受理，只提醒。

rule {
  id = 'deadline.first_filing',
  title = '首次备案应在法定期限内提交',
  law = '算法推荐管理规定 24.1',
  severity = 'warning',
  kinds = { 'algorithm' },
  reads = { 'deadlines.first_filing' },
  check = function(facts, say)
    local first = facts.deadlines.first_filing
    if not first or first.state ~= 'missed' then return end
    say.at('/basic/online_on',
      '首次备案的法定期限已于 ' .. first.due_on .. (first.provisional and '（暂估）' or ' ') .. '届满（自 '
        .. first.from .. ' 起第 ' .. first.days .. ' 个工作日）',
      '仍可提交，请在“逾期说明”中写明原因')
  end,
}

rule {
  id = 'online.future',
  title = '已上线的上线时间不应晚于今天',
  law = '算法推荐管理规定 24.1',
  severity = 'warning',
  kinds = { 'algorithm' },
  reads = { 'filing.data.basic.online_status', 'filing.data.basic.online_on', 'clock.today' },
  check = function(facts, say)
    local basic, today = facts.filing.data.basic, facts.clock.today
    if basic.online_status == 'online' and basic.online_on and basic.online_on > today then
      say.at('/basic/online_on', '上线情况为已上线，而上线时间 ' .. basic.online_on .. ' 晚于今天',
        '请核对上线时间，或将上线情况改为未上线')
    end
  end,
}
