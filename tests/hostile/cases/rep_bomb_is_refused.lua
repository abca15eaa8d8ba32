-- ends: human
-- says: 64 KiB
string.rep('x', 1e10)
