/* Hands leaves to a thread that lasts as long as they do: it is begun under the rights that the
 * daemon has by then. */
#include "syncd/seal/seal_writer.h"

#include "lib/base/log.h"
#include "lib/base/xmalloc.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

/* Leaves that stand one behind the other. */
struct leaf_run {
	uint64_t first;
	struct merkle_hash *leaves;
	size_t n;
};

struct seal_writer {
	struct seal_tree *tree;
	int done; /* an eventfd */
	bool busy;
	pthread_t thread;

	struct leaf_run *runs;
	size_t n;
	uint64_t size;
	struct seal_past past;
	struct seal_result result;
};

struct seal_writer *seal_writer_new(struct seal_tree *tree)
{
	struct seal_writer *writer = xcalloc(1, sizeof(*writer));

	writer->tree = tree;
	writer->done = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	if (writer->done < 0)
		fatal("eventfd");
	return writer;
}

static void forget_runs(struct seal_writer *writer)
{
	for (size_t i = 0; i < writer->n; i++)
		free(writer->runs[i].leaves);
	free(writer->runs);
	writer->runs = NULL;
	writer->n = 0;
}

void seal_writer_free(struct seal_writer *writer)
{
	if (!writer)
		return;
	if (writer->busy)
		pthread_join(writer->thread, NULL);
	forget_runs(writer);
	free(writer->result.why);
	free(writer->result.note);
	seal_tree_free(writer->tree);
	close(writer->done);
	free(writer);
}

void seal_writer_add(struct seal_writer *writer, uint64_t first, const struct merkle_hash *leaves,
                     size_t n)
{
	struct leaf_run run = {first, xcalloc(n + 1, sizeof(*leaves)), n};

	memcpy(run.leaves, leaves, n * sizeof(*leaves));
	writer->runs = xreallocarray(writer->runs, writer->n + 1, sizeof(run));
	writer->runs[writer->n++] = run;
}

static void take(struct seal_writer *writer, struct seal_result *result)
{
	uint64_t before = seal_tree_size(writer->tree);

	for (size_t i = 0; result->verdict == SEAL_OK && i < writer->n; i++)
		result->verdict =
		        seal_tree_take(writer->tree, writer->runs[i].first, writer->runs[i].leaves,
		                       writer->runs[i].n, &writer->past, &result->why);
	result->grown = seal_tree_size(writer->tree) > before;
	if (result->verdict == SEAL_OK && seal_tree_size(writer->tree) >= writer->size)
		result->why = seal_tree_sign(writer->tree, &result->note, &result->root);
}

static void *run(void *arg)
{
	struct seal_writer *writer = arg;
	const uint64_t one = 1;

	take(writer, &writer->result);
	if (write(writer->done, &one, sizeof(one)) != sizeof(one))
		fatal("eventfd");
	return NULL;
}

void seal_writer_forget(struct seal_writer *writer)
{
	forget_runs(writer);
}

void seal_writer_submit(struct seal_writer *writer, uint64_t size, const struct seal_past *past)
{
	sigset_t all, before;
	int error;

	writer->busy = true;
	writer->size = size;
	writer->past = *past;
	sigfillset(&all);
	pthread_sigmask(SIG_BLOCK, &all, &before);
	error = pthread_create(&writer->thread, NULL, run, writer);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (error)
		fatalx("no thread: %s", strerror(error));
}

int seal_writer_fd(const struct seal_writer *writer)
{
	return writer->done;
}

bool seal_writer_end(struct seal_writer *writer, struct seal_result *result)
{
	uint64_t count;

	if (!writer->busy || read(writer->done, &count, sizeof(count)) != sizeof(count))
		return false;
	pthread_join(writer->thread, NULL);
	writer->busy = false;
	*result = writer->result;
	writer->result = (struct seal_result){0};
	forget_runs(writer);
	return true;
}

const struct seal_tree *seal_writer_tree(const struct seal_writer *writer)
{
	return writer->tree;
}
