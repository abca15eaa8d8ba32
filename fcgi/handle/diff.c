#include "handle/diff.h"

static const char *const change_kinds[] = {"added", "removed", "changed", "moved", NULL};

#define VALUE M_REQUIRED | M_NULLABLE | M_JSON
const struct member change_members[] = {
    {"path", M_STRING, M_REQUIRED, .at = TEXT_AT(version_change, path),
     .title = "在后一版本中的位置；删去的为原来的位置"},
    {"before_path", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(version_change, before_path),
     .title = "在前一版本中的位置；新增的为 null"},
    {"section_label", M_STRING, M_REQUIRED | M_NULLABLE,
     .at = TEXT_AT(version_change, section_label), .title = "部分的名称"},
    {"field_label", M_STRING, M_REQUIRED, .at = TEXT_AT(version_change, field_label),
     .title = "字段的名称，如 模型 › 第 2 项 › 名称；照那时的表单"},
    {"before", M_ANY, VALUE, .at = TEXT_AT(version_change, before), .title = "之前的值"},
    {"after", M_ANY, VALUE, .at = TEXT_AT(version_change, after), .title = "之后的值"},
    {"before_text", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(version_change, before_text),
     .title = "之前的值（中文）"},
    {"after_text", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(version_change, after_text),
     .title = "之后的值（中文）"},
    {"kind", M_STRING, M_REQUIRED, .at = TEXT_AT(version_change, kind), .choices = change_kinds,
     .title = "怎样改的：增、删、改、移动"},
    {"by_reason", M_BOOLEAN, M_REQUIRED, .at = BOOL_AT(version_change, by_reason),
     .title = "是否在退回理由所指之处"},
    MEMBERS_END,
};

const struct member told_reason_members[] = {
    {"path", M_STRING, M_REQUIRED, .at = TEXT_AT(reason_row, path),
     .title = "所涉字段或部分现在的位置；空为全件"},
    {"item", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(reason_row, item),
     .title = "列表中的哪一项：编号，没有编号的为序号"},
    {"section_label", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(reason_row, section_label),
     .title = "部分的名称"},
    {"field_label", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(reason_row, field_label),
     .title = "字段的名称；指整个部分、全件的为 null"},
    {"value_then", M_ANY, VALUE, .at = TEXT_AT(reason_row, value_then), .title = "当时的值"},
    {"value_now", M_ANY, VALUE, .at = TEXT_AT(reason_row, value_now), .title = "现在的值"},
    {"reason", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(reason_row, reason),
     .title = "理由"},
    {"suggestion", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(reason_row, suggestion),
     .title = "补正建议"},
    {"code", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(reason_row, code),
     .title = "理由的代码"},
    {"code_label", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(reason_row, code_label),
     .title = "理由的代码（中文）"},
    {"changed", M_BOOLEAN, M_REQUIRED, .at = BOOL_AT(reason_row, changed),
     .title = "所指之处是否已改动"},
    {"event_at", M_TIME, M_REQUIRED | M_NULLABLE, .at = TIME_AT(reason_row, event_at),
     .title = "何时提出"},
    MEMBERS_END,
};
