-- ends: answer
-- says: 意见共 100000 条
for i = 1, 100000 do say.at('', '洪水') end
