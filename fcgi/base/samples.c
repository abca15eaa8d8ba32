#include "base/samples.h"

#define GET_(x_) atomic_load_explicit(&(x_), memory_order_relaxed)
#define SET_(x_, v_) atomic_store_explicit(&(x_), (v_), memory_order_relaxed)

static void
write_line(struct samples *x, int64_t now, const long totals[SAMPLE_FIGURES])
{
    unsigned long n = GET_(x->n);
    int at = (int)(n % SAMPLES_KEPT);

    SET_(x->lines[at].at, now);
    SET_(x->lines[at].peak, atomic_exchange(&x->peak, 0));
    for (int i = 0; i < SAMPLE_FIGURES; i++)
        SET_(x->lines[at].of[i], totals[i]);
    atomic_store(&x->n, n + 1);
}

void
samples_take(struct samples *x, int64_t now, long level, const long totals[SAMPLE_FIGURES])
{
    long long ended = atomic_load(&x->ended_at);

    if (level > GET_(x->peak))
        SET_(x->peak, level);
    if (ended == 0) {
        if (atomic_compare_exchange_strong(&x->ended_at, &ended, now))
            atomic_store(&x->begun_at, now);
        return;
    }
    /* A clock that was set back begins a minute anew. */
    bool is_over = now - ended >= SAMPLE_MS || now < ended;
    if (is_over && atomic_compare_exchange_strong(&x->ended_at, &ended, now))
        write_line(x, now, totals);
}

/* What came after the line before; of the very first, all since the beginning. */
static void
subtract(const struct samples *x, unsigned long n, struct sample_line *out)
{
    int64_t since = GET_(x->begun_at);

    if (n > 0) {
        int before = (int)((n - 1) % SAMPLES_KEPT);
        since = GET_(x->lines[before].at);
        for (int i = 0; i < SAMPLE_FIGURES; i++)
            out->of[i] -= GET_(x->lines[before].of[i]);
    }
    out->span_ms = out->at > since ? (long)(out->at - since) : 0;
}

int
samples_read(const struct samples *x, int64_t now, const long totals[SAMPLE_FIGURES],
             struct sample_line out[SAMPLES_SHOWN + 1])
{
    unsigned long end = atomic_load(&x->n);
    unsigned long first = end > SAMPLES_SHOWN ? end - SAMPLES_SHOWN : 0;
    int n = 0;

    if (GET_(x->begun_at) == 0)
        return 0;
    for (unsigned long k = first; k < end; k++, n++) {
        int at = (int)(k % SAMPLES_KEPT);
        out[n] = (struct sample_line){.at = GET_(x->lines[at].at), .peak = GET_(x->lines[at].peak)};
        for (int i = 0; i < SAMPLE_FIGURES; i++)
            out[n].of[i] = GET_(x->lines[at].of[i]);
        subtract(x, k, &out[n]);
    }

    out[n] = (struct sample_line){.at = now, .peak = GET_(x->peak)};
    for (int i = 0; i < SAMPLE_FIGURES; i++)
        out[n].of[i] = totals[i];
    subtract(x, end, &out[n]);
    return n + 1;
}
