/* Every handler and prepare step, for the route table. */
#ifndef HANDLERS_H
#define HANDLERS_H

#include "handle/desk.h"

#define HANDLER(name) enum err name(struct desk *d) MUST
HANDLER(handle_account_prepare);
HANDLER(handle_account_add);
HANDLER(handle_login_prepare);
HANDLER(handle_login);
HANDLER(handle_session_get);
HANDLER(handle_session_delete);
HANDLER(handle_password_prepare);
HANDLER(handle_password);
HANDLER(handle_staff_list);
HANDLER(handle_staff_prepare);
HANDLER(handle_staff_add);
HANDLER(handle_staff_patch_prepare);
HANDLER(handle_staff_patch);
HANDLER(handle_form_get);
HANDLER(handle_vocabulary);
HANDLER(handle_calendar);
HANDLER(handle_rule_set_active);
HANDLER(handle_handbook);
HANDLER(handle_rule_set_list);
HANDLER(handle_rule_set_add_prepare);
HANDLER(handle_rule_set_add);
HANDLER(handle_rule_set_get);
HANDLER(handle_rule_set_file);
HANDLER(handle_rule_set_diff);
HANDLER(handle_rule_set_test_prepare);
HANDLER(handle_rule_set_test);
HANDLER(handle_rule_set_approve);
HANDLER(handle_rule_set_activate_prepare);
HANDLER(handle_rule_set_activate);
HANDLER(handle_rule_set_rollback_prepare);
HANDLER(handle_rule_set_rollback);
HANDLER(handle_replay_ask);
HANDLER(handle_replay_get);
HANDLER(handle_replay_hits);
HANDLER(handle_replay_page);
HANDLER(handle_audit_list);
HANDLER(handle_audit_verify);
HANDLER(handle_healthz);
HANDLER(handle_status);
HANDLER(handle_openapi);
HANDLER(handle_public_check);
HANDLER(handle_filing_list);
HANDLER(handle_filing_add_prepare);
HANDLER(handle_filing_add);
HANDLER(handle_filing_get);
HANDLER(handle_filing_save_prepare);
HANDLER(handle_filing_save);
HANDLER(handle_filing_delete);
HANDLER(handle_filing_kept);
HANDLER(handle_check_prepare);
HANDLER(handle_check);
HANDLER(handle_submit_prepare);
HANDLER(handle_submit);
HANDLER(handle_withdraw);
HANDLER(handle_history);
HANDLER(handle_decision_list);
HANDLER(handle_decision_get);
HANDLER(handle_deadlines_prepare);
HANDLER(handle_deadlines);
HANDLER(handle_product_list);
HANDLER(handle_product_add_prepare);
HANDLER(handle_product_add);
HANDLER(handle_product_get);
HANDLER(handle_product_save_prepare);
HANDLER(handle_product_save);
HANDLER(handle_product_delete);
HANDLER(handle_attachment_prepare);
HANDLER(handle_attachment_add);
HANDLER(handle_attachment_get);
HANDLER(handle_task_list);
HANDLER(handle_task_claim);
HANDLER(handle_task_release);
HANDLER(handle_decision_prepare);
HANDLER(handle_decision);
HANDLER(handle_register_search);
HANDLER(handle_register_entry);
#undef HANDLER

/* Members of commands and answers: shapes.c. */
extern const struct member account_body[], account_answer[], session_body[], login_answer[],
    session_answer[], password_body[], staff_body[], staff_patch_body[], staff_answer[],
    form_answer[], vocabulary_answer[], calendar_answer[], rule_set_answer[], health_answer[],
    status_answer[], check_body[], decision_answer[], filing_body[], filing_save_body[],
    filing_answer[], filing_row_answer[], kept_answer[], submit_body[], submit_answer[],
    event_answer[], product_answer[], attachment_answer[], task_answer[], decision_body[],
    decided_answer[], entry_row_answer[], entry_answer[], problem_answer[], any_answer[],
    rule_set_row_answer[], rule_set_body[], rule_set_detail_answer[], rule_set_file_answer[],
    rule_set_diff_answer[], rule_test_answer[], approve_body[], activate_body[], rollback_body[],
    activation_answer[], replay_answer[], replay_hit_answer[], audit_answer[],
    audit_verdict_answer[];
extern const char *const task_states[], *const entry_statuses[], *const replay_kind_names[];
struct replay_hit;
void replay_hit_json(struct buf *b, const struct replay_hit *x);
/* Decisions and deadlines. */
extern const struct member decision_row_answer[], decision_export_answer[], deadline_move_answer[];

#endif
