-- 去向：按注册地和算法类别分派。注册地代码不认识也照样分派，由人处理。
-- 主体变更（如注册地）通过后，这个单位在办的和有效的各件按变更后的主体重新分派（follows；参数，未经核实）：
-- 有效的备案改由新的地区管辖，原地区仍看得到，不再办理。moved：公示中怎样写明迁移，日期由系统加在前面。
-- 当地没有人能看到的任务交到 nobody 写的地区，那里有人受理时才交（由谁兜底为参数，未经核实）。

local class_code = use('class_code')

routing {
  law = '算法推荐管理规定 25',
  reads = {
    'filing.kind', 'filing.data.basic.area', 'filing.data.basic.class',
    'filing.data.basic.subclass', 'organization.subject.data.basic.area',
  },
  nobody = '000000',
  follows = true,
  moved = '注册地由{from}变更为{to}',
  route = function(facts)
    local filing = facts.filing
    if filing.kind == 'subject' then
      return { area = filing.data.basic.area, class = '' }
    end
    local area = facts.organization.subject.data.basic.area
    if filing.kind ~= 'algorithm' then return { area = area, class = '' } end
    local class = class_code(filing.data.basic.class, filing.data.basic.subclass)
    return { area = area, class = class }
  end,
}
