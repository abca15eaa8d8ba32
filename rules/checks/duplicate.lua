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

rule {
  id = 'duplicate.subject_name',
  title = '主体名称与另一账号填报的主体相同',
  law = '审核实践',
  severity = 'warning',
  kinds = { 'subject' },
  reads = { 'filing.same_elsewhere' },
  check = function(facts, say)
    if (facts.filing.same_elsewhere or {}).name then
      say.at('/basic/name', '主体名称与另一账号在审或已通过的主体相同', '请确认本单位是否已有账号；确是不同单位同名的，审核时会核实')
    end
  end,
}

-- ---- 同一件备案里的 ---------------------------------------------------------------------------------

-- list 中写法不论、key 相同的，说后一个与第几个相同。
local function each_again(list, key, tell)
  local seen = {}
  for i, one in ipairs(list or {}) do
    local text = key(one)
    if text and seen[text] then
      tell(i - 1, seen[text])
    elseif text then
      seen[text] = i
    end
  end
end

rule {
  id = 'duplicate.product',
  title = '关联的产品中不应有名称、服务形式都相同的两个',
  law = '审核实践',
  severity = 'warning',
  kinds = { 'algorithm' },
  reads = { 'products' },
  check = function(facts, say)
    local function key(product)
      return product.name and string.fold(product.name) .. '/' .. (product.service_form or '')
    end
    each_again(facts.products, key, function(at, first)
      say.at('/products/' .. at .. '/name', '产品《' .. facts.products[at + 1].name .. '》与关联的第 '
        .. first .. ' 个产品同名，服务形式也相同', '公示时看来是同一个产品；同一产品只填一条，不同的请用名称区分')
    end)
  end,
}

local function name_of(one) return one.name and string.fold(one.name) end

rule {
  id = 'duplicate.list',
  title = '模型、训练数据集不应重复填写',
  law = '审核实践',
  severity = 'warning',
  kinds = { 'algorithm' },
  reads = { 'filing.data.model.models', 'filing.data.data.datasets' },
  check = function(facts, say)
    local data = facts.filing.data
    each_again(data.model.models, name_of, function(at, first)
      say.at('/model/models/' .. at .. '/name', '与第 ' .. first .. ' 个模型同名', '同一模型只填一条；版本不同的请写明版本')
    end)
    each_again(data.data.datasets, name_of, function(at, first)
      say.at('/data/datasets/' .. at .. '/name', '与第 ' .. first .. ' 个数据集同名', '同一数据集只填一条')
    end)
  end,
}
