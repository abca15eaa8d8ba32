-- 大模型备案的公示：模型名称写在登记簿的“算法名称”一栏，类别取大模型类别。

publication {
  kinds = { 'large_model' }, law = '生成式人工智能服务管理暂行办法 17',
  disclosure = 'disclosure',
  codes = { algorithm_type = { 'large_model_class' } },
  reads = {
    'filing.data.basic.name', 'filing.data.basic.class', 'filing.data.disclosure',
    'organization.name', 'organization.subject.data.basic.name',
    'organization.subject.data.basic.area',
  },
  entry = function(facts)
    local basic, disclosure = facts.filing.data.basic, facts.filing.data.disclosure
    local subject = facts.organization.subject.data.basic
    return {
      algorithm_name = basic.name, algorithm_type = basic.class, area = subject.area,
      organization = subject.name or facts.organization.name, products = '--',
      purpose = disclosure.purpose, note = '大模型备案',
    }
  end,
}
