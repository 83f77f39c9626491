/* Puts a file of the source tree into the program at build time.
 * EMBED(default_keymap, "keymaps/default.yaml") defines default_keymap (const char[], followed
 * by a NUL); EMBED_LEN(default_keymap) is its length in bytes, without the NUL.
 * The path is from the root of the source tree. */
#ifndef VARTA_EMBED_H
#define VARTA_EMBED_H

#include <stddef.h>

#define EMBED(name, path)                                                                          \
	__asm__(".section .rodata\n"                                                               \
	        ".global " #name "\n" #name ":\n"                                                  \
	        ".incbin \"" path "\"\n"                                                           \
	        ".global " #name "_end\n" #name "_end:\n"                                          \
	        ".byte 0\n"                                                                        \
	        ".previous\n");                                                                    \
	extern const char name[];                                                                  \
	extern const char name##_end[]

#define EMBED_LEN(name) ((size_t)(name##_end - name))

#endif
