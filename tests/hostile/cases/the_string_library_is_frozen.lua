-- ends: human
-- says: 只读
string.len = nil
