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

-- ---- 同一产品填了两条 ---------------------------------------------------------------------------------
-- 一个产品可以用于几件算法备案，但只填一条；名称相同而服务形式不同的，是两条。

-- 一个 APP、小程序一个备案号，网站的备案号可以共用。后缀 A 为 APP、X 为小程序，未经核实。
local OWN_LICENSE = 'icp备[0-9]+号-[0-9]+[ax]$'

-- 两个产品共有的、只属于一个应用的备案号。
local function shared_license(one, other)
  for _, mine in ipairs(one or {}) do
    if match(OWN_LICENSE, string.fold(mine)) then
      for _, theirs in ipairs(other or {}) do
        if alike.is(mine, theirs) then return mine end
      end
    end
  end
  return nil
end

rule {
  id = 'duplicate.product_twice',
  title = '同一产品不应填两条',
  law = '审核实践',
  severity = 'warning',
  kinds = { 'product' },
  reads = {
    'product.alike', 'filing.data.name', 'filing.data.service_form', 'filing.data.url',
    'filing.data.licenses',
  },
  check = function(facts, say)
    local data = facts.filing.data
    for _, other in ipairs(facts.product.alike or {}) do
      if data.service_form and other.service_form == data.service_form then
        local which = '与本单位已填的产品《' .. (other.name or '') .. '》'
        local license = shared_license(data.licenses, other.licenses)
        if data.name and other.name and alike.is(data.name, other.name) then
          say.at('/name', which .. '同名，服务形式也相同', '同一产品只填一条，几件算法备案都可以勾选它；不同的产品请用名称区分')
        elseif data.url and other.url and alike.is(data.url, other.url) then
          say.at('/url', which .. '访问地址相同，服务形式也相同', '同一产品只填一条，改名的请改原来那条；地址填错的请改正')
        elseif license then
          say.at('/licenses', which .. '填了同一个备案号“' .. license .. '”，服务形式也相同',
            '一个应用一个备案号：同一产品只填一条，填错的请改正')
        end
      end
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
