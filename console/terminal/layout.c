/* Reads a keyboard layout from YAML, and turns characters into Latin ones by their place. */
#include "console/terminal/layout.h"

#include "lib/base/buf.h"
#include "lib/base/i18n.h"
#include "lib/base/text.h"
#include "lib/program/yaml_map.h"

#include <string.h>

struct layout_reading {
	struct layout *layout;
	struct yaml_map map;
};

static char *add(void *arg, const char *name, const yaml_node_t *value, int line)
{
	struct layout_reading *reading = arg;
	struct layout *layout = reading->layout;
	keycode typed = key_parse(name);
	const char *place = yaml_map_text(value);
	keycode latin = place ? key_parse(place) : 0;

	if (!key_is_text(typed) || !key_is_text(latin))
		return yaml_map_complain(
		        &reading->map, line,
		        _("'%s': one character, and the Latin one at its place, are expected"),
		        name);
	if (layout_latin(layout, typed) != typed)
		return yaml_map_complain(&reading->map, line, _("'%s' stands here twice"), name);
	if (layout->n == LAYOUT_MAX)
		return yaml_map_complain(&reading->map, line, _("more than %d characters"),
		                         LAYOUT_MAX);
	layout->pairs[layout->n++] = (struct layout_pair){typed, latin};
	return NULL;
}

char *layout_read(struct layout *layout, const char *name, const char *text, size_t len)
{
	struct layout_reading reading = {.layout = layout};
	char *complaint = yaml_map_read(&reading.map, name, text, len);

	if (complaint)
		return complaint;
	complaint = yaml_map_each(&reading.map, yaml_map_root(&reading.map), add, &reading);
	yaml_map_release(&reading.map);
	return complaint;
}

keycode layout_latin(const struct layout *layout, keycode k)
{
	for (size_t i = 0; layout && i < layout->n; i++)
		if (layout->pairs[i].typed == k)
			return layout->pairs[i].latin;
	return k;
}

keycode layout_typed(const struct layout *layout, keycode latin)
{
	for (size_t i = 0; layout && i < layout->n; i++)
		if (layout->pairs[i].latin == latin)
			return layout->pairs[i].typed;
	return 0;
}

char *layout_text(const struct layout *layout, const char *s)
{
	struct buf out = {0};
	size_t len = strlen(s);

	for (size_t i = 0; i < len;) {
		uint32_t cp;
		char bytes[4];
		i += utf8_decode(s + i, len - i, &cp);
		buf_add(&out, bytes, utf8_encode(layout_latin(layout, cp), bytes));
	}
	return buf_steal(&out);
}
