-- ends: fine
assert(string.byte('x', -9223372036854775807 - 1) == nil)
