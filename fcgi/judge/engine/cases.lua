-- cases: a rule set's own tests. A case starts from the declared examples, changes a few places and
-- says what must come out. Every rule must have a case that makes it speak; and every form, filled
-- with nothing but its examples, must be acceptable. What the cases reached while they ran is
-- measured in reach.lua.
local host = host
local hs = host.string
local strict = host.engine('strict')
local core = host.engine('core')
local forms = host.engine('forms')
local overlay = host.engine('overlay')
local reach = host.engine('reach')
local cases = {}

-- ---- facts made from the examples ---------------------------------------------------------------

local function copy(v)
  if host.type(v) ~= 'table' then return v end
  local out = {}
  if v[1] ~= nil then host.array(out) end
  for key, value in host.pairs(v) do out[key] = copy(value) end
  return out
end

local PRODUCT = 'prd_example'

local function example_fields(fields, attachments, only_required)
  local out = {}
  for _, f in host.ipairs(fields) do
    if f.required or not only_required then
      if f.type == 'attachment' then
        local id = 'att_' .. f.name
        out[f.name] = id
        attachments[id] = { media_type = f.accept[1], size_bytes = 1024, filename = 'example' }
      elseif f.type == 'coverage' then
        out[f.name] = host.array({ { product = PRODUCT } })
      elseif f.fields and f.example == nil then
        out[f.name] = host.array({ example_fields(f.fields, attachments, only_required) })
      else
        out[f.name] = copy(forms.example(f))
      end
    end
  end
  return out
end

local function example_data(form, attachments, only_required)
  if form.flat then return example_fields(form.all_fields, attachments, only_required) end
  local out = {}
  for _, s in host.ipairs(form.sections) do
    out[s.id] = example_fields(s.fields, attachments, only_required)
  end
  return out
end

local function example_product(registry)
  local product = example_data(registry.forms.product, {}, false)
  product.id = PRODUCT
  for i, path in host.ipairs(product.paths or {}) do
    path.id = 'pth_example_' .. i
    for j, fn in host.ipairs(path.functions or {}) do fn.id = 'fun_example_' .. i .. '_' .. j end
  end
  return product
end

-- The facts of a filing of this kind, filled from the examples; base: 'examples' (all), 'required',
-- 'empty'.
function cases.facts(registry, kind, base, today)
  today = today or registry.set.example_today
  local attachments, form = {}, registry.forms[kind]
  local admits, filing = registry.law.admits, registry.law.kind[kind]
  local subject = admits and example_data(registry.forms[admits.code], {}, false)
  local basic = subject and subject.basic
  local facts = {
    clock = { today = today, now = today .. 'T10:00:00+08:00' },
    filing = { id = 'flg_example', kind = kind, version = 1, data = {} },
    organization = {
      id = 'org_example', name = basic and basic.name or '', serial = 1234567,
      credit_code_elsewhere = false, subject = subject and { data = subject },
    },
    products = host.array({ example_product(registry) }), attachments = attachments,
  }
  facts.filing.action = filing and filing.actions[1] or core.NOUN_ACTION
  if kind == 'product' then
    facts.product = { filed = host.array({}), tree = example_product(registry) }
  end
  if base ~= 'empty' then
    facts.filing.data = example_data(form, attachments, base == 'required')
  end
  return facts
end

-- ---- JSON pointers ------------------------------------------------------------------------------

local function tokens(pointer)
  local out = hs.split(pointer, '/')
  for i = 1, #out do
    local token = hs.replace(hs.replace(out[i], '~1', '/'), '~0', '~')
    local n = host.integer(token)
    out[i] = n and n + 1 or token
  end
  return out
end

local function put(root, pointer, value)
  local path = tokens(pointer)
  local at = root
  for i = 2, #path - 1 do
    if host.type(at[path[i]]) ~= 'table' then at[path[i]] = {} end
    at = at[path[i]]
  end
  local last = path[#path]
  if value == nil and host.type(last) == 'number' then
    table.remove(at, last)
  else
    at[last] = copy(value)
  end
end

-- ---- declaration --------------------------------------------------------------------------------

local SHAPES = {
  decide = {
    name = { 'string', true }, ask = { 'word' }, form = { 'word', true }, base = { 'word' },
    today = { 'date' }, now = { 'string' }, anonymous = { 'boolean' }, set = { 'table' },
    unset = { 'names' }, facts = { 'table' }, forget = { 'names' }, expect = { 'table' },
    rule = { 'word' }, at = { 'string' }, accepts = { 'table' }, rejects = { 'table' },
  },
  publish = {
    name = { 'string', true }, ask = { 'word' }, form = { 'word' }, set = { 'table' },
    unset = { 'names' }, facts = { 'table' }, forget = { 'names' }, today = { 'date' },
    expect = { 'table', true },
  },
  number = {
    name = { 'string', true }, ask = { 'word' }, series = { 'code' }, vectors = { 'items', true },
  },
  days = { name = { 'string', true }, ask = { 'word' }, vectors = { 'items', true } },
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
    local ask = host.type(decl) == 'table' and decl.ask or 'decide'
    if not SHAPES[ask] then strict.fail(where, what .. '：不认识的 ask ' .. host.tostring(ask)) end
    strict.check(where, what, decl, SHAPES[ask])
    if ask == 'decide' then check_decide(registry, where, what, decl) end
    if decl.expect then
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
      decl = decl, ask = decl.ask or 'decide', name = decl.name, where = where,
    }
  end
end

-- Every rule must be named by some case as speaking, and no case may name a rule that is not there:
-- what can be said without running them.
function cases.complete(registry)
  local spoken = {}
  local function named(where, id)
    if not registry.rule_by_id[id] and not hs.starts(id, 'form.') then
      local is_off = overlay.is_off(registry, id)
      strict.fail(where, 'case：' .. (is_off and '本地已停用规则 ' or '没有规则 ') .. id)
    end
  end
  for _, c in host.ipairs(registry.cases) do
    local decl = c.decl
    for _, f in host.ipairs(decl.expect and decl.expect.findings or {}) do
      named(c.where, f.rule)
      spoken[f.rule] = true
    end
    for _, id in host.ipairs(decl.expect and decl.expect.absent or {}) do
      if not overlay.is_off(registry, id) then named(c.where, id) end
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
end

-- ---- running ------------------------------------------------------------------------------------

-- Facts come without nulls in their groups; lists keep their places.
local function strip(t)
  for key, value in host.pairs(t) do
    if value == host.null and host.type(key) == 'string' then
      t[key] = nil
    elseif host.type(value) == 'table' then
      strip(value)
    end
  end
end

local function facts_of(registry, decl, kind)
  local facts = cases.facts(registry, kind, decl.base, decl.today)
  if decl.now then facts.clock.now = decl.now end
  if decl.anonymous then
    facts.organization, facts.products, facts.attachments = nil, host.array({}), {}
  end
  for pointer, value in host.pairs(decl.set or {}) do put(facts.filing.data, pointer, value) end
  for _, pointer in host.ipairs(decl.unset or {}) do put(facts.filing.data, pointer, nil) end
  for pointer, value in host.pairs(decl.facts or {}) do put(facts, pointer, value) end
  for _, pointer in host.ipairs(decl.forget or {}) do put(facts, pointer, nil) end
  strip(facts)
  return facts
end

local function same(a, b)
  if host.type(a) ~= 'table' or host.type(b) ~= 'table' then return a == b end
  for key, value in host.pairs(b) do
    if not same(a[key], value) then return false end
  end
  return true
end

local function shown(v)
  if host.type(v) ~= 'table' then return host.tostring(v) end
  local parts = {}
  for key, value in host.pairs(v) do
    parts[#parts + 1] = host.tostring(key) .. '=' .. shown(value)
  end
  return '{' .. hs.join(parts, ', ') .. '}'
end

-- A rule that failed has not spoken: its fault is not the finding that a case wants.
local function has(findings, wanted)
  for _, f in host.ipairs(findings) do
    if f.rule == wanted.rule and not f.fault and (not wanted.path or f.path == wanted.path)
      and (not wanted.severity or f.severity == wanted.severity)
      and (not wanted.says or hs.find(f.message, wanted.says))
        and not (wanted.omits and hs.find(f.message, wanted.omits)) then
      return true
    end
  end
  return false
end

-- Faults come first among the findings, with where they stand.
local function brief(findings)
  local out = {}
  for i, f in host.ipairs(findings) do
    if i > 8 then break end
    local place, what = f.fault and f.source .. ' ' or '', f.fault and '出错' or f.severity
    out[i] = place .. f.rule .. '[' .. what .. '] ' .. f.path .. ' ' .. f.message
  end
  return #out == 0 and '没有意见' or hs.join(out, '；')
end

local function is_expected(fault, expected)
  for _, wanted in host.ipairs(expected) do
    if fault.rule == wanted.rule and (not wanted.says or hs.find(fault.message, wanted.says)) then
      return true
    end
  end
  return false
end

-- No case passes in which a rule fails, unless it says so: expect = { faults = { { rule = … } } }.
local function compare_faults(findings, expected)
  local missing = {}
  for i, wanted in host.ipairs(expected) do missing[i] = wanted end
  for _, f in host.ipairs(findings) do
    if f.fault and not is_expected(f, expected) then
      return f.source .. ' 规则 ' .. f.rule .. ' ' .. f.message
    end
    for i = #missing, 1, -1 do
      if f.fault and is_expected(f, { missing[i] }) then table.remove(missing, i) end
    end
  end
  return missing[1] and ('应出错 ' .. shown(missing[1]) .. '，而没有；实有：' .. brief(findings)) or nil
end

local function compare_judgement(answer, expect)
  local failed = compare_faults(answer.findings, expect.faults or {})
  if failed then return failed end
  if expect.verdict and answer.verdict ~= expect.verdict then
    return '结论应为 ' .. expect.verdict .. '，实为 ' .. answer.verdict .. '（' .. brief(answer.findings)
      .. '）'
  end
  for _, wanted in host.ipairs(expect.findings or {}) do
    if not has(answer.findings, wanted) then
      return '应有意见 ' .. shown(wanted) .. '，实有：' .. brief(answer.findings)
    end
  end
  for _, id in host.ipairs(expect.absent or {}) do
    if has(answer.findings, { rule = id }) then
      return '不应有意见 ' .. id .. '，实有：' .. brief(answer.findings)
    end
  end
  if expect.count and #answer.findings ~= expect.count then
    return '意见应为 ' .. expect.count .. ' 条，实为 ' .. #answer.findings .. ' 条：'
      .. brief(answer.findings)
  end
  for _, wanted in host.ipairs(expect.deadlines or {}) do
    local found
    for _, d in host.ipairs(answer.deadlines) do found = found or same(d, wanted) end
    if not found then return '应有期限 ' .. shown(wanted) .. '，实有：' .. shown(answer.deadlines) end
  end
  for _, name in host.ipairs(expect.no_deadlines or {}) do
    for _, d in host.ipairs(answer.deadlines) do
      if d.name == name then return '不应有期限 ' .. name .. '，实有：' .. shown(d) end
    end
  end
  if expect.derived and not same(answer.derived, expect.derived) then
    return '导出的事实应含 ' .. shown(expect.derived) .. '，实为 ' .. shown(answer.derived)
  end
  if expect.route and not same(answer.route, expect.route) then
    return '去向应为 ' .. shown(expect.route) .. '，实为 ' .. shown(answer.route)
  end
  return nil
end

local RUN = {}

function RUN.decide(registry, c, ask)
  local decl = c.decl
  if decl.expect then
    local answer = ask(registry, 'judge', facts_of(registry, decl, decl.form))
    local wrong = compare_judgement(overlay.as_base(registry, c, answer), decl.expect)
    if wrong then return wrong end
  end
  for _, list in host.ipairs({ 'accepts', 'rejects' }) do
    for _, value in host.ipairs(decl[list] or {}) do
      local facts = facts_of(registry, decl, decl.form)
      put(facts.filing.data, decl.at, value)
      strip(facts)
      local answer = ask(registry, 'judge', facts)
      local failed = compare_faults(answer.findings, {})
      if failed then return '「' .. shown(value) .. '」：' .. failed end
      if has(answer.findings, { rule = decl.rule, path = decl.at }) ~= (list == 'rejects') then
        return '「' .. shown(value) .. '」应' .. (list == 'rejects' and '被' or '不被') .. ' '
          .. decl.rule .. ' 指出；' .. brief(answer.findings)
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
  local ok, answer = host.protect(ask, registry, 'publish', facts_of(registry, decl, form))
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
  local heard = {}
  local function listening(set, verb, facts)
    local answer = ask(set, verb, facts)
    reach.hear(heard, answer)
    return answer
  end
  local report = { passed = 0, failed = 0, cases = host.array({}) }
  local all = promises(registry)
  for _, c in host.ipairs(registry.cases) do all[#all + 1] = c end
  for _, c in host.ipairs(all) do
    local ok, wrong, where = host.protect(RUN[c.ask], registry, c, listening)
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
  if not stop_early then report.coverage = reach.report(registry, heard) end
  return report
end

return cases
