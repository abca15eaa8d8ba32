-- ends: fine
assert(match('(?:)*', string.rep('a', 60000)))
