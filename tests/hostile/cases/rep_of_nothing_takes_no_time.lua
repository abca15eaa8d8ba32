-- ends: fine
string.rep('', 10000000000)
