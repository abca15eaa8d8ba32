#include "model/coverage.h"

enum { FUNCTIONS_SHOWN = 100 }; /* of one row: the version holds them all */

/* "打开 APP › 首页". */
static const char *
steps_label(struct arena *a, const json_t *path)
{
    struct buf b = BUF(a);
    size_t i;
    json_t *step;

    buf_puts(&b, "");
    json_array_foreach(json_object_get(path, "steps"), i, step)
    {
        if (json_is_string(step))
            buf_printf(&b, "%s%s", b.n ? " › " : "", json_string_value(step));
    }
    return b.p;
}

static const json_t *
node_of(const json_t *list, const char *id)
{
    size_t i;
    json_t *node;

    json_array_foreach(list, i, node)
    {
        if (str_is(json_str(node, "id"), id))
            return node;
    }
    return NULL;
}

static const char *
or_unnamed(const char *name)
{
    return name ? name : "（未命名）";
}

/* What one row of coverage selects of a tree. */
struct selection {
    const json_t *tree, *path, *function; /* NULL: all beneath */
    const char *path_id, *function_id;
};

static void
write_functions(struct buf *b, const struct selection *x)
{
    size_t i, k;
    long total = 0;
    json_t *path, *function;

    buf_open(b, "functions", '[');
    json_array_foreach(json_object_get(x->tree, "paths"), i, path)
    {
        if (x->path_id != NULL && path != x->path)
            continue;
        const char *label = steps_label(b->a, path);
        json_array_foreach(json_object_get(path, "functions"), k, function)
        {
            if (x->function_id != NULL && function != x->function)
                continue;
            if (total++ >= FUNCTIONS_SHOWN)
                continue;
            buf_open(b, NULL, '{');
            buf_json_str(b, "path", label);
            buf_json_str(b, "name", or_unnamed(json_str(function, "name")));
            buf_close(b);
        }
    }
    buf_close(b);
    buf_json_int(b, "functions_total", total);
}

static void
write_selection(struct buf *b, const struct selection *x)
{
    struct buf label = BUF(b->a);

    buf_puts(&label, or_unnamed(json_str(x->tree, "name")));
    if (x->path != NULL)
        buf_printf(&label, " › %s", steps_label(b->a, x->path));
    if (x->function != NULL)
        buf_printf(&label, " › %s", or_unnamed(json_str(x->function, "name")));

    buf_open(b, NULL, '{');
    buf_json_str(b, "product", json_str(x->tree, "id"));
    buf_json_str(b, "path", x->path_id);
    buf_json_str(b, "function", x->function_id);
    buf_json_str(b, "label", label.p);
    write_functions(b, x);
    buf_close(b);
}

const char *
coverage_words(struct arena *a, const json_t *products)
{
    struct buf b = BUF(a);
    size_t i, k;
    json_t *one, *row;

    buf_open(&b, NULL, '[');
    json_array_foreach(products, i, one)
    {
        const json_t *tree = json_object_get(one, "tree");
        json_array_foreach(json_object_get(one, "covers"), k, row)
        {
            struct selection x = {.tree = tree,
                                  .path_id = json_str(row, "path"),
                                  .function_id = json_str(row, "function")};
            x.path = node_of(json_object_get(tree, "paths"), x.path_id);
            x.function = node_of(json_object_get(x.path, "functions"), x.function_id);
            write_selection(&b, &x);
        }
    }
    buf_close(&b);
    return b.p;
}
