-- ends: fine
local n = 9223372036854775807 assert(n + 1 < 0)
for i = n - 1, n do end
