-- ends: fine
assert(domain(string.rep('a', 60000)) == nil)
