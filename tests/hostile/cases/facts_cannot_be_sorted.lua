-- ends: human
-- says: sort 的第一个参数
sort(facts)
