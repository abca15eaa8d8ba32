-- questionnaire: a few questions by declaration, and what follows from the answers to them: must
-- this be reported, and as what. Nothing is stored of who asks, and nothing is known of them but
-- what they answer.
local host = host
local hs = host.string
local strict = host.engine('strict')
local laws = host.engine('laws')
local core = host.engine('core')
local time = host.engine('time')
local declared = host.engine('declared')
local questionnaire = {}

local MOST_QUESTIONS, MOST_OUTCOMES, MOST_OPTIONS, MOST_TEXT = 40, 20, 60, 2000
local TYPES = { 'choice', 'choices', 'boolean', 'date' }

-- ---- declaration --------------------------------------------------------------------------------

local function not_too_many(where, what, list, most)
  if #list == 0 or #list > most then
    strict.fail(where, what .. '：应有 1 至 ' .. most .. ' 项，现有 ' .. #list .. ' 项')
  end
end

-- What may be chosen: a vocabulary's codes, or a list of the question's own.
local function take_options(registry, where, what, q)
  local is_chosen = q.type == 'choice' or q.type == 'choices'
  if not is_chosen and (q.options or q.choices) then
    strict.fail(where, what .. '：type ' .. q.type .. ' 没有选项，请删去 options、choices')
  elseif is_chosen and (q.options == nil) == (q.choices == nil) then
    strict.fail(where, what .. '：options（选项的列表）与 choices（词表的 id）应当恰有其一')
  end
  if not is_chosen then return nil end
  local out = host.array({})
  if q.choices then
    local list = registry.vocabulary[q.choices]
    if not list then
      strict.fail(where, what .. '：词表 ' .. q.choices .. ' 未在 vocabulary.lua 中声明')
    end
    for i, item in host.ipairs(list.items) do out[i] = { code = item.code, label = item.label } end
    return out
  end
  local seen = {}
  for i, one in host.ipairs(q.options) do
    strict.check(where, what .. ' 的 options', one, {
      code = { 'code', true }, label = { 'string', true }, help = { 'string' },
      alone = { 'boolean' },
    })
    if one.alone and q.type ~= 'choices' then
      strict.fail(where, what .. '：选项 ' .. one.code .. ' 的 alone 只用于 type choices，请删去')
    end
    if seen[one.code] then strict.fail(where, what .. '：选项 ' .. one.code .. ' 重复') end
    seen[one.code] = true
    out[i] = { code = one.code, label = one.label, help = one.help, alone = one.alone or nil }
  end
  not_too_many(where, what .. ' 的 options', out, MOST_OPTIONS)
  return out
end

local function codes_of(options)
  local out = {}
  for i, one in host.ipairs(options or {}) do out[i] = one.code end
  return out
end

local function wanted_value(where, what, of, value)
  local is_fit = of.type == 'boolean' and host.type(value) == 'boolean'
    or of.codes and host.type(value) == 'string' and of.codes[value]
  if is_fit then return value end
  local may = of.type == 'boolean' and 'true 或 false' or hs.join(codes_of(of.options), '、')
  strict.fail(where, what .. '：when 的 ' .. of.id .. ' 应为 ' .. may .. '，现为 '
    .. host.tostring(value))
end

-- when: an earlier question's id → the answer, or the answers, of which it must have one.
local function take_when(where, what, q, before)
  local out = {}
  for id, wanted in host.pairs(q.when or {}) do
    local of = before[id]
    if not of or of.type == 'date' then
      strict.fail(where, what .. '：when 的 ' .. host.tostring(id)
        .. ' 应是排在它前面的一个 choice、choices 或 boolean 问题')
    end
    local values = {}
    for i, value in host.ipairs(host.type(wanted) == 'table' and wanted or { wanted }) do
      values[i] = wanted_value(where, what, of, value)
    end
    if #values == 0 then strict.fail(where, what .. '：when 的 ' .. id .. ' 没有写任何答案') end
    out[#out + 1] = { id = id, values = values }
  end
  return out
end

local function take_question(registry, where, what, q, before)
  strict.check(where, what, q, {
    id = { 'code', true }, text = { 'string', true }, help = { 'string' }, type = { 'word', true },
    options = { 'items' }, choices = { 'word' }, when = { 'table' }, fact = { 'string' },
  })
  if q.fact and not host.match('^[a-z][a-z0-9_]*[.][a-z][a-z0-9_]*$', q.fact) then
    strict.fail(where, what .. '：fact 写作 部分.字段，如 basic.online_on，现为 ' .. q.fact)
  end
  strict.one_of(where, what .. ' 的 type', q.type, TYPES)
  if before[q.id] then strict.fail(where, what .. '：问题 ' .. q.id .. ' 重复') end
  local options = take_options(registry, where, what, q)
  return {
    id = q.id, text = q.text, help = q.help, type = q.type, options = options,
    codes = options and strict.set_of(codes_of(options)),
    when = take_when(where, what, q, before), fact = q.fact,
  }
end

-- An outcome may say what is then begun.
local function take_outcome(registry, where, what, one)
  strict.check(where, what, one, {
    code = { 'code', true }, label = { 'string', true }, text = { 'string', true },
    law = { 'string', true }, kind = { 'code' }, action = { 'code' },
  })
  laws.check(registry, where, what, one.law)
  if one.kind then strict.one_of(where, what .. ' 的 kind', one.kind, core.kinds(registry)) end
  if (one.action ~= nil) ~= (one.kind ~= nil) then
    strict.fail(where, what .. '：kind 与 action 应当都写，或都不写')
  end
  for _, kind in host.ipairs(registry.flow.kind) do
    if kind.code == one.kind then
      strict.one_of(where, what .. ' 的 action', one.action, kind.actions)
    end
  end
  return {
    code = one.code, label = one.label, text = one.text, law = one.law, kind = one.kind,
    action = one.action,
  }
end

function questionnaire.word(registry)
  return function(decl)
    local where = strict.here()
    local what = strict.named('questionnaire', decl, 'code')
    strict.check(where, what, decl, {
      code = { 'code', true }, title = { 'string', true }, law = { 'string', true },
      help = { 'string' }, questions = { 'items', true }, outcomes = { 'items', true },
      outcome = { 'function', true },
    })
    laws.check(registry, where, what, decl.law)
    local it = {
      code = decl.code, title = decl.title, law = decl.law, help = decl.help, where = where,
      outcome = host.seal(decl.outcome), questions = {}, outcomes = host.array({}), by_code = {},
    }
    local before = {}
    for i, q in host.ipairs(decl.questions) do
      local one = take_question(registry, where, what .. ' 的第 ' .. i .. ' 问', q, before)
      it.questions[i], before[one.id] = one, one
    end
    for i, said in host.ipairs(decl.outcomes) do
      local one = take_outcome(registry, where, what .. ' 的第 ' .. i .. ' 个 outcomes', said)
      if it.by_code[one.code] then strict.fail(where, what .. '：结论 ' .. one.code .. ' 重复') end
      it.outcomes[i], it.by_code[one.code] = one, one
    end
    not_too_many(where, what .. ' 的 questions', it.questions, MOST_QUESTIONS)
    not_too_many(where, what .. ' 的 outcomes', it.outcomes, MOST_OUTCOMES)
    declared.add(registry, where, what, {
      id = 'questionnaire.' .. it.code, word = 'questionnaire', title = it.title, law = it.law,
    }, decl)
    declared.put(registry.questionnaires, it, function(old) return old.code == it.code end)
  end
end

function questionnaire.find(set, code)
  for _, it in host.ipairs(set.questionnaires) do
    if it.code == code then return it end
  end
  return nil
end

-- A form has the field that an answer is said to stand for.
local function is_field(registry, fact)
  local parts = hs.split(fact, '.')
  for _, form in host.pairs(registry.forms) do
    local section = not form.flat and form.by_id[parts[1]]
    if section and section.by_name[parts[2]] then return true end
  end
  return false
end

-- Some case must come to each outcome. reached: code of a questionnaire → set of outcomes.
function questionnaire.complete(registry, reached)
  for _, it in host.ipairs(registry.questionnaires) do
    for _, q in host.ipairs(it.questions) do
      if q.fact and not is_field(registry, q.fact) then
        strict.fail(it.where, 'questionnaire ' .. it.code .. ' 的问题 ' .. q.id .. '：没有表单有 '
          .. q.fact .. '，请核对 fact')
      end
    end
    for _, one in host.ipairs(it.outcomes) do
      if not (reached[it.code] and reached[it.code][one.code]) then
        strict.fail(it.where, 'questionnaire ' .. it.code .. '：没有用例得出 ' .. one.code
          .. '：rules/cases 中应有一例 ask = \'questionnaire\'，expect.outcome 写上它')
      end
    end
  end
end

function questionnaire.manifest(registry)
  local out = host.array({})
  for i, it in host.ipairs(registry.questionnaires) do
    local questions = host.array({})
    for n, q in host.ipairs(it.questions) do
      questions[n] = {
        id = q.id, text = q.text, help = q.help, type = q.type,
        options = q.options or host.array({}), conditional = #q.when > 0,
      }
    end
    out[i] = {
      code = it.code, title = it.title, law = it.law, help = it.help, source = it.where,
      questions = questions, outcomes = it.outcomes,
    }
  end
  return out
end

-- ---- answered -----------------------------------------------------------------------------------

local FIT = {
  boolean = function(_, v) return host.type(v) == 'boolean' end,
  date = function(_, v) return host.type(v) == 'string' and host.day_number(v) ~= nil end,
  choice = function(q, v) return host.type(v) == 'string' and q.codes[v] ~= nil end,
  choices = function(q, v)
    if host.type(v) ~= 'table' or #v == 0 or #v > #q.options then return false end
    local n = 0
    for key, code in host.pairs(v) do
      n = n + 1
      if key ~= n or host.type(code) ~= 'string' or not q.codes[code] then return false end
    end
    return true
  end,
}
local SAID = {
  boolean = 'true 或 false', date = '存在的日期，写作 YYYY-MM-DD', choice = '所列选项之一的代码',
  choices = '所列选项的代码的列表，至少一个',
}

local function has_one(answer, values)
  for _, given in host.ipairs(host.type(answer) == 'table' and answer or { answer }) do
    for _, value in host.ipairs(values) do
      if given == value then return true end
    end
  end
  return false
end

local function is_asked(q, answers)
  for _, one in host.ipairs(q.when) do
    if not has_one(answers[one.id], one.values) then return false end
  end
  return true
end

local function misfit(path, message)
  return { reason = 'answer_invalid', path = path, message = message }
end

-- What says of itself that it stands alone, chosen beside another: its label; nil where none is.
local function not_alone(q, given)
  if q.type ~= 'choices' then return nil end
  for _, option in host.ipairs(q.options) do
    if option.alone and has_one(given, { option.code }) then
      for _, code in host.ipairs(given) do
        if code ~= option.code then return option.label end
      end
    end
  end
  return nil
end

local function check(it, answers)
  if host.type(answers) ~= 'table' then return misfit('/answers', '答案应为一个对象') end
  local known = {}
  for _, q in host.ipairs(it.questions) do known[q.id] = q end
  for id, value in host.pairs(answers) do
    local q = known[id]
    local path = '/answers/' .. hs.sub(host.tostring(id), 1, 40)
    if not q then return misfit(path, '“' .. it.title .. '”没有这个问题') end
    if value ~= host.null and not FIT[q.type](q, value) then
      return misfit(path, '“' .. q.text .. '”的答案应为' .. SAID[q.type])
    end
    local label = value ~= host.null and not_alone(q, value)
    if label then
      return misfit(path, '“' .. q.text .. '”选了“' .. label .. '”，又选了别的：请只留“' .. label
        .. '”，或去掉它')
    end
  end
  return nil
end

-- What the function says: the code of an outcome and, where it says more, a text, and what the
-- draft of its kind may begin with, {section = {field = value}}: the form looks at it when it is
-- saved.
local function conclude(it, answers, today)
  local code, text, data = host.own(it.outcome, answers, today)
  local found = it.by_code[code]
  if not found then
    error('questionnaire ' .. it.code .. ' 的 outcome 应给出 outcomes 所列的代码，现为 '
      .. host.tostring(code), 0)
  end
  if text ~= nil and (host.type(text) ~= 'string' or hs.len(text) > MOST_TEXT) then
    error('questionnaire ' .. it.code .. ' 的 outcome 的第二个值应为文字，至多 ' .. MOST_TEXT .. ' 字', 0)
  end
  if data ~= nil and (host.type(data) ~= 'table' or not found.kind) then
    error('questionnaire ' .. it.code .. ' 的 outcome 的第三个值应为 {部分 = {字段 = 值}}，且结论 '
      .. found.code .. ' 写有 kind', 0)
  end
  return {
    code = found.code, label = found.label, text = found.text, law = found.law, kind = found.kind,
    action = found.action, more = text, data = data,
  }
end

-- Answers to questions that are not asked are passed over: whoever goes back and answers otherwise
-- is asked others. `next` is the one that is asked now; without it there is an outcome.
function questionnaire.answer(set, question)
  local it, today = questionnaire.find(set, question.questionnaire), question.today
  if not it then
    return { reason = 'questionnaire_unknown', message = '没有这份问卷', path = '' }
  end
  local answers, wrong = question.answers, check(it, question.answers)
  if wrong then return wrong end
  -- Limits that go by a date of the form take it from the answer that stands for it.
  local data = {}
  time.bind(set, { clock = { today = today }, filing = { data = data } })
  local asked, counted = host.array({}), {}
  for _, q in host.ipairs(it.questions) do
    if is_asked(q, counted) then
      local given = answers[q.id]
      asked[#asked + 1] = q.id
      if given == nil or given == host.null then
        return { questionnaire = it.code, asked = asked, next = q.id, outcome = host.null }
      end
      counted[q.id] = given
      if q.fact then
        local parts = hs.split(q.fact, '.')
        data[parts[1]] = data[parts[1]] or {}
        data[parts[1]][parts[2]] = given
      end
    end
  end
  return {
    questionnaire = it.code, asked = asked, next = host.null,
    outcome = conclude(it, host.freeze(counted), today),
  }
end

return questionnaire
