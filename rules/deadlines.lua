-- 期限。起算日、天数、依据在此；如何数工作日见 lib/working_days.lua。

local working_days = use('working_days')

counting {
  law = '行政许可法 82',
  after = working_days.after,
  list = working_days.list,
  is_over = working_days.is_over,
}

-- 首次备案：提供服务之日起十个工作日。未上线的不起算；逾期仍可提交。
deadline {
  name = 'first_filing',
  title = '首次备案',
  law = '算法推荐管理规定 24.1',
  kinds = { 'algorithm' },
  days = limits.first_filing_days,
  reads = {
    'filing.data.basic.online_status', 'filing.data.basic.online_on', 'filing.submitted_on',
    'filing.first_submitted_on',
  },
  from = function(facts)
    local basic = facts.filing.data.basic
    if basic.online_status == 'not_online' then return nil end
    return basic.online_on
  end,
  done = function(facts) return facts.filing.first_submitted_on or facts.filing.submitted_on end,
}

-- 审核：材料齐全的三十个工作日。自提交之日起；补正后是否重新起算见 limits.lua。
local function review_from(facts)
  local filing = facts.filing
  if limits.review_restarts then return filing.submitted_on end
  return filing.first_submitted_on or filing.submitted_on
end

-- 审结由受理一方记录，这里只算到何日届满。
local function not_yet() return nil end

deadline {
  name = 'review',
  title = '算法备案审核',
  law = '算法推荐管理规定 25',
  kinds = { 'algorithm' },
  days = limits.review_days,
  reads = { 'filing.submitted_on', 'filing.first_submitted_on' },
  from = review_from,
  done = not_yet,
}

deadline {
  name = 'review',
  title = '主体资质初审',
  law = '本系统参数',
  kinds = { 'subject' },
  days = limits.subject_review_days,
  reads = { 'filing.submitted_on', 'filing.first_submitted_on' },
  from = review_from,
  done = not_yet,
}
