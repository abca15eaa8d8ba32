-- ends: human
-- says: UTF-8
say.at('/basic/name', '名称', '\xff')
