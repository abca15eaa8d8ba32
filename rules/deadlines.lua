-- 期限。起算日、天数、依据在此；天数写 limits.lua 中的名称；如何数见 lib/working_days.lua。
-- 起算日早于所据法律施行之日的，不起算，不会逾期。

local working_days = use('working_days')

counting {
  law = '行政许可法 82',
  after = working_days.after,
  list = working_days.list,
  after_days = working_days.after_days,
  after_months = working_days.after_months,
  is_over = working_days.is_over,
}

-- credit：主体资质初审所用的日子可以不计入首次备案期限（limits.subject_review_credit，默认不用）。
-- drafts：保存草稿、填了起算的日子就开始计时，到期前提醒填报人（见 notices.lua）。
-- 首次备案：自提供服务之日起。未上线的不起算；逾期仍可提交。
-- 服务技术支持者“参照”履行备案手续，出自深度合成规定：在它施行之前上线的，条文没有说从何日起算，不起算。
deadline {
  name = 'first_filing',
  title = '首次备案',
  law = '算法推荐管理规定 24.1',
  kinds = { 'algorithm' },
  days = 'first_filing_days',
  drafts = true,
  reads = {
    'filing.data.basic.online_status', 'filing.data.basic.online_on', 'filing.data.basic.class',
    'filing.data.basic.role', 'filing.submitted_on', 'filing.first_submitted_on', 'filing.action',
    'organization.subject.reviews',
  },
  credit = {
    title = '主体资质初审',
    spans = function(facts)
      return limits.subject_review_credit and facts.organization.subject.reviews or nil
    end,
  },
  from = function(facts)
    if facts.filing.action ~= 'initial' then return nil end
    local basic = facts.filing.data.basic
    local online_on = basic.online_on
    if basic.online_status == 'not_online' or not online_on then return nil end
    local is_supporter = basic.class == 'generation_synthesis' and basic.role == 'supporter'
    if is_supporter and online_on < in_force('深度合成管理规定') then return nil end
    return online_on
  end,
  done = function(facts) return facts.filing.first_submitted_on or facts.filing.submitted_on end,
}

-- 变更、注销：自所填的变更之日、终止服务之日起；逾期仍可提交。首次通过之前还没有备案可变、可注销，
-- 那之前发生的自首次通过之日起（参数，未经核实）。
local function once_filed(facts, day)
  local filed_on = facts.filing.first_approved_on
  return day and filed_on and day < filed_on and filed_on or day
end

local function first_handed_in(facts)
  return facts.filing.first_submitted_on or facts.filing.submitted_on
end

deadline {
  name = 'change', title = '办理变更', law = '算法推荐管理规定 24.2',
  kinds = { 'algorithm', 'subject' }, days = 'change_days', drafts = true,
  reads = {
    'filing.data.change.changed_on', 'filing.first_approved_on', 'filing.submitted_on',
    'filing.first_submitted_on',
  },
  from = function(facts) return once_filed(facts, facts.filing.data.change.changed_on) end,
  done = first_handed_in,
}
deadline {
  name = 'ending', title = '办理注销', law = '算法推荐管理规定 24.3', kinds = { 'algorithm' },
  days = 'deregister_days', drafts = true,
  reads = {
    'filing.data.ending.ended_on', 'filing.first_approved_on', 'filing.submitted_on',
    'filing.first_submitted_on',
  },
  from = function(facts) return once_filed(facts, facts.filing.data.ending.ended_on) end,
  done = first_handed_in,
}

-- 审核：材料齐全的三十个工作日。自提交之日起；补正后是否重新起算见 limits.lua。
-- 在填报人手里的日子不计：退回之后、重新提交之前，期限是暂停的，既没有办结，也不会逾期。
local WITH_FILER = { 'returned', 'draft', 'withdrawn' }
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
  days = 'review_days',
  paused = WITH_FILER,
  reads = { 'filing.submitted_on', 'filing.first_submitted_on' },
  from = review_from,
  done = not_yet,
}

deadline {
  name = 'review',
  title = '主体资质初审',
  law = '本系统参数',
  kinds = { 'subject' },
  days = 'subject_review_days',
  paused = WITH_FILER,
  reads = { 'filing.submitted_on', 'filing.first_submitted_on' },
  from = review_from,
  done = not_yet,
}

-- 补正：自退回之日起，到重新提交为止。逾期仍可提交。
deadline {
  name = 'correction',
  title = '补正期限',
  law = '本系统参数',
  kinds = { 'algorithm', 'subject' },
  days = 'correction_days',
  reads = { 'filing.returned_on', 'filing.stage' },
  from = function(facts)
    if facts.filing.stage then return nil end
    return facts.filing.returned_on
  end,
  done = not_yet,
}
