-- reach: the part of a set that its cases reach. By rule: each must have spoken in one case and
-- kept silent in another, in a run, not on paper. By line: of the lines on which functions of the
-- rule files have code, so many in a hundred must have run.
local host = host
local hs = host.string
local ways = host.engine('ways')
local reach = {}

reach.FLOOR = 80 -- a set may ask for more of itself, not for less
local SHOWN = 10    -- lines named in one message

-- heard: rule → { spoken, silent, failed }. A rule that raised did neither of the first two; failed
-- is what it raised.
function reach.hear(heard, answer)
  for _, step in host.ipairs(answer.trace or {}) do
    local rule = heard[step.rule] or {}
    if step.ok == true then rule.silent = true elseif step.ok == false then rule.spoken = true end
    heard[step.rule] = rule
  end
  for _, f in host.ipairs(answer.findings or {}) do
    if f.fault and heard[f.rule] then heard[f.rule].failed = f.source .. ' ' .. f.message end
  end
end

local function by_rule(registry, heard)
  local out = { total = #registry.rules, covered = 0, missing = host.array({}) }
  for _, r in host.ipairs(registry.rules) do
    local rule = heard[r.id] or {}
    if rule.spoken and rule.silent then
      out.covered = out.covered + 1
    else
      out.missing[#out.missing + 1] = {
        rule = r.id, where = r.where,
        message = '规则 ' .. r.id .. (rule.failed and (' 在用例中失败，' .. rule.failed)
          or rule.spoken
          and ' 在运行过它的每个用例中都给出意见：请在 rules/cases 中加一例合格的填报，它应不作声（expect 的 absent 写上它）'
          or ' 在全部用例中从未给出意见：请在 rules/cases 中加一例它应当指出的填报，expect 的 findings 写上它'),
      }
    end
  end
  return out
end

-- The file that misses most, and its lines.
local function named(files)
  local worst
  for _, f in host.ipairs(files) do
    if #f.missing > 0 and (not worst or #f.missing > #worst.missing) then worst = f end
  end
  local numbers = {}
  for i, line in host.ipairs(worst.missing) do
    if i <= SHOWN then numbers[i] = host.tostring(line) end
  end
  local more = #worst.missing > SHOWN and ('等共 ' .. #worst.missing .. ' ') or ' '
  return worst.file .. ':' .. numbers[1], worst.file .. ' 第 ' .. hs.join(numbers, '、') .. more
    .. '行没有用例走到'
end

-- fault: the first reason why this set may not become active, nil when there is none.
function reach.report(registry, heard, walked)
  local files, total, covered = host.lines(), 0, 0
  for _, f in host.ipairs(files) do total, covered = total + f.total, covered + f.covered end
  local lines = {
    total = total, covered = covered, percent = total == 0 and 100 or covered * 100 // total,
    required = registry.set.coverage,
  }
  local out = { rules = by_rule(registry, heard), lines = lines, files = files }
  out.moves, out.gates = ways.report(registry, walked)
  local first = out.rules.missing[1] or out.moves.missing[1] or out.gates.missing[1]
  if first then
    out.fault = { where = first.where, message = first.message }
  elseif lines.percent < lines.required then
    local where, missing = named(files)
    out.fault = {
      where = where,
      message = '用例只走到了 ' .. lines.percent .. '% 的规则代码（要求 ' .. lines.required .. '%）：' .. missing,
    }
  end
  return out
end

return reach
