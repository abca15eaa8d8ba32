-- ends: human
-- says: say.at
say.at('', 1)
