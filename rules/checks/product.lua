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
    if data.service_form == 'website' and data.url and not match('^https?://\\S+$', data.url) then
      say.at('/url', '服务形式为网站，而访问地址不是网址', '请填以 http:// 或 https:// 开头的地址')
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
