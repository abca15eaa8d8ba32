-- 试验用：停用一条，改两条的轻重。
off { rule = 'identity.organization_code', reason = '本地不核对第九至十七位' }
severity { rule = 'deadline.first_filing', severity = 'error', reason = '本地逾期不受理' }
severity { rule = 'names.disclosure', severity = 'notice', reason = '本地放宽' }
