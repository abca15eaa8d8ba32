-- laws: what a declaration may rest on. A reference reads 'LAW ARTICLE', several are joined by ；.
-- An article nobody declared is a typing error, and a typing error in a legal ground must not go
-- live.
local host = host
local hs = host.string
local strict = host.engine('strict')
local declared = host.engine('declared')
local laws = {}

function laws.word(registry)
  return function(decl)
    local where = strict.here()
    local what = strict.named('law', decl, 'id')
    strict.check(where, what, decl, {
      id = { 'string', true }, title = { 'string', true }, in_force = { 'date' },
      articles = { 'names' }, note = { 'string' },
    })
    declared.add(registry, where, what,
      { id = 'law.' .. decl.id, word = 'law', title = decl.title }, decl)
    registry.laws[decl.id] = {
      title = decl.title, in_force = decl.in_force, note = decl.note,
      articles = decl.articles and strict.set_of(decl.articles),
    }
  end
end

function laws.check(registry, where, what, reference)
  for _, part in host.ipairs(hs.split(reference, '；')) do
    local id, article = hs.trim(part), nil
    if not registry.laws[id] then
      local groups = host.capture('^(.*\\S)\\s+(\\S+)$', id)
      if groups then id, article = groups[1], groups[2] end
    end
    local law = registry.laws[id]
    if not law then
      strict.fail(where, what .. '：字段 law 引用了未声明的依据“' .. part .. '”，应为 laws.lua 中的 id，后接条号')
    end
    if law.articles and not (article and law.articles[article]) then
      strict.fail(where, what .. '：字段 law 引用了未声明的条款“' .. part .. '”，应为 laws.lua 中该法 articles 所列')
    end
    if article and not law.articles then
      strict.fail(where, what .. '：字段 law 所引“' .. id .. '”未声明条款，不能写条号')
    end
  end
end

return laws
