-- ends: human
-- says: overflow
local f f = function(a, b) sort({ 1, 2 }, f) return true end f()
