-- ends: human
-- says: 只读
table.insert = nil
