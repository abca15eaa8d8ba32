-- 上线时间与首次备案期限。《规定》第二十四条第一款。逾期仍受理，只提醒。

local working_days = use('working_days')

rule {
  id = 'deadline.first_filing',
  title = '首次备案应在提供服务之日起十个工作日内提交',
  law = '算法推荐管理规定 24.1',
  since = '2022-03-01',
  severity = 'warning',
  kinds = { 'algorithm' },
  reads = {
    'filing.data.basic.online_status', 'filing.data.basic.online_on', 'filing.submitted_on',
    'filing.first_submitted_on', 'clock.today', 'clock.now',
  },
  check = function(facts, say)
    local filing, basic = facts.filing, facts.filing.data.basic
    if basic.online_status == 'not_online' or not basic.online_on then return end
    local counted = working_days.after(basic.online_on, limits.first_filing_days)
    if not counted then return end
    local done = filing.first_submitted_on or filing.submitted_on
    local late = done and done > counted.due_on
    if not done then
      local clock = { today = facts.clock.today, now = facts.clock.now }
      late = working_days.is_over(counted.due_on, clock)
    end
    if late then
      say.at('/basic/online_on',
        '首次备案期限为 ' .. counted.due_on .. (counted.provisional and '（暂估）' or '') .. '，已逾期',
        '仍可提交，请在“逾期说明”中写明原因')
    end
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
