-- ends: fine
assert(match('a(?C1)b', 'ab'))
