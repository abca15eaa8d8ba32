-- ends: human
-- says: 参数不对
day_text(0.5)
