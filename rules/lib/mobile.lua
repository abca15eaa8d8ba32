-- 手机号：去掉空格、连字符、括号、点与 +86、0086、86 之后的 11 位。号段会变，只看第二位（更严的号段表未经核实，不用）。

local M = {}

function M.normal(text)
  local digits = string.fold(text) -- 不留空格，全角作半角，各种连字符作 -
  for _, gap in ipairs({ '-', '(', ')', '.' }) do digits = string.replace(digits, gap, '') end
  for _, code in ipairs({ '+86', '0086', '86' }) do
    if string.starts(digits, code) and string.len(digits) == 11 + string.len(code) then
      return string.sub(digits, string.len(code) + 1)
    end
  end
  return digits
end

function M.ok(text) return match('^1[3-9][0-9]{9}$', M.normal(text)) end

return M
