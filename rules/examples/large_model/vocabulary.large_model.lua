-- 大模型备案用到的词表。选项均为参数，未经核实。

-- 登记簿的“算法类别”一栏，大模型备案写这里的代码。
vocabulary {
  id = 'large_model_class', title = '大模型类别', law = '本系统参数',
  items = {
    { code = 'model_text', label = '大模型（文本）' },
    { code = 'model_image', label = '大模型（图像）' },
    { code = 'model_audio', label = '大模型（音频）' },
    { code = 'model_video', label = '大模型（视频）' },
    { code = 'model_multimodal', label = '大模型（多模态）' },
  },
}

vocabulary {
  id = 'large_model_origin', title = '大模型来源', law = '本系统参数',
  items = {
    { code = 'self_trained', label = '自行训练' },
    { code = 'open_source', label = '在开源模型上训练' },
  },
}
