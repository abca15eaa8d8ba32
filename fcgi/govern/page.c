/* A replay's report for people. */
#include "govern/hit.h"
#include "govern/replay.h"
#include "page/page.h"

#include <string.h>

/* Loads the hits as JSON, which a page is made of. */
static enum err
hits_read(struct store *s, struct arena *a, const struct replay *x, json_t **out, struct fault *f)
{
    struct replay_hits_query q = {.replay_id = x->id, .limit = GOVERN_PAGE_HITS};
    struct replay_hit *rows;
    struct buf b = BUF(a);
    int n;
    enum err err = store_replay_hits(s, a, &q, &rows, &n, f);
    if (err)
        return err;

    buf_open(&b, NULL, '[');
    for (int i = 0; i < n; i++)
        govern_hit_json(&b, &rows[i]);
    buf_close(&b);

    return json_read(a, b.p, b.n, out, f);
}

enum err
govern_replay_page(struct store *s, const struct replay *x, struct buf *out, struct fault *f)
{
    json_t *report, *hits;
    enum err err = json_read(out->a, x->report, strlen(x->report), &report, f);
    if (err)
        return err;
    if ((err = hits_read(s, out->a, x, &hits, f)))
        return err;

    page_report(out, report, hits, x->report_hash);
    return OK;
}
