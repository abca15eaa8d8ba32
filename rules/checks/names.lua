-- 算法名称在各处须一致：不一致是真实的退回原因。看上去一样、只是写法不同的，只提示。

local same = use('same')

local function differs(facts, section, field)
  local name, other = facts.filing.data.basic.name, facts.filing.data[section][field]
  if name and other and not same.is(name, other) then return name, other end
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
      say.at('/disclosure/name', '拟公示内容的算法名称“' .. other .. '”与基础属性的“' .. name .. '”不一致：'
        .. string.difference(other, name), '请改为逐字一致')
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
        '报告所载算法名称“' .. other .. '”与基础属性的“' .. name .. '”不一致：'
          .. string.difference(other, name),
        '请改正报告并重新签名盖章上传，或改正算法名称')
    end
  end,
}

rule {
  id = 'names.writing',
  title = '几处算法名称的写法宜一致',
  law = '审核实践',
  severity = 'notice',
  kinds = { 'algorithm' },
  reads = {
    'filing.data.basic.name', 'filing.data.disclosure.name',
    'filing.data.documents.report_algorithm_name',
  },
  check = function(facts, say)
    local data = facts.filing.data
    for _, it in ipairs({
      { '/disclosure/name', data.disclosure.name, '拟公示内容的算法名称' },
      { '/documents/report_algorithm_name', data.documents.report_algorithm_name, '报告所载算法名称' },
    }) do
      local how = data.basic.name and it[2] and same.writing(it[2], data.basic.name)
      if how then
        say.at(it[1], it[3] .. '与基础属性的只有写法不同，如括号的全角半角、空格、部首字符：' .. how,
          '不影响提交；公示后按看上去的样子都查得到')
      end
    end
  end,
}

rule {
  id = 'names.radical',
  title = '名称中不宜有部首字符',
  law = '审核实践',
  severity = 'notice',
  kinds = { 'algorithm' },
  reads = { 'filing.data.basic.name' },
  check = function(facts, say)
    local name = facts.filing.data.basic.name
    local groups = name and capture('([\\x{2E80}-\\x{2FD5}])', name)
    if groups then
      say.at('/basic/name', '算法名称中的“' .. groups[1] .. '”是部首字符，不是汉字“'
        .. string.fold(groups[1]) .. '”，多是从 PDF 复制而来', '请重新输入这个字；不影响提交')
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
