-- ends: fine
local t = { a = 1, b = 2, c = 3 }
for k in pairs(t) do t.a, t.b, t.c = nil, nil, nil end
