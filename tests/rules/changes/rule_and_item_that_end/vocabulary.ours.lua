item {
  list = 'service_form', code = 'public_account', ['until'] = '2027-01-01', reason = '不再单列',
}
