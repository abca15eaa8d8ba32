-- ends: human
-- says: 没有文件
use('../../etc/passwd')
