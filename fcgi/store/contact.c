#include "store/contact.h"
#include "store/cells.h"
#include "store/db.h"

static const struct column contact_columns[] = {
    COLUMN(organization_contact, organization_id),
    SEALED(organization_contact, contact_name),
    SEALED(organization_contact, mobile),
    SEALED(organization_contact, email),
    COLUMN(organization_contact, at),
    COLUMN(organization_contact, by_id),
};
static const struct row_map contact_map = ROW_MAP(contact_columns, organization_contact);
SEALING(organization_contact, ORGANIZATION_CONTACT, contact_map)

enum err
store_contact_set(struct store *s, struct organization_contact *x, struct fault *f)
{
    x->at = world_now(s->world);
    return db_put(s, Q_CONTACT_SET, &contact_map, x, NONE, f);
}

enum err
store_contact_load(struct store *s, struct arena *a, const char *organization_id,
                   struct organization_contact *out, struct fault *f)
{
    return db_one(s, Q_CONTACT_LOAD, ROW(a, &contact_map, out), VALUES(T(organization_id)), f);
}

enum err
store_contact_is(struct store *s, const char *organization_id, bool *is, struct fault *f)
{
    return db_is(s, Q_CONTACT_IS, is, VALUES(T(organization_id)), f);
}

enum err
store_contact_delete(struct store *s, const char *organization_id, struct fault *f)
{
    long changed = 0;
    enum err err = db_run(s, Q_CONTACT_DELETE, &changed, VALUES(T(organization_id)), f);
    return db_some(err, changed, Q_CONTACT_DELETE, f);
}
