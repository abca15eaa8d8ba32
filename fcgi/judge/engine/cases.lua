-- cases: a rule set's own tests. A case starts from the declared examples, changes a few places and
-- says what must come out. Every rule must have a case that makes it speak; and every form, filled
-- with nothing but its examples, must be acceptable. What the cases reached while they ran is
-- measured in reach.lua.
local host = host
local hs = host.string
local strict = host.engine('strict')
local examples = host.engine('examples')
local expect = host.engine('expect')
local overlay = host.engine('overlay')
local reach = host.engine('reach')
local ways = host.engine('ways')
local questionnaire = host.engine('questionnaire')
local cases = {}

-- ---- declaration --------------------------------------------------------------------------------

local SHAPES = {
  decide = {
    name = { 'string', true }, ask = { 'word' }, form = { 'word', true }, base = { 'word' },
    action = { 'code' }, today = { 'date' },
    now = { 'string' }, anonymous = { 'boolean' }, set = { 'table' },
    unset = { 'names' }, facts = { 'table' }, forget = { 'names' }, expect = { 'table' },
    rule = { 'word' }, at = { 'string' }, accepts = { 'table' }, rejects = { 'table' },
  },
  publish = {
    name = { 'string', true }, ask = { 'word' }, form = { 'word' }, set = { 'table' },
    unset = { 'names' }, facts = { 'table' }, forget = { 'names' }, today = { 'date' },
    expect = { 'table', true },
  },
  way = {
    name = { 'string', true }, ask = { 'word' }, form = { 'code', true }, action = { 'code' },
    base = { 'word' }, today = { 'date' }, set = { 'table' }, unset = { 'names' },
    facts = { 'table' }, forget = { 'names' }, way = { 'items', true },
  },
  number = {
    name = { 'string', true }, ask = { 'word' }, series = { 'code' }, vectors = { 'items', true },
  },
  days = { name = { 'string', true }, ask = { 'word' }, vectors = { 'items', true } },
  questionnaire = {
    name = { 'string', true }, ask = { 'word' }, questionnaire = { 'code', true },
    answers = { 'table', true }, today = { 'date' }, expect = { 'table', true },
  },
}
local EXPECT_OF_ANSWERS = {
  outcome = { 'code' }, next = { 'code' }, says = { 'string' }, reason = { 'word' },
}
local EXPECT = {
  verdict = { 'word' }, findings = { 'items' }, absent = { 'names' }, deadlines = { 'items' },
  route = { 'table' }, number = { 'string' }, entry = { 'table' }, organization = { 'table' },
  count = { 'integer' }, raises = { 'string' }, derived = { 'table' },
  no_deadlines = { 'names' }, faults = { 'items' },
}
local VERDICTS = { 'acceptable', 'not_acceptable', 'needs_human' }
local FINDING = {
  rule = { 'word', true }, path = { 'any' }, severity = { 'word' }, says = { 'string' },
  omits = { 'string' },
}
local FAULT = { rule = { 'word', true }, says = { 'string' } }
local VECTOR = {
  number = {
    text = { 'any', true }, digits = { 'string' }, number = { 'string' }, reason = { 'word' },
  },
  days = {
    from = { 'any', true }, days = { 'any', true }, due_on = { 'date' },
    provisional = { 'boolean' }, reason = { 'word' }, first = { 'date' }, last = { 'date' },
    unit = { 'word' }, rolls = { 'boolean' },
  },
}

local function check_decide(registry, where, what, decl)
  if not registry.forms[decl.form] then strict.fail(where, what .. '：没有表单 ' .. decl.form) end
  local kind = registry.law.kind[decl.form]
  if decl.action and not (kind and kind.has_action[decl.action]) then
    strict.fail(where, what .. '：' .. decl.form .. ' 不办理 ' .. decl.action)
  end
  if decl.base then
    strict.one_of(where, what .. ' 的 base', decl.base, { 'examples', 'required', 'empty' })
  end
  if decl.accepts or decl.rejects then
    if not (decl.rule and decl.at) then
      strict.fail(where, what .. '：accepts、rejects 需要 rule 与 at')
    end
  elseif not decl.expect then
    strict.fail(where, what .. '：缺少字段 expect')
  end
end

function cases.word(registry)
  return function(decl)
    local where = strict.here()
    local what = 'case ' .. host.tostring(host.type(decl) == 'table' and decl.name)
    local ask = host.type(decl) == 'table' and (decl.ask or decl.way and 'way') or 'decide'
    if not SHAPES[ask] then strict.fail(where, what .. '：不认识的 ask ' .. host.tostring(ask)) end
    strict.check(where, what, decl, SHAPES[ask])
    if ask == 'decide' then check_decide(registry, where, what, decl) end
    local steps = ask == 'way' and ways.check(registry, where, what, decl) or nil
    if ask == 'questionnaire' then
      strict.check(where, what .. ' 的 expect', decl.expect, EXPECT_OF_ANSWERS)
      if not questionnaire.find(registry, decl.questionnaire) then
        strict.fail(where, what .. '：没有 questionnaire ' .. decl.questionnaire)
      end
    elseif decl.expect then
      local verdict = decl.expect.verdict
      if verdict ~= nil then strict.one_of(where, what .. ' 的 verdict', verdict, VERDICTS) end
      strict.check(where, what .. ' 的 expect', decl.expect, EXPECT)
      for _, f in host.ipairs(decl.expect.findings or {}) do
        strict.check(where, what .. ' 的 findings', f, FINDING)
      end
      for _, f in host.ipairs(decl.expect.faults or {}) do
        strict.check(where, what .. ' 的 faults', f, FAULT)
      end
    end
    for _, v in host.ipairs(decl.vectors or {}) do
      strict.check(where, what .. ' 的 vectors', v, VECTOR[ask])
    end
    registry.cases[#registry.cases + 1] = {
      decl = decl, ask = ask, steps = steps, name = decl.name, where = where,
    }
  end
end

-- Every rule must be named by some case as speaking, and no case may name a rule that is not there:
-- what can be said without running them.
function cases.complete(registry)
  local spoken, reached = {}, {}
  local function named(where, id)
    local is_core = hs.starts(id, 'form.') or hs.starts(id, 'matter.')
    if not registry.rule_by_id[id] and not is_core then
      local is_off = overlay.is_off(registry, id)
      strict.fail(where, 'case：' .. (is_off and '本地已停用规则 ' or '没有规则 ') .. id)
    end
  end
  for _, c in host.ipairs(registry.cases) do
    local decl = c.decl
    if c.ask == 'questionnaire' and decl.expect.outcome then
      reached[decl.questionnaire] = reached[decl.questionnaire] or {}
      reached[decl.questionnaire][decl.expect.outcome] = true
    end
    local wanted = { decl.expect }
    for _, step in host.ipairs(decl.way or {}) do wanted[#wanted + 1] = step.expect end
    for _, one in host.ipairs(wanted) do
      for _, f in host.ipairs(one.findings or {}) do
        named(c.where, f.rule)
        spoken[f.rule] = true
      end
      for _, id in host.ipairs(one.absent or {}) do
        if not overlay.is_off(registry, id) then named(c.where, id) end
      end
    end
    if decl.rule then
      named(c.where, decl.rule)
      if decl.rejects and decl.rejects[1] ~= nil then spoken[decl.rule] = true end
    end
  end
  for _, r in host.ipairs(registry.rules) do
    if not spoken[r.id] then
      strict.fail(r.where, '规则 ' .. r.id .. ' 没有用例：rules/cases 中应有一例使它给出意见')
    end
  end
  questionnaire.complete(registry, reached)
end

-- ---- running ------------------------------------------------------------------------------------

local same, shown, has = expect.same, expect.shown, expect.has
local RUN = {}

function RUN.decide(registry, c, ask)
  local decl = c.decl
  if decl.expect then
    local answer = ask(registry, 'judge', examples.of(registry, decl, decl.form))
    local wrong = expect.judgement(overlay.as_base(registry, c, answer), decl.expect)
    if wrong then return wrong end
  end
  for _, list in host.ipairs({ 'accepts', 'rejects' }) do
    for _, value in host.ipairs(decl[list] or {}) do
      local facts = examples.of(registry, decl, decl.form)
      examples.put(facts.filing.data, decl.at, value)
      examples.strip(facts)
      local answer = ask(registry, 'judge', facts)
      local failed = expect.faults(answer.findings, {})
      if failed then return '“' .. shown(value) .. '”：' .. failed end
      if has(answer.findings, { rule = decl.rule, path = decl.at }) ~= (list == 'rejects') then
        return '“' .. shown(value) .. '”应' .. (list == 'rejects' and '被' or '不被') .. ' '
          .. decl.rule .. ' 指出；' .. expect.brief(answer.findings)
      end
    end
  end
  return nil
end

-- {prefix} and {suffix} stand for what the series is declared with, the first when none is named,
-- so that a set that changes them keeps its cases.
local function spoken(registry, text, series)
  if host.type(text) ~= 'string' then return text end
  local n = registry.numbering[series] or registry.numberings[1]
  return host.string.replace(host.string.replace(text, '{prefix}', n.prefix), '{suffix}', n.suffix)
end

-- Cases of publication that name no form speak of this one.
local function first_numbered(registry)
  for _, kind in host.ipairs(registry.flow.kind) do
    if kind.series then return kind.code end
  end
  return registry.flow.kind[1].code
end

function RUN.publish(registry, c, ask)
  local decl = c.decl
  local form = decl.form or first_numbered(registry)
  local ok, answer = host.protect(ask, registry, 'publish', examples.of(registry, decl, form))
  local raises = decl.expect.raises
  if not ok or raises then
    if not ok and raises and hs.find(answer, raises) then return nil end
    return (raises and ('应报错“' .. raises .. '”，') or '') .. (ok and '没有报错' or ('出错：' .. answer))
  end
  local kind = registry.law.kind[form]
  local number = spoken(registry, decl.expect.number, kind and kind.series or nil)
  if number and answer.number ~= number then return '编号应为 ' .. number .. '，实为 ' .. answer.number end
  for _, part in host.ipairs({ 'entry', 'organization' }) do
    local wanted = decl.expect[part]
    if wanted and not same(answer[part], wanted) then
      return '公示内容应含 ' .. shown(wanted) .. '，实为 ' .. shown(answer[part])
    end
  end
  return nil
end

local function run_vectors(registry, c, ask, verb, keys)
  for _, v in host.ipairs(c.decl.vectors) do
    local series = c.decl.series
    local answer = ask(registry, verb, {
      text = spoken(registry, v.text, series), from = v.from, days = v.days, unit = v.unit,
      rolls = v.rolls, series = series,
    })
    for _, key in host.ipairs(keys) do
      if v[key] ~= nil and answer[key] ~= spoken(registry, v[key], series)
        or (not v.reason and answer.reason) then
        return shown(v) .. '：' .. key .. ' 实为 ' .. host.tostring(answer[key]) .. ' '
          .. host.tostring(answer.message or '')
      end
    end
    local counted = answer.counted or {}
    if v.first and counted[1] ~= v.first then
      return shown(v) .. '：第一日实为 ' .. host.tostring(counted[1])
    end
    if v.last and counted[#counted] ~= v.last then
      return shown(v) .. '：最后一日实为 ' .. host.tostring(counted[#counted])
    end
  end
  return nil
end

function RUN.number(registry, c, ask)
  return run_vectors(registry, c, ask, 'number', { 'digits', 'number', 'reason' })
end
function RUN.days(registry, c, ask)
  return run_vectors(registry, c, ask, 'days', { 'due_on', 'provisional', 'reason' })
end

function RUN.questionnaire(registry, c, ask)
  local decl, expected = c.decl, c.decl.expect
  local answer = ask(registry, 'questionnaire', {
    questionnaire = decl.questionnaire, answers = decl.answers,
    today = decl.today or registry.set.example_today,
  })
  local outcome = answer.outcome or {}
  local is_over = outcome ~= host.null
  local got = { outcome = is_over and outcome.code or nil, reason = answer.reason }
  if answer.next ~= host.null then got.next = answer.next end
  for _, key in host.ipairs({ 'outcome', 'next', 'reason' }) do
    if got[key] ~= expected[key] then
      return key .. ' 应为 ' .. host.tostring(expected[key]) .. '，实为 ' .. host.tostring(got[key])
    end
  end
  local text = answer.message or is_over and outcome.text .. (outcome.more or '') or ''
  if expected.says and not hs.find(text, expected.says) then
    return '应说“' .. expected.says .. '”，实为“' .. text .. '”'
  end
  return nil
end

function RUN.way(registry, c, ask, heard) return ways.walk(registry, c, ask, heard.ways) end

-- The promise that a program may rely on: the examples alone make a filing that is acceptable.
local function promises(registry)
  local out = {}
  for kind, form in host.pairs(registry.forms) do
    out[#out + 1] = {
      ask = 'decide', name = '只用示例填满的' .. form.title .. '可以受理', where = form.where,
      decl = { form = kind, expect = { verdict = 'acceptable' } },
    }
  end
  return out
end

-- stop_early: at the first case that does not pass, and without looking at what was reached.
function cases.run(registry, ask, stop_early)
  local heard, walked = {}, { ways = ways.heard() }
  local function listening(set, verb, facts)
    local answer = ask(set, verb, facts)
    reach.hear(heard, answer)
    return answer
  end
  local report = { passed = 0, failed = 0, cases = host.array({}) }
  local all = promises(registry)
  for _, c in host.ipairs(registry.cases) do all[#all + 1] = c end
  for _, c in host.ipairs(all) do
    local ok, wrong, where = host.protect(RUN[c.ask], registry, c, listening, walked)
    local passed = ok and wrong == nil
    if not ok then
      wrong = '出错：' .. host.tostring(wrong) .. (where and ('（' .. where .. '）') or '')
    end
    report[passed and 'passed' or 'failed'] = report[passed and 'passed' or 'failed'] + 1
    report.cases[#report.cases + 1] = {
      name = c.name, file = c.where, ok = passed, message = wrong or '',
    }
    if stop_early and not passed then return report end
  end
  if not stop_early then report.coverage = reach.report(registry, heard, walked.ways) end
  return report
end

return cases
