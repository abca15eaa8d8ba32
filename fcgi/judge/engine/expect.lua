-- expect: what a case says must come out, compared with what did. Each answers why not, nil when it
-- is as it should be.
local host = host
local hs = host.string
local expect = {}

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

function expect.judgement(answer, wanted)
  local failed = compare_faults(answer.findings, wanted.faults or {})
  if failed then return failed end
  if wanted.verdict and answer.verdict ~= wanted.verdict then
    return '结论应为 ' .. wanted.verdict .. '，实为 ' .. answer.verdict .. '（' .. brief(answer.findings)
      .. '）'
  end
  for _, one in host.ipairs(wanted.findings or {}) do
    if not has(answer.findings, one) then
      return '应有意见 ' .. shown(one) .. '，实有：' .. brief(answer.findings)
    end
  end
  for _, id in host.ipairs(wanted.absent or {}) do
    if has(answer.findings, { rule = id }) then
      return '不应有意见 ' .. id .. '，实有：' .. brief(answer.findings)
    end
  end
  if wanted.count and #answer.findings ~= wanted.count then
    return '意见应为 ' .. wanted.count .. ' 条，实为 ' .. #answer.findings .. ' 条：'
      .. brief(answer.findings)
  end
  for _, one in host.ipairs(wanted.deadlines or {}) do
    local found
    for _, d in host.ipairs(answer.deadlines) do found = found or same(d, one) end
    if not found then return '应有期限 ' .. shown(one) .. '，实有：' .. shown(answer.deadlines) end
  end
  for _, name in host.ipairs(wanted.no_deadlines or {}) do
    for _, d in host.ipairs(answer.deadlines) do
      if d.name == name then return '不应有期限 ' .. name .. '，实有：' .. shown(d) end
    end
  end
  if wanted.derived and not same(answer.derived, wanted.derived) then
    return '导出的事实应含 ' .. shown(wanted.derived) .. '，实为 ' .. shown(answer.derived)
  end
  if wanted.route and not same(answer.route, wanted.route) then
    return '去向应为 ' .. shown(wanted.route) .. '，实为 ' .. shown(answer.route)
  end
  return nil
end

expect.same, expect.shown, expect.has, expect.brief = same, shown, has, brief
expect.faults = compare_faults

return expect
