-- 算法备案信息。四步，见 steps；section 是步骤里的一块，以 step 写明属于哪一步，最后一步用来核对并提交。
-- 字段名称取自公开资料；类型、字数、选项未见官方限制，均为设计取值（参数，未经核实）。
-- 《拟公示内容》页脚的主体名称、信用代码、负责人、电话取自主体信息，日期取自提交日，不再重复填写。

local PDF, JPG, PNG = 'application/pdf', 'image/jpeg', 'image/png'
local DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'

local NAME = '示例资讯文本生成算法' -- 示例：各处名称必须逐字一致

local for_generation = when('算法类型为生成合成类时必填', { ['basic.class'] = 'generation_synthesis' })
local for_supporter = when('角色为服务技术支持者时必填', {
  ['basic.class'] = 'generation_synthesis', ['basic.role'] = 'supporter',
})
local unless_supporter = when('除服务技术支持者外必填', {
  reads = { 'basic.class', 'basic.role' },
}, function(data)
  return data.basic.class ~= 'generation_synthesis' or data.basic.role ~= 'supporter'
end)

form {
  kind = 'algorithm',
  title = '算法备案信息',
  layout = 'sections',
  title_at = '/basic/name', -- 列表中的简称
  law = '算法推荐管理规定 24.1',
  steps = {
    { id = 'basic', title = '算法基础属性信息', help = '选择算法类型、应用领域，填写并上传《算法安全自评估报告》和《拟公示内容》。' },
    { id = 'detail', title = '算法详细属性信息', help = '填写算法数据、算法模型、算法策略和算法风险与防范机制。可随时保存至草稿箱。' },
    { id = 'products', title = '产品及功能关联',
      help = '勾选产品，则应用于该产品下所有功能；勾选路径，则应用于该路径下所有功能；勾选功能，则仅应用于该功能。' },
    { id = 'confirm', title = '确认提交', help = '确认填报信息无误后，勾选承诺并提交。' },
  },

  -- 以下两部分只在办理变更、注销时填写。
  section {
    id = 'change', title = '变更情况', step = 'basic', law = '算法推荐管理规定 24.2',
    actions = { 'change' }, help = '其余各部分已填入现行有效的内容，请直接改成变更后的。',
    field {
      name = 'changed_on', label = '变更之日', type = 'date', required = true, visibility = 'reviewer',
      help = '备案信息发生变更的那一日，十个工作日的期限由此起算；有几处的，写最早的一日。', example = '2026-11-20',
    },
    field {
      name = 'summary', label = '变更说明', type = 'long_text', max = limits.text_max,
      required = true, visibility = 'reviewer', help = '变更了什么、因何变更。',
      example = '模型由第一版升级为第二版，训练数据增加公开新闻语料。',
    },
  },
  section {
    id = 'ending', title = '终止服务', step = 'basic', law = '算法推荐管理规定 24.3',
    actions = { 'deregister' }, help = '终止服务的，二十个工作日内办理注销，并作出妥善安排。其余各部分不能改动。',
    field {
      name = 'ended_on', label = '终止服务之日', type = 'date', required = true, visibility = 'reviewer',
      help = '自这一日起不再提供服务，二十个工作日的期限由此起算。', example = '2026-11-20',
    },
    field {
      name = 'reason', label = '终止原因', type = 'long_text', max = limits.text_max,
      required = true, visibility = 'reviewer', help = '因何不再提供服务。', example = '产品停止运营。',
    },
    field {
      name = 'arrangements', label = '妥善安排', type = 'long_text', max = limits.text_max,
      required = true, visibility = 'reviewer', help = '怎样告知用户、怎样处置数据、未了结的服务怎样处理。',
      example = '提前三十日在应用内公告，到期关闭接口，用户数据依约定删除。',
    },
  },

  section {
    id = 'basic', title = '算法基础属性信息', step = 'basic', law = '算法推荐管理规定 24.1',
    help = '按实际情况填写。算法名称在本表、拟公示内容和自评估报告里须逐字一致。',
    field {
      name = 'name', label = '算法名称', type = 'text', max = limits.name_max,
      required = true, visibility = 'public',
      help = '建议写作“主体或产品名＋场景＋类型＋算法”，同名多个加 -1、-2。', example = NAME,
    },
    field {
      name = 'class', label = '算法类型', type = 'choice', choices = 'algorithm_class',
      required = true, visibility = 'public', fixed = true, -- 编号由它而来；不能变更是参数，未经核实
      help = '按主要技术选择一类。', example = 'generation_synthesis', law = '算法推荐管理规定 2',
    },
    field {
      name = 'subclass', label = '检索过滤类子类', type = 'choice', choices = 'algorithm_subclass',
      visibility = 'public', example = 'retrieval', fixed = true,
      required_when = when('算法类型为检索过滤类时必填', { ['class'] = 'retrieval_filtering' }),
      help = '检索过滤类须选信息检索或内容过滤；其他类不必填。', law = '算法推荐管理规定 2',
    },
    field {
      name = 'role', label = '角色', type = 'choice', choices = 'role',
      visibility = 'public', example = 'provider',
      required_when = for_generation, law = '深度合成管理规定 19',
      help = '看谁向使用者提供产品：自有网站、应用、小程序为服务提供者；以接口供其他主体使用为服务技术支持者。两者兼有须分两次备案。',
    },
    field {
      name = 'online_status', label = '上线情况', type = 'choice', choices = 'online_status',
      required = true, visibility = 'reviewer',
      help = '填报时算法是否已用于对外服务。', example = 'online',
    },
    field {
      name = 'online_on', label = '上线时间', type = 'date',
      visibility = 'reviewer', example = '2026-11-20',
      required_when = when('已上线时必填', { ['online_status'] = 'online' }),
      help = '提供服务之日。首次备案期限由此日起算。',
    },
    field {
      name = 'late_note', label = '逾期说明', type = 'long_text', max = limits.text_max,
      required = false, visibility = 'reviewer',
      help = '超过首次备案期限才提交的，说明原因；逾期仍可提交。', example = '产品灰度测试期间未及时填报，已于发现当日补报',
    },
    field {
      name = 'filing_type', label = '算法备案类型', type = 'choice', choices = 'filing_type',
      required = true, visibility = 'reviewer',
      help = '首次备案选“算法未备案”。', example = 'unfiled',
    },
    field {
      name = 'application_fields', label = '应用领域', type = 'choices', choices = 'application_field',
      required = true, visibility = 'reviewer',
      help = '可多选，与产品实际用途一致。', example = { 'news', 'tool' },
    },
    field {
      name = 'scenario', label = '使用场景', type = 'long_text', max = limits.text_max,
      required = true, visibility = 'reviewer',
      help = '谁在什么情形下使用、算法起什么作用。',
      example = '用户在示例资讯中输入主题后，由算法生成资讯摘要供其阅读与编辑。',
    },
  },

  section {
    id = 'disclosure', title = '拟公示内容', step = 'basic', law = '算法推荐管理规定 16',
    help = '备案通过后向社会公开。写清原理与机制，不写商业秘密和个人信息。',
    field {
      name = 'name', label = '公示名称', type = 'text', max = limits.name_max,
      required = true, visibility = 'public',
      help = '与基础属性中的算法名称逐字一致。', example = NAME,
    },
    field {
      name = 'principle', label = '算法基本原理', type = 'long_text', max = limits.disclosure_max,
      required = true, visibility = 'public',
      help = '用到什么技术、依据什么数据得到什么结果，写到外行能懂。',
      example = '以大规模语言模型为基础，将用户输入的主题编码后逐词预测后续文字，生成与主题相符的摘要。',
    },
    field {
      name = 'mechanism', label = '算法运行机制', type = 'long_text', max = limits.disclosure_max,
      required = true, visibility = 'public',
      help = '从输入到输出依次经过哪些步骤，包括审核与标识。',
      example = '用户输入经安全审核后送入模型，模型生成文本，再经结果审核并添加标识后返回；审核不通过的不予展示。',
    },
    field {
      name = 'scenario', label = '算法应用场景', type = 'long_text', max = limits.disclosure_max,
      required = true, visibility = 'public',
      help = '用在哪些产品的哪些功能。', example = '应用于示例资讯的摘要生成功能，供用户在阅读和写作时使用。',
    },
    field {
      name = 'purpose', label = '算法目的意图', type = 'long_text', max = limits.disclosure_max,
      required = true, visibility = 'public',
      help = '为用户解决什么问题。', example = '帮助用户快速了解资讯要点，提高阅读和写作的效率。',
    },
    field {
      name = 'main_use', label = '主要用途', type = 'text', max = limits.line_max,
      required = false, visibility = 'public', law = '审核实践',
      help = '清单中的一句话，如“应用于……场景，根据用户输入的……，生成……。”不填则用目的意图。',
      example = '应用于资讯摘要场景，根据用户输入的主题，生成文本摘要。',
    },
    field {
      name = 'publicity', label = '算法公示情况', type = 'text', max = limits.line_max,
      required = false, visibility = 'public',
      help = '选填：在何处向用户公示了算法的原理、意图与机制。', example = '已在示例资讯“关于—算法说明”页面公示。',
    },
  },

  section {
    id = 'documents', title = '报告与文件', step = 'basic', law = '算法推荐管理规定 24.1',
    help = '下载与算法类型、角色相应的模板，填写后上传。报告须负责人手写签名并加盖公章，打印的签名会被退回。',
    field {
      name = 'self_assessment', label = '算法安全自评估报告', type = 'attachment', accept = { PDF },
      max_bytes = limits.report_max_bytes,
      required = true, visibility = 'reviewer', help = '手写签名并盖章的扫描件，PDF，不超过 50 MB。',
    },
    field {
      name = 'report_algorithm_name', label = '报告所载算法名称', type = 'text', max = limits.name_max,
      required = false, visibility = 'reviewer',
      help = '照自评估报告表头填写，供核对名称是否一致。', example = NAME, law = '审核实践',
    },
    field {
      name = 'disclosure_document', label = '拟公示内容文件', type = 'attachment', accept = { PDF, DOCX },
      max_bytes = limits.document_max_bytes,
      required = false, visibility = 'reviewer', help = '按模板填写的《拟公示内容》；内容以上一部分所填文字为准，两者须一致。',
      law = '算法推荐管理规定 16',
    },
  },

  section {
    id = 'overview', title = '算法概况', step = 'detail', law = '审核实践',
    help = '算法详细属性的总述。',
    field {
      name = 'summary', label = '算法简介', type = 'long_text', max = limits.text_max,
      required = true, visibility = 'reviewer',
      help = '算法做什么、由哪些部分组成、流程如何。', example = '由输入审核、文本生成、结果审核、标识四个部分组成，按此次序处理一次请求。',
    },
    field {
      name = 'performance', label = '算法性能', type = 'long_text', max = limits.text_max,
      required = true, visibility = 'reviewer',
      help = '响应时间、吞吐、准确率等。', example = '平均响应 2 秒，单机每秒 20 次请求，摘要事实一致率 95%。',
    },
    field {
      name = 'hardware', label = '硬件要求', type = 'long_text', max = limits.text_max,
      required = true, visibility = 'reviewer',
      help = '运行所需的服务器、加速卡等。', example = '通用服务器 4 台，每台加速卡 8 块。',
    },
    field {
      name = 'deployment', label = '部署位置', type = 'long_text', max = limits.text_max,
      required = false, visibility = 'reviewer',
      help = '机房所在地与服务 IP；云上部署写明云服务商与地域。', example = '北京市海淀区示例机房，服务 IP 192.0.2.10。',
    },
    field {
      name = 'computation', label = '算法计算方式', type = 'long_text', max = limits.text_max,
      required = true, visibility = 'reviewer',
      help = '本地计算、云端计算或两者结合，以及过程。', example = '云端计算：客户端提交输入，服务端推理后返回结果。',
    },
  },

  section {
    id = 'data', title = '算法数据', step = 'detail', law = '审核实践',
    help = '输出文件格式须与输出数据模态一一对应。',
    field {
      name = 'input_modalities', label = '输入数据模态', type = 'choices', choices = 'modality',
      required = true, visibility = 'reviewer',
      help = '用户或系统给算法的数据，可多选。', example = { 'text' },
    },
    field {
      name = 'output_modalities', label = '输出数据模态', type = 'choices', choices = 'modality',
      required = true, visibility = 'reviewer',
      help = '算法给出的结果，可多选。', example = { 'text' },
    },
    field {
      name = 'output_formats', label = '输出文件格式', type = 'choices', choices = 'file_format',
      required = true, visibility = 'reviewer',
      help = '每种输出模态至少一种格式，不得有多余的格式。', example = { 'txt', 'html' },
    },
    field {
      name = 'training_sources', label = '训练数据来源', type = 'choices', choices = 'data_source',
      required = true, visibility = 'reviewer',
      help = '可多选；没有训练的选“不涉及训练”。', example = { 'open', 'self_built' },
    },
    field {
      name = 'datasets', label = '训练数据集', type = 'list', keyed = true, max_items = 100,
      required = false, visibility = 'reviewer',
      help = '逐个列出。',
      field {
        name = 'name', label = '数据集名称', type = 'text', max = limits.name_max,
        required = true, help = '数据集的名称。', example = '示例中文语料',
      },
      field {
        name = 'source', label = '数据集来源', type = 'choice', choices = 'data_source',
        required = true, help = '这一数据集的来源。', example = 'open',
      },
      field {
        name = 'scale', label = '数据集规模', type = 'text', max = limits.line_max,
        required = true, help = '条数、字数或容量。', example = '1000 万条，20 GB',
      },
    },
    field {
      name = 'contains_identity', label = '是否涉及个人信息', type = 'boolean',
      required = true, visibility = 'reviewer',
      help = '训练或运行中处理姓名、证件号、手机号等的选是。', example = false,
    },
    field {
      name = 'contains_biometric', label = '是否涉及生物识别信息', type = 'boolean',
      required = true, visibility = 'reviewer',
      help = '处理人脸、声纹、指纹等的选是。', example = false,
    },
  },

  section {
    id = 'model', title = '算法模型', step = 'detail', law = '审核实践',
    help = '逐个列出所用模型。调用第三方模型的，另在附件中上传合同或开通证明。',
    field {
      name = 'models', label = '模型', type = 'list', keyed = true, max_items = 50,
      required = true, visibility = 'reviewer',
      help = '每个模型一条，至少一条。',
      field {
        name = 'name', label = '模型名称', type = 'text', max = limits.name_max, required = true,
        help = '模型的名称与版本。', example = '示例文本模型 V1',
      },
      field {
        name = 'structure', label = '模型类型或结构', type = 'text', max = limits.line_max,
        required = true, help = '如 Transformer、双塔、梯度提升树。',
        example = 'Transformer 解码器',
      },
      field {
        name = 'origin', label = '模型来源', type = 'choice', choices = 'model_origin',
        required = true, help = '自研、开源或第三方调用。',
        example = 'third_party',
      },
      field {
        name = 'training_data', label = '训练数据集', type = 'text', max = limits.line_max,
        required = false,
        help = '训练这一模型的数据集名称。', example = '示例中文语料',
      },
      field {
        name = 'objective', label = '优化目标', type = 'text', max = limits.line_max,
        required = true, help = '训练时优化什么。', example = '下一词预测的交叉熵最小',
      },
      field {
        name = 'metrics', label = '评价指标', type = 'text', max = limits.line_max,
        required = true, help = '用什么指标评价。', example = '事实一致率、违规率',
      },
      field {
        name = 'update_frequency', label = '更新频率', type = 'text', max = limits.name_max,
        required = true, help = '多久更新一次。', example = '每季度一次',
      },
      field {
        name = 'provider', label = '模型提供方', type = 'text', max = limits.name_max,
        example = '示例模型（上海）有限公司',
        required_when = when('模型来源为第三方调用时必填', { ['origin'] = 'third_party' }),
        help = '第三方模型的提供单位。',
      },
      field {
        name = 'provider_filing_number', label = '提供方算法备案号', type = 'text', max = 60,
        format = 'code',
        required = false,
        help = '提供方的算法备案编号，如有。', example = '网信算备000000000000001260015号',
      },
      field {
        name = 'provider_model_number', label = '提供方模型备案号', type = 'text', max = 100,
        format = 'code',
        required = false,
        help = '提供方的大模型备案号，如有。', example = 'Shanghai-ShiLi-202601010001',
      },
    },
  },

  section {
    id = 'strategy', title = '算法策略', step = 'detail', law = '审核实践',
    help = '干预策略与结果标识。输入与结果两道审核都要写方式和范围。',
    field {
      name = 'input_review', label = '输入审核方式', type = 'choice', choices = 'review_method',
      required = true, visibility = 'reviewer',
      help = '对用户输入怎样审核。', example = 'machine_then_human',
    },
    field {
      name = 'output_review', label = '结果审核方式', type = 'choice', choices = 'review_method',
      required = true, visibility = 'reviewer',
      help = '对算法结果怎样审核。', example = 'machine_then_human',
    },
    field {
      name = 'review_scope', label = '审核范围', type = 'long_text', max = limits.text_max,
      required = true, visibility = 'reviewer',
      help = '审核哪些内容、哪些不良信息。', example = '全部输入与全部结果，含违法信息、不良信息、侵权内容。',
    },
    field {
      name = 'human_intervention', label = '人工干预', type = 'long_text', max = limits.text_max,
      required = true, visibility = 'reviewer',
      help = '何时由人介入、怎样介入。', example = '机器判为疑似的由审核员复核；热点事件由值班人员调整策略。',
    },
    field {
      name = 'implicit_marking', label = '隐式标识', type = 'long_text', max = limits.text_max,
      visibility = 'reviewer',
      required_when = for_generation, law = '生成合成内容标识办法 12',
      help = '文件元数据中写入的属性、服务提供者名称或编码、内容编号。', example = '导出文件的元数据写入生成合成属性、提供者编码与内容编号。',
    },
    field {
      name = 'explicit_marking', label = '显式标识', type = 'long_text', max = limits.text_max,
      visibility = 'reviewer',
      required_when = for_generation, law = '生成合成内容标识办法 12',
      help = '用户看得见的提示，写明位置与文字。', example = '在生成文本的末尾标注“由人工智能生成”。',
    },
  },

  section {
    id = 'risk', title = '算法风险与防范机制', step = 'detail', law = '审核实践',
    help = '逐项写风险和相应的防范措施，写本算法的实际情况，不抄模板。',
    field {
      name = 'abuse', label = '算法滥用风险', type = 'long_text', max = limits.text_max,
      required = true, visibility = 'reviewer',
      help = '可能怎样被滥用。', example = '可能被用于批量生成虚假资讯。',
    },
    field {
      name = 'abuse_measures', label = '算法滥用防范措施', type = 'long_text', max = limits.text_max,
      required = true, visibility = 'reviewer',
      help = '怎样防范滥用。', example = '限制单个账号的生成次数，对结果添加标识并留存日志。',
    },
    field {
      name = 'vulnerability', label = '算法漏洞风险', type = 'long_text', max = limits.text_max,
      required = true, visibility = 'reviewer',
      help = '可能有哪些漏洞。', example = '可能被提示注入绕过审核。',
    },
    field {
      name = 'vulnerability_measures', label = '算法漏洞防范措施', type = 'long_text',
      max = limits.text_max,
      required = true, visibility = 'reviewer',
      help = '怎样发现和修补漏洞。', example = '定期红队测试，发现漏洞后一个工作日内修补。',
    },
    field {
      name = 'malicious_use', label = '恶意利用风险', type = 'long_text', max = limits.text_max,
      required = true, visibility = 'reviewer',
      help = '可能怎样被恶意利用。', example = '可能被用于编写诈骗话术。',
    },
    field {
      name = 'malicious_use_measures', label = '恶意利用防范措施', type = 'long_text',
      max = limits.text_max,
      required = true, visibility = 'reviewer',
      help = '怎样防范恶意利用。', example = '对诈骗类意图识别拦截，并向公安机关报告线索。',
    },
    field {
      name = 'other', label = '其他风险', type = 'long_text', max = limits.text_max,
      required = false, visibility = 'reviewer',
      help = '上述之外的风险，没有可不填。', example = '模型可能给出过时的信息。',
    },
    field {
      name = 'other_measures', label = '其他风险防范措施', type = 'long_text', max = limits.text_max,
      visibility = 'reviewer',
      required_when = when('填写了其他风险时必填', { reads = { 'risk.other' } }, function(data)
        return data.risk.other ~= nil
      end),
      help = '对其他风险的防范。', example = '在结果旁注明资料的时间。',
    },
  },

  section {
    id = 'large_model', title = '大模型备案参照', step = 'detail',
    law = '生成式人工智能服务管理暂行办法 17',
    help = '大模型备案、登记是另一项手续；已办的填编号，供互相参照，可不填。',
    field {
      name = 'track', label = '大模型上线手续', type = 'choice', choices = 'large_model_track',
      required = false, visibility = 'reviewer',
      help = '已办哪一项手续。', example = 'filed',
    },
    field {
      name = 'number', label = '大模型备案号或登记号', type = 'text', max = 100,
      required = false, visibility = 'reviewer',
      help = '照公告填写，不是算法备案编号。', example = 'Beijing-ShiLi-202601010001',
    },
  },

  section {
    id = 'attachments', title = '证明材料', step = 'detail', law = '审核实践',
    help = '按算法类型与模型来源上传。',
    field {
      name = 'marking_scheme', label = '标识方案', type = 'attachment', accept = { PDF, DOCX },
      max_bytes = limits.document_max_bytes,
      required_when = for_generation, visibility = 'reviewer', law = '生成合成内容标识办法 12',
      help = '显式与隐式标识的做法，以及用户协议中关于标识的条款。',
    },
    field {
      name = 'marking_screenshots', label = '标识截图', type = 'attachment', accept = { PDF, JPG, PNG },
      max_bytes = limits.document_max_bytes,
      required_when = for_generation, visibility = 'reviewer', law = '生成合成内容标识办法 12',
      help = '产品中标识实际效果的截图；多张请合成一个 PDF。',
    },
    field {
      name = 'third_party_proof', label = '第三方模型证明', type = 'attachment',
      accept = { PDF, JPG, PNG }, max_bytes = limits.document_max_bytes,
      required_when = when('有模型来源为第三方调用时必填', { reads = { 'model.models' } }, function(data)
        for _, model in ipairs(data.model.models or {}) do
          if model.origin == 'third_party' then return true end
        end
        return false
      end),
      visibility = 'reviewer', help = '与第三方模型提供方的合同或开通证明；多份请合成一个 PDF。',
    },
    field {
      name = 'access_path_screenshots', label = '功能访问路径截图', type = 'attachment',
      accept = { PDF, JPG, PNG }, max_bytes = limits.document_max_bytes,
      required = false, visibility = 'reviewer', help = '从打开产品到进入功能的逐步截图，选填；多张请合成一个 PDF。',
    },
  },

  section {
    id = 'service', title = '产品及功能关联', step = 'products',
    law = '算法推荐管理规定 24.1',
    help = '服务提供者勾选应用本算法的产品、路径或功能；服务技术支持者填写技术服务方式，不勾选产品。',
    field {
      name = 'coverage', label = '应用产品及功能', type = 'coverage', max_items = 500,
      visibility = 'public',
      required_when = unless_supporter,
      help = '勾选产品覆盖其全部功能，勾选路径覆盖该路径下全部功能，勾选功能只覆盖该功能。',
    },
    field {
      name = 'service_methods', label = '技术服务方式', type = 'choices', choices = 'service_method',
      visibility = 'reviewer', example = { 'api' },
      required_when = for_supporter, law = '深度合成管理规定 19', help = '服务技术支持者填写，可多选。',
    },
    field {
      name = 'technical_service', label = '技术服务说明', type = 'long_text', max = limits.text_max,
      visibility = 'reviewer',
      required_when = for_supporter, law = '深度合成管理规定 19',
      help = '服务技术支持者填写：向哪类客户、以什么方式提供、如何管理合作方。',
      example = '以 API 接口向企业客户提供文本生成能力，按合同约束其用途，并保留调用日志。',
    },
  },
}
