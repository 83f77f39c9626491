/* Begins a thread for each thing that is kept: it has the rights that the daemon has by then. */
#include "syncd/anchor/place_keep.h"

#include "lib/base/log.h"
#include "syncd/anchor/place.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

int place_keep_fd(void)
{
	int fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);

	if (fd < 0)
		fatal("eventfd");
	return fd;
}

static void *run(void *arg)
{
	struct anchor_place *place = arg;
	const uint64_t one = 1;

	place->keeping.why = place->keeping.write(place);
	atomic_store(&place->keeping.ended, true);
	if (write(place->common->kept, &one, sizeof(one)) != sizeof(one))
		fatal("eventfd");
	return NULL;
}

void place_keep(struct anchor_place *place, place_keep_write *write, place_keep_done *done)
{
	sigset_t all, before;
	int error;

	place->keeping = (struct place_keeping){.busy = true, .write = write, .done = done};
	sigfillset(&all);
	pthread_sigmask(SIG_BLOCK, &all, &before);
	error = pthread_create(&place->keeping.thread, NULL, run, place);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (error)
		fatalx("no thread: %s", strerror(error));
}

void place_keep_release(struct anchor_place *place)
{
	if (!place->keeping.busy)
		return;
	pthread_join(place->keeping.thread, NULL);
	place->keeping.busy = false;
	free(place->keeping.why);
}

void place_keep_step(struct anchor_place *place)
{
	char *why;

	if (!place->keeping.busy || !atomic_load(&place->keeping.ended))
		return;
	pthread_join(place->keeping.thread, NULL);
	place->keeping.busy = false;
	why = place->keeping.why;
	place->keeping.done(place, why);
	free(why);
}
