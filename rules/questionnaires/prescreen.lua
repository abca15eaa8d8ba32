-- 要不要备案、以什么身份备案、到何时为止。只是自查的帮助，不是法律意见：条文的“等”和各地的掌握，问卷答不了。

local working_days = use('working_days')

local AID = '本结论只供自查参考，不是法律意见，以网信部门的要求为准。'

local function has(list, wanted)
  for _, code in ipairs(list or {}) do
    if code == wanted then return true end
  end
  return false
end

-- 首次备案的期限；还没有上线的不起算。天数看上线之日（limits.lua）。
local function due(answers, today)
  local from = answers.online_on
  if not answers.is_online then
    return '没有上线的不起算期限：请在上线之后及时提交，可以先填报主体信息和草稿。'
  elseif not limits.first_filing_days then
    return '上线早于规定施行之日（' .. in_force('算法推荐管理规定') .. '），期限的起算请询问受理单位。'
  end
  local counted = working_days.after(from, limits.first_filing_days)
  if not counted then return '' end
  local ahead = from > today and '所答的上线之日 ' .. from .. ' 还没有到，请核对；还没有上线的，“是否已经上线”请选否。' or ''
  return ahead .. '首次备案的期限：' .. counted.due_on .. (counted.provisional and '（暂估）' or '') .. '。'
end

local function data_of(answers, role)
  local class
  if #answers.technique == 1 then class = answers.technique[1] end
  return {
    basic = {
      class = class, role = class == 'generation_synthesis' and role or nil,
      filing_type = 'unfiled',
      online_status = answers.is_online and 'online' or 'not_online', online_on = answers.online_on,
    },
  }
end

local function more(answers, today)
  local text = due(answers, today)
  if #answers.technique > 1 then text = text .. '用了几类算法技术的，各算法分别备案，按主要技术选择一类。' end
  if answers.is_large_model then
    text = text .. '另外：向境内公众提供生成式人工智能服务的，还有大模型备案或登记，是另一条线，材料不同，请询问所在地网信部门。'
  end
  return text .. AID
end

questionnaire {
  code = 'prescreen', title = '要不要备案，怎样备案', law = '算法推荐管理规定 24.1',
  help = '几个问题，答完即知要不要备案、以什么身份、到何时为止。所答的不保存，也不用登录。' .. AID,
  questions = {
    {
      id = 'technique', text = '提供服务时用到哪些算法技术（可以选几项）', type = 'choices',
      help = '算法推荐管理规定第二条。',
      options = {
        { code = 'generation_synthesis', label = '生成合成类', help = '生成或编辑文本、图像、音频、视频等内容' },
        { code = 'personalized_push', label = '个性化推送类', help = '依用户特征推送信息' },
        { code = 'ranking_selection', label = '排序精选类', help = '榜单、热搜、精选等排序' },
        { code = 'retrieval_filtering', label = '检索过滤类', help = '检索信息，或过滤不良内容' },
        { code = 'scheduling_decision', label = '调度决策类', help = '派单、配送、出行等调度' },
        { code = 'none', label = '都没有用到', alone = true },
      },
    },
    {
      id = 'is_domestic', text = '是否在境内向使用者提供互联网信息服务，或向这样的服务提供技术', type = 'boolean',
      help = '只在单位内部使用、不向外提供的，选否。',
    },
    {
      id = 'opinion', text = '服务有没有下列功能（可以选几项）', type = 'choices', when = { is_domestic = true },
      help = '有其中一项，一般即有舆论属性。附设这些功能的也算。安全评估规定第二条。',
      options = {
        { code = 'forum', label = '论坛、博客、微博客' },
        { code = 'chat', label = '聊天室、通讯群组' },
        { code = 'account', label = '公众账号、小程序' },
        { code = 'video', label = '短视频、网络直播' },
        { code = 'sharing', label = '信息分享' },
        { code = 'none', label = '都没有', alone = true },
      },
    },
    {
      id = 'is_mobilizing', text = '服务是否另有供公众表达意见的渠道，或者能够发动公众从事特定活动', type = 'boolean',
      when = { is_domestic = true }, help = '有其一，一般即有舆论属性或者社会动员能力。安全评估规定第二条。',
    },
    {
      id = 'face', text = '谁向使用者提供带有这一算法的产品', type = 'choice',
      when = { technique = 'generation_synthesis', is_domestic = true },
      help = '看产品由谁面向使用者，不看客户是企业还是个人。',
      options = {
        { code = 'own', label = '我们自己', help = '自有网站、应用、小程序等' },
        { code = 'others', label = '别的单位', help = '我们以接口、SDK 等向它们提供技术' },
        { code = 'both', label = '两样都有' },
      },
    },
    {
      id = 'is_large_model', text = '是否向境内公众提供生成式人工智能服务', type = 'boolean',
      when = { technique = 'generation_synthesis', is_domestic = true },
    },
    { id = 'is_online', text = '服务是否已经上线', type = 'boolean', when = { is_domestic = true } },
    {
      id = 'online_on', text = '哪一日上线的', type = 'date', when = { is_online = true },
      fact = 'basic.online_on',
      help = '提供服务之日。期限由这一日起算。',
    },
  },
  outcomes = {
    {
      code = 'provider', label = '应以服务提供者的身份备案', law = '算法推荐管理规定 24.1', kind = 'algorithm',
      action = 'initial',
      text = '具有舆论属性或者社会动员能力的算法推荐服务提供者，应当在提供服务之日起十个工作日内备案。先填报主体信息，资质初审通过后填报产品和算法。',
    },
    {
      code = 'supporter', label = '应以服务技术支持者的身份备案', law = '深度合成管理规定 19', kind = 'algorithm',
      action = 'initial',
      text = '深度合成服务技术支持者应当参照履行备案和变更、注销备案手续，填写技术服务方式，不关联产品。先填报主体信息，资质初审通过后填报算法。',
    },
    {
      code = 'both', label = '应以两种身份各备案一次', law = '深度合成管理规定 19', kind = 'algorithm',
      action = 'initial',
      text = '既以自有产品面向使用者、又向别的单位提供技术的，以服务提供者和服务技术支持者各备案一次，名称加 -1、-2 区分。先填报主体信息，资质初审通过后填报算法。',
    },
    {
      code = 'not_public', label = '一般不用备案', law = '安全评估规定 2',
      text = '所答的服务没有舆论属性或者社会动员能力，一般不在备案之列；以后增设论坛、直播、信息分享等功能的，请再查一遍。',
    },
    {
      code = 'out_of_scope', label = '不在备案之列', law = '算法推荐管理规定 2',
      text = '没有用到所列的算法技术，或者不在境内提供互联网信息服务。条文写有“等”字，拿不准的请询问网信部门。',
    },
  },
  outcome = function(answers, today)
    if not answers.is_domestic or has(answers.technique, 'none') then return 'out_of_scope', AID end
    if has(answers.opinion, 'none') and not answers.is_mobilizing then
      return 'not_public', AID
    end
    if answers.face == 'others' and #answers.technique == 1 then
      return 'supporter', more(answers, today), data_of(answers, 'supporter')
    elseif answers.face == 'both' or answers.face == 'others' then
      return 'both', more(answers, today), data_of(answers, 'provider')
    end
    return 'provider', more(answers, today), data_of(answers, 'provider')
  end,
}
