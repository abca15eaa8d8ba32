-- 输出数据模态与输出文件格式一一对应：每种模态至少一种格式，每种格式都有其模态。

local function set_of(list)
  local set = {}
  for _, code in ipairs(list) do set[code] = true end
  return set
end

rule {
  id = 'modality.format',
  title = '输出文件格式应与输出数据模态一一对应',
  law = '审核实践',
  severity = 'error',
  kinds = { 'algorithm' },
  reads = { 'filing.data.data.output_modalities', 'filing.data.data.output_formats' },
  check = function(facts, say)
    local data = facts.filing.data.data
    local modalities, formats = data.output_modalities, data.output_formats
    if not modalities or not formats then return end
    local wanted, served = set_of(modalities), {}
    for _, code in ipairs(formats) do
      local format = item('file_format', code)
      served[format.modality] = true
      if format.modality ~= 'other' and not wanted[format.modality] then
        local name = label('modality', format.modality)
        say.at('/data/output_formats',
          '输出文件格式 ' .. format.label .. ' 属于' .. name .. '，而输出数据模态中没有' .. name,
          '请在输出数据模态中补选，或删去该格式')
      end
    end
    if served.other then return end
    for _, code in ipairs(modalities) do
      if not served[code] then
        say.at('/data/output_formats', '输出数据模态“' .. label('modality', code) .. '”没有对应的输出文件格式',
          '请补选该模态的文件格式，或从输出数据模态中删去')
      end
    end
  end,
}
