#include "store/cells.h"

#include <stddef.h>

#define TABLE(name_) .table = #name_

/* Those without `of` are read in another table's rows, and never written there. */
/* clang-format off */
const struct cells account_cells = {
    TABLE(account), .id = {"id"}, .owner = OWNER_IS, .of = "id", .outlives = true,
};
const struct cells claimer_cells = {
    TABLE(account), .id = {"claimed_by"}, .outlives = true,
};
const struct cells named_account_cells = {
    TABLE(account), .id = {"account_id"}, .outlives = true,
};
/* A file that staff sent belongs to no organization. */
const struct cells attachment_cells = {
    TABLE(attachment), .id = {"id"}, .owner = OWNER_OR, .of = "organization_id",
    .or_of = "uploaded_by", .outlives = true,
};
const struct cells event_cells = {
    TABLE(event), .id = {"n"}, .owner = OWNER_OF_FILING, .of = "filing_id", .outlives = true,
};
const struct cells filing_cells = {
    TABLE(filing), .id = {"id"}, .owner = OWNER_IS, .of = "organization_id",
};
const struct cells named_filing_cells = {
    TABLE(filing), .id = {"filing_id"},
};
const struct cells judgement_cells = {
    TABLE(judgement), .id = {"id"}, .owner = OWNER_OF_FILING, .of = "filing_id",
};
const struct cells kept_cells = {
    TABLE(kept), .id = {"id"}, .owner = OWNER_OF_FILING, .of = "filing_id",
};
const struct cells letter_cells = {
    TABLE(letter), .id = {"filing_id", "n"}, .owner = OWNER_OF_FILING, .of = "filing_id",
    .outlives = true,
};
/* What somebody complained of is forgotten with the organization that it is about. */
const struct cells matter_step_cells = {
    TABLE(matter_step), .id = {"matter_id", "n"}, .owner = OWNER_OF_FILING, .of = "filing_id",
    .outlives = true,
};
const struct cells organization_contact_cells = {
    TABLE(organization_contact), .id = {"organization_id"}, .owner = OWNER_IS,
    .of = "organization_id", .outlives = true,
};
const struct cells product_cells = {
    TABLE(product), .id = {"id"}, .owner = OWNER_IS, .of = "organization_id",
};
const struct cells product_kept_cells = {
    TABLE(product_kept), .id = {"id"}, .owner = OWNER_OF_PRODUCT, .of = "product_id",
};
const struct cells proposal_cells = {
    TABLE(proposal), .id = {"id"}, .owner = OWNER_OF_FILING, .of = "filing_id", .outlives = true,
};
const struct cells stored_reply_cells = {
    TABLE(reply), .id = {"scope", "key"}, .owner = OWNER_OF_SOMEBODY, .of = "scope",
};
const struct cells task_cells = {
    TABLE(task), .id = {"id"}, .owner = OWNER_OF_FILING, .of = "filing_id", .outlives = true,
};
const struct cells task_draft_cells = {
    TABLE(task_draft), .id = {"task_id"}, .owner = OWNER_OF_TASK, .of = "task_id",
};
/* Forgotten with the organization that was asked for, as all that is written about it. */
const struct cells takeover_cells = {
    TABLE(takeover), .id = {"id"}, .owner = OWNER_IS, .of = "organization_id", .outlives = true,
};
const struct cells version_cells = {
    TABLE(version), .id = {"filing_id", "n"}, .owner = OWNER_OF_FILING, .of = "filing_id",
};
/* Whose address a line has is erased with the person; the line stays, and the chain. */
const struct cells audit_line_cells = {
    TABLE(audit), .id = {"n"}, .owner = OWNER_OF_SOMEBODY, .of = "actor_id", .outlives = true,
};
const struct cells factor_cells = {
    TABLE(factor), .id = {"account_id"}, .owner = OWNER_IS, .of = "account_id",
};
/* clang-format on */
