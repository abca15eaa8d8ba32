-- ends: human
-- says: join 的第一个参数
string.join(facts)
