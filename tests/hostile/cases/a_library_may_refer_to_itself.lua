-- ends: fine
-- file: lib/x.lua
local M = { deep = {} }
function M.one() return 1 end
function M.deep.bump() return M.one() + M.one() end
return M
