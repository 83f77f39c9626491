/* From a key, or a click, to what it does on the screen on top. */
#ifndef VARTA_CONSOLE_UI_DISPATCH_H
#define VARTA_CONSOLE_UI_DISPATCH_H

#include "console/terminal/key.h"
#include "console/ui/ui.h"

#include <stdbool.h>

/* A key was pressed; SIGINT comes as Esc. */
void ui_key(struct ui *ui, keycode k);
/* Does verb on s as if its key had been pressed. */
void ui_verb(struct ui *ui, struct screen *s, enum verb verb);

/* Whether verb means anything on s, and why it cannot be done now (NULL: it can). */
bool ui_has(const struct screen *s, enum verb verb);
const char *ui_refuses(const struct screen *s, enum verb verb);
/* Whether verb is for the operator's roles: what is not stands in no list, but its key says why. */
bool ui_offers(const struct screen *s, enum verb verb);
/* What verb does on s: mostly itself. */
enum verb ui_means(const struct screen *s, enum verb verb);

#endif
