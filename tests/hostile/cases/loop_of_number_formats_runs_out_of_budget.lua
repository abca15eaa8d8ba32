-- ends: budget
while true do string.format('%.9f%.9f%.9f%.9f', 1.7e308, -1.7e308, 5e-324, 1.7e308) end
