-- ends: human
-- says: 只读
say.at = nil
