-- 要公示的文字：各种表单里的名称，和算法表单的“拟公示内容”（这一部分新增的字段也在其中）。

local M = {}

M.reads = { 'filing.data.basic.name', 'filing.data.disclosure', 'filing.data.name' }
M.kinds = { 'subject', 'algorithm', 'product' }

-- 逐一交给 look(位置, 文字)；没有填的、不是文字的不交。
function M.each(facts, look)
  local data = facts.filing.data
  if data.name then look('/name', data.name) end
  if data.basic.name then look('/basic/name', data.basic.name) end
  for name, text in pairs(data.disclosure or {}) do
    if type(text) == 'string' then look('/disclosure/' .. name, text) end
  end
end

return M
