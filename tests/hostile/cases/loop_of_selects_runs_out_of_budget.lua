-- ends: budget
local t = {}
for i = 1, 249 do t[i] = i end
local function f(...) while true do select(2, ...) end end
f(table.unpack(t))
