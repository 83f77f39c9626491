/* Hands batches of files to a thread, and tells when they are written. */
#include "syncd/page/file_writer.h"

#include "lib/base/log.h"
#include "lib/base/xmalloc.h"
#include "syncd/page/file_batch.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

enum turn { OWNER, THREAD, QUIT };

struct file_writer {
	int root;
	int done; /* an eventfd: the batch has ended */
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t changed;
	enum turn turn; /* whose the batch is; under the lock */
	struct file_batch batch;
	bool busy; /* the owner's view */
};

static void *update(void *arg)
{
	struct file_writer *writer = arg;
	const uint64_t one = 1;

	pthread_mutex_lock(&writer->lock);
	for (;;) {
		while (writer->turn == OWNER)
			pthread_cond_wait(&writer->changed, &writer->lock);
		if (writer->turn == QUIT)
			break;
		pthread_mutex_unlock(&writer->lock);
		file_batch_write(&writer->batch, writer->root);
		pthread_mutex_lock(&writer->lock);
		if (writer->turn == THREAD)
			writer->turn = OWNER;
		if (write(writer->done, &one, sizeof(one)) != sizeof(one))
			fatal("eventfd");
	}
	pthread_mutex_unlock(&writer->lock);
	return NULL;
}

struct file_writer *file_writer_new(const char *root, char **why)
{
	struct file_writer *writer = xcalloc(1, sizeof(*writer));
	int error;

	writer->root = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (writer->root < 0 || faccessat(writer->root, ".", W_OK | X_OK, 0) < 0) {
		*why = xasprintf("cannot write into '%s': %s", root, strerror(errno));
		if (writer->root >= 0)
			close(writer->root);
		free(writer);
		return NULL;
	}
	writer->done = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	if (writer->done < 0)
		fatal("eventfd");
	pthread_mutex_init(&writer->lock, NULL);
	pthread_cond_init(&writer->changed, NULL);
	error = pthread_create(&writer->thread, NULL, update, writer);
	if (error)
		fatalx("no thread: %s", strerror(error));
	return writer;
}

static void hand_over(struct file_writer *writer, enum turn turn)
{
	pthread_mutex_lock(&writer->lock);
	writer->turn = turn;
	pthread_cond_signal(&writer->changed);
	pthread_mutex_unlock(&writer->lock);
}

void file_writer_free(struct file_writer *writer)
{
	if (!writer)
		return;
	hand_over(writer, QUIT);
	pthread_join(writer->thread, NULL);
	pthread_cond_destroy(&writer->changed);
	pthread_mutex_destroy(&writer->lock);
	file_batch_release(&writer->batch);
	close(writer->done);
	close(writer->root);
	free(writer);
}

void file_writer_put(struct file_writer *writer, const char *path, struct buf *data)
{
	struct file *file = file_batch_add(&writer->batch, FILE_PUT, path);

	file->data = *data;
	*data = (struct buf){0};
}

void file_writer_drop(struct file_writer *writer, const char *path)
{
	file_batch_add(&writer->batch, FILE_DROP, path);
}

void file_writer_prune(struct file_writer *writer, const char *folder, long long *numbers, size_t n)
{
	struct file *file = file_batch_add(&writer->batch, FILE_PRUNE, folder);

	file->numbers = numbers;
	file->n = n;
}

void file_writer_join(struct file_writer *writer, const char *path, char **parts)
{
	file_batch_add(&writer->batch, FILE_JOIN, path)->parts = parts;
}

void file_writer_forget(struct file_writer *writer)
{
	file_batch_release(&writer->batch);
}

void file_writer_submit(struct file_writer *writer)
{
	writer->busy = true;
	hand_over(writer, THREAD);
}

int file_writer_fd(const struct file_writer *writer)
{
	return writer->done;
}

bool file_writer_busy(const struct file_writer *writer)
{
	return writer->busy;
}

bool file_writer_end(struct file_writer *writer, char **why)
{
	uint64_t count;

	if (!writer->busy || read(writer->done, &count, sizeof(count)) != sizeof(count))
		return false;
	pthread_mutex_lock(&writer->lock);
	*why = writer->batch.error ? xasprintf("cannot write '%s': %s", writer->batch.failed,
	                                       strerror(writer->batch.error))
	                           : NULL;
	pthread_mutex_unlock(&writer->lock);
	file_batch_release(&writer->batch);
	writer->busy = false;
	return true;
}

int file_writer_root(const struct file_writer *writer)
{
	return writer->root;
}
