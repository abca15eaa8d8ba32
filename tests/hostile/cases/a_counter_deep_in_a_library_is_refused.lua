-- ends: unloaded
-- says: 局部变量
-- file: lib/x.lua
local n = 0 return { deep = { bump = function() n = n + 1 end } }
