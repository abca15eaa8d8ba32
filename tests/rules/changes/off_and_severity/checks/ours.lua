off { rule = 'identity.organization_code', reason = '不核对第九至十七位' }
severity { rule = 'deadline.first_filing', severity = 'error', reason = '本省逾期不受理' }
