local class_code = use('class_code')

local function least_busy(workload)
  local least
  for _, one in ipairs(workload) do
    if one.reviewers > 0 and (not least or one.tasks < least.tasks) then least = one end
  end
  return least and least.pool
end

routing {
  law = '算法推荐管理规定 25',
  reads = {
    'filing.data.basic.area', 'filing.data.basic.class', 'filing.data.basic.subclass',
    'filing.kind', 'organization.subject.data.basic.area', 'workload',
  },
  route = function(facts)
    local basic, pool = facts.filing.data.basic, least_busy(facts.workload)
    if facts.filing.kind == 'subject' then return { area = basic.area, class = '', pool = pool } end
    return {
      area = facts.organization.subject.data.basic.area, pool = pool,
      class = class_code(basic.class, basic.subclass),
    }
  end,
}
