-- 未登录的试算看不到数据库里的东西，要说明白。

rule {
  id = 'scope.anonymous',
  title = '未登录时只核对表单本身',
  law = '本系统参数',
  severity = 'notice',
  kinds = { 'subject', 'product', 'algorithm' },
  reads = { 'organization.id' },
  check = function(facts, say)
    if facts.organization.id == nil then
      say.at('', '未登录：附件、产品与主体信息未作核对', '登录并填报后，提交前会再核对一次')
    end
  end,
}
