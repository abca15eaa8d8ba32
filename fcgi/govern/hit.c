#include "govern/hit.h"

const char *const govern_replay_kinds[] = {"accept_to_refuse",
                                           "refuse_to_accept",
                                           "findings_changed",
                                           "deadline_moved",
                                           "route_moved",
                                           "derived_changed",
                                           "error",
                                           NULL};

void
govern_hit_members(struct buf *b, const struct replay_hit *x)
{
    buf_json_str(b, "filing", x->filing_id);
    buf_json_int(b, "n", x->n);
    buf_json_int(b, "version", x->version);
    buf_json_str(b, "title", x->title);
    buf_json_str(b, "organization", x->organization);
    buf_json_str(b, "number", x->number);
    buf_json_str(b, "kinds", x->kinds);
}

void
govern_hit_json(struct buf *b, const struct replay_hit *x)
{
    buf_open(b, NULL, '{');
    buf_json_int(b, "ord", x->ord);
    govern_hit_members(b, x);
    buf_json_raw(b, "change", x->change);
    buf_close(b);
}
