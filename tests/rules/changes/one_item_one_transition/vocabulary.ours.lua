item { list = 'service_form', code = 'wearable', label = '可穿戴设备', after = 'app', reason = '新的服务形式' }
