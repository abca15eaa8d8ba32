-- 算法与产品的关联：勾选三层之一。服务提供者至少一项由表单的必填条件要求。

rule {
  id = 'coverage.supporter',
  title = '服务技术支持者不关联产品',
  law = '深度合成管理规定 19',
  since = '2023-01-10',
  severity = 'error',
  kinds = { 'algorithm' },
  reads = { 'filing.data.basic.class', 'filing.data.basic.role', 'filing.data.service.coverage' },
  check = function(facts, say)
    local data = facts.filing.data
    local coverage = data.service.coverage
    if data.basic.class == 'generation_synthesis' and data.basic.role == 'supporter'
      and coverage and #coverage > 0 then
      say.at('/service/coverage', '服务技术支持者不应勾选产品及功能', '请清空勾选，填写技术服务方式；若也以自有产品面向使用者，请另以服务提供者备案一次')
    end
  end,
}

local function by_id(list)
  local map = {}
  for _, entry in ipairs(list or {}) do
    if entry.id then map[entry.id] = entry end
  end
  return map
end

-- 产品多、勾选多时也只把每张表走一遍：known 记住走过的。
local function children(known, key, list)
  if not known[key] then known[key] = by_id(list) end
  return known[key]
end

-- 哪一层找不到。
local function missing_level(known, products, c)
  local product = children(known, '', products)[c.product]
  if not product then return '产品' end
  if not c.path then return nil end
  local path = children(known, c.product, product.paths)[c.path]
  if not path then return '功能访问路径' end
  if not c['function'] then return nil end
  local functions = children(known, c.product .. '/' .. c.path, path.functions)
  if not functions[c['function']] then return '功能' end
  return nil
end

rule {
  id = 'coverage.exists',
  title = '所勾选的产品、路径、功能应是本单位已填报的',
  law = '算法推荐管理规定 24.1',
  severity = 'error',
  kinds = { 'algorithm' },
  reads = { 'filing.data.service.coverage', 'products', 'organization.id' },
  check = function(facts, say)
    local coverage, products, known = facts.filing.data.service.coverage, facts.products, {}
    if not coverage or facts.organization.id == nil then return end
    for i, c in ipairs(coverage) do
      local level = missing_level(known, products, c)
      if level then
        say.at('/service/coverage/' .. (i - 1), '勾选的' .. level .. '不存在，可能已被删除',
          '请到“产品及功能信息”补充后重新勾选；草稿会保留')
      end
    end
  end,
}

-- 这一项，以及覆盖它的上层，各写成一个键。
local function keys_of(c)
  local keys = { c.product }
  if c.path then keys[2] = c.product .. '/' .. c.path end
  if c['function'] then keys[3] = keys[2] .. '/' .. c['function'] end
  return keys
end

rule {
  id = 'coverage.redundant',
  title = '勾选上层即已覆盖下层',
  law = '审核实践',
  severity = 'notice',
  kinds = { 'algorithm' },
  reads = { 'filing.data.service.coverage' },
  check = function(facts, say)
    local coverage, first = facts.filing.data.service.coverage or {}, {}
    for i, c in ipairs(coverage) do
      local keys = keys_of(c)
      local own = keys[#keys]
      first[own] = first[own] or i
    end
    for i, c in ipairs(coverage) do
      for _, key in ipairs(keys_of(c)) do
        if first[key] and first[key] ~= i then
          say.at('/service/coverage/' .. (i - 1), '这一项已被第 ' .. first[key] .. ' 项覆盖', '可删去这一项；不影响提交')
          break
        end
      end
    end
  end,
}
