-- ends: fine
assert(string.join(facts) == '' and #sort(facts) == 0)
