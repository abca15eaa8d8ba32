/* filing_data: what a filer fills in, as commands and answers hold it. Private to this room. */
#ifndef HANDLE_FILING_DATA_H
#define HANDLE_FILING_DATA_H

#include "handle/declared.h"

#define FILING_DATA "填报内容，形如 {分组: {字段: 值}}，由保存时的表单声明"

#endif
