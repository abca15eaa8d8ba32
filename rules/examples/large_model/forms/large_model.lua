-- 大模型备案信息。字段、字数和选项未见官方清单，均为设计取值（参数，未经核实）。

local PDF = 'application/pdf'

form {
  kind = 'large_model', title = '大模型备案信息', layout = 'sections', title_at = '/basic/name',
  law = '生成式人工智能服务管理暂行办法 17',

  section {
    id = 'basic', title = '模型基础信息', law = '生成式人工智能服务管理暂行办法 17',
    help = '一个模型填一份。模型名称与对外服务时所用的一致。',
    field {
      name = 'name', label = '模型名称', type = 'text', max = limits.name_max,
      required = true, visibility = 'public',
      help = '对外服务时所用的名称。', example = '示例大模型',
    },
    field {
      name = 'class', label = '模型类别', type = 'choice', choices = 'large_model_class',
      required = true, visibility = 'public',
      help = '按输出内容的形式选择；能输出两种以上的选多模态。', example = 'model_text',
    },
    field {
      name = 'origin', label = '模型来源', type = 'choice', choices = 'large_model_origin',
      required = true, visibility = 'reviewer',
      help = '自行训练，还是在开源模型上训练。', example = 'self_trained',
    },
    field {
      name = 'base_model', label = '开源模型名称', type = 'text', max = limits.line_max,
      visibility = 'reviewer', example = '示例开源模型 7B',
      required_when = when('在开源模型上训练时必填', { ['origin'] = 'open_source' }),
      help = '写明名称和版本。',
    },
    field {
      name = 'algorithm_number', label = '算法备案编号', type = 'text', max = limits.line_max,
      required = false, visibility = 'reviewer',
      help = '同一服务已办算法备案的，填算法备案编号。', example = '网信算备110108645502802220011号',
    },
  },

  section {
    id = 'assessment', title = '安全评估材料', law = '生成式人工智能服务管理暂行办法 17',
    help = '安全评估报告由单位盖章后扫描上传。',
    field {
      name = 'report', label = '安全评估报告', type = 'attachment', accept = { PDF },
      max_bytes = limits.document_max_bytes, required = true, visibility = 'reviewer',
      help = '写明语料安全、模型安全、安全措施三方面的评估方法和结论。',
    },
    field {
      name = 'question_bank', label = '测试题集说明', type = 'long_text', max = limits.text_max,
      required = true, visibility = 'reviewer',
      help = '测试题集的来源、数量、覆盖的风险种类和通过情况。', example = '题集 2000 题，覆盖 31 种安全风险，合格率 98%。',
    },
    field {
      name = 'refusal_rate', label = '应拒答题拒答率', type = 'integer', min = 0, max = 100, unit = '%',
      required = true, visibility = 'reviewer',
      help = '应当拒绝回答的题中，模型拒绝回答的百分比。', example = 97,
    },
  },

  section {
    id = 'disclosure', title = '拟公示内容', law = '生成式人工智能服务管理暂行办法 17',
    help = '备案通过后向社会公开，不写商业秘密和个人信息。',
    field {
      name = 'purpose', label = '用途', type = 'text', max = limits.line_max,
      required = true, visibility = 'public',
      help = '模型用来提供什么服务。', example = '为公众提供文本问答服务。',
    },
  },
}
