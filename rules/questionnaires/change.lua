-- 备案之后情况有变，要不要办、办什么、到何时为止。填报人在已备案的一件上办理变更、注销之前先答这几问。
-- 哪些算“备案信息发生变更”，条文没有列举；这里的划分是参数，未经核实。

local working_days = use('working_days')

local OF_ALGORITHM = { 'basic', 'mechanism', 'disclosure', 'product' }
local CHANGED = { 'subject', table.unpack(OF_ALGORITHM) }

-- 期限由情况变了的那一日起算：规定施行之前的不起算，还没有到的日子不能先办。
local function due(what, from, days, today)
  if not from then return '' end
  local start = in_force('算法推荐管理规定')
  if from < start then
    return what .. '：' .. from .. ' 早于规定施行之日（' .. start .. '），期限的起算请询问受理单位'
  end
  local counted = working_days.after(from, days)
  local ahead = from > today and '所答的 ' .. from .. ' 还没有到，请核对；到那一日之后才能办理。' or ''
  if not counted then return ahead end
  return ahead .. what .. '：' .. counted.due_on .. (counted.provisional and '（暂估）' or '')
end

-- 起草时先填的日子；还没有到的不填。
local function begun(section, field, day, today)
  if not day or day > today then return nil end
  return { [section] = { [field] = day } }
end

local function has(list, wanted)
  for _, code in ipairs(list) do
    if code == wanted then return true end
  end
  return false
end

questionnaire {
  code = 'change', title = '备案之后情况有变，是否须要办理', law = '算法推荐管理规定 24.2',
  help = '答完即知要不要办、办什么、到何时为止。所答的不保存。',
  questions = {
    {
      id = 'what', text = '哪些情况变了（可以选几项）', type = 'choices',
      help = '与已备案的内容相比。',
      options = {
        { code = 'subject', label = '主体信息', help = '单位名称、证件、注册地、负责人、联系方式' },
        { code = 'basic', label = '算法的基础属性', help = '名称、类型、角色、上线情况' },
        {
          code = 'mechanism', label = '算法的实现与治理',
          help = '数据、模型、策略、风险防控、自评估报告',
        },
        { code = 'disclosure', label = '拟公示的内容', help = '基本原理、运行机制、应用场景、目的意图' },
        { code = 'product', label = '所用的产品或功能', help = '增加、减少了产品，或换了功能访问路径' },
        { code = 'wording', label = '只改写了文字', help = '意思没有变' },
        { code = 'ended', label = '不再提供服务', help = '这一算法不再用于任何服务' },
        { code = 'none', label = '都没有变', alone = true },
      },
    },
    {
      id = 'changed_on', text = '情况是哪一日变的', type = 'date', when = { what = CHANGED },
      help = '有几处的，写最早的一日。期限由这一日起算。',
    },
    {
      id = 'ended_on', text = '自哪一日起不再提供服务', type = 'date', when = { what = 'ended' },
    },
  },
  outcomes = {
    {
      code = 'deregister', label = '须办理注销', law = '算法推荐管理规定 24.3',
      kind = 'algorithm', action = 'deregister',
      text = '终止服务的，应当在终止服务之日起二十个工作日内办理注销备案手续，并作出妥善安排。',
    },
    {
      code = 'subject', label = '须办理主体变更', law = '算法推荐管理规定 24.2',
      kind = 'subject', action = 'change',
      text = '备案信息发生变更的，应当在变更之日起十个工作日内办理变更手续。主体信息通过后，各件算法备案沿用新的主体信息。',
    },
    {
      code = 'algorithm', label = '须办理算法变更', law = '算法推荐管理规定 24.2',
      kind = 'algorithm', action = 'change',
      text = '备案信息发生变更的，应当在变更之日起十个工作日内办理变更手续。变更通过之前，公示的仍是原来的内容；编号不变。',
    },
    {
      code = 'not_needed', label = '不用办理', law = '审核实践',
      text = '备案信息没有变更，不用办理变更或注销手续。',
    },
  },
  outcome = function(answers, today)
    local what, day = answers.what, answers.changed_on
    local has_subject, has_algorithm = has(what, 'subject'), false
    for _, code in ipairs(OF_ALGORITHM) do has_algorithm = has_algorithm or has(what, code) end
    local text = day and due('办理期限', day, limits.change_days, today)
    if has(what, 'ended') then
      local ending = due('办理期限', answers.ended_on, limits.deregister_days, today)
      if text then
        local both = has_subject and has_algorithm and '主体变更、算法变更'
          or has_subject and '主体变更' or '算法变更'
        ending = ending .. '。所答的还有别的变更：注销之外，另须办理' .. both .. '，' .. text
      end
      return 'deregister', ending, begun('ending', 'ended_on', answers.ended_on, today)
    elseif has_subject then
      if has_algorithm then text = text .. '。算法的内容也变了的，主体变更之外，另须办理算法变更' end
      return 'subject', text, begun('change', 'changed_on', day, today)
    elseif has_algorithm then
      return 'algorithm', text, begun('change', 'changed_on', day, today)
    elseif has(what, 'wording') and limits.filed_wording_is_change then
      return 'algorithm'
    end
    return 'not_needed'
  end,
}
