-- ends: human
-- says: 远
error('远', 1000000)
