-- 电子邮箱：一个 @，前面是常用字符，后面是能成立的域名。

local M = {}

function M.ok(text)
  local groups = capture('^[A-Za-z0-9.!#$%&\'*+/=?^_`{|}~-]{1,64}@([^@\\s]+)$', text)
  return groups and domain(groups[1]) and true or false
end

return M
