-- ends: fine
assert(string.rep('x', -9223372036854775807) == '')
