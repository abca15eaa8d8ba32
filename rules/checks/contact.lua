-- 算法安全责任人的联系方式：有事要找得到人。

local mobile = use('mobile')

rule {
  id = 'identity.mobile',
  title = '手机号码应为 11 位大陆手机号',
  law = '审核实践',
  severity = 'error',
  kinds = { 'subject' },
  reads = { 'filing.data.security_officer.mobile' },
  check = function(facts, say)
    local text = facts.filing.data.security_officer.mobile
    if text and not mobile.ok(text) then
      say.at('/security_officer/mobile', '手机号码不对', '请填 11 位大陆手机号，以 13 至 19 开头，可带 +86')
    end
  end,
}

rule {
  id = 'identity.email',
  title = '电子邮箱应写法完整',
  law = '审核实践',
  severity = 'error',
  kinds = { 'subject' },
  reads = { 'filing.data.security_officer.email' },
  check = function(facts, say)
    local text = facts.filing.data.security_officer.email
    if not text then return end
    local groups = capture('^[A-Za-z0-9.!#$%&\'*+/=?^_`{|}~-]{1,64}@([^@\\s]+)$', text)
    if not groups or not domain(groups[1]) then
      say.at('/security_officer/email', '电子邮箱写法不对', '请核对，如 name@example.com')
    end
  end,
}
