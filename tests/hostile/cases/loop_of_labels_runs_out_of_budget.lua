-- ends: budget
while true do label('colour', 'red') item('colour', 'red') end
