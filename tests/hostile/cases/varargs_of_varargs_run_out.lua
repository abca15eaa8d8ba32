-- ends: limit
local function f(...) return f(..., ...) end
f(1, 2, 3)
