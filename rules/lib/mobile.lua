-- 手机号：去掉空格、连字符与 +86、0086 之后的 11 位。号段会变，只看第二位（更严的号段表未经核实，不用）。

local M = {}

function M.normal(text)
  for _, gap in ipairs({ ' ', '-', string.char(0x3000) }) do
    text = string.replace(text, gap, '')
  end
  if string.starts(text, '+86') then return string.sub(text, 4) end
  if string.starts(text, '0086') then return string.sub(text, 5) end
  return text
end

function M.ok(text) return match('^1[3-9][0-9]{9}$', M.normal(text)) end

return M
