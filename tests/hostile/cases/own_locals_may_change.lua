-- ends: fine
local n = 0 local function f() n = n + 1 end f() f() assert(n == 2)
