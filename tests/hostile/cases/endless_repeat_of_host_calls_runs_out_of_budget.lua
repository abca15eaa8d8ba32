-- ends: budget
repeat local n = string.len('字') until n == 0
