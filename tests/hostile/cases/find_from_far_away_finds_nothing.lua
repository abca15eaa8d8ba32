-- ends: fine
assert(string.find('x', 'y', 9223372036854775807) == nil)
