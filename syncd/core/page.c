/* Writes the frame of a page. */
#include "syncd/core/page.h"

static const char style[] =
        ":root{color-scheme:light dark}"
        "body{font:1rem/1.5 system-ui,sans-serif;margin:0;background:Canvas;color:CanvasText}"
        "main{max-width:42rem;margin:0 auto;padding:1rem}"
        "h1{font-size:1.5rem;line-height:1.25}h2{font-size:1.15rem;margin-top:2rem}"
        "dt{font-weight:600}dd{margin:0 0 .6rem;overflow-wrap:anywhere}"
        "pre{white-space:pre-wrap;font:inherit;border-left:.25rem solid GrayText;"
        "padding-left:.75rem;margin:0}"
        ".state{border:2px solid;border-radius:.4rem;padding:.6rem .8rem;font-weight:600}"
        "details{border:1px solid GrayText;border-radius:.4rem;margin:.6rem 0;padding:.4rem .8rem}"
        "summary{font-weight:600;cursor:pointer;padding:.3rem 0}"
        "label{display:block;margin:.5rem 0}"
        "textarea,input[type=date]{display:block;box-sizing:border-box;width:100%;font:inherit;"
        "padding:.4rem;margin-top:.2rem}"
        "figure{margin:.8rem 0}img{max-width:100%;height:auto}"
        "input[type=file]{display:block;font:inherit;max-width:100%;margin-top:.2rem}"
        "button{font:inherit;font-weight:600;padding:.6rem 1.2rem;margin:.4rem 0;min-height:44px}";

struct markup *page_begin(struct buf *out, const char *language, const char *title)
{
	struct markup *m = markup_new_page(out, language);

	markup_element(m, "meta", NULL, "name", "robots", "content", "noindex, nofollow", NULL);
	markup_element(m, "title", title, NULL);
	markup_element(m, "style", style, NULL);
	markup_close(m); /* head */
	markup_open(m, "body", NULL);
	markup_open(m, "main", NULL);
	markup_element(m, "h1", title, NULL);
	return m;
}

void page_end(struct markup *m)
{
	markup_free(m);
}
