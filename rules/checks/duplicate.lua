-- 同样的名称、同样的内容备案两次：多是误填或照抄，只提醒，由审核核实。

local alike = use('same')

local LIVE = { review = '正在审核', in_force = '已经备案' }

rule {
  id = 'duplicate.own',
  title = '本单位不应有同名或内容相同的两件备案',
  law = '审核实践',
  severity = 'warning',
  kinds = { 'algorithm' },
  reads = { 'filing.kind', 'filing.data.basic.name', 'organization.filings' },
  check = function(facts, say)
    local name = facts.filing.data.basic.name
    for _, other in ipairs(facts.organization.filings or {}) do
      local standing = other.kind == facts.filing.kind and LIVE[other.standing]
      local is_same_name = name and alike.is(other.name or '', name)
      local same = (is_same_name and '同名') or (other.same_text and '内容相同')
      if standing and same then
        local many = (other.n or 1) > 1 and '有 ' .. other.n .. ' 件' or '已有一件'
        say.at('/basic/name', '本单位' .. many .. same .. '的备案' .. standing
          .. '：《' .. other.name .. '》' .. (other.number and '（' .. other.number .. '）' or ''),
          '同一算法只备案一次；确是两个算法的，请用名称和内容加以区分，如加 -1、-2')
      end
    end
  end,
}

rule {
  id = 'duplicate.elsewhere',
  title = '与其他单位的备案同名或内容相同',
  law = '审核实践',
  severity = 'warning',
  kinds = { 'algorithm' },
  reads = { 'filing.same_elsewhere' },
  check = function(facts, say)
    local same = facts.filing.same_elsewhere or {}
    if same.text then
      say.at('', '说明文字与其他单位的一件备案完全相同', '请按本单位算法的实际情况填写，照抄模板或他人的多会被退回')
    end
    if same.name then
      say.at('/basic/name', '算法名称与其他单位的一件备案相同', '惯例写作“主体或产品名＋场景＋类型＋算法”，请加以区分')
    end
  end,
}
