-- ends: limit
-- file: lib/x.lua
local t = {}
for i = 1, 1e9 do t[i] = { {} } end
return { deep = { bump = function() return t end } }
