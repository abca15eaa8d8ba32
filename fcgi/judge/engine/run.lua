-- run: answers one question with a loaded set. A pure function of (set, facts): nothing is kept
-- from one question to the next.
local host = host
local hs = host.string
local validate = host.engine('validate')
local views = host.engine('views')
local explain = host.engine('explain')
local publishing = host.engine('publish')
local time = host.engine('time')
local clocks = host.engine('clocks')
local derive = host.engine('derive')
local run = {}

local MOST_SAID = 100  -- by one rule
local MOST_SHOWN = 500 -- of one judgement: nobody reads more, and an answer has a size
local htype, null, protect, shown = host.type, host.null, host.protect, host.shown
local concat = table.concat

local function plain(v)
  if htype(v) ~= 'table' then return v end
  local out = {}
  if v[1] ~= nil then
    host.array(out)
    for i = 1, #v do out[i] = plain(v[i]) end
    return out
  end
  for key, value in host.pairs(v) do out[key] = plain(value) end
  return out
end

local function tell_fault(answer, id, law, source, path, message, where)
  local fault = {
    rule = id, severity = 'warning', title = '规则执行出错', path = path,
    message = '规则执行出错，转人工审核：' .. host.tostring(message), suggestion = '请联系规则管理员；此项由人工审核，不影响提交',
    law = law, source = where or source,
  }
  answer.faults[#answer.faults + 1] = fault
  answer.findings[#answer.findings + 1] = fault
end

-- ---- facts --------------------------------------------------------------------------------------

local NONE = host.array({})

-- The days that `since` is compared with, by since_of. A filing that was never submitted begins
-- today.
local function days_of(facts)
  local today = facts.clock and facts.clock.today or ''
  return { today = today, first_submission = facts.filing.first_submitted_on or today }
end

local function prepare(set, facts)
  local filing = facts.filing
  local form = set.forms[filing.kind]
  if not form then error('没有表单 ' .. host.tostring(filing.kind), 0) end
  facts.products, facts.attachments = facts.products or NONE, facts.attachments or NONE
  local ctx = {
    vocabulary = set.vocabulary, attachments = facts.attachments,
    anonymous = facts.organization == nil, given = filing.data,
    day = days_of(facts),
  }
  local clean, found = validate.data(form, filing.data, ctx)
  filing.data = clean
  facts.derived, facts.deadlines = {}, {} -- what the engine adds; whatever came is not looked at
  views.bind(set, facts)
  time.bind(set, facts)
  return form, ctx, clean, found
end

-- ---- derived facts, deadlines and route ---------------------------------------------------------

-- What the engine adds to the facts: derived ones, and the deadlines in words that rules read.
local function add_facts(set, facts, day, answer)
  answer.derived = derive.run(set, facts, function(id, law, where, message, at)
    tell_fault(answer, id, law, where, '', message, at)
  end)
  answer.deadlines = host.array({})
  local kind = facts.filing.kind
  for i = 1, #set.deadlines do
    local d = set.deadlines[i]
    if d.kinds[kind] then
      local ok, entry, where = protect(clocks.run, set, d, facts, day)
      if not ok then
        tell_fault(answer, 'deadline.' .. d.name, d.law, d.where, '', entry, where)
      elseif entry then
        answer.deadlines[#answer.deadlines + 1] = entry
        local seen = {} -- rules see a copy: what they look at is frozen
        for key, value in next, entry do seen[key] = value end
        facts.deadlines[d.name] = seen
      end
    end
  end
end

local function assign_route(set, answer)
  local ok, to, where = protect(set.routing.route, set.routing.view)
  if ok and htype(to) == 'table' then
    answer.route = { area = to.area or '', class = to.class or '', stage = to.stage or '' }
  else
    answer.route = { area = '', class = '', stage = 'preliminary' }
    local why = ok and '没有给出去向' or to
    tell_fault(answer, 'routing', set.routing.law, set.routing.where, '', why, where)
  end
end

-- ---- judge --------------------------------------------------------------------------------------

local speaking = {} -- the rule that runs now, where its words go, how many

local say = {
  at = function(path, message, suggestion)
    if htype(path) ~= 'string' or (path ~= '' and not hs.starts(path, '/')) then
      error('say.at 的位置应为空或以 / 开头', 2)
    end
    if htype(message) ~= 'string' or message == '' then error('say.at 缺少说明', 2) end
    if suggestion ~= nil and htype(suggestion) ~= 'string' then error('say.at 的建议应为文字', 2) end
    speaking.count = speaking.count + 1
    if speaking.count > MOST_SAID then return end
    path, message, suggestion = shown(path), shown(message), shown(suggestion or '请核对后修改')
    if not (path and message and suggestion) then error('say.at 的文字应为 UTF-8，且不含 NUL', 2) end
    local rule, findings = speaking.rule, speaking.findings
    findings[#findings + 1] = {
      rule = rule.id, title = rule.title, severity = rule.severity, path = path, message = message,
      suggestion = suggestion, law = rule.law, source = rule.where,
    }
  end,
}
local SAY = host.freeze(say)

local function run_rules(set, facts, answer, day)
  local findings, trace, today = answer.findings, answer.trace, day.today
  local rules = set.by_kind[facts.filing.kind]
  local lines = #trace
  for i = 1, #rules do
    local rule = rules[i]
    local is_law = not rule.in_force or today >= rule.in_force
    if is_law and (not rule.held or time.holds(rule.held, day)) then
      local before = #findings
      speaking.rule, speaking.findings, speaking.count = rule, findings, 0
      local ok, message, where = protect(rule.check, rule.view, SAY)
      lines = lines + 1
      if not ok then
        for n = #findings, before + 1, -1 do findings[n] = nil end
        tell_fault(answer, rule.id, rule.law, rule.where, '', message, where)
        trace[lines] = rule.traces.fault
      elseif speaking.count == 0 then
        trace[lines] = rule.traces.silent
      else
        trace[lines] = rule.traces.spoke
        answer.unsaid = answer.unsaid + host.max(0, speaking.count - MOST_SAID)
      end
    end
  end
  speaking.rule, speaking.findings = nil, nil
end

-- When there are too many to show, faults of rules stay first, then errors, then the rest.
local function shorten(answer, form)
  local findings, kept, taken = answer.findings, host.array({}), {}
  local total = #findings + answer.unsaid
  if total <= MOST_SHOWN and total == #findings then return end
  local function keep(list, only_errors)
    for _, f in host.ipairs(list) do
      if #kept < MOST_SHOWN and not taken[f] and (not only_errors or f.severity == 'error') then
        taken[f] = true
        kept[#kept + 1] = f
      end
    end
  end
  keep(answer.faults)
  keep(findings, true)
  keep(findings)
  kept[#kept + 1] = {
    rule = 'form.items', title = '意见太多', severity = 'notice', path = '',
    message = '意见共 ' .. total .. ' 条，只列出 ' .. #kept .. ' 条', suggestion = '请先改正所列各项再检查',
    law = form.law, source = form.where,
  }
  answer.findings = kept
end

-- The whole judgement as one text: in an order of its own, and without where the rules stand.
local function outcome(answer)
  local said, route = {}, answer.route
  for i, f in host.ipairs(answer.findings) do
    said[i] = concat({ f.rule, f.severity, f.path, f.message, f.suggestion, f.law or '' }, '\31')
  end
  if #said > 1 then said = host.sort(said) end
  for _, d in host.ipairs(answer.deadlines) do
    local provisional = d.provisional and 'provisional' or ''
    local due_on = host.tostring(d.due_on)
    local state = d.state .. (d.unit ~= 'workday' and '\31' .. d.unit or '')
    said[#said + 1] = concat({ d.name, d.from, d.days, due_on, provisional, state }, '\31')
  end
  for name, value in host.pairs(next(answer.derived) and answer.derived or NONE) do
    said[#said + 1] = concat({ 'derived', name, host.tostring(value) }, '\31')
  end
  said[#said + 1] = concat({
    answer.verdict, host.tostring(route.area), host.tostring(route.class),
    host.tostring(route.stage),
  }, '\31')
  return concat(said, '\30')
end

-- Answers to fields that the form asks no longer: the core has left them out of the data.
local function tell_gone(form, facts, answer)
  for _, it in host.ipairs(facts.filing.dropped or NONE) do
    local label = host.tostring(it.label)
    answer.findings[#answer.findings + 1] = {
      rule = 'form.gone', title = '表单不再询问的内容不提交', severity = 'notice',
      path = host.tostring(it.path),
      message = '表单不再询问「' .. label .. '」，原来填写的内容留在草稿里，不会提交',
      suggestion = '不必处理；可以从草稿中删去', law = form.law, source = form.where,
    }
  end
end

-- brief: for whoever wants the outcome alone, not the words that explain it.
local function judge(set, facts, brief)
  local form, ctx, clean, found = prepare(set, facts)
  local answer = { findings = host.array({}), trace = host.array({}), faults = {}, unsaid = 0 }
  found = validate.conditions(ctx, clean, found, function(f, path, message, where)
    tell_fault(answer, 'form.required', f.law, f.where, path, message, where)
  end)
  local findings = answer.findings
  for i = 1, #found do
    found[i].order = nil
    findings[#findings + 1] = found[i]
  end
  answer.trace[1] = { rule = 'form.' .. form.kind, ok = #found == 0 }
  if #answer.faults > 0 then answer.trace[1].ok = null end
  tell_gone(form, facts, answer)
  add_facts(set, facts, ctx.day, answer)
  run_rules(set, facts, answer, ctx.day)
  assign_route(set, answer)
  local verdict = 'acceptable'
  for i = 1, #findings do
    if findings[i].severity == 'error' then verdict = 'not_acceptable' end
  end
  if #answer.faults > 0 then verdict = 'needs_human' end
  answer.verdict = verdict
  shorten(answer, form)
  if not brief then
    for _, f in host.ipairs(answer.findings) do explain.add(f, form, ctx) end
  end
  answer.outcome = outcome(answer)
  answer.faults, answer.unsaid = nil, nil
  return answer
end

local function assign(set, facts)
  local _, ctx = prepare(set, facts)
  local answer = { findings = {}, faults = {} }
  add_facts(set, facts, ctx.day, answer)
  assign_route(set, answer)
  return { derived = answer.derived, deadlines = answer.deadlines, route = answer.route }
end

-- What is approved gets a number of its kind's series and an entry; an approved subject says what
-- its organization is called from now on.
local function publish(set, facts)
  local form, ctx = prepare(set, facts)
  add_facts(set, facts, ctx.day, { findings = {}, faults = {} })
  local p, kind = set.publication, set.law.kind[form.kind]
  -- The views look into what is public, and see nothing else.
  views.bind(set, publishing.public_facts(set, facts))
  if kind and kind == set.law.admits then
    return { organization = publishing.organization(plain(p.organization(p.view))) }
  end
  local n = kind and kind.series and set.numbering[kind.series]
  if not n then error('「' .. form.title .. '」不编号，也不公示', 0) end
  local digits = n.compose(n.view)
  if htype(digits) ~= 'string' or not host.match('^[0-9]{1,40}$', digits) then
    error('numbering 的 compose 应返回至多 40 位数字', 0)
  end
  local entry = publishing.entry(set, plain(p.entry(p.view)))
  entry.disclosure = publishing.disclosure(set, facts)
  return { number = n.prefix .. digits .. n.suffix, digits = digits, entry = entry }
end

-- ---- small questions ----------------------------------------------------------------------------

-- question.series: of that series alone. What fits none is answered by the one whose prefix it
-- bears, else by the first.
local function number(set, question)
  local text, why = question.text, nil
  time.bind(set, {})
  if htype(text) ~= 'string' or hs.bytes(text) > 400 then
    return { reason = 'malformed', message = '备案编号应为文字，且不超过 100 字' }
  end
  for _, n in host.ipairs(set.numberings) do
    if not question.series or question.series == n.series then
      local digits, message = n.parse(text, n.prefix, n.suffix)
      -- As it was issued, when it was issued under another name.
      for _, style in host.ipairs(question.issued or NONE) do
        digits = digits or n.parse(text, style.prefix, style.suffix)
      end
      if digits then
        return { number = n.prefix .. digits .. n.suffix, digits = digits, series = n.series }
      end
      if not why or hs.find(text, n.prefix) then why = message end
    end
  end
  return { reason = 'malformed', message = why }
end

-- Counted as of the first day, and one by one where these are working days.
local function days(set, question)
  local from, n, unit = question.from, question.days, question.unit or 'workday'
  if htype(from) ~= 'string' or not host.day_number(from) then
    return { reason = 'date_invalid', message = '起算日期应为真实存在的日期，写作 YYYY-MM-DD' }
  end
  local most = clocks.most(unit)
  if not most then return { reason = 'unit_invalid', message = '单位应为 workday、day 或 month' } end
  if not clocks.counts(set, unit) then
    return { reason = 'unit_invalid', message = '这套规则没有写明这种单位怎样数，请改用 workday' }
  end
  if htype(n) ~= 'number' or host.floor(n) ~= n or n < 1 or n > most then
    local what = unit == 'workday' and '工作日天数' or '个数'
    return { reason = 'days_invalid', message = what .. '应为 1 至 ' .. most .. ' 之间的整数' }
  end
  n = host.floor(n)
  time.bind(set, { clock = { today = from } })
  local counted = clocks.count(set, unit, from, n, question.rolls == true)
  local list = counted and unit == 'workday' and set.counting.list(from, n)
  if not counted or (unit == 'workday' and not list) then
    return { reason = 'date_invalid', message = '起算日期太早或太晚，无法计算' }
  end
  return {
    from = from, days = n, unit = unit, due_on = counted.due_on, provisional = counted.provisional,
    counted = list and plain(list) or host.array({}),
  }
end

local VERBS = {
  outcome = function(set, facts) return judge(set, facts, true) end,
  judge = function(set, facts) return judge(set, facts) end,
  assign = assign, publish = publish, number = number, days = days,
}

function run.ask(set, verb, facts)
  if not set then error('尚未装入规则集', 0) end
  local answer = VERBS[verb]
  if not answer then error('不认识的问题 ' .. host.tostring(verb), 0) end
  return answer(set, facts)
end

return run
