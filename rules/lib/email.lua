-- 电子邮箱：一个 @，前面是常用字符，后面是能成立的域名。

local M = {}

-- → true，或 false 与说明。
function M.check(text)
  local groups = capture('^([^@\\s]+)@([^@\\s]+)$', text)
  if not groups then return false, '应有且只有一个“@”，前后都不能空，也不能有空格' end
  local name, host = groups[1], groups[2]
  if not match('^[A-Za-z0-9.!#$%&\'*+/=?^_`{|}~-]{1,64}$', name) then
    return false, '“@”之前只能用字母、数字和 . _ - + 等符号'
  end
  if match('^\\.|\\.$|\\.\\.', name) then return false, '“@”之前不能以点开头、结尾，或有连续的点' end
  local ascii, why = domain(host)
  if not ascii then return false, '“@”之后' .. (why or '不是域名') end
  return true
end

return M
