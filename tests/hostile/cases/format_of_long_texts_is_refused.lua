-- ends: human
-- says: 64 KiB
local s = string.rep('x', 60000) string.format('%s%s%s', s, s, s)
