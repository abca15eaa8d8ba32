-- 大模型备案编号。公开所见的写法是“省名-产品拼音-日期序号”（如 Beijing-YunQue-20230821），编法未见官方说明；
-- 本例另立一个前缀，只用数字：公示日期 8 位 + 主体序号 7 位 + 流水 3 位，共 18 位。参数，未经核实。

local function part(name, value, width)
  local text = tostring(value or '')
  if not match('^[0-9]+$', text) or string.len(text) > width then
    error(name .. '“' .. text .. '”不是至多 ' .. width
      .. ' 位的数字，不能编号；请规则管理员核对 numbering.large_model.lua', 0)
  end
  return string.rep('0', width - string.len(text)) .. text
end

numbering {
  series = 'large_model', title = '大模型备案编号', law = '本系统参数',
  prefix = '示例大模型', suffix = '号',
  reads = { 'organization.serial', 'issue.filed_on', 'issue.serial' },
  -- 不写 counter：一个单位的大模型备案一个流水。
  compose = function(facts)
    return part('公示日期', string.replace(facts.issue.filed_on, '-', ''), 8)
      .. part('主体序号', facts.organization.serial, 7) .. part('流水号', facts.issue.serial, 3)
  end,
  parse = function(text, prefix, suffix)
    local rest = string.replace(text, ' ', '')
    if string.starts(rest, prefix) then rest = string.sub(rest, string.len(prefix) + 1) end
    if string.ends(rest, suffix) then
      rest = string.sub(rest, 1, string.len(rest) - string.len(suffix))
    end
    if match('^[0-9]{18}$', rest) then return rest end
    return nil, '大模型备案编号应为 18 位数字，可带“' .. prefix .. '”和“' .. suffix .. '”'
  end,
}
