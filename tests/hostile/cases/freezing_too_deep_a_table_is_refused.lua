-- ends: unloaded
-- says: 64 层
-- file: lib/x.lua
local t = {}
for i = 1, 100 do t = { t } end
return { deep = { bump = function() return t end } }
