-- ends: human
-- says: say.at
say.at('', {})
