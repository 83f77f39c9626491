/* Reads a question: an object of JSON, as the database writes it (varta.document_question()), in
 * which the daemon has put how long each photo is that follows. */
#include "document/question.h"

#include <jansson.h>
#include <string.h>

static const char *text_of(const json_t *object, const char *name)
{
	const char *text = json_string_value(json_object_get(object, name));

	return text ? text : "";
}

static void read_signatures(const json_t *list, struct question *question)
{
	size_t i;
	json_t *one;

	json_array_foreach(list, i, one) {
		if (i == SIGNATURES_MAX)
			return;
		question->signatures[question->nsignatures++] =
		        (struct signature){.label = text_of(one, "label"),
		                           .name = text_of(one, "name"),
		                           .sign_caption = text_of(one, "sign_caption"),
		                           .name_caption = text_of(one, "name_caption")};
	}
}

/* False where they are not as long as it says. */
static bool read_photos(const json_t *list, const char *data, size_t len, struct question *question)
{
	size_t i;
	json_t *one;

	json_array_foreach(list, i, one) {
		json_int_t bytes = json_integer_value(json_object_get(one, "bytes"));

		if (i == PHOTOS_MAX || bytes <= 0 || (size_t)bytes > len)
			return false;
		question->photos[question->nphotos++] =
		        (struct photo){.caption = text_of(one, "caption"),
		                       .missing = text_of(one, "missing"),
		                       .data = data,
		                       .len = (size_t)bytes};
		data += bytes;
		len -= (size_t)bytes;
	}
	return len == 0;
}

bool question_read(const char *data, size_t len, struct question *question)
{
	size_t json = strnlen(data, len), rest = json < len ? json + 1 : len;
	json_t *tree = json_loadb(data, json, 0, NULL);

	*question =
	        (struct question){.tree = tree,
	                          .title = text_of(tree, "title"),
	                          .text = text_of(tree, "text"),
	                          .author = text_of(tree, "author"),
	                          .photos_title = text_of(tree, "photos_title"),
	                          .address = json_string_value(json_object_get(tree, "address")),
	                          .address_caption = text_of(tree, "address_caption"),
	                          .made = json_integer_value(json_object_get(tree, "made"))};
	read_signatures(json_object_get(tree, "signatures"), question);
	return tree && *question->text && question->made > 0 &&
	       read_photos(json_object_get(tree, "photos"), data + rest, len - rest, question);
}

void question_release(struct question *question)
{
	json_decref(question->tree);
	*question = (struct question){0};
}
