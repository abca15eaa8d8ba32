pool { code = 'senior', label = '资深组' }
