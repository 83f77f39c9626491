/* Words what the system says of a file that somebody wanted to write. */
#include "lib/base/file_why.h"

#include "lib/base/i18n.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>

static const struct {
	int error;
	const char *words;
} known[] = {
        {EEXIST, N_("there is such a file already")},
        {EACCES, N_("you have no right to write there")},
        {EPERM, N_("you have no right to write there")},
        {EROFS, N_("nothing can be written there")},
        {ENOENT, N_("there is no such folder")},
        {ENOTDIR, N_("there is no such folder")},
        {EISDIR, N_("this is a folder")},
        {ENAMETOOLONG, N_("the name is too long")},
        {ENOSPC, N_("the disk is full")},
        {EDQUOT, N_("you have no more room on the disk")},
};

const char *file_why(int error)
{
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (known[i].error == error)
			return _(known[i].words);
	return strerror(error);
}
