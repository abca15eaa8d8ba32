-- ends: answer
-- says: 意见共 50000 条
for i = 1, 50000 do say.at('', '洪水') end
