-- ends: human
-- says: 只读
-- file: lib/x.lua
local seen = {}
return { deep = { bump = function() seen[#seen + 1] = 1 end } }
