/* Includes the key maps and layouts as bytes (see the Makefile). */
#include "console/terminal/embedded.h"

#include "lib/base/embed.h"

#include <string.h>

EMBED(embedded_keymap_default, "keymaps/default.yaml");
EMBED(embedded_keymap_vim, "keymaps/vim.yaml");
EMBED(embedded_keymap_function_keys, "keymaps/function-keys.yaml");
EMBED(embedded_layout_uk, "keymaps/uk.yaml");

const struct embedded *embedded_find(const char *name)
{
	static struct embedded files[] = {
	        {"default", embedded_keymap_default, 0},
	        {"vim", embedded_keymap_vim, 0},
	        {"function-keys", embedded_keymap_function_keys, 0},
	        {"uk", embedded_layout_uk, 0},
	};

	files[0].len = EMBED_LEN(embedded_keymap_default);
	files[1].len = EMBED_LEN(embedded_keymap_vim);
	files[2].len = EMBED_LEN(embedded_keymap_function_keys);
	files[3].len = EMBED_LEN(embedded_layout_uk);
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++)
		if (strcmp(files[i].name, name) == 0)
			return &files[i];
	return NULL;
}
