-- 等级随任务保存；高的到资深组。
local class_code = use('class_code')

routing {
  law = '算法推荐管理规定 25',
  reads = {
    'derived.risk', 'filing.data.basic.area', 'filing.data.basic.class',
    'filing.data.basic.subclass', 'filing.kind', 'organization.subject.data.basic.area',
  },
  route = function(facts)
    local basic = facts.filing.data.basic
    if facts.filing.kind == 'subject' then return { area = basic.area, class = '' } end
    local risk = facts.derived.risk
    return {
      area = facts.organization.subject.data.basic.area, grade = risk,
      class = class_code(basic.class, basic.subclass), pool = risk == 'high' and 'senior' or nil,
    }
  end,
}
