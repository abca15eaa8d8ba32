#include "casework/deliveries.h"

#define DAY_MS ((int64_t)24 * 3600 * 1000)

const json_t *
deliveries_of(const struct teller *t, const char *notice, size_t i)
{
    const json_t *sends = json_object_get(t->rules->manifest, "sends");

    return t->delivers ? json_array_get(json_object_get(sends, notice), i) : NULL;
}

static struct delivery
delivery_of(const struct teller *t, const struct notice *n, const char *state,
            const struct dispatch *d)
{
    long days = (long)json_integer_value(json_object_get(d->declared, "within_days"));
    const char *address = json_str(d->declared, "address");
    bool is_while = json_is_true(json_object_get(d->declared, "still"));

    return (struct delivery){.notice = n->code,
                             .channel = json_str(d->declared, "channel"),
                             .filing_id = n->filing_id,
                             .matter_id = n->matter_id,
                             .address = address ? address : "",
                             .title = d->title,
                             .text = d->text,
                             .still = is_while ? state : "",
                             .until_at = days > 0 ? t->now + days * DAY_MS : 0,
                             .state = DELIVERY_WAITING,
                             .due_at = t->now,
                             .at = t->now};
}

enum err
deliveries_add(struct teller *t, const struct notice *n, const char *state,
               const struct dispatch *d)
{
    struct delivery x = delivery_of(t, n, state, d);
    struct id_list people = {0};
    bool has_contact = false;
    enum err err = OK;

    if (*x.address != '\0')
        err = store_contact_is(t->store, n->to_id, &has_contact, &t->fault);
    if (err)
        return err;
    if (has_contact)
        x.organization_id = n->to_id;
    if (*x.address == '\0' || has_contact)
        return store_delivery_add(t->store, &x, &t->fault);

    err = store_delivery_people(t->store, t->arena, n->to_id, &people, &t->fault);
    for (int i = 0; !err && i < people.n; i++) {
        x.account_id = people.ids[i];
        err = store_delivery_add(t->store, &x, &t->fault);
    }
    return err;
}
