-- 备案编号的编制。自建部署应改 prefix，或在 limits.lua 中改 number_area，使所发编号不与国家网信部门的编号混淆。
-- 宜在发出第一个编号之前改。编号按发出时的写法登记和公示，按数字查找：以后改了前缀，旧编号照旧查得到。

local number = use('filing_number')
local class_code = use('class_code')

local function part(name, value, width)
  if value == nil then error(name .. '未定，不能编号', 0) end
  local text = tostring(value)
  if not match('^[0-9]+$', text) or string.len(text) > width then
    error(name .. '“' .. text .. '”超出 ' .. width
      .. ' 位数字，不能编号；请规则管理员核对 numbering.lua 中这一部分的位数', 0)
  end
  return string.rep('0', width - string.len(text)) .. text
end

numbering {
  series = 'algorithm', title = '备案编号',
  law = '算法推荐管理规定 25',
  prefix = '网信算备',
  suffix = '号',
  -- 类别代码在编号里占两位：词表中的代码不是两位数字，或有两个相同，整套不能装入。
  codes = { ['algorithm_class.number_code'] = 2, ['algorithm_subclass.number_code'] = 2 },
  reads = {
    'organization.serial', 'organization.subject.data.basic.area', 'filing.data.basic.class',
    'filing.data.basic.subclass', 'issue.filed_on', 'issue.serial',
  },
  -- 流水按（主体、类别）跨年连续：类别代码是计数的代码，系统给出它的下一个号 issue.serial。
  counter = function(facts)
    local basic = facts.filing.data.basic
    return part('算法类别代码', class_code(basic.class, basic.subclass), 2)
  end,
  -- 区划取主体注册地，除非 limits.number_area 另有指定；主体序号由系统分配。
  compose = function(facts)
    local basic = facts.filing.data.basic
    local filed_on = facts.issue.filed_on
    local area = limits.number_area
    if area == '' then area = facts.organization.subject.data.basic.area end
    local digits = part('编号中的行政区划', area, 6)
      .. part('主体序号', facts.organization.serial, 7)
      .. part('算法类别代码', class_code(basic.class, basic.subclass), 2)
      .. part('年份', filed_on and string.sub(filed_on, 3, 4), 2)
      .. part('流水号', facts.issue.serial, 3)
    return digits .. tostring(number.check_digit(digits))
  end,
  parse = number.parse,
}
