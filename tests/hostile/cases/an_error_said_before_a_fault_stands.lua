-- ends: answer
-- says: "verdict":"not_acceptable"
say.at('/basic/name', '名称不好') error('坏了')
