-- ends: budget
while true do end
