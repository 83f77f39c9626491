/* What the daemon gives up before it reads anything that others wrote, for itself and every thread
 * that it begins: whoever takes it over shall have little of it. */
#ifndef VARTA_SYNCD_CORE_SANDBOX_H
#define VARTA_SYNCD_CORE_SANDBOX_H

#include "lib/program/settings.h"

/* From now on it can run no other program, look into no other process, mount nothing, load nothing
 * into the kernel, open no sockets but those of TCP, UDP and the machine itself, and, where the
 * kernel has Landlock, change no file outside the folders that the settings name. Other calls fail
 * with EPERM. */
void sandbox_enter(const struct settings *settings);

#endif
