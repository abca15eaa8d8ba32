-- 产品及功能信息。

rule {
  id = 'product.active_users',
  title = '日活跃用户数不应多于月活跃用户数',
  law = '审核实践',
  severity = 'warning',
  kinds = { 'product' },
  reads = { 'filing.data.daily_active', 'filing.data.monthly_active' },
  check = function(facts, say)
    local daily, monthly = facts.filing.data.daily_active, facts.filing.data.monthly_active
    if daily and monthly and daily > monthly then
      say.at('/daily_active', '日活跃用户数多于月活跃用户数', '请核对两个数字的统计口径，改正填错的一个')
    end
  end,
}

rule {
  id = 'product.website_url',
  title = '网站的访问地址应为网址',
  law = '审核实践',
  severity = 'warning',
  kinds = { 'product' },
  reads = { 'filing.data.service_form', 'filing.data.url' },
  check = function(facts, say)
    local data = facts.filing.data
    if data.service_form == 'website' and data.url then
      local host, why = url(data.url)
      if not host then
        say.at('/url', '服务形式为网站，而访问地址不是网址：' .. why, '请填以 http:// 或 https:// 开头的地址')
      end
    end
  end,
}

rule {
  id = 'product.duplicate_path',
  title = '同一产品下不应有两条相同的功能访问路径',
  law = '审核实践',
  severity = 'warning',
  kinds = { 'product' },
  reads = { 'filing.data.paths' },
  check = function(facts, say)
    local seen = {}
    for i, path in ipairs(facts.filing.data.paths or {}) do
      local key = table.concat(path.steps or {}, ' > ')
      if key ~= '' and seen[key] then
        say.at('/paths/' .. (i - 1) .. '/steps', '这条访问路径与第 ' .. seen[key] .. ' 条相同',
          '请把功能合并到同一条路径下')
      else
        seen[key] = i
      end
    end
  end,
}

-- ---- 已备案的产品有改动 ------------------------------------------------------------------------------

local compare = use('filed_product')
local working_days = use('working_days')

local function title_of(filed)
  local title = '《' .. (filed.title or '') .. '》'
  if filed.standing ~= 'in_force' then return title .. '提交之后，' end
  return title .. (filed.number and '（' .. filed.number .. '）' or '') .. '备案之后，'
end

-- 备案有效的，自改动之日起数变更期限；在审的，以提交时的内容为准。
local function what_to_do(filed)
  if filed.standing ~= 'in_force' then
    return '审核以提交时的内容为准；要按改动后的内容备案，请在撤回或退回补正后重新提交，或在备案后办理变更'
  end
  local due = working_days.after(filed.changed_on, limits.change_days)
  return '属须办理变更的情形：请自改动之日 ' .. filed.changed_on .. ' 起 ' .. limits.change_days
    .. ' 个工作日内' .. (due and '（至 ' .. due.due_on .. '）' or '') .. '办理变更备案'
end

-- is_wording：只看文字的改动，还是只看其余的。
local function each_change(facts, say, is_wording)
  for _, filed in ipairs(facts.product.filed or {}) do
    compare(filed, facts.product.tree, function(at, text, only_words)
      if (only_words == true and not limits.filed_wording_is_change) == is_wording then
        say.at(at, title_of(filed) .. text,
          is_wording and '文字的改动请保持与所备案的一致；实质有变的，请办理变更备案' or what_to_do(filed))
      end
    end)
  end
end

rule {
  id = 'product.filed_change',
  title = '已备案产品的改动须办理变更',
  law = '算法推荐管理规定 24.2',
  since = '2022-03-01',
  severity = 'warning',
  kinds = { 'product' },
  reads = { 'product.filed', 'product.tree' },
  check = function(facts, say) each_change(facts, say, false) end,
}

rule {
  id = 'product.filed_wording',
  title = '已备案产品的文字改动',
  law = '本系统参数',
  severity = 'notice',
  kinds = { 'product' },
  reads = { 'product.filed', 'product.tree' },
  check = function(facts, say) each_change(facts, say, true) end,
}
