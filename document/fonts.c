/* Opens the files of fonts, by a configuration of fontconfig that knows nothing else. */
#include "document/fonts.h"

#include <fontconfig/fontconfig.h>
#include <pango/pangocairo.h>
#include <pango/pangofc-fontmap.h>
#include <stdbool.h>

PangoFontMap *fonts_open(void)
{
	static const char *const files[] = {FONTS_FOLDER "/DejaVuSerif.ttf",
	                                    FONTS_FOLDER "/DejaVuSerif-Bold.ttf",
	                                    FONTS_FOLDER "/DejaVuSans.ttf"};
	FcConfig *config = FcConfigCreate();
	PangoFontMap *map = NULL;
	bool ok = config != NULL;

	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++)
		ok = ok && FcConfigAppFontAddFile(config, (const FcChar8 *)files[i]);
	if (ok)
		map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
	if (map)
		pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(map), config);
	if (config)
		FcConfigDestroy(config);
	return map;
}
