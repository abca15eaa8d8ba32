-- ends: human
for k in pairs(facts) do end
