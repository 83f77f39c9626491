/* What is behind the link of a party without a login: an institution that an order went to.
 *
 * Opening it changes nothing, since programs open links before people do: what is done is a form
 * that is posted, with the version that was seen. A link that was revoked, altered or never made
 * is answered with the same bytes.
 *
 * In this room: link_handlers, from the address to the database and back; link_page, what is read;
 * link_photos, the photos on it, and link_photo_file, their files; link_forms, what can be done. */
#ifndef VARTA_SYNCD_PARTY_HANDLERS_H
#define VARTA_SYNCD_PARTY_HANDLERS_H

struct http_request;

void handle_link(struct http_request *req);
void handle_link_act(struct http_request *req);
/* Says on a page that nothing was recorded, and why. */
void link_refuse(struct http_request *req, int status);

#endif
