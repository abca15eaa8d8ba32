-- 算法主体信息。先提交主体与两份文件，资质初审通过后才能填报产品与算法。
-- 字段名称取自公开资料；类型、字数、选项未见官方限制，均为设计取值（参数，未经核实）。

local PDF, JPG, PNG = 'application/pdf', 'image/jpeg', 'image/png'
local DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'

-- 示例：虚构的单位，各号码只为能通过校验位。
local NAME = '示例科技（北京）有限公司'

form {
  kind = 'subject',
  title = '算法主体信息',
  layout = 'sections',
  -- 系统自己要读的几处：列表中的简称；查重用的统一社会信用代码；注册地，规则出错时按它派给审核人员。
  title_at = '/basic/name',
  code_at = '/basic/credit_code',
  area_at = '/basic/area',
  law = '算法推荐管理规定 24.1',
  steps = {
    { id = 'entity', title = '主体与证件', help = '与营业执照等证件一致，备案服务网站与 ICP 备案一致。' },
    { id = 'people', title = '负责人', help = '法定代表人或负责人，以及算法安全责任人。个人信息只供审核使用。' },
    { id = 'documents', title = '承诺书与制度文件', help = '下载模板，填写、盖章后扫描上传。' },
    { id = 'confirm', title = '确认提交', help = '确认填报信息无误后，勾选承诺并提交。' },
  },

  section {
    id = 'change', title = '变更情况', step = 'entity', law = '算法推荐管理规定 24.2',
    actions = { 'change' }, help = '其余各部分已填入现行有效的内容，请直接改成变更后的。',
    field {
      name = 'changed_on', label = '变更之日', type = 'date', required = true, visibility = 'reviewer',
      help = '主体信息发生变更的那一日，十个工作日的期限由此起算；有几处的，写最早的一日。', example = '2026-11-20',
    },
    field {
      name = 'summary', label = '变更说明', type = 'long_text', max = limits.text_max,
      required = true, visibility = 'reviewer', help = '变更了什么、因何变更。',
      example = '注册地迁至上海市浦东新区。',
    },
  },

  section {
    id = 'basic', title = '主体基本信息', step = 'entity', law = '算法推荐管理规定 24.1',
    help = '与营业执照等证件一致。注册地决定受理的网信部门和备案编号前六位。',
    field {
      name = 'name', label = '主体名称', type = 'text', max = limits.name_max,
      required = true, visibility = 'public',
      help = '与主体证件上的名称逐字一致。', example = NAME,
    },
    field {
      name = 'credit_code', label = '统一社会信用代码', type = 'text', format = 'code', min = 18, max = 18,
      required = true, visibility = 'reviewer',
      help = '18 位，照证件填写，字母大小写均可，不含 I、O、S、V、Z。', example = '91110108MA0000EX6A',
      fixed = true, -- 换了代码即是另一主体；不能变更是参数，未经核实
      law = 'GB 32100-2015',
    },
    field {
      name = 'entity_type', label = '主体类型', type = 'choice', choices = 'entity_type',
      required = true, visibility = 'reviewer',
      help = '按证件类型选择；事业单位、党政机关同样需要备案。', example = 'enterprise',
    },
    field {
      name = 'area', label = '注册地', type = 'text', widget = 'area', min = 6, max = 6,
      pattern = '^[0-9]{6}$', pattern_hint = '应为 6 位数字的县级行政区划代码',
      required = true, visibility = 'public', law = 'GB/T 2260',
      help = '注册地的 6 位县级行政区划代码，如海淀区为 110108。以注册地为准，不以信用代码登记机关为准。', example = '110108',
    },
    field {
      name = 'address', label = '详细地址', type = 'text', max = limits.line_max,
      required = true, visibility = 'reviewer',
      help = '实际办公地址，写到门牌号。', example = '北京市海淀区示例路 1 号示例大厦 8 层',
    },
  },

  section {
    id = 'website', title = '备案服务网站', step = 'entity', law = '算法推荐管理规定 24.1',
    help = '提供服务的网站。ICP 备案主体应与填报主体一致，不一致是常见的退回原因。',
    field {
      name = 'name', label = '网站名称', type = 'text', max = limits.name_max,
      required = true, visibility = 'reviewer',
      help = '备案服务网站的名称，与 ICP 备案登记一致。', example = '示例科技官网',
    },
    field {
      name = 'url', label = '网址', type = 'text', format = 'uri', max = limits.line_max,
      required = true, visibility = 'reviewer',
      help = '以 http:// 或 https:// 开头的首页地址。', example = 'https://www.example.com/',
    },
    field {
      name = 'domain', label = '域名', type = 'text', format = 'code', max = 253,
      required = true, visibility = 'reviewer',
      help = '网站域名，不含协议与路径；可填中文域名。', example = 'www.example.com',
    },
    field {
      name = 'icp_number', label = 'ICP 备案号', type = 'text', format = 'code', max = 40,
      required = true, visibility = 'reviewer', law = '审核实践',
      help = '网站的 ICP 备案号，如 京ICP备2021000000号-1；网站号带“-数字”。', example = '京ICP备2021000000号-1',
    },
    field {
      name = 'icp_holder', label = 'ICP 备案主体', type = 'text', max = limits.name_max,
      required = true, visibility = 'reviewer', law = '审核实践',
      help = 'ICP 备案登记的主办单位名称，应与主体名称一致。', example = NAME,
    },
    field {
      name = 'visits', label = '访问量', type = 'choice', choices = 'visit_band',
      required = true, visibility = 'reviewer',
      help = '最近一个自然月的访问次数所在的档。', example = 'from_100k', law = '算法推荐管理规定 23',
    },
    field {
      name = 'monthly_active', label = '月活跃用户数', type = 'integer', min = 0, max = 2000000000,
      unit = '人',
      required = true, visibility = 'reviewer',
      help = '最近一个自然月的去重用户数；尚无用户填 0。', example = 80000, law = '算法推荐管理规定 23',
    },
    field {
      name = 'traffic_note', label = '访问量说明', type = 'text', max = limits.line_max,
      required = false, visibility = 'reviewer',
      help = '统计口径、日均访问次数等，没有可不填。', example = '用户数按登录用户去重统计，日均访问约 2 万次', law = '算法推荐管理规定 23',
    },
  },

  section {
    id = 'certificate', title = '证件信息', step = 'entity', law = '审核实践',
    help = '营业执照等主体证件。上传彩色扫描件。',
    field {
      name = 'type', label = '主体证件类型', type = 'choice', choices = 'certificate_type',
      required = true, visibility = 'reviewer',
      help = '与所上传的证件一致。', example = 'business_license',
    },
    field {
      name = 'name', label = '证件名称', type = 'text', max = limits.name_max,
      required = true, visibility = 'reviewer',
      help = '证件上所载的单位名称，与主体名称逐字一致。', example = NAME,
    },
    field {
      name = 'address', label = '证件地址（住所）', type = 'text', max = limits.line_max,
      required = true, visibility = 'reviewer',
      help = '照证件上的住所填写。', example = '北京市海淀区示例路 1 号示例大厦 8 层 801',
    },
    field {
      name = 'long_term', label = '长期有效', type = 'boolean',
      required = true, visibility = 'reviewer',
      help = '证件有效期为“长期”的选是。', example = false,
    },
    field {
      name = 'valid_until', label = '证件有效期至', type = 'date',
      visibility = 'reviewer', example = '2099-12-31',
      required_when = when('证件不是长期有效时必填', { ['long_term'] = false }),
      help = '证件所载的到期日；长期有效的不填此项，“长期有效”选是。',
    },
    field {
      name = 'scan', label = '证件扫描件', type = 'attachment', accept = { PDF, JPG, PNG },
      max_bytes = limits.document_max_bytes,
      required = true, visibility = 'reviewer', help = '彩色扫描件，清晰、完整、在有效期内。',
    },
  },

  section {
    id = 'legal_representative', title = '法定代表人信息', step = 'people', law = '审核实践',
    help = '法定代表人或负责人。个人信息只供审核使用，不公示。',
    field {
      name = 'name', label = '法定代表人姓名', type = 'text', max = 50,
      required = true, visibility = 'reviewer',
      help = '与证件一致。', example = '示例甲',
    },
    field {
      name = 'document_type', label = '法定代表人证件类型', type = 'choice', choices = 'id_document',
      required = true, visibility = 'reviewer',
      help = '按所持证件选择。', example = 'resident_id',
    },
    field {
      name = 'document_number', label = '法定代表人证件号码', type = 'text', format = 'code', max = 30,
      required = true, visibility = 'reviewer', mask = 'identity', law = 'GB 11643-1999',
      help = '照证件填写；身份证末位为 X 的大小写均可。', example = '11010519491231002X',
    },
    field {
      name = 'document_image', label = '法定代表人证件影像', type = 'attachment', accept = { JPG, PNG },
      max_bytes = limits.image_max_bytes,
      required = true, visibility = 'reviewer', help = '正反面放在同一张图片上，JPG 或 PNG，不超过 2 MB，建议 300 dpi。',
    },
  },

  section {
    id = 'security_officer', title = '算法安全责任人信息', step = 'people', law = '算法推荐管理规定 7',
    help = '本单位负责算法安全的人员，审核中有事会联系此人。',
    field {
      name = 'name', label = '责任人姓名', type = 'text', max = 50,
      required = true, visibility = 'reviewer', help = '与证件一致。', example = '示例乙',
    },
    field {
      name = 'position', label = '职务', type = 'text', max = 50,
      required = false, visibility = 'reviewer',
      help = '在本单位的职务。', example = '算法安全负责人',
    },
    field {
      name = 'document_type', label = '责任人证件类型', type = 'choice', choices = 'id_document',
      required = true, visibility = 'reviewer',
      help = '按所持证件选择。', example = 'resident_id',
    },
    field {
      name = 'document_number', label = '责任人证件号码', type = 'text', format = 'code', max = 30,
      required = true, visibility = 'reviewer', mask = 'identity', law = 'GB 11643-1999',
      help = '照证件填写；身份证末位为 X 的大小写均可。', example = '440524188001010014',
    },
    field {
      name = 'document_image', label = '责任人证件影像', type = 'attachment', accept = { JPG, PNG },
      max_bytes = limits.image_max_bytes,
      required = true, visibility = 'reviewer', help = '正反面放在同一张图片上，JPG 或 PNG，不超过 2 MB，建议 300 dpi。',
    },
    field {
      name = 'mobile', label = '责任人手机号码', type = 'text', format = 'code', max = 30,
      required = true, visibility = 'reviewer', mask = 'mobile',
      help = '大陆手机号，11 位，可带 +86。', example = '13800138000',
    },
    field {
      name = 'email', label = '责任人电子邮箱', type = 'text', format = 'email', max = 100,
      required = true, visibility = 'reviewer', mask = 'email',
      help = '能及时收到通知的邮箱。', example = 'officer@example.com',
    },
    field {
      name = 'work_proof', label = '工作证明', type = 'attachment', accept = { PDF, JPG, PNG },
      max_bytes = limits.document_max_bytes,
      required = true, visibility = 'reviewer', help = '单独一份加盖公章的在职证明。',
    },
  },

  section {
    id = 'attachments', title = '附件', step = 'documents', law = '算法推荐管理规定 7',
    help = '下载模板，填写并加盖公章后扫描上传。',
    field {
      name = 'commitment', label = '算法备案承诺书', type = 'attachment', accept = { PDF },
      max_bytes = limits.document_max_bytes,
      required = true, visibility = 'reviewer', help = '《算法备案承诺书》盖章扫描件，PDF。',
    },
    field {
      name = 'responsibility', label = '落实算法安全主体责任基本情况', type = 'attachment',
      accept = { PDF, DOCX }, max_bytes = limits.document_max_bytes,
      required = true, visibility = 'reviewer',
      help = '《落实算法安全主体责任基本情况》：专职机构；自评估、监测、应急处置、违法违规处置等制度。盖章扫描件（PDF）或 DOCX。',
    },
  },
}
