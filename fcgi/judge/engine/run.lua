-- run: answers one question with a loaded set. A pure function of (set, facts): nothing is kept
-- from one question to the next.
local host = host
local hs = host.string
local validate = host.engine('validate')
local forms = host.engine('forms')
local views = host.engine('views')
local explain = host.engine('explain')
local publishing = host.engine('publish')
local time = host.engine('time')
local clocks = host.engine('clocks')
local derive = host.engine('derive')
local places = host.engine('places')
local routes = host.engine('routes')
local questionnaire = host.engine('questionnaire')
local run = {}

local htype, null, guard, own, shown = host.type, host.null, host.guard, host.own, host.shown
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

-- A fault wears the id of the rule that failed, and shows where that rule stands; where the failure
-- came from, when that is another file, its words say.
local function tell_fault(answer, of, message, where)
  local source, text = of.where, host.tostring(message)
  if where and where ~= '' then
    if string.match(where, '^[^:]*') == string.match(source, '^[^:]*') then
      source = where
    else
      text = text .. '（' .. where .. '）'
    end
  end
  answer.faults[#answer.faults + 1] = {
    rule = of.id, fault = true, severity = 'warning', title = '规则执行出错', path = of.path or '',
    message = '规则执行出错，转人工审核：' .. text, suggestion = '无需为此修改填报内容；此项由人工审核，请告知规则管理员',
    law = of.law, source = source,
  }
end

-- Runs a function of the set by its label. What did not come back the times before, of which the
-- core tells, is left out now.
local function attempt(answer, label, fn, ...)
  local left = answer.left and answer.left[label]
  if left then return false, left.message, left.where end
  return guard(label, fn, ...)
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
  local about = {
    form = form, vocabulary = set.vocabulary, attachments = facts.attachments,
    anonymous = facts.organization == nil, given = filing.data, day = days_of(facts),
    products = facts.products, product_form = set.forms.product,
    action = set.law.kind[filing.kind] and filing.action or nil,
  }
  local clean, found = validate.data(form, filing.data, about)
  local action = set.law.action[filing.action]
  if filing.changed and action then validate.fixed(form, action, filing.changed, found) end
  filing.data = clean
  facts.derived, facts.deadlines = {}, {} -- what the engine adds; whatever came is not looked at
  views.bind(set, facts)
  time.bind(set, facts)
  return about, clean, found
end

-- ---- derived facts, deadlines and route ---------------------------------------------------------

-- A review ends some day whatever failed: the engine itself counts, provisionally. Of other
-- deadlines nothing is said when they fail.
local function review_by(set, d, facts)
  local filing, today = facts.filing, facts.clock and facts.clock.today
  if d.stage and filing.stage ~= d.stage then return nil end
  for _, stage in host.pairs(set.law.stage) do
    if stage.clock == d.name then
      return clocks.promised(set, d, d.stage and filing.stage_on or filing.submitted_on or today)
    end
  end
  return nil
end

local function plan_deadline(set, d, facts, day, answer)
  local ok, entry, where = attempt(answer, d.label, clocks.run, set, d, facts, day)
  if not ok then
    tell_fault(answer, { id = d.label, law = d.law, where = d.where }, entry, where)
    entry = review_by(set, d, facts)
  end
  if not entry then return end
  answer.deadlines[#answer.deadlines + 1] = entry
  local seen = {} -- rules see a copy: what they look at is frozen
  for key, value in next, entry do seen[key] = value end
  facts.deadlines[d.name] = seen
end

-- What the engine adds to the facts: derived ones, and the deadlines in words that rules read.
local function add_facts(set, facts, day, answer)
  answer.derived = derive.run(set, facts, function(d, ...)
    return attempt(answer, d.label, ...)
  end, function(d, message, where)
    tell_fault(answer, { id = d.label, law = d.law, where = d.where }, message, where)
  end)
  answer.deadlines = host.array({})
  local kind = facts.filing.kind
  for i = 1, #set.deadlines do
    local d = set.deadlines[i]
    if d.kinds[kind] then plan_deadline(set, d, facts, day, answer) end
  end
end

local function assign_route(set, facts, answer)
  local ok, route, where = attempt(answer, 'routing', routes.ask, set, facts)
  if not ok then
    local routing = set.routing
    tell_fault(answer, { id = 'routing', law = routing.law, where = routing.where }, route, where)
    route = routes.fallback(set, facts)
  end
  answer.route = route
end

-- ---- judge --------------------------------------------------------------------------------------

-- So many as limits.lua says; the ceiling stands for what it does not say.
local function most(set, name) return set.limits[name] or host.ceilings[name].most end

local speaking = {} -- the rule that runs now, where its words go, how many

local say = {
  at = function(path, message, suggestion, ...)
    if htype(path) ~= 'string' or (path ~= '' and not hs.starts(path, '/')) then
      error('say.at 的位置应为空或以 / 开头', 2)
    end
    if htype(message) ~= 'string' or message == '' then error('say.at 缺少说明', 2) end
    if suggestion ~= nil and htype(suggestion) ~= 'string' then error('say.at 的建议应为文字', 2) end
    if (...) ~= nil then error('say.at 只有位置、说明、建议三项，再写的没有人读', 2) end
    speaking.count = speaking.count + 1
    if speaking.count > speaking.most then return end
    path, message, suggestion = shown(path), shown(message), shown(suggestion or '请核对后修改')
    if not (path and message and suggestion) then error('say.at 的文字应为 UTF-8，且不含 NUL', 2) end
    if not speaking.knows[path] and not places.known(speaking, path) then
      error('say.at 指向没有声明的位置“' .. hs.sub(path, 1, 60) .. '”', 2)
    end
    local rule, findings = speaking.rule, speaking.findings
    findings[#findings + 1] = {
      rule = rule.id, title = rule.title, severity = rule.severity, path = path, message = message,
      suggestion = suggestion, law = rule.law, source = rule.where,
    }
  end,
}
local SAY = host.freeze(say)

-- What a rule had said before it failed stands: a fault removes nothing.
local function run_rules(set, facts, answer, about)
  local findings, trace, day = answer.findings, answer.trace, about.day
  local rules, left = set.by_kind[facts.filing.kind], answer.left
  local lines = #trace
  speaking.form, speaking.given, speaking.facts = about.form, about.given, facts
  speaking.products, speaking.knows = set.forms.product, about.form.knows
  speaking.findings, speaking.most = findings, most(set, 'said_of_rule_max')
  for i = 1, #rules do
    local rule = rules[i]
    local is_law = not rule.in_force or day.today >= rule.in_force
    if is_law and (not rule.held or time.holds(rule.held, day)) then
      speaking.rule, speaking.count = rule, 0
      local ok, message, where
      if left then
        ok, message, where = attempt(answer, rule.id, rule.check, rule.view, SAY)
      else
        ok, message, where = guard(rule.id, rule.check, rule.view, SAY)
      end
      lines = lines + 1
      if not ok then
        tell_fault(answer, rule, message, where)
        trace[lines] = rule.traces.fault
      elseif speaking.count == 0 then
        trace[lines] = rule.traces.silent
      else
        trace[lines] = rule.traces.spoke
      end
      answer.unsaid = answer.unsaid + host.max(0, speaking.count - speaking.most)
    end
  end
  speaking.rule, speaking.findings, speaking.form, speaking.given = nil, nil, nil, nil
  speaking.facts, speaking.products, speaking.knows = nil, nil, nil
end

-- Findings are no longer than this together, so that no answer to a stranger is longer than 256 KB
-- with the rest that it says: each is explained beside its own words.
local BYTES_MOST, EXPLAINED = 128 * 1024, 400

local function size_of(f)
  return #f.path + #f.message + #f.suggestion + #f.title + #(f.law or '') + #f.source + EXPLAINED
end

local function fits(findings)
  local bytes = 0
  for i = 1, #findings do bytes = bytes + size_of(findings[i]) end
  return bytes <= BYTES_MOST
end

-- Faults of rules are shown first. When there are too many to show, errors come before the rest.
local function arrange(set, answer, form)
  local findings = answer.findings
  if #answer.faults > 0 then
    findings = host.array({})
    for i = 1, #answer.faults do findings[i] = answer.faults[i] end
    for i = 1, #answer.findings do findings[#findings + 1] = answer.findings[i] end
    answer.findings = findings
  end
  local total, shown_most = #findings + answer.unsaid, most(set, 'findings_max')
  if total <= shown_most and total == #findings and (total < 50 or fits(findings)) then return end
  local kept, taken, room = host.array({}), {}, BYTES_MOST
  local function keep(list, which)
    for _, f in host.ipairs(list) do
      local is_shown = #kept < shown_most and room > 0
      if is_shown and not taken[f] and (not which or f[which[1]] == which[2]) then
        taken[f] = true
        room = room - size_of(f)
        kept[#kept + 1] = f
      end
    end
  end
  keep(findings, { 'fault', true })
  keep(findings, { 'severity', 'error' })
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
    local severity = f.fault and 'fault' or f.severity
    said[i] = concat({ f.rule, severity, f.path, f.message, f.suggestion, f.law or '' }, '\31')
  end
  if #said > 1 then said = host.sort(said) end
  for _, d in host.ipairs(answer.deadlines) do
    local provisional = d.provisional and 'provisional' or ''
    local due_on = host.tostring(d.due_on)
    local state = d.state .. (d.unit ~= 'workday' and '\31' .. d.unit or '')
    said[#said + 1] = concat({ d.name, d.from, d.days, due_on, provisional, state }, '\31')
  end
  if next(answer.derived) then
    for name, value in host.pairs(answer.derived) do
      said[#said + 1] = concat({ 'derived', name, host.tostring(value) }, '\31')
    end
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
      message = '表单不再询问“' .. label .. '”，原来填写的内容留在草稿里，不会提交',
      suggestion = '不必处理；可以从草稿中删去', law = form.law, source = form.where,
    }
  end
end

-- An error refuses whatever else failed: a fault adds a human, and takes no error away.
local function verdict_of(answer)
  for i = 1, #answer.findings do
    if answer.findings[i].severity == 'error' then return 'not_acceptable' end
  end
  return #answer.faults > 0 and 'needs_human' or 'acceptable'
end

local function begun(before)
  local answer = { findings = host.array({}), trace = host.array({}), faults = {}, unsaid = 0 }
  if before and before.left then
    answer.left = {}
    for _, left in host.ipairs(before.left) do answer.left[left.at] = left end
  end
  return answer
end

-- The fields that are required on a condition, each asked for by its small function.
local function ask_conditions(answer, about, clean, found)
  if #about.later == 0 then return found end
  local told = {}
  local function ask(f, ...) return attempt(answer, f.when_label, ...) end
  return validate.conditions(about, clean, found, ask, function(f, path, message, where)
    if told[f] then return end -- once, of however many items
    told[f] = true
    tell_fault(answer, { id = 'form.required', law = f.law, where = f.where, path = path }, message,
      where)
  end)
end

local function finish(set, answer, about, brief)
  answer.verdict = verdict_of(answer)
  arrange(set, answer, about.form)
  if not brief then
    for _, f in host.ipairs(answer.findings) do explain.add(f, about) end
  end
  answer.outcome = outcome(answer)
  answer.faults, answer.unsaid, answer.left = nil, nil, nil
  return answer
end

-- brief: for whoever wants the outcome alone, not the words that explain it. before: of the times
-- that the same was asked and there was no answer.
local function judge(set, facts, brief, before)
  local about, clean, found = prepare(set, facts)
  local answer = begun(before)
  found = ask_conditions(answer, about, clean, found)
  local findings = answer.findings
  for i = 1, #found do
    found[i].order = nil
    findings[#findings + 1] = found[i]
  end
  answer.unsaid = found.unsaid or 0
  answer.trace[1] = { rule = 'form.' .. about.form.kind, ok = #found == 0 }
  if #answer.faults > 0 then answer.trace[1].ok = null end
  tell_gone(about.form, facts, answer)
  add_facts(set, facts, about.day, answer)
  run_rules(set, facts, answer, about)
  assign_route(set, facts, answer)
  return finish(set, answer, about, brief)
end

-- No function of the set is asked: what the form says of the data by itself, and where and until
-- when a human looks at it. why: they gave no answer, whatever was left out.
local function form_alone(set, facts, why)
  local about, _, found = prepare(set, facts)
  local answer = begun()
  for i = 1, #found do
    found[i].order = nil
    answer.findings[i] = found[i]
  end
  answer.unsaid = found.unsaid or 0
  answer.faults[1] = {
    rule = 'engine.fault', fault = true, severity = 'warning', title = '规则没有给出结论', path = '',
    message = '规则没有给出结论，转人工审核：' .. why.message, suggestion = '无需修改填报内容；管理员应检查规则',
    law = '本系统参数：规则出错时由人工审核',
    source = why.where ~= '' and why.where or about.form.where,
  }
  answer.trace[1] = { rule = 'form.' .. about.form.kind, ok = #found == 0 }
  answer.deadlines = host.array({})
  for _, d in host.ipairs(set.deadlines) do
    if d.kinds[facts.filing.kind] then
      answer.deadlines[#answer.deadlines + 1] = review_by(set, d, facts)
    end
  end
  answer.derived, answer.route = {}, routes.fallback(set, facts)
  return finish(set, answer, about)
end

-- The clocks alone, of what was judged before: no check is asked, and nobody is given the case.
local function only_clocks(set, facts)
  local about = prepare(set, facts)
  local answer = begun()
  add_facts(set, facts, about.day, answer)
  return {
    deadlines = answer.deadlines, derived = answer.derived, findings = host.array(answer.faults),
  }
end

local function again(set, facts, before)
  if before.form_alone then return form_alone(set, facts, before) end
  return judge(set, facts, false, before)
end

-- ---- what is asked of these data ----------------------------------------------------------------

-- A condition that fails hides nothing: the field is offered, and not required.
local function is_asked(f, day, data, item)
  if f.is_timed and not time.holds(f, day) then return false, true end
  if not f.when then return true, true end
  local ok, is_met = guard(f.when_label, f.when.test, data, host.freeze(item))
  if not ok then return false, true end
  return is_met and true or false, is_met and true or false
end

local add_fields

-- Of a list whose items are made of fields each item is asked for its own.
local function add_items(out, f, at, ask, items)
  if not f.has_conditions or htype(items) ~= 'table' then return end
  for i = 1, #items do add_fields(out, f.fields, at .. '/' .. (i - 1), ask, items[i]) end
end

add_fields = function(out, fields, path, ask, item)
  for i = 1, #fields do
    local f = fields[i]
    local at = f.at or (path .. '/' .. f.name)
    if f.when or f.is_timed then
      local required, applicable = is_asked(f, ask.day, ask.data, item)
      out[#out + 1] = { path = at, required = required, applicable = applicable }
    end
    if f.fields then add_items(out, f, at, ask, item[f.name]) end
  end
end

-- The fields that are required on a condition or from some day on, as it is for these data: those
-- that do not apply need not be shown. In the form's order.
local function fields_now(set, facts)
  local about, clean = prepare(set, facts)
  local out, form = host.array({}), about.form
  local ask = { day = about.day, data = host.freeze(clean) }
  for i = 1, #form.sections do
    local s = form.sections[i]
    if forms.asks(s, about.action) then
      add_fields(out, s.fields, '/' .. s.id, ask, form.flat and clean or clean[s.id])
    end
  end
  return { fields = out }
end

-- The numbering says which of its counters runs on: the core tells the last serial of each.
local function counter_of(n)
  if not n.counter then return '' end
  local code = own(n.counter, n.view)
  if htype(code) == 'number' then code = host.tostring(code) end
  if htype(code) ~= 'string' or not host.match('^[a-z0-9][a-z0-9_.]{0,39}$', code) then
    error('numbering ' .. n.series .. ' 的 counter 应返回代码（至多 40 位小写字母、数字、_），现为 '
      .. (htype(code) == 'string' and '“' .. code .. '”' or htype(code)), 0)
  end
  return code
end

-- issue: on which day it is filed, and the last serials by counter; or the serial itself, of a
-- number that was issued before and is looked at again.
local function issue(set, n, facts)
  local given = facts.issue or {}
  facts.issue = { filed_on = given.filed_on }
  local public = publishing.public_facts(set, facts)
  views.bind(set, public)
  local counter = counter_of(n)
  local last = given.serials and given.serials[counter] or 0
  local serial = host.floor(given.serial or last + 1)
  public.issue.serial = serial
  views.bind(set, public)
  local digits = own(n.compose, n.view)
  if htype(digits) ~= 'string' or not host.match('^[0-9]{1,40}$', digits) then
    error('numbering ' .. n.series .. ' 的 compose 应返回至多 40 位数字', 0)
  end
  return {
    number = n.prefix .. digits .. n.suffix, digits = digits, series = n.series, counter = counter,
    serial = serial,
  }
end

-- What is approved gets a number of its kind's series and an entry; an approved subject says what
-- its organization is called from now on.
local function publish(set, facts)
  local about = prepare(set, facts)
  local form = about.form
  add_facts(set, facts, about.day, begun())
  local p, kind = set.publication_of[form.kind], set.law.kind[form.kind]
  -- The views look into what is public, and see nothing else.
  if kind and kind == set.law.admits then
    views.bind(set, publishing.public_facts(set, facts))
    return { organization = publishing.organization(plain(own(p.organization, p.view))) }
  end
  local n = kind and kind.series and set.numbering[kind.series]
  if not n then error('“' .. form.title .. '”不编号，也不公示', 0) end
  -- What is amended keeps its number: none is made.
  local answer = facts.issue and facts.issue.amended_on and {} or issue(set, n, facts)
  if facts.issue.amended_on then views.bind(set, publishing.public_facts(set, facts)) end
  answer.entry = publishing.entry(set, p, plain(own(p.entry, p.view)))
  answer.entry.disclosure = publishing.disclosure(set, p, facts)
  return answer
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
      local digits, message = own(n.parse, text, n.prefix, n.suffix)
      -- As it was issued, when it was issued under another name.
      for _, style in host.ipairs(question.issued or NONE) do
        digits = digits or own(n.parse, text, style.prefix, style.suffix)
      end
      if digits then
        return { number = n.prefix .. digits .. n.suffix, digits = digits, series = n.series }
      end
      if not why or hs.find(text, n.prefix) then why = message end
    end
  end
  return { reason = 'malformed', message = why }
end

-- Counted as of the first day, and one by one where these are working days and none is left out.
local function days(set, question)
  local from, n, unit = question.from, question.days, question.unit or 'workday'
  if htype(from) ~= 'string' or not host.day_number(from) then
    return { reason = 'date_invalid', message = '起算日期应为真实存在的日期，写作 YYYY-MM-DD' }
  end
  local longest = clocks.most(unit)
  if not longest then return { reason = 'unit_invalid', message = '单位应为 workday、day 或 month' } end
  if not clocks.counts(set, unit) then
    return { reason = 'unit_invalid', message = '这套规则没有写明这种单位怎样数，请改用 workday' }
  end
  if htype(n) ~= 'number' or host.floor(n) ~= n or n < 1 or n > longest then
    local what = unit == 'workday' and '工作日天数' or '个数'
    return { reason = 'days_invalid', message = what .. '应为 1 至 ' .. longest .. ' 之间的整数' }
  end
  n = host.floor(n)
  time.bind(set, { clock = { today = from } })
  local counted = clocks.count(set, unit, from, n, question)
  local is_whole = not question.pauses and not question.credit
  local is_listed = unit == 'workday' and is_whole
  local list = counted and is_listed and own(set.counting.list, from, n)
  if not counted or (is_listed and not list) then
    return { reason = 'date_invalid', message = '起算日期太早或太晚，无法计算' }
  end
  return {
    from = from, days = n, unit = unit, due_on = counted.due_on, provisional = counted.provisional,
    waited = not is_whole and counted.waited or nil,
    credited = question.credit and counted.credited, promised = counted.promised,
    counted = list and plain(list) or host.array({}),
  }
end

local VERBS = {
  outcome = function(set, facts) return judge(set, facts, true) end,
  judge = function(set, facts) return judge(set, facts) end,
  clocks = only_clocks, again = again, publish = publish, number = number, days = days,
  fields = fields_now, questionnaire = questionnaire.answer,
}

function run.ask(set, verb, facts, before)
  if not set then error('尚未装入规则集', 0) end
  local answer = VERBS[verb]
  if not answer then error('不认识的问题 ' .. host.tostring(verb), 0) end
  return answer(set, facts, before)
end

return run
