-- 备案之后情况有变，要不要办、办什么、到何时为止。填报人在已备案的一件上办理变更、注销之前先答这几问。
-- 哪些算“备案信息发生变更”，条文没有列举；这里的划分是参数，未经核实。

local working_days = use('working_days')

local CHANGED = { 'subject', 'basic', 'mechanism', 'disclosure', 'product' }

local function due(what, from, days)
  local counted = from and working_days.after(from, days)
  if not counted then return '' end
  return what .. '：' .. counted.due_on .. (counted.provisional and '（暂估）' or '')
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
        { code = 'none', label = '都没有变' },
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
  outcome = function(answers)
    local what = answers.what
    if has(what, 'ended') then
      return 'deregister', due('办理期限', answers.ended_on, limits.deregister_days),
        { ending = { ended_on = answers.ended_on } }
    end
    local text = answers.changed_on and due('办理期限', answers.changed_on, limits.change_days)
    if has(what, 'subject') then
      if #what > 1 then text = text .. '。算法的内容也变了的，主体变更之外，另须办理算法变更' end
      return 'subject', text, { change = { changed_on = answers.changed_on } }
    end
    if text then return 'algorithm', text, { change = { changed_on = answers.changed_on } } end
    if has(what, 'wording') and limits.filed_wording_is_change then return 'algorithm' end
    return 'not_needed'
  end,
}
