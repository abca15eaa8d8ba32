-- ends: human
-- says: 只读
-- file: lib/x.lua
local M = { deep = {}, n = 0 } function M.deep.bump() M.n = M.n + 1 end return M
