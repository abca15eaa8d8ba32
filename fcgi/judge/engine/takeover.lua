-- takeover: who decides when somebody asks to own the organization that has their credit code, how
-- long its present owner may answer, what becomes of that one, and who is told. casework/takeover.c
-- does it; a set without this word has nobody ask.
local host = host
local hs = host.string
local strict = host.engine('strict')
local laws = host.engine('laws')
local declared = host.engine('declared')
local supervision = host.engine('supervision')
local takeover = {}

local MOST_OPEN, MOST_TELLS = 20, 40
local OUT = 'none'
local FORMER = { OUT, 'read', 'fill', 'submit' }
local EVENTS = { 'asked', 'answered', 'granted', 'declined', 'redirected', 'taken_back' }
local ASKER, FORMER_OWNER, ORGANIZATION = 'asker', 'former', 'organization'
-- Nobody loses an organization, or waits for a decision, without a word.
local MUST = {
  { 'asked', ORGANIZATION }, { 'granted', ASKER }, { 'granted', FORMER_OWNER },
  { 'declined', ASKER },
}

local SHAPE = {
  law = { 'string', true }, who = { 'names', true }, answer_days = { 'any', true },
  most = { 'integer', true }, former = { 'word', true }, tells = { 'items', true },
}
local TELL = { on = { 'word', true }, to = { 'code', true }, notice = { 'code', true } }

local function roles_of(registry)
  local out = {}
  for _, role in host.ipairs(registry.flow.role) do out[#out + 1] = role.code end
  return out
end

local function check_to(registry, where, what, one)
  local known = roles_of(registry)
  for _, code in host.ipairs({ ASKER, FORMER_OWNER, ORGANIZATION }) do known[#known + 1] = code end
  strict.one_of(where, what .. ' 的 to', one.to, known)
  if one.to == FORMER_OWNER and one.on ~= 'granted' then
    strict.fail(where, what .. '：former（原来的所有者）只在 granted（认定）时才有')
  end
end

local function take_tells(registry, where, list)
  local out, seen = host.array({}), {}
  if #list > MOST_TELLS then
    strict.fail(where, 'takeover：tells 最多 ' .. MOST_TELLS .. ' 项')
  end
  for i, one in host.ipairs(list) do
    local what = 'takeover 的第 ' .. i .. ' 个 tells'
    strict.check(where, what, one, TELL)
    strict.one_of(where, what .. ' 的 on', one.on, EVENTS)
    check_to(registry, where, what, one)
    local key = one.on .. ' ' .. one.to
    if seen[key] then strict.fail(where, what .. '：' .. key .. ' 重复') end
    seen[key] = true
    out[i] = { on = one.on, to = one.to, notice = one.notice }
  end
  for _, must in host.ipairs(MUST) do
    if not seen[hs.join(must, ' ')] then
      strict.fail(where, "takeover：tells 缺少 { on = '" .. must[1] .. "', to = '" .. must[2]
        .. "', notice = … }：当事人必须得到通知")
    end
  end
  return out
end

function takeover.word(registry)
  return function(decl)
    local where = strict.here()
    strict.check(where, 'takeover', decl, SHAPE)
    laws.check(registry, where, 'takeover', decl.law)
    for _, role in host.ipairs(decl.who) do
      strict.one_of(where, 'takeover 的 who', role, roles_of(registry))
    end
    strict.one_of(where, 'takeover 的 former', decl.former, FORMER)
    if decl.most < 1 or decl.most > MOST_OPEN then
      strict.fail(where, 'takeover：most 应为 1 至 ' .. MOST_OPEN .. ' 的整数')
    end
    declared.add(registry, where, 'takeover', {
      id = 'takeover', word = 'takeover', title = '单位认领', law = decl.law,
    }, decl)
    registry.takeover = {
      law = decl.law, who = host.array(decl.who), most = host.floor(decl.most),
      former = decl.former, tells = take_tells(registry, where, decl.tells), source = where,
      answer_days = supervision.days_of(registry, where, 'takeover', decl.answer_days,
        'answer_days'),
    }
  end
end

return takeover
