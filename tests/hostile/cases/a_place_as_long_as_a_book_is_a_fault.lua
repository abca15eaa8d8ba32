-- ends: human
-- says: 没有声明的位置
local place = '/basic/name' .. string.rep('/0', 30000)
say.at(place, '名称')
