amend {
  kind = 'algorithm', section = 'documents', after = 'self_assessment',
  field {
    name = 'demo_video', label = '演示视频', type = 'attachment', accept = { 'video/webm' },
    max_bytes = limits.document_max_bytes, required = false, visibility = 'reviewer',
    law = '本系统参数', help = '演示算法的使用过程，MP4。',
  },
}
