-- ends: human
-- says: 没有声明的位置
say.at('/' .. tostring(facts.filing.data.basic.name), '名称')
