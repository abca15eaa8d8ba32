/* A replay's report for people. */
#include "govern/govern.h"
#include "page/page.h"

#include <string.h>

static json_t *
hit_json(const struct replay_hit *x)
{
    json_t *change = json_loads(x->change, 0, NULL);
    return json_pack("{s:s, s:I, s:I, s:s, s:s, s:s?, s:s, s:o}", "filing", x->filing_id, "n",
                     (json_int_t)x->n, "version", (json_int_t)x->version, "title",
                     x->title ? x->title : "", "organization",
                     x->organization ? x->organization : "", "number", x->number, "kinds", x->kinds,
                     "change", change ? change : json_object());
}

enum err
govern_replay_page(struct store *s, const struct replay *x, struct buf *out, struct fault *f)
{
    struct replay_hits_query q = {.replay_id = x->id, .limit = GOVERN_PAGE_HITS};
    struct replay_hit *rows;
    json_t *report, *hits;
    int n;
    enum err err = json_read(out->a, x->report, strlen(x->report), &report, f);
    if (err)
        return err;
    if ((err = store_replay_hits(s, out->a, &q, &rows, &n, f)))
        return err;

    hits = arena_json(out->a, json_array());
    for (int i = 0; i < n; i++)
        json_array_append_new(hits, hit_json(&rows[i]));
    page_report(out, report, hits, x->report_hash);
    return OK;
}
