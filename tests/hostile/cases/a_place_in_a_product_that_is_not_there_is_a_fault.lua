-- ends: human
-- says: 没有声明的位置
local place = '/products/' .. 7
say.at(place, '名称')
