-- ends: budget
local t = {}
for i = 1, 249 do t[i] = i end
local function f(...) while true do math.max(...) end end
f(table.unpack(t))
