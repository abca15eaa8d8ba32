-- ends: human
-- says: UTF-8
say.at('/basic/\xff', '名称')
