/* How well a few typed characters fit a text that has them in this order. */
#ifndef VARTA_CONSOLE_UI_FUZZY_H
#define VARTA_CONSOLE_UI_FUZZY_H

enum { FUZZY_NONE = -1 };

/* FUZZY_NONE where they do not; otherwise the more, the better: beginnings of words and characters
 * that stand together count. Case does not matter; nothing typed fits everything alike. */
int fuzzy_score(const char *typed, const char *text);

#endif
