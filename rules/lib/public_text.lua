-- 要公示的文字：各种表单里的名称，算法表单的“拟公示内容”（新增的字段也在其中），所关联产品的名称。
-- 变更的与首次备案一样看；注销不能改动已公示的文字，不看。

local M = {}

M.reads = {
  'filing.action', 'filing.data.basic.name', 'filing.data.disclosure', 'filing.data.name',
  'products',
}
M.kinds = { 'subject', 'algorithm', 'product' }

-- 逐一交给 look(位置, 文字)；没有填的、不是文字的不交。
function M.each(facts, look)
  if facts.filing.action == 'deregister' then return end
  local data = facts.filing.data
  if data.name then look('/name', data.name) end
  if data.basic.name then look('/basic/name', data.basic.name) end
  for name, text in pairs(data.disclosure or {}) do
    if type(text) == 'string' then look('/disclosure/' .. name, text) end
  end
  for i, product in ipairs(facts.products or {}) do
    if product.name then look('/products/' .. (i - 1) .. '/name', product.name) end
  end
end

return M
