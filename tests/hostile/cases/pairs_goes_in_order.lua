-- ends: fine
local s = ''
for k in pairs({ b = 1, [2] = 1, a = 1, [1] = 1, ['10'] = 1 }) do s = s .. k .. ' ' end
assert(s == '1 2 10 a b ')
