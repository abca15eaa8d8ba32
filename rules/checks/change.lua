-- 变更与注销。《规定》第二十四条第二款、第三款。逾期仍受理，只提醒。

rule {
  id = 'change.nothing',
  title = '变更应当改动了已备案的内容',
  law = '算法推荐管理规定 24.2',
  severity = 'error',
  kinds = { 'algorithm', 'subject' },
  reads = { 'filing.action', 'filing.changed' },
  check = function(facts, say)
    local changed = facts.filing.changed
    if facts.filing.action ~= 'change' or not changed or #changed > 0 then return end
    say.at('', '所填的与已备案的完全相同，没有任何变更', '请改成变更后的内容；没有变更的不用办理，可以删去这份草稿')
  end,
}

-- 第二十四条的期限都自变更之日、终止服务之日起算：还没有变、没有终止的，无从办理；
-- 未到终止之日就注销，仍在服务的算法在公示中会成为已注销的。
rule {
  id = 'change.future',
  title = '变更之日不应晚于今天',
  law = '算法推荐管理规定 24.2',
  severity = 'error',
  kinds = { 'algorithm', 'subject' },
  reads = { 'filing.data.change.changed_on', 'clock.today' },
  check = function(facts, say)
    local day = facts.filing.data.change.changed_on
    if not day or day <= facts.clock.today then return end
    say.at('/change/changed_on', '变更之日 ' .. day .. ' 晚于今天，还没有发生的变更不能办理',
      '请核对日期；还没有变更的，请在变更之后十个工作日内再办理')
  end,
}

rule {
  id = 'deregister.future',
  title = '终止服务之日不应晚于今天',
  law = '算法推荐管理规定 24.3',
  severity = 'error',
  kinds = { 'algorithm' },
  reads = { 'filing.data.ending.ended_on', 'clock.today' },
  check = function(facts, say)
    local day = facts.filing.data.ending.ended_on
    if not day or day <= facts.clock.today then return end
    say.at('/ending/ended_on', '终止服务之日 ' .. day .. ' 晚于今天，仍在提供服务的不能注销',
      '请核对日期；还没有终止的，请在终止服务之后二十个工作日内再办理')
  end,
}

-- 没有通过的还不是备案信息，谈不上变更。审核期间变了的确有其事，日子要照实写，所以只提醒：
-- 由审核人员看是日期写错、漏写在原备案里，还是当时就不实。
rule {
  id = 'change.before_approval',
  title = '变更之日不应早于现行备案内容通过之日',
  law = '算法推荐管理规定 24.2',
  severity = 'warning',
  kinds = { 'algorithm', 'subject' },
  reads = { 'filing.data.change.changed_on', 'filing.approved_on' },
  check = function(facts, say)
    local day, approved = facts.filing.data.change.changed_on, facts.filing.approved_on
    if not day or not approved or day >= approved then return end
    say.at('/change/changed_on', '变更之日 ' .. day .. ' 早于现行备案内容通过之日 ' .. approved,
      '请核对日期；确实在那时变的，仍可提交，请在“变更说明”中写明当时为何没有写进备案')
  end,
}

rule {
  id = 'deregister.before_approval',
  title = '终止服务之日不应早于现行备案内容通过之日',
  law = '算法推荐管理规定 24.3',
  severity = 'warning',
  kinds = { 'algorithm' },
  reads = { 'filing.data.ending.ended_on', 'filing.approved_on' },
  check = function(facts, say)
    local day, approved = facts.filing.data.ending.ended_on, facts.filing.approved_on
    if not day or not approved or day >= approved then return end
    say.at('/ending/ended_on', '终止服务之日 ' .. day .. ' 早于现行备案内容通过之日 ' .. approved,
      '请核对日期；确实在那时终止的，仍可提交，请在“终止原因”中写明当时为何仍办理备案')
  end,
}

rule {
  id = 'change.late',
  title = '变更应在变更之日起十个工作日内办理',
  law = '算法推荐管理规定 24.2',
  severity = 'warning',
  kinds = { 'algorithm', 'subject' },
  reads = { 'deadlines.change' },
  check = function(facts, say)
    local clock = facts.deadlines.change
    if not clock or clock.state ~= 'missed' then return end
    say.at('/change/changed_on', '办理变更的法定期限已于 ' .. clock.due_on .. ' 届满', '仍可提交，请在“变更说明”中写明原因')
  end,
}

rule {
  id = 'deregister.late',
  title = '注销应在终止服务之日起二十个工作日内办理',
  law = '算法推荐管理规定 24.3',
  severity = 'warning',
  kinds = { 'algorithm' },
  reads = { 'deadlines.ending' },
  check = function(facts, say)
    local clock = facts.deadlines.ending
    if not clock or clock.state ~= 'missed' then return end
    say.at('/ending/ended_on', '办理注销的法定期限已于 ' .. clock.due_on .. ' 届满', '仍可提交，请在“终止原因”中写明')
  end,
}
