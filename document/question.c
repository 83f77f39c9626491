/* Reads a question: an object of JSON, as the database writes it (varta.document_question()). */
#include "document/question.h"

#include <jansson.h>

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

bool question_read(const char *json, size_t len, struct question *question)
{
	json_t *tree = json_loadb(json, len, 0, NULL);

	*question =
	        (struct question){.tree = tree,
	                          .title = text_of(tree, "title"),
	                          .text = text_of(tree, "text"),
	                          .author = text_of(tree, "author"),
	                          .address = json_string_value(json_object_get(tree, "address")),
	                          .address_caption = text_of(tree, "address_caption"),
	                          .made = json_integer_value(json_object_get(tree, "made"))};
	read_signatures(json_object_get(tree, "signatures"), question);
	return tree && *question->text && question->made > 0;
}

void question_release(struct question *question)
{
	json_decref(question->tree);
	*question = (struct question){0};
}
