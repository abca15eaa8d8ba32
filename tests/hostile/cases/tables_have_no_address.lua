-- ends: fine
assert(tostring({}) == 'table' and tostring(facts) == 'table' and tostring(say) == 'table')
