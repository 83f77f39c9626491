#include "console/embedded.h"

#include <string.h>

#include "lib/embed.h"

EMBED(embedded_keymap_default, "keymaps/default.yaml");
EMBED(embedded_layout_uk, "keymaps/uk.yaml");

const struct embedded *embedded_find(const char *name)
{
	static struct embedded files[] = {
	        {"default", embedded_keymap_default, 0},
	        {"uk", embedded_layout_uk, 0},
	};
	files[0].len = EMBED_LEN(embedded_keymap_default);
	files[1].len = EMBED_LEN(embedded_layout_uk);
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++)
		if (strcmp(files[i].name, name) == 0)
			return &files[i];
	return NULL;
}
