-- ends: fine
assert(select('#', select(5, 1, 2)) == 0)
