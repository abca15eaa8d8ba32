-- ends: human
-- says: 参数不正确
day_text(0.5)
