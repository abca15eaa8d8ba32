-- ends: human
-- says: arithmetic
local x = '1' + 1
