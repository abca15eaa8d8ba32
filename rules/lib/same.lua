-- 两段文字在人看来是否一样：全角半角、括号、连字符、大小写、空格、部首字符、看不见的字符不算不同（string.fold）。

local M = {}

function M.is(one, other) return one == other or string.fold(one) == string.fold(other) end

-- 看来一样而写法不同的，哪里不同；nil：一字不差，或根本不同。
function M.writing(one, other)
  if one == other or not M.is(one, other) then return nil end
  return string.difference(one, other)
end

return M
