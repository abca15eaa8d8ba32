-- 公示：登记簿上一条的内容。只读得到表单声明为公开的字段；类别、角色、区划写代码，名称由词表得来。
-- 主体通过初审后，单位名称、注册地以主体信息为准；信用代码由系统照主体表单的 code_at 取用，不公示。

-- 检索过滤类按子类公布。
local function type_code(basic)
  if basic.class == 'retrieval_filtering' and basic.subclass then return basic.subclass end
  return basic.class
end

-- 名称(形式)、名称(形式)；一个产品多处勾选只写一次。服务技术支持者写 --。
local function products_text(coverage, products)
  local wanted, names = {}, {}
  for _, c in ipairs(coverage or {}) do wanted[c.product] = true end
  for _, p in ipairs(products or {}) do
    if wanted[p.id] then
      table.insert(names, p.name .. '(' .. (label('service_form', p.service_form) or '其他') .. ')')
    end
  end
  return #names == 0 and '--' or table.concat(names, '、')
end

-- renamed：主体变更通过后名称与公示不同的，怎样写明，日期由系统加在前面（参数，未经核实）。
publication {
  law = '算法推荐管理规定 25',
  renamed = '主体名称由“{from}”变更为“{to}”',
  disclosure = 'disclosure', -- 算法表单的这一部分，其中公开的字段随之公示
  codes = {
    algorithm_type = { 'algorithm_class', 'algorithm_subclass' }, role = { 'role' },
    area = { 'province' },
  },
  reads = {
    'filing.data.basic.name', 'filing.data.basic.area', 'filing.data.basic.class',
    'filing.data.basic.subclass', 'filing.data.basic.role', 'filing.data.disclosure',
    'filing.data.service.coverage', 'organization.name', 'organization.subject.data.basic.name',
    'organization.subject.data.basic.area', 'products', 'issue.amended_on',
  },
  organization = function(facts)
    local basic = facts.filing.data.basic
    return { name = basic.name, area = basic.area }
  end,
  entry = function(facts)
    local data, subject = facts.filing.data, facts.organization.subject.data.basic
    local basic, disclosure = data.basic, data.disclosure or {}
    local role = basic.class == 'generation_synthesis' and basic.role or nil
    return {
      algorithm_name = basic.name,
      algorithm_type = type_code(basic),
      role = role or '',
      organization = subject.name or facts.organization.name,
      area = subject.area or '',
      products = role == 'supporter' and '--'
        or products_text(data.service.coverage, facts.products),
      purpose = disclosure.main_use or disclosure.purpose or '',
      note = facts.issue.amended_on and facts.issue.amended_on .. ' 变更' or '',
    }
  end,
}
