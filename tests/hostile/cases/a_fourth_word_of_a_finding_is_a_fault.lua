-- ends: human
-- says: say.at 只有位置、说明、建议三项
say.at('/basic/name', '名称过短', '请写全', 'The name is too short')
