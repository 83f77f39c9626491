/* What the terminal cannot show: photos and maps, in a browser; photos also with chafa(1). */
#ifndef VARTA_CONSOLE_ACTION_BROWSE_H
#define VARTA_CONSOLE_ACTION_BROWSE_H

#include "console/ui/screen.h"

/* VERB_BROWSE: the photo or, where there is none, the place; VERB_BROWSE_MAP: the place;
 * VERB_PHOTO: the photo in the terminal. A photo comes from the daemon's store, never from where a
 * resident says that it is. Of the request of s, which is asked for where it is not
 * known. */
enum next browse(struct screen *s, enum verb verb);

#endif
