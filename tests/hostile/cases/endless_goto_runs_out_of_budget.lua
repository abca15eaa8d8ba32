-- ends: budget
::again:: goto again
