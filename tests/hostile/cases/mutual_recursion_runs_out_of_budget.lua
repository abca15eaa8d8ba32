-- ends: limit
local f, g
f = function(n) return 1 + g(n) end
g = function(n) return 1 + f(n) end
f(1)
