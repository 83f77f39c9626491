/* Writes HTML, Atom and XML; libxml2 escapes, and keeps account of what is open. */
#include "syncd/core/markup.h"

#include "lib/base/text.h"
#include "lib/base/xmalloc.h"

#include <libxml/xmlwriter.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define REPLACEMENT "\xef\xbf\xbd"

enum { DEPTH_MAX = 64 };

enum element_flags { VOID = 1, INLINE = 2 };

/* Those of HTML that have no end tag, or that stand within a line. */
static const struct {
	const char *name;
	int flags;
} elements[] = {
        {"a", INLINE},    {"button", INLINE},       {"dt", INLINE}, {"img", VOID | INLINE},
        {"link", VOID},   {"input", VOID | INLINE}, {"meta", VOID}, {"name", INLINE},
        {"span", INLINE}, {"time", INLINE},
};

struct markup {
	xmlTextWriterPtr writer;
	enum markup_kind kind;
	int depth;
	int open[DEPTH_MAX]; /* flags of the elements that are open */
};

/* libxml2 fails only where there is no memory. */
static void check(int result)
{
	if (result < 0)
		xmalloc_fail();
}

static int append(void *out, const char *data, int len)
{
	buf_add(out, data, (size_t)len);
	return len;
}

struct markup *markup_new(struct buf *out, enum markup_kind kind)
{
	struct markup *m = xcalloc(1, sizeof(*m));
	xmlOutputBufferPtr output = xmlOutputBufferCreateIO(append, NULL, out, NULL);

	m->kind = kind;
	m->writer = output ? xmlNewTextWriter(output) : NULL;
	if (!m->writer)
		xmalloc_fail();
	if (kind == MARKUP_HTML) {
		check(xmlTextWriterWriteRaw(m->writer, BAD_CAST "<!DOCTYPE html>\n"));
	} else {
		check(xmlTextWriterSetIndent(m->writer, 1));
		check(xmlTextWriterSetIndentString(m->writer, BAD_CAST "  "));
		check(xmlTextWriterStartDocument(m->writer, NULL, "utf-8", NULL));
	}
	return m;
}

struct markup *markup_new_page(struct buf *out, const char *language)
{
	struct markup *m = markup_new(out, MARKUP_HTML);

	markup_open(m, "html", "lang", language, NULL);
	markup_open(m, "head", NULL);
	markup_element(m, "meta", NULL, "charset", "utf-8", NULL);
	markup_element(m, "meta", NULL, "name", "viewport", "content",
	               "width=device-width, initial-scale=1", NULL);
	return m;
}

void markup_free(struct markup *m)
{
	while (m->depth > 0)
		markup_close(m);
	if (m->kind == MARKUP_XML)
		check(xmlTextWriterEndDocument(m->writer));
	xmlFreeTextWriter(m->writer);
	free(m);
}

bool markup_is_url(const char *address)
{
	static const char *const schemes[] = {"http", "https", "mailto"};
	size_t len = strcspn(address, ":/?#");

	if (address[len] != ':')
		return strspn(address, "/\\") < 2; /* otherwise a host follows */
	for (size_t i = 0; i < sizeof(schemes) / sizeof(*schemes); i++)
		if (strlen(schemes[i]) == len && strncasecmp(schemes[i], address, len) == 0)
			return true;
	return false;
}

static bool is_address(const char *attribute)
{
	return strcmp(attribute, "href") == 0 || strcmp(attribute, "src") == 0 ||
	       strcmp(attribute, "action") == 0;
}

/* A copy that can do no harm. U+FFFE and U+FFFF are the only visible ones that XML 1.0 forbids. */
static char *harmless(const char *text, enum text_lines lines)
{
	char *visible = text_visible(text, strlen(text), lines);

	for (char *s = visible; (s = strstr(s, "\xef\xbf")) != NULL; s += 3)
		if (s[2] == '\xbe' || s[2] == '\xbf')
			s[2] = '\xbd';
	return visible;
}

/* xmlTextWriterWriteAttribute() would write a number for each letter beyond ASCII. */
static void add_attribute(struct markup *m, const char *name, const char *value)
{
	char *visible = harmless(value, TEXT_ONE_LINE);
	xmlChar *escaped = xmlEncodeSpecialChars(NULL, BAD_CAST visible);

	if (!escaped)
		xmalloc_fail();
	check(xmlTextWriterStartAttribute(m->writer, BAD_CAST name));
	check(xmlTextWriterWriteRaw(m->writer, escaped));
	check(xmlTextWriterEndAttribute(m->writer));
	xmlFree(escaped);
	free(visible);
}

static void add_attributes(struct markup *m, va_list ap)
{
	const char *name, *value;

	while ((name = va_arg(ap, const char *)) != NULL) {
		value = va_arg(ap, const char *);
		if (value && (!is_address(name) || markup_is_url(value)))
			add_attribute(m, name, value);
	}
}

static int flags_of(const char *name)
{
	for (size_t i = 0; i < sizeof(elements) / sizeof(*elements); i++)
		if (strcmp(elements[i].name, name) == 0)
			return elements[i].flags;
	return 0;
}

static void begin(struct markup *m, const char *name)
{
	if (m->depth == DEPTH_MAX)
		abort();
	m->open[m->depth++] = m->kind == MARKUP_HTML ? flags_of(name) : VOID | INLINE;
	check(xmlTextWriterStartElement(m->writer, BAD_CAST name));
}

void markup_open(struct markup *m, const char *name, ...)
{
	va_list ap;

	begin(m, name);
	va_start(ap, name);
	add_attributes(m, ap);
	va_end(ap);
}

void markup_close(struct markup *m)
{
	int flags = m->open[--m->depth];

	if (flags & VOID)
		check(xmlTextWriterEndElement(m->writer));
	else
		check(xmlTextWriterFullEndElement(m->writer));
	if (!(flags & INLINE))
		check(xmlTextWriterWriteRaw(m->writer, BAD_CAST "\n"));
}

void markup_element(struct markup *m, const char *name, const char *text, ...)
{
	va_list ap;

	begin(m, name);
	va_start(ap, text);
	add_attributes(m, ap);
	va_end(ap);
	markup_line(m, text);
	markup_close(m);
}

static void add_text(struct markup *m, const char *text, enum text_lines lines)
{
	char *visible;

	if (!text || !*text)
		return;
	visible = harmless(text, lines);
	check(xmlTextWriterWriteString(m->writer, BAD_CAST visible));
	free(visible);
}

void markup_text(struct markup *m, const char *text)
{
	add_text(m, text, TEXT_KEEP_LINES);
}

void markup_line(struct markup *m, const char *text)
{
	add_text(m, text, TEXT_ONE_LINE);
}

/* https://www.w3.org/TR/xml/#charsets */
static bool is_xml_char(uint32_t cp)
{
	if (cp < 0x20)
		return cp == '\t' || cp == '\n' || cp == '\r';
	return cp != 0xfffe && cp != 0xffff;
}

void markup_data(struct markup *m, const char *text)
{
	struct buf out = {0};
	size_t len = strlen(text), taken;
	uint32_t cp;

	for (size_t i = 0; i < len; i += taken) {
		taken = utf8_decode(text + i, len - i, &cp);
		if (is_xml_char(cp) && !(cp == 0xfffd && taken == 1))
			buf_add(&out, text + i, taken);
		else
			buf_adds(&out, REPLACEMENT);
	}
	if (out.len)
		check(xmlTextWriterWriteString(m->writer, BAD_CAST out.data));
	buf_release(&out);
}
