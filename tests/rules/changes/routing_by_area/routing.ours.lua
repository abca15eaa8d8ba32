-- 计划单列市的备案不分区县，到市一级。
local class_code = use('class_code')
local OWN = { ['2102'] = true, ['3302'] = true, ['3502'] = true, ['3702'] = true, ['4403'] = true }

local function area_of(area)
  local city = string.sub(area or '', 1, 4)
  return OWN[city] and city .. '00' or area
end

routing {
  law = '算法推荐管理规定 25',
  reads = {
    'filing.data.basic.area', 'filing.data.basic.class', 'filing.data.basic.subclass',
    'filing.kind', 'organization.subject.data.basic.area',
  },
  route = function(facts)
    local basic = facts.filing.data.basic
    if facts.filing.kind == 'subject' then return { area = area_of(basic.area), class = '' } end
    return {
      area = area_of(facts.organization.subject.data.basic.area),
      class = class_code(basic.class, basic.subclass),
    }
  end,
}
