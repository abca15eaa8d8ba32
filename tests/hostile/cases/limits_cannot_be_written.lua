-- ends: human
-- says: 只读
limits.name_max = 1
