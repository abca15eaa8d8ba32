-- ends: human
-- says: 键
for k in pairs({ [1.5] = 1 }) do end
