-- overlay: the small verbs of the local layer. Each changes one thing of the base, says why, and is
-- declared by an id of its own with what it covers up, so that an upgrade of the base calls it into
-- question (rulekit/conflict.c) and the handbook shows it.
local host = host
local hs = host.string
local strict = host.engine('strict')
local terms = host.engine('terms')
local declared = host.engine('declared')
local overlay = {}

local SEVERITIES = { 'error', 'warning', 'notice' }

-- Taken when it is read, applied when its kind of file has been read whole: what it changes may
-- stand in another file.
local function taken(registry, word, key, check, instead)
  return function(decl)
    local where = strict.here()
    local what = strict.named(word, decl, key)
    if not declared.is_local(where) then
      strict.fail(where, what .. '：' .. word .. ' 只用在本地层（rules.local）；基础集里' .. instead)
    end
    check(where, what, decl)
    registry.overlays[#registry.overlays + 1] = {
      word = word, decl = decl, where = where, what = what,
    }
  end
end

-- Those of these words, each once.
local function each(registry, words, apply)
  local left = {}
  for _, v in host.ipairs(registry.overlays) do
    if words[v.word] then apply(registry, v) else left[#left + 1] = v end
  end
  registry.overlays = left
end

-- ---- one item of a vocabulary -------------------------------------------------------------------

local ITEM = strict.set_of({ 'list', 'code', 'after', 'reason' })

-- Its other keys are those of the list, which is not known yet.
local function check_item(where, what, decl)
  if host.type(decl) ~= 'table' then strict.fail(where, what .. '：声明应为表') end
  local own = {}
  for key in host.pairs(ITEM) do own[key] = decl[key] end
  strict.check(where, what, own, {
    list = { 'word', true }, code = { 'string', true }, after = { 'string' },
    reason = { 'string', true },
  })
end

function overlay.item(registry)
  return taken(registry, 'item', 'code', check_item, '请直接改 vocabulary.lua 中的那一项')
end

local function codes_of(list)
  local out = {}
  for i, item in host.ipairs(list.items) do out[i] = item.code end
  return out
end

local function place_of(list, code)
  for i, item in host.ipairs(list.items) do
    if item.code == code then return i end
  end
  return nil
end

-- The list whose item is changed; it is the base's.
local function list_of(registry, v)
  local id = v.decl.list
  local list = registry.vocabulary[id]
  if not list then
    local known = {}
    for name in host.pairs(registry.vocabulary) do known[#known + 1] = name end
    strict.fail(v.where, v.what .. '：没有词表 ' .. id .. '，应为 ' .. hs.join(known, '、') .. ' 之一')
  end
  if declared.is_local(list.where) then
    strict.fail(v.where, v.what .. '：词表 ' .. id .. ' 是本地声明的（' .. list.where .. '），请直接改那里')
  end
  return list
end

-- What the base says with what is said here laid over it.
local function merged(v, list, base)
  local item, is_changed = {}, false
  for key, value in host.pairs(base or {}) do item[key] = value end
  for key, value in host.pairs(v.decl) do
    if not ITEM[key] then item[key], is_changed = value, true end
  end
  item.code = v.decl.code
  if base and not is_changed then
    strict.fail(v.where, v.what .. '：没有写出要改什么，如 label、description、since、[\'until\']')
  end
  if not base and item.label == nil then
    strict.fail(v.where, v.what .. '：词表 ' .. v.decl.list .. ' 没有这个代码，现有 '
      .. hs.join(codes_of(list), '、') .. '；新增的要写 label')
  end
  return item
end

local function put_item(v, list, base, item)
  local at = base and place_of(list, base.code)
  if at and v.decl.after then
    strict.fail(v.where, v.what .. '：已有这个代码，改它不用写 after，位置不变')
  end
  if at then
    list.items[at] = item
  else
    local after = v.decl.after
    at = after and place_of(list, after)
    if after and not at then
      strict.fail(v.where, v.what .. '：after 所指的代码 ' .. after .. ' 不在词表中，应为 '
        .. hs.join(codes_of(list), '、') .. ' 之一')
    end
    table.insert(list.items, (at or #list.items) + 1, item)
  end
  list.by_code[item.code] = item
end

local function apply_item(registry, v)
  local list = list_of(registry, v)
  local base = list.by_code[v.decl.code]
  local item = merged(v, list, base)
  declared.add(registry, v.where, v.what, {
    id = 'item.' .. v.decl.list .. '.' .. v.decl.code, word = 'item', title = item.label,
    law = list.law, reason = v.decl.reason, since = item.since, ends = item['until'],
    since_of = item.since_of,
    overrides = base and declared.under(registry, list.where, base, base.label),
  }, v.decl)
  terms.check_item(v.where, v.what, list, item)
  put_item(v, list, base, item)
end

-- When all vocabularies have been read.
function overlay.settle_items(registry) each(registry, { item = true }, apply_item) end

-- ---- one check ----------------------------------------------------------------------------------

function overlay.severity(registry)
  return taken(registry, 'severity', 'rule', function(where, what, decl)
    strict.check(where, what, decl, {
      rule = { 'word', true }, severity = { 'word', true }, reason = { 'string', true },
    })
    strict.one_of(where, what .. ' 的 severity', decl.severity, SEVERITIES)
  end, '请直接改那条规则的 severity')
end

function overlay.off(registry)
  return taken(registry, 'off', 'rule', function(where, what, decl)
    strict.check(where, what, decl, { rule = { 'word', true }, reason = { 'string', true } })
  end, '请直接删去那条规则和它的用例')
end

-- The check that is changed. Only a check of the base can be: not what a form or the core itself
-- asks for.
local function rule_of(registry, v)
  local id = v.decl.rule
  local rule, entry, before = registry.rule_by_id[id], registry.declared[id], registry.changed[id]
  if hs.starts(id, 'form.') then
    strict.fail(v.where, v.what .. '：form. 是表单自身的要求，不能停用，也不能改轻重；要放宽，请用 amend 改那个字段')
  end
  if before then
    strict.fail(v.where, v.what .. '：同一条规则已在 ' .. before.where .. ' 改过，只能改一处')
  end
  if not rule then
    strict.fail(v.where, v.what .. '：没有规则 ' .. id
      .. '。能停用、能改轻重的是基础集 checks/ 中的规则（用 rules explain 列出）；系统自身的要求不能。'
      .. '基础集升级后已没有它的，请删去这一处')
  end
  if entry.layer == 'local' then
    strict.fail(v.where, v.what .. '：规则 ' .. id .. ' 是本地声明的（' .. entry.where .. '），请直接改那里')
  end
  return rule, entry
end

local function declare(registry, v, entry, rule)
  declared.add(registry, v.where, v.what, {
    id = v.word .. '.' .. rule.id, word = v.word, title = rule.title, law = rule.law,
    reason = v.decl.reason, value = v.decl.severity,
    overrides = {
      file = entry.file, line = entry.line, fingerprint = entry.fingerprint,
      value = v.decl.severity and rule.severity,
    },
  }, v.decl)
  registry.changed[rule.id] = {
    where = v.where, is_off = v.word == 'off', was = rule.severity, severity = v.decl.severity,
  }
end

local APPLY = {}

function APPLY.severity(registry, v)
  local rule, entry = rule_of(registry, v)
  if rule.severity == v.decl.severity then
    strict.fail(v.where, v.what .. '：基础集本来就是 ' .. rule.severity .. '，不用写')
  end
  declare(registry, v, entry, rule)
  rule.severity, entry.severity = v.decl.severity, v.decl.severity
end

-- No case is asked to reach it any more.
function APPLY.off(registry, v)
  local rule, entry = rule_of(registry, v)
  declare(registry, v, entry, rule)
  declared.uncount(entry.content)
  registry.rule_by_id[rule.id] = nil
  for i, one in host.ipairs(registry.rules) do
    if one == rule then
      table.remove(registry.rules, i)
      break
    end
  end
end

-- When all checks have been read.
function overlay.settle_checks(registry)
  each(registry, APPLY, function(r, v) APPLY[v.word](r, v) end)
end

-- Is that check off? A case may still say that it is silent.
function overlay.is_off(registry, id)
  local change = registry.changed[id]
  return change ~= nil and change.is_off
end

-- ---- the base's cases ---------------------------------------------------------------------------

-- A case of the base was written for the base's checks. What it expects of one that is off is not
-- asked, nor the verdict and the count of findings, which may hang on it; all else is.
local function adapted(registry, decl)
  local out, expect, findings = {}, {}, {}
  for key, value in host.pairs(decl) do out[key] = value end
  for key, value in host.pairs(decl.expect or {}) do expect[key] = value end
  for _, f in host.ipairs(expect.findings or {}) do
    if overlay.is_off(registry, f.rule) then
      expect.verdict, expect.count = nil, nil
    else
      findings[#findings + 1] = f
    end
  end
  if decl.rule and overlay.is_off(registry, decl.rule) then
    out.accepts, out.rejects, out.rule = nil, nil, nil
  end
  expect.findings = expect.findings and findings
  out.expect = expect
  return out
end

-- An answer as the base's own severities would have it, for a case of the base.
function overlay.as_base(registry, c, answer)
  if next(registry.changed) == nil or declared.is_local(c.where) then return answer end
  local out, findings, has_error = {}, host.array({}), false
  for key, value in host.pairs(answer) do out[key] = value end
  for i, f in host.ipairs(answer.findings) do
    local change = registry.changed[f.rule]
    if change and f.severity == change.severity then
      local was = {}
      for key, value in host.pairs(f) do was[key] = value end
      was.severity = change.was
      f = was
    end
    findings[i], has_error = f, has_error or f.severity == 'error'
  end
  out.findings = findings
  if out.verdict ~= 'needs_human' then
    out.verdict = has_error and 'not_acceptable' or 'acceptable'
  end
  return out
end

-- Before the cases are looked through. A local one may not speak of a check that is off.
function overlay.settle_cases(registry)
  if next(registry.changed) == nil then return end
  for _, c in host.ipairs(registry.cases) do
    if not declared.is_local(c.where) then c.decl = adapted(registry, c.decl) end
  end
end

return overlay
