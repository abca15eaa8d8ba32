-- ends: limit
local function f(t) for _, x in ipairs(t) do f(t) end end
f({ 1 })
