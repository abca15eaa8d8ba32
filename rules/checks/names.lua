-- 算法名称在各处须逐字一致：不一致是真实的退回原因。

local function differs(facts, section, field)
  local name, other = facts.filing.data.basic.name, facts.filing.data[section][field]
  if name and other and name ~= other then return name, other end
  return nil
end

rule {
  id = 'names.disclosure',
  title = '拟公示内容的算法名称应与基础属性一致',
  law = '算法推荐管理规定 16；审核实践',
  severity = 'error',
  kinds = { 'algorithm' },
  reads = { 'filing.data.basic.name', 'filing.data.disclosure.name' },
  check = function(facts, say)
    local name, other = differs(facts, 'disclosure', 'name')
    if name then
      say.at('/disclosure/name', '拟公示内容的算法名称“' .. other .. '”与基础属性的“' .. name .. '”不一致',
        '请改为逐字一致，注意括号、连字符的全角与半角')
    end
  end,
}

rule {
  id = 'names.report',
  title = '自评估报告的算法名称应与基础属性一致',
  law = '审核实践',
  severity = 'error',
  kinds = { 'algorithm' },
  reads = { 'filing.data.basic.name', 'filing.data.documents.report_algorithm_name' },
  check = function(facts, say)
    local name, other = differs(facts, 'documents', 'report_algorithm_name')
    if name then
      say.at('/documents/report_algorithm_name',
        '报告所载算法名称“' .. other .. '”与基础属性的“' .. name .. '”不一致',
        '请改正报告并重新签名盖章上传，或改正算法名称')
    end
  end,
}

rule {
  id = 'names.style',
  title = '算法名称宜以“算法”结尾',
  law = '审核实践',
  severity = 'notice',
  kinds = { 'algorithm' },
  reads = { 'filing.data.basic.name' },
  check = function(facts, say)
    local name = facts.filing.data.basic.name
    if name and not match('算法(-[0-9]{1,2})?$', name) then
      say.at('/basic/name', '算法名称没有以“算法”结尾', '惯例写作“主体或产品名＋场景＋类型＋算法”，同名多个加 -1、-2；不影响提交')
    end
  end,
}
