-- 联系方式：有事要找得到人。算法安全责任人与注册账号的联系人用同一种写法。

local mobile, email = use('mobile'), use('email')

local function mobile_at(path, text, say)
  if text and not mobile.ok(text) then
    say.at(path, '手机号码不是 11 位大陆手机号', '请核对后重填，以 13 至 19 开头，可带 +86')
  end
end

local function email_at(path, text, say)
  if not text then return end
  local ok, why = email.check(text)
  if not ok then say.at(path, '电子邮箱格式不正确：' .. why, '请核对后重填，如 name@example.com') end
end

rule {
  id = 'identity.mobile',
  title = '手机号码应为 11 位大陆手机号',
  law = '审核实践',
  severity = 'error',
  kinds = { 'subject' },
  reads = { 'filing.data.security_officer.mobile' },
  check = function(facts, say)
    mobile_at('/security_officer/mobile', facts.filing.data.security_officer.mobile, say)
  end,
}

rule {
  id = 'identity.email',
  title = '电子邮箱格式应正确',
  law = '审核实践',
  severity = 'error',
  kinds = { 'subject' },
  reads = { 'filing.data.security_officer.email' },
  check = function(facts, say)
    email_at('/security_officer/email', facts.filing.data.security_officer.email, say)
  end,
}

rule {
  id = 'account.mobile',
  title = '注册联系人的手机号码应为 11 位大陆手机号',
  law = '审核实践',
  severity = 'error',
  kinds = { 'account' },
  reads = { 'filing.data.mobile' },
  check = function(facts, say) mobile_at('/mobile', facts.filing.data.mobile, say) end,
}

rule {
  id = 'account.email',
  title = '注册联系人的电子邮箱格式应正确',
  law = '审核实践',
  severity = 'error',
  kinds = { 'account' },
  reads = { 'filing.data.email' },
  check = function(facts, say) email_at('/email', facts.filing.data.email, say) end,
}
