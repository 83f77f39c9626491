/* A list of templates with the text of the one under the cursor below: what the screen of all of
 * them and that of the versions of one have in common. */
#ifndef VARTA_CONSOLE_REPLY_GUIDANCE_H
#define VARTA_CONSOLE_REPLY_GUIDANCE_H

#include "console/reply/template.h"
#include "console/ui/lines.h"
#include "console/ui/list_screen.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct guidance_item {
	int64_t id;
	int version;
	struct template template;
	char *line;
};

struct guidance {
	struct screen screen;
	struct list list;
	int64_t of; /* the template whose versions these are; 0: all templates */
	struct guidance_item *items;
	struct lines preview;
};

struct guidance *guidance_of(const struct screen *s);
struct screen *guidance_new(struct ui *ui, const struct screen_ops *ops, int64_t of);
/* Opens the editor for a template; item NULL: for a new one. */
void guidance_edit(struct guidance *g, const struct guidance_item *item);

/* For the tables of the two screens. */
void guidance_close(struct screen *s);
void guidance_load(struct screen *s);
void guidance_resize(struct screen *s);
void guidance_paint(struct screen *s);
enum next guidance_open(struct screen *s, enum verb verb);

#endif
