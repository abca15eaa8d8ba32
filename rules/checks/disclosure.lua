-- 拟公示内容：过短、各项雷同，多因“技术描述不清”退回。只提醒。

local PARTS = {
  { 'principle', '算法基本原理' }, { 'mechanism', '算法运行机制' },
  { 'scenario', '算法应用场景' }, { 'purpose', '算法目的意图' },
}
local READS = {
  'filing.data.disclosure.principle', 'filing.data.disclosure.mechanism',
  'filing.data.disclosure.scenario', 'filing.data.disclosure.purpose',
}

rule {
  id = 'disclosure.short',
  title = '拟公示内容应写清楚',
  law = '算法推荐管理规定 16',
  since = '2022-03-01',
  severity = 'warning',
  kinds = { 'algorithm' },
  reads = READS,
  check = function(facts, say)
    for _, part in ipairs(PARTS) do
      local text = facts.filing.data.disclosure[part[1]]
      if text and string.len(string.trim(text)) < limits.disclosure_short then
        say.at('/disclosure/' .. part[1], part[2] .. '不足 ' .. limits.disclosure_short .. ' 字',
          '请写到公众能看懂；过于简略多会退回补正')
      end
    end
  end,
}

rule {
  id = 'disclosure.repeated',
  title = '拟公示内容各项不应雷同',
  law = '算法推荐管理规定 16',
  since = '2022-03-01',
  severity = 'warning',
  kinds = { 'algorithm' },
  reads = READS,
  check = function(facts, say)
    local seen = {}
    for _, part in ipairs(PARTS) do
      local text = facts.filing.data.disclosure[part[1]]
      local folded = text and string.fold(text)
      if folded and seen[folded] then
        say.at('/disclosure/' .. part[1], part[2] .. '与' .. seen[folded] .. '相同',
          '请就各项分别说明，不要重复同一段文字')
      elseif folded then
        seen[folded] = part[2]
      end
    end
  end,
}
