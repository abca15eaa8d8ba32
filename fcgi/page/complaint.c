/* Complaints of the public as plain forms: made, and followed by their code. */
#include "page/site.h"

static void
write_refused(struct buf *b, const char *refused)
{
    page(b, refused ? "<p class=\"bad\" role=\"alert\">%s</p>" : "%s", refused);
}

static void
write_due(struct buf *b, const char *on)
{
    if (on == NULL)
        return;
    buf_puts(b, "<p>办理期限：");
    site_day(b, on);
    buf_puts(b, "</p>");
}

/* It leads to the entry: whoever follows several tells them apart by what they are about. */
static void
write_number(struct buf *b, const char *number)
{
    if (number == NULL)
        return;
    buf_puts(b, "<p>所涉的备案：<a href=\"");
    site_entry_path(b, number);
    page(b, "\">%s</a></p>", number);
}

/* ---- made ------------------------------------------------------------------------------------ */

static bool
is_public(const json_t *kind)
{
    return json_is_true(json_object_get(kind, "is_public"));
}

/* Which of those that the public opens; where there is one, it is that. */
static void
write_kinds(struct buf *b, const struct page_site *site, const struct complain_view *x)
{
    const json_t *all = json_object_get(site->manifest, "matters"), *kind;
    size_t i;

    json_array_foreach(all, i, kind)
    {
        const char *code = json_str(kind, "code"), *help = json_str(kind, "help");
        if (!is_public(kind))
            continue;
        page(b, "<p><label class=\"choice\"><input type=\"radio\" name=\"kind\" value=\"%s\"",
             code);
        buf_puts(b, x->kind == NULL || str_is(x->kind, code) ? " checked>" : ">");
        page(b, "<span>%s", json_str(kind, "label"));
        page(b, help ? " <span class=\"hint\">%s</span>" : "%s", help);
        buf_puts(b, "</span></label></p>\n");
    }
}

static void
write_complain(struct buf *b, const struct page_site *site, const struct complain_view *x)
{
    page(b,
         "<form class=\"questions\" method=\"post\" action=\"/complain\">"
         "<input type=\"hidden\" name=\"key\" value=\"%s\">\n<fieldset class=\"question\">"
         "<legend>种类</legend>",
         x->key);
    write_kinds(b, site, x);
    page(b,
         "</fieldset>\n<fieldset class=\"question\"><legend>内容</legend>"
         "<p><label for=\"number\">备案编号</label><br><input id=\"number\" name=\"number\" "
         "required maxlength=\"100\" value=\"%s\"></p>\n",
         x->number);
    page(b,
         "<p><label for=\"text\">事实和依据</label><br><textarea id=\"text\" name=\"text\" "
         "rows=\"8\" required maxlength=\"4000\">\n%s</textarea></p>\n",
         x->text);
    page(b,
         "<p><label for=\"contact\">联系方式（可不填）</label><br><input id=\"contact\" "
         "name=\"contact\" maxlength=\"200\" aria-describedby=\"contact-help\" value=\"%s\">"
         "</p><p id=\"contact-help\" class=\"hint\">只给办理的人看，不公开，也不告诉被投诉的单位。"
         "不填的，请凭查询码查看答复。</p></fieldset>\n<button>提交</button></form>",
         x->contact);
}

void
page_complain(struct buf *b, const struct page_site *site, const struct complain_view *x)
{
    site_open(b, site, x->refused ? "出错：投诉、异议" : "投诉、异议", AT_NOWHERE);
    buf_puts(b, "<div class=\"wrap\"><h1>投诉、异议</h1>"
                "<p class=\"lead\">对公示的备案有投诉、异议的，在这里提出，不用登录。已经提出的，"
                "可以<a href=\"/complaints\">凭查询码查看办理情况</a>。</p>\n");
    write_refused(b, x->refused);
    write_complain(b, site, x);
    buf_puts(b, "</div>");
    site_close(b, site);
}

void
page_complained(struct buf *b, const struct page_site *site, const struct complained_view *x)
{
    site_open(b, site, "已经提交", AT_NOWHERE);
    page(b,
         "<div class=\"wrap\"><h1>已经提交</h1><section class=\"panel\"><p>请记下查询码，只显示"
         "这一次。凭它查看办理情况，不用登录。</p><p "
         "class=\"complaint-code\">查询码<br><code>%s</code></p>",
         x->code);
    page(b, "<p>现在：%s</p>", x->state_label);
    write_due(b, x->due_on);
    buf_puts(b, "</section><p><a class=\"button\" href=\"/complaints\">查看办理情况</a></p>"
                "</div>");
    site_close(b, site);
}

/* ---- followed -------------------------------------------------------------------------------- */

static void
write_steps(struct buf *b, const struct followed_view *x)
{
    buf_puts(b, "<h2>经过</h2><ol class=\"complaint-steps\">");
    for (int i = 0; i < x->n; i++) {
        const struct followed_step *s = &x->steps[i];
        buf_puts(b, "<li><p><b>");
        page(b, "%s</b> ", s->label);
        site_day(b, s->on);
        buf_puts(b, "</p>");
        if (s->text != NULL)
            site_text(b, s->text);
        buf_puts(b, "</li>");
    }
    buf_puts(b, "</ol>");
}

static void
write_followed(struct buf *b, const struct followed_view *x)
{
    page(b, "<section class=\"panel\" id=\"now\"><h2>%s · ", x->kind_label);
    page(b, "%s</h2>", x->state_label);
    write_number(b, x->number);
    write_due(b, x->due_on);
    write_steps(b, x);
    buf_puts(b, "</section>\n");
}

void
page_followed(struct buf *b, const struct page_site *site, const struct followed_view *x)
{
    site_open(b, site, x->refused ? "出错：查看办理情况" : "查看办理情况", AT_NOWHERE);
    buf_puts(b, "<div class=\"wrap\"><h1>查看投诉、异议的办理情况</h1>"
                "<p class=\"lead\">填写提交时给出的查询码。</p>\n");
    write_refused(b, x->refused);
    if (x->kind_label != NULL)
        write_followed(b, x);
    buf_puts(b, "<form class=\"questions\" method=\"post\" action=\"/complaints\"><p><label "
                "for=\"code\">查询码</label><br><input id=\"code\" name=\"code\" required "
                "maxlength=\"60\" autocomplete=\"off\" spellcheck=\"false\"></p>"
                "<button>查看</button></form></div>");
    site_close(b, site);
}
