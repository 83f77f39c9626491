/* The folder of drafts: what their files are called, whose they are, and what has to go. */
#include "console/data/state_folder.h"
#include "console/reply/draft.h"
#include "lib/base/log.h"
#include "lib/base/xmalloc.h"

#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* A login or a city as part of a file name. */
static char *file_word(const char *s)
{
	char *word = xstrdup(s);

	for (char *p = word; *p; p++)
		if (!isalnum((unsigned char)*p) && *p != '-')
			*p = '_';
	return word;
}

char *draft_stem(const char *login, const char *city, int64_t id)
{
	char *who = file_word(login);
	char *where = file_word(city);
	char *stem = xasprintf("drafts/%s.%s.%" PRId64, who, where, id);

	free(where);
	free(who);
	return stem;
}

/* The request of a file 'login.city.id.rest'; 0 where the name is another one. */
static int64_t id_of_file(const char *name, const char *login, const char **rest)
{
	size_t len = strlen(login);
	const char *city, *number;
	char *end;
	long long id;

	if (strncmp(name, login, len) != 0 || name[len] != '.' || name[len + 1] == '_')
		return 0; /* no city begins like that */
	city = name + len + 1;
	number = strchr(city, '.');
	id = number ? strtoll(number + 1, &end, 10) : 0;
	if (id <= 0 || *end != '.' || !isdigit((unsigned char)end[1]))
		return 0;
	*rest = end + 1;
	return id;
}

/* The same of a draft; what stands beside it, for an editor or half saved, is none. */
static int64_t id_of_name(const char *name, const char *login)
{
	const char *rest;
	int64_t id = id_of_file(name, login, &rest);

	return id > 0 && strspn(rest, "0123456789") == strlen(rest) ? id : 0;
}

int64_t draft_id(const struct draft *d)
{
	return strtoll(strrchr(d->stem, '.') + 1, NULL, 10);
}

void draft_each(const char *login, bool beside, void (*each)(void *arg, int64_t id), void *arg)
{
	char *folder = state_folder("drafts");
	DIR *dir = folder ? opendir(folder) : NULL;
	char *who = file_word(login);
	struct dirent *entry;
	const char *rest;

	while (dir && (entry = readdir(dir))) {
		int64_t id = beside ? id_of_file(entry->d_name, who, &rest)
		                    : id_of_name(entry->d_name, who);
		if (id > 0)
			each(arg, id);
	}
	if (dir)
		closedir(dir);
	else
		log_warn("cannot read the folder of drafts");
	free(who);
	free(folder);
}

/* Whether it was last written up to then and no console has it open. */
static bool is_left_from(const char *path, int64_t until)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	bool left = fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0 && fstat(fd, &st) == 0 &&
	            st.st_mtime <= until;

	if (fd >= 0)
		close(fd);
	return left;
}

int draft_forget(const char *login, int64_t id, int64_t until)
{
	char *folder = state_folder("drafts");
	DIR *dir = folder ? opendir(folder) : NULL;
	char *who = file_word(login);
	struct dirent *entry;
	const char *rest;
	int n = 0;

	while (dir && (entry = readdir(dir))) {
		char *path;

		if (id_of_file(entry->d_name, who, &rest) != id)
			continue;
		path = xasprintf("%s/%s", folder, entry->d_name);
		if (is_left_from(path, until) && unlink(path) == 0)
			n += id_of_name(entry->d_name, who) == id;
		free(path);
	}
	if (dir)
		closedir(dir);
	free(who);
	free(folder);
	return n;
}
