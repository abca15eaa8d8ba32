-- 角色只对生成合成类有意义，其他类一律按服务提供者对待；多填的不算错，只提醒不会采用。

rule {
  id = 'role.not_applicable',
  title = '与算法类型、角色无关的内容不予采用',
  law = '深度合成管理规定 19',
  since = '2023-01-10',
  severity = 'notice',
  kinds = { 'algorithm' },
  reads = {
    'filing.data.basic.class', 'filing.data.basic.subclass', 'filing.data.basic.role',
    'filing.data.service.service_methods', 'filing.data.service.technical_service',
  },
  check = function(facts, say)
    local basic, service = facts.filing.data.basic, facts.filing.data.service
    if not basic.class then return end
    local is_generation = basic.class == 'generation_synthesis'
    if basic.subclass and basic.class ~= 'retrieval_filtering' then
      say.at('/basic/subclass', '只有检索过滤类才分子类，此处所填不予采用', '可清空；不影响提交')
    end
    if basic.role and not is_generation then
      say.at('/basic/role', '只有生成合成类才填角色，此处所填不予采用', '可清空；不影响提交')
    end
    if is_generation and basic.role == 'supporter' then return end
    for _, name in ipairs({ 'service_methods', 'technical_service' }) do
      if service[name] then say.at('/service/' .. name, '只有服务技术支持者才填技术服务，此处所填不予采用', '可清空；不影响提交') end
    end
  end,
}
