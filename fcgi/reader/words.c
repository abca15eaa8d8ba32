/* What is said of a file that is not taken: what it is, why not, what to do about it. */
#include "reader/reader.h"

#include <string.h>

#define TAKEN "系统接收 PDF、DOCX、OFD、JPG、PNG、MP4 文件"

static const char *const others[OTHER__MAX] = {
    [OTHER_HEIC] =
        "这是 HEIC 照片（苹果等手机的默认格式），电脑上大多打不开。请在手机上把照片另存为 "
        "JPG（可在相机设置中选“兼容性最佳”），或截图后再上传",
    [OTHER_AVIF] = "这是 AVIF 图片。请用看图软件另存为 JPG 或 PNG 后再上传",
    [OTHER_WEBP] = "这是 WebP 图片（多来自网页）。请用看图软件另存为 JPG 或 PNG 后再上传",
    [OTHER_GIF] = "这是 GIF 图片。请用看图软件另存为 PNG 或 JPG 后再上传",
    [OTHER_BMP] = "这是 BMP 位图。请用看图软件另存为 PNG 或 JPG 后再上传",
    [OTHER_TIFF] = "这是 TIFF 图片（扫描仪常用）。请在扫描时选择 PDF，或另存为 JPG、PNG 后再上传",
    [OTHER_JPEG2000] =
        "这是 JPEG 2000 或 JPEG XL 图片，常见软件打不开。请另存为普通的 JPG 或 PNG 后再上传",
    [OTHER_SVG] = "这是 SVG 矢量图，其中可以带脚本。请导出为 PDF 或 PNG 后再上传",
    [OTHER_PSD] = "这是 Photoshop 的 PSD 文件。请导出为 PDF、JPG 或 PNG 后再上传",
    [OTHER_RAW_PHOTO] = "这是相机的 RAW 照片。请导出为 JPG 后再上传",
    [OTHER_OLD_WORD] =
        "这是旧版 Word（.doc）或 WPS 文字（.wps）文档。请用 Word 或 WPS 打开，另存为 "
        ".docx 或输出为 PDF 后再上传",
    [OTHER_OLD_EXCEL] = "这是旧版 Excel（.xls）或 WPS 表格（.et）。请输出为 PDF 后再上传",
    [OTHER_OLD_POWERPOINT] =
        "这是旧版 PowerPoint（.ppt）或 WPS 演示（.dps）。请输出为 PDF 后再上传",
    [OTHER_OLD_OFFICE] =
        "这是旧版 Office 文件（.doc、.xls、.ppt 等），或加了密码的文档。请去掉密码，另存为 "
        ".docx 或输出为 PDF 后再上传",
    [OTHER_LOCKED_OFFICE] =
        "这个 Office 文档设有打开密码（已加密），审核人员打不开。请用 Word 或 WPS "
        "打开，去掉密码后另存，再上传",
    [OTHER_XLSX] = "这是 Excel 表格（.xlsx），不是 Word 文档。请输出为 PDF 后再上传",
    [OTHER_PPTX] = "这是 PowerPoint 演示文稿（.pptx），不是 Word 文档。请输出为 PDF 后再上传",
    [OTHER_DOTX] =
        "这是 Word 模板（.dotx），不是文档。请用 Word 或 WPS 打开，另存为 .docx 后再上传",
    [OTHER_VISIO] = "这是 Visio 图。请输出为 PDF 后再上传",
    [OTHER_OPEN_DOCUMENT] =
        "这是 OpenDocument 文件（.odt、.ods、.odp）。请另存为 .docx 或输出为 PDF 后再上传",
    [OTHER_RTF] = "这是 RTF 文档（有的软件会把它存成 .doc）。请另存为 .docx 或输出为 PDF 后再上传",
    [OTHER_CAJ] = "这是知网的 CAJ 文件。请用 CAJ 阅读器打印或另存为 PDF 后再上传",
    [OTHER_EPUB] = "这是电子书（EPUB）。请转换为 PDF 后再上传",
    [OTHER_POSTSCRIPT] = "这是 PostScript 文件（.ps、.eps）。请转换为 PDF 后再上传",
    [OTHER_XPS] = "这是 XPS 文件。请改用“打印为 PDF”生成后再上传",
    [OTHER_DWG] = "这是 CAD 图纸。请打印为 PDF 后再上传",
    [OTHER_ZIP] = "这是 ZIP 压缩包，不是文档。请先解压，再逐个上传其中的文件",
    [OTHER_RAR] = "这是 RAR 压缩包。请先解压，再逐个上传其中的文件",
    [OTHER_7Z] = "这是 7z 压缩包。请先解压，再逐个上传其中的文件",
    [OTHER_ARCHIVE] = "这是压缩包或磁盘映像。请先解压，再逐个上传其中的文件",
    [OTHER_MOV] = "这是 MOV 视频（QuickTime）。请用视频软件转换为 MP4（H.264）后再上传",
    [OTHER_3GP] = "这是 3GP 视频。请用视频软件转换为 MP4（H.264）后再上传",
    [OTHER_VIDEO] = "这是 MP4 以外的视频。请用视频软件转换为 MP4（H.264）后再上传",
    [OTHER_AUDIO] = "这是音频文件，系统不接收音频",
    [OTHER_HTML] =
        "这是网页文件（HTML），可能是把下载页面存成了文件。请用浏览器打开，打印为 PDF 后再上传",
    [OTHER_XML] = "这是 XML 文件。请上传它所对应的 PDF 或 OFD 版式文件",
    [OTHER_MAIL] =
        "这是邮件或单个文件网页（.eml、.msg、.mht）。请把其中的附件另存，或打印为 PDF 后再上传",
    [OTHER_TEXT] =
        "这是纯文本文件，不是它的名称所说的格式。请用 Word 或 WPS 打开，另存为 .docx 或输出为 "
        "PDF 后再上传",
    [OTHER_PROGRAM] =
        "这是可执行程序、脚本或快捷方式，不能上传。如果本应是文档，请先用杀毒软件检查这台电脑",
    [OTHER_EMPTY] = "文件是空的，请选择正确的文件",
    [OTHER_ZEROS] = "文件里全是空字节，多半是下载或拷贝没有完成。请换用完整的原文件重新上传",
    [OTHER_UNKNOWN] =
        "认不出这个文件的格式，它可能已损坏，或者文件名的后缀被改过。请用能打开它的软件另存为 "
        "PDF 后再上传",
};

/* %s is the kind. */
static const char *const flaws[FLAW__MAX] = {
    [FLAW_HEAVY] =
        "检查这个 %s 文件用尽了时间或内存，没有读完。请用原来的软件重新导出一份（减少页数、"
        "降低分辨率）后再上传",
    [FLAW_LOCKED] =
        "这个 %s 文件已加密或设有打开密码，审核人员打不开。请去掉密码后重新上传；只限制打印、"
        "不需要密码就能打开的文件可以上传",
    [FLAW_MACRO] = "这个 %s 文件带有宏，不接收带宏的文档。请用 Word 或 WPS 另存为不带宏的 Word "
                   "文档（.docx），或输出为 PDF 后再上传",
    [FLAW_PROGRAM] =
        "这个 %s 文件里夹带了可执行程序或脚本，不能上传。请用杀毒软件检查，再重新输出一份后上传",
    [FLAW_SCRIPT] = "这个 %s 文件里有 JavaScript 脚本，打开时会运行。请用“打印为 PDF”重新生成一份"
                    "不带脚本的文件后再上传",
    [FLAW_LAUNCH] = "这个 %s 文件里有启动其他程序的动作。请用“打印为 PDF”重新生成一份后再上传",
    [FLAW_CONTROL] = "这个 %s 文件里有 ActiveX 控件。请删去控件，或输出为 PDF 后再上传",
    [FLAW_OBJECT] =
        "这个 %s 文件里嵌入了 OLE 对象（如公式编辑器、Visio 图、表格或打包的文件）。请把对象转成"
        "图片，或输出为 PDF 后再上传",
    [FLAW_OUTSIDE] =
        "这个 %s 文件引用了它以外的内容（网上的模板、图片、对象或动态数据），打开时会去读取。"
        "请把图片嵌入文档、断开外部链接，或输出为 PDF 后再上传",
    [FLAW_CHUNK] =
        "这个 %s 文件是由网页等其他格式拼成的，有的软件打不开。请用 Word 或 WPS 打开，另存为普通的 "
        ".docx 或输出为 PDF 后再上传",
    [FLAW_CARRIES] =
        "这个 %s 文件里还附带了别的文件，审核时看不到它们。请把附带的文件另存后逐个上传，再用"
        "“打印为 PDF”生成不带附件的文件上传",
    [FLAW_FORM] =
        "这个 %s 文件是动态表单（XFA），多数软件打不开。请填好后用“打印为 PDF”重新生成，再上传",
    [FLAW_NAMES] =
        "这个 %s 文件的内部结构不合规：其中有重名、带“..”或绝对路径的部分。请用 Word 或 WPS "
        "打开，另存一份后再上传",
    [FLAW_MANY] = "这个 %s 文件的页数或内部的部分太多，超过了上限。请拆成几份，或重新导出后再上传",
    [FLAW_BOMB] = "这个 %s 文件解压后大得异常，不能上传。请用原来的软件重新输出一份后再上传",
    [FLAW_HUGE] = "这张 %s 图片的像素太多（最多 2.5 亿像素，边长不超过 "
                  "65500）。请缩小或降低扫描分辨率后再上传",
    [FLAW_STRANGE] =
        "这个 %s 文件用了少见的编码方式，常见软件打不开。请用原来的软件另存一份后再上传",
    [FLAW_CUT] =
        "这个 %s 文件不完整，内容没有到结尾就断了，可能是上传、下载或拷贝时中断。请换用完整的原文件"
        "重新上传",
    [FLAW_DAMAGED] =
        "这个 %s 文件已损坏，打开时会缺内容或打不开。请用原来的软件打开检查，另存一份后再上传",
    [FLAW_EMPTY] = "这个 %s 文件里一页也没有。请检查原文件，重新输出一份后再上传",
    [FLAW_SOUND] = "这个 %s 文件里只有声音，没有画面。请上传带画面的视频",
    [FLAW_BEFORE] = "这个 %s 文件的开头混有别的文件的内容。请用原来的软件另存一份后再上传",
    [FLAW_AFTER] =
        "这个 %s 文件的结尾之后还附着别的内容。请用原来的软件另存一份（照片可以截图或另存为普通 "
        "JPG）后再上传",
};

static const char unread[] =
    "检查这个文件用尽了时间或内存，没有读完。请用原来的软件重新导出一份（减少页数、"
    "降低分辨率）后再上传";

const char *
file_refusal(struct arena *a, const struct file_report *r, const char *name)
{
    if (r->flaw != FLAW_NONE && r->type == FILE_UNKNOWN) /* its reader broke before it could say */
        return unread;
    if (r->flaw != FLAW_NONE)
        return arena_printf(a, flaws[r->flaw], name);
    const char *words = others[r->other] ? others[r->other] : others[OTHER_UNKNOWN];
    return r->other == OTHER_EMPTY ? words : arena_printf(a, "%s。" TAKEN, words);
}

/* ---- what a document says of itself ------------------------------------------------------------
 */

static bool
is_of(char c, const char *more)
{
    return (c >= 'a' && c <= 'z') || strchr(more, c) != NULL;
}

bool
file_made_of_is(const char *text, size_t n)
{
    const char *slash = memchr(text, '/', n);
    size_t code = slash ? (size_t)(slash - text) : 0, digits = code ? n - code - 1 : 0;

    if (n >= FILE_MADE_OF_TEXT || memchr(text, '\0', n) != NULL || digits < 1 || digits > 4 ||
        slash[1] == '0' || !is_of(text[0], "a"))
        return false;
    for (size_t i = 0; i < code; i++)
        if (!is_of(text[i], "0123456789_"))
            return false;
    for (size_t i = 1; i <= digits; i++)
        if (slash[i] < '0' || slash[i] > '9')
            return false;
    return true;
}
