-- 服务技术支持者另交一份技术支持说明。
amend {
  kind = 'algorithm', section = 'documents', after = 'self_assessment',
  field {
    name = 'support_report', label = '技术支持说明', type = 'attachment',
    accept = { 'application/pdf' }, max_bytes = limits.document_max_bytes,
    visibility = 'reviewer', law = '本系统参数', help = '写明向哪些单位、以何种接口提供，PDF。',
    required_when = when('生成合成类的服务技术支持者须交', {
      ['basic.class'] = 'generation_synthesis', ['basic.role'] = 'supporter',
    }),
  },
}
