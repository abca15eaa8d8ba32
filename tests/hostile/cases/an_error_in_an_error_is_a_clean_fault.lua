-- ends: human
-- says: 错误信息必须是文字
error(error)
