#include "store/sqlite/sqlite.h"

const struct engine sqlite_engine = {
    .make = sqlite_make,
    .open = sqlite_open,
    .join_pool = sqlite_join_pool,
    .close = sqlite_close,
    .trust = sqlite_trust,
    .opening_begin = sqlite_opening_begin,
    .opening_end = sqlite_opening_end,

    .first = sqlite_first,
    .next = sqlite_next,
    .finish = sqlite_finish,
    .changed = sqlite_changed,

    .read = sqlite_read,
    .number = sqlite_number,
    .text = sqlite_text,
    .bytes = sqlite_bytes,
    .cell = sqlite_cell,
    .tag_row = sqlite_tag_row,
    .hold = sqlite_hold,

    .times_prepared = sqlite_times_prepared,
    .columns = sqlite_columns,
    .column_name = sqlite_column_name,
    .parameter_name = sqlite_parameter_name,

    .read_begin = sqlite_read_begin,
    .read_end = sqlite_read_end,
    .write_begin = sqlite_write_begin,
    .write_commit = sqlite_write_commit,
    .write_rollback = sqlite_write_rollback,
    .is_idle = sqlite_is_idle,
    .settle = sqlite_settle,
    .checkpoint = sqlite_checkpoint,
    .write_anew = sqlite_write_anew,
    .cut_log = sqlite_cut_log,

    .file_bytes = sqlite_file_bytes,
    .log_bytes = sqlite_log_bytes,
    .is_in_place = sqlite_is_in_place,
    .copy = sqlite_copy,
};
